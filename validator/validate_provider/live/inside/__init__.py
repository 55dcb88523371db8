"""What runs inside the provider's interpreter to make every request of its API: nothing of ours.

Standard library only, Python 3.10 or later, and whatever the stack itself has. `start.py` is the
program; the others are its modules.
"""
