"""What runs in the stack's process to see how a provider lives: its config, its start and its end.

`start.py` is the program, `python -m validate_provider.testing.inside.start QUESTION.json`; the
others hold the checks. It goes the loader's way with `live/probe.py`, and makes the requests with
`live/inside/`.
"""
