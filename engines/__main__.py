"""`python -m engines doctor`: what this server can do. `list`, `pull`, `verify`: its models.

`catalogue`: pictures that the chat can search.
"""

import argparse
import json
import sys

from pydantic_settings import SettingsError

from engines import Engines, export, listing, pulling
from engines.doctor import report, table
from engines.pictures import add_commands, run
from errors import EditError
from settings import Settings


def main(arguments: list[str]) -> None:
    """Do one command; what is wrong goes to the standard error, and the exit code says so."""
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m engines", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    doctor = commands.add_parser("doctor", help="what is installed, and what would add the rest")
    doctor.add_argument("--json", action="store_true", help="print JSON, as GET /engines answers")
    listing.add_commands(commands)
    pulling.add_commands(commands)
    export.add_commands(commands)
    add_commands(commands)
    chosen = parser.parse_args(arguments)
    try:
        sys.exit(_done(chosen))
    except EditError as error:
        sys.exit(error.sentence())
    except SettingsError as error:  # it names the field
        sys.exit(f'{error}: it takes JSON, as {{"sd": "/my/sd"}}')


def _done(chosen: argparse.Namespace) -> int:
    if chosen.command == "catalogue":
        return run(chosen)
    if chosen.command == "list":
        return listing.run(chosen, Settings())
    if chosen.command in ("pull", "verify"):
        return pulling.run(chosen, Settings())
    if chosen.command == "export":
        return export.run(chosen, Settings())
    found = report(Engines(settings=Settings()))
    sys.stdout.write((json.dumps(found, indent=2) if chosen.json else table(found)) + "\n")
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])
