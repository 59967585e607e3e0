"""`python -m engines doctor`: what this server can do; `python -m engines catalogue`: pictures."""

import argparse
import json
import sys

from engines import Engines
from engines.doctor import report, table
from engines.pictures import add_commands, run
from errors import EditError
from settings import Settings


def main(arguments: list[str]) -> None:
    """Print the report on the standard output, or work on the catalogue."""
    parser = argparse.ArgumentParser(prog="python -m engines", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    doctor = commands.add_parser("doctor", help="what is installed, and what would add the rest")
    doctor.add_argument("--json", action="store_true", help="print JSON, as GET /engines answers")
    add_commands(commands)
    chosen = parser.parse_args(arguments)
    if chosen.command == "catalogue":
        try:
            sys.exit(run(chosen))
        except EditError as error:
            sys.exit(error.sentence())
    found = report(Engines(settings=Settings()))
    sys.stdout.write((json.dumps(found, indent=2) if chosen.json else table(found)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
