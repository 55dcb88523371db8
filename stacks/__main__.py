"""Build a line's environment and print its Python: `python -m stacks llama-stack-0.7.3`."""

import sys

from stacks.environments import StackUnavailableError, environment, lines


def main(arguments: list[str]) -> int:
    """Print the Python of each line named, or the names of all lines if none is named."""
    if not arguments:
        print(*lines(), sep="\n")
        return 0
    try:
        for line in arguments:
            print(environment(line))
    except StackUnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
