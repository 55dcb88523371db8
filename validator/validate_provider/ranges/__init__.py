"""With which releases a package can be installed, and the widest range that holds."""
