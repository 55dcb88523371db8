"""`python -m validate_provider`."""

from validate_provider.cli import main

if __name__ == "__main__":
    main()
