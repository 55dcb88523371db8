"""Every cell, written and put to all that it must stand: `python -m tests.real.cells`."""
