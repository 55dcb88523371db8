"""Providers for {{ cookiecutter.__product }}, each in a package of its own."""
