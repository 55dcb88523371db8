"""Real stacks, run on this machine: what the tests and the demo put their questions to.

Not part of the wheel.
"""
