"""The questions put to the real stack."""
