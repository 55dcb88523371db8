"""The main job, end to end: from nothing to an answer of a real stack. `make demo` runs it."""
