"""What the paths and names on the command line stand for."""
