"""Draw the flow of the edit graph as Mermaid: print it, or --write it into the README."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from graph.edit import graph

README = ROOT / "README.md"
BETWEEN = re.compile(r"(?<=<!-- flow -->\n).*?(?=<!-- /flow -->)", re.DOTALL)


def flow() -> str:
    """Return the graph as a Mermaid block, without colours and LangGraph's own error node."""
    drawn = graph.get_graph().draw_mermaid(with_styles=False).splitlines()
    lines = [
        line.replace("\t", "    ") for line in drawn if "__default_error_handler__" not in line
    ]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        README.write_text(BETWEEN.sub(lambda _: flow(), README.read_text()))
    else:
        print(flow())  # a command prints
