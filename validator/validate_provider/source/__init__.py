"""What a provider package says, read without running it, for a set of releases at once."""
