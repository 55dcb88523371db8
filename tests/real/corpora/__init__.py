"""The packages that reading and the real loaders are both asked about."""
