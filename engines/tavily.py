"""Finds links on the web, by Tavily."""

import asyncio
import os
from importlib.util import find_spec
from typing import Any, Self

from engines.links import interleaved
from engines.protocols import Card, Lack
from engines.speaking import Link
from errors import EngineUnavailable
from settings import Settings

TIMEOUT_S = 15.0
KEY = "TAVILY_API_KEY"


class Tavily:
    """Finds links on the web."""

    card = Card(
        name="tavily",
        capability="search",
        summary="finds links on the web",
        mask="none",
        extra="search",
    )

    def __init__(self, url: str | None = None, *, timeout_s: float = TIMEOUT_S) -> None:
        """Ask the server at `url`; None: Tavily's own."""
        self._url, self._timeout_s = url, timeout_s

    @classmethod
    def lacks(cls, settings: Settings) -> Lack | None:  # noqa: ARG003  # as all engines
        """Return what is missing: the extra, or the key."""
        if find_spec("langchain_tavily") is None:
            return Lack("the `search` extra is not installed", "make install EXTRAS=search")
        if not os.environ.get(KEY):
            return Lack(f"{KEY} is not set", f"{KEY}=KEY make run")
        return None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the search on the server that the settings name."""
        return cls(settings.tavily_url)

    def search(self, query: str, *, limit: int) -> list[Link]:
        """Return at most `limit` links, cleaned, the best first; none where nothing was found.

        Raises:
            EngineUnavailable: the search did not answer in time, or refused.
        """
        try:
            answer = asyncio.run(asyncio.wait_for(self._ask(query, limit), self._timeout_s))
        except TimeoutError as error:
            raise EngineUnavailable(
                "the web search did not answer: it took too long", hint="try again in a moment"
            ) from error
        if isinstance(answer, str):
            return []  # the tool says in words that nothing was found
        if cause := answer.get("error"):
            raise _unavailable(cause)
        found = [_link(row) for row in answer.get("results", []) if isinstance(row, dict)]
        return interleaved([found], limit)

    async def _ask(self, query: str, limit: int) -> Any:  # noqa: ANN401  # the tool's: results, an error, or words
        from langchain_tavily import TavilySearch

        # Its synchronous call has no timeout of its own.
        tool = TavilySearch(max_results=limit, api_base_url=self._url)
        return await tool.ainvoke({"query": query})


def _link(row: dict[str, Any]) -> Link:
    title, url, content = (str(row.get(key) or "") for key in ("title", "url", "content"))
    return Link(title, url, content)


def _unavailable(cause: object) -> EngineUnavailable:
    """What the tool caught: its message begins with the status where there was an answer."""
    said = str(cause)
    if said.startswith(("Error 401", "Error 403")):
        why, hint = "it refused the key", f"check {KEY}"
    elif said.startswith(("Error 429", "Error 432", "Error 433")):
        why, hint = "it is busy, or the plan's limit is reached", "try again later"
    elif said.startswith("Error "):
        why, hint = "it failed", "try again in a moment"
    else:
        why, hint = "nothing answers at its address", "check the network, or PENTIMENTO_TAVILY_URL"
    return EngineUnavailable(f"the web search did not answer: {why}", hint=hint)
