"""Which releases a check is about."""
