"""The names of checks, which stand in the names of tests and in `expected_failures`."""

SAMPLE, ROUND_TRIP, SECRETS, MISSPELT = "sample_run_config", "round_trip", "secrets", "misspelt_key"
CONFIG = (SAMPLE, ROUND_TRIP, SECRETS, MISSPELT)
"""Of the config class."""

AT_ONCE = "_at_once"
"""Follows a method's name: several requests of it."""

SHUTDOWN, TWICE = "shutdown", "shutdown_twice"
AFTER_FAILURE = "shutdown_after_failed_initialize"
END = (SHUTDOWN, TWICE, AFTER_FAILURE)
"""Of the implementation's end."""
SERVER_ENDS = "server_ends"
"""Of the server's."""
