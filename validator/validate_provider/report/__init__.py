"""How a replay is told: one file for each format."""
