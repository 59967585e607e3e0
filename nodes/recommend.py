"""Links and pictures for a wish: keywords of the answer, then a search."""

from checkpoints.images import OwnerImages
from checkpoints.memory import Memory
from engines import Engines
from engines.links import interleaved
from engines.protocols import Step
from engines.speaking import Link, Searcher
from errors import EngineUnavailable
from graph.state import EditState, LinkOut, Turn, Update
from nodes.answer import Tell
from nodes.korean import told
from nodes.own_pictures import Lookup, look_up
from nodes.wording import link_line, say

LINKS, QUERIES = 5, 3


def step_source(step: Step) -> str:
    """Return where a recommendation is looked for: "web", "catalogue" or "versions"."""
    return str(step["args"].get("source") or "web")


def recommend(
    state: EditState, *, images: OwnerImages, engines: Engines, memory: Memory, tell: Tell
) -> Update:
    """Search for what the step asks, and say what was found.

    Links follow an answer that was given before: what is on the web adds to it, and where there
    is no search, or it fails, the answer and the search words stay.

    Reads: plan, turn, versions, head, selection.  Writes: plan, turn (said, links, found, seen).

    Raises:
        NoEngine: "like this" needs a model that sees, or embeddings of pictures.
        NoImage: "like this", and there is no photo.
        EngineUnavailable: the model of the catalogue's vectors, or the one that sees, is away.
    """
    step = state["plan"][0]
    if step_source(step) == "web":
        turn = _with_links(state["turn"], step, engines, tell)
    else:
        turn = look_up(Lookup(state, images, engines, memory, tell))
    return {"plan": state["plan"][1:], "turn": turn}


def _with_links(turn: Turn, step: Step, engines: Engines, tell: Tell) -> Turn:
    language = turn["language"]
    try:
        queries = engines.describer().keywords(step["instruction"], turn.get("answered", ""))
    except EngineUnavailable as error:
        why = told(language, error.problem())[0]
        return _saying(turn, say(language, "no_search_words", why=why))
    queries = tuple(queries)[:QUERIES]
    words = say(language, "search_words", words="; ".join(queries))
    if not engines.names("search"):
        hint = told(language, engines.missing("recommend", "search").problem())[1]
        return _saying(turn, words, say(language, "no_search", why=hint))
    try:
        found = _searched(engines.searcher(), queries)
    except EngineUnavailable as error:
        why = told(language, error.problem())[0]
        return _saying(turn, words, say(language, "search_failed", why=why))
    if not found:
        return _saying(turn, words, say(language, "no_links"))
    links = [LinkOut(title=link.title, url=link.url) for link in found]
    tell("links", {"links": links})
    turn = _saying(turn, "\n" + "".join(link_line(link) for link in links))
    return {**turn, "links": [*turn.get("links", []), *links]}


def _searched(searcher: Searcher, queries: tuple[str, ...]) -> list[Link]:
    """The best of each query in turn; a query that fails counts only where all do."""
    results: list[list[Link]] = []
    failed: EngineUnavailable | None = None
    for query in queries:
        try:
            results.append(searcher.search(query, limit=LINKS))
        except EngineUnavailable as error:
            failed = error
            break  # the next would wait as long
    if failed and not results:
        raise failed
    return interleaved(results, LINKS)


def _saying(turn: Turn, *sentences: str) -> Turn:
    return {**turn, "said": [*turn["said"], *(f"text:{one}" for one in sentences)]}
