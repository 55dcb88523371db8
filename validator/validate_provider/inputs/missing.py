"""What is said of a word that nothing stands for."""


class MissingPathError(Exception):
    """There is nothing at a path; the text says which."""
