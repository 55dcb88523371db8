"""A provider's entry in a run config."""


class ConfigEntry:
    """One provider of a run config."""
