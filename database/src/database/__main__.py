"""`python -m database upgrade [revision]` and `downgrade <revision>`: migrations where there is no launcher."""

import os
import sys

from database.migrate import downgrade, upgrade


def main(arguments: list[str]) -> int:
    """Move the database at DATABASE_URL; return the exit code."""
    match arguments:
        case ["upgrade"]:
            upgrade(os.environ["DATABASE_URL"])
        case ["upgrade", revision]:
            upgrade(os.environ["DATABASE_URL"], revision)
        case ["downgrade", revision]:
            downgrade(os.environ["DATABASE_URL"], revision)
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
