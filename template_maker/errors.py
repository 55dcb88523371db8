"""What keeps a skeleton from being made."""


class CannotMakeError(Exception):
    """The stack says something that this program must learn to read; the text says what."""
