"""The turn that runs, as far as a page knows it."""

import time
from dataclasses import dataclass, field
from typing import Any

from engines.protocols import PlannedWhy, Step
from graph.state import FoundPicture, LinkOut


@dataclass
class Working:
    """The turn that runs now; `heed` brings it up to date."""

    text: str = ""
    image_id: str | None = None
    steps: list[Step] = field(default_factory=list[Step])
    planner: str | None = None
    why: PlannedWhy | None = None  # why this planner
    made: int = 0  # steps that are done
    done: int = 0
    total: int = 0
    engine: str | None = None
    preview: str | None = None  # a data URL
    said: str = ""  # the reply so far
    links: list[LinkOut] = field(default_factory=list[LinkOut])
    found: list[FoundPicture] = field(default_factory=list[FoundPicture])
    variants: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    started: float = field(default_factory=time.monotonic)
    cancelling: bool = False

    def heed(self, name: str, data: Any) -> None:  # noqa: ANN401  # an event's data
        """Take in one event of the turn, but a `token`: of an answer the whole is kept."""
        if name == "plan":
            self.steps = data["steps"]
            self.planner, self.why = data.get("planner"), data.get("why")
        elif name == "progress":
            self.done, self.total = data["done"], data["total"]
            self.engine = data.get("engine")
            self.preview = data.get("preview") or self.preview
        elif name == "version":
            self.made += 1
            self.done = self.total = 0
            self.preview = None
        elif name == "variant":
            self.variants.append(data)
        elif name == "links":
            self.links = data["links"]
        elif name == "found":
            self.found = data["found"]
