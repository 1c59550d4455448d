"""Write the reference pages into a folder."""

import argparse
from pathlib import Path

from strategy_language.reference.pages import write_pages


def main() -> None:
    """Write `language.md` and `strategy.schema.json` into the folder that is named."""
    parser = argparse.ArgumentParser(description="Write the reference pages of the strategy language.")
    parser.add_argument("folder", type=Path, help="where to, e.g. docs/reference")
    write_pages(parser.parse_args().folder)


if __name__ == "__main__":
    main()
