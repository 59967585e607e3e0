"""One message of the conversation: a bubble of the person's, or a reply with what it made."""

from collections.abc import Sequence
from typing import Any

from editor.desk import Desk
from editor.problems import Way, card
from editor.results import show_links, show_pictures, without_lists
from editor.tags import Tag, icon
from editor.view import Sheet
from editor.words import Words
from engines.protocols import PlannedWhy
from graph.state import FoundPicture, LinkOut, Version
from graph.wire import MessageOut
from nodes.korean import told
from nodes.wording import detail

SHOWN_PX = {"extract": 320, "generate": 640}
"""Ops whose picture is shown in the conversation, and how large it is asked for."""

LEAST_S = 0.1


def bubble(text: str, image_id: str | None, *, pointed: bool, words: Words) -> None:
    """Draw what the person said, with the photo that came along."""
    with Tag("div", css="me" if text else "me bare"):
        Tag("span", words["you_said"], css="unseen")
        if image_id:
            Tag("img", src=f"/images/{image_id}?size=320", alt=words["photo_sent"], css="came")
        if text:
            Tag("span", text, css="said")
        if pointed and text:
            with Tag("span", css="pointed", title=words["pointed_along"]):
                icon("point")
                Tag("span", words["pointed_along"], css="unseen")


def reply(message: MessageOut, desk: Desk, sheet: Sheet, retry: str | None) -> None:
    """Draw a reply: its words, what it made, and the problem that ended it.

    Args:
        message: the reply.
        desk: where versions are looked up.
        sheet: the page.
        retry: what to say again; None where that makes no sense.
    """
    problem, language = message.get("problem"), message.get("language")
    with Tag("div", css="it"):
        Tag("span", sheet.words["reply_said"], css="unseen")
        if text := _beside(message):
            Tag("p", text)
        made = [v for v in map(desk.version, message.get("versions") or []) if v]
        for version in made:
            _made(version, desk, sheet.words)
        results(message.get("links") or [], message.get("found") or [], desk, sheet)
        if told_by := understood(message.get("planner"), message.get("why"), sheet.words):
            with Tag("span", css="by"):
                icon("spark")
                Tag("span", told_by)
        if problem:
            again: list[Way] = [(sheet.words["try_again"], lambda: desk.say(retry or ""))]
            ways = again if retry and problem["retryable"] else []
            card(problem, language, sheet, ways=ways)


def results(
    links: Sequence[LinkOut], found: Sequence[FoundPicture], desk: Desk, sheet: Sheet
) -> None:
    """Draw what a search found, if anything."""
    if links:
        show_links(links, sheet.words)
    if found:
        show_pictures(found, desk, sheet)


def understood(planner: str | None, why: PlannedWhy | None, words: Words) -> str:
    """Return who planned and why; nothing where there is only one who could."""
    if why is None or why == "only":
        return ""
    return words[f"why_{why}"].format(planner=planner or "")


def _beside(message: MessageOut) -> str:
    """Return what a reply says besides its lists and its problem, which are drawn by themselves."""
    lists = message.get("links") or [], message.get("found") or []
    text = without_lists(message["text"], *lists)
    problem = message.get("problem")
    if not problem:
        return text
    told_here = " ".join(filter(None, told(message.get("language"), problem)))
    return " ".join(part.strip() for part in text.split(told_here)).strip()


def _made(version: Version, desk: Desk, words: Words) -> None:
    here = desk.head is not None and desk.head["version_id"] == version["version_id"]

    async def go() -> None:
        await desk.go(version["version_id"])

    if version["op"] in SHOWN_PX:
        _picture(version, go, words)
    with Tag("div", css="chips"):
        about: dict[str, Any] = {"aria_current": "true"} if here else {}
        with Tag(
            "button", css="chip go", type="button", title=words["go_to_version"], **about
        ) as chip:
            Tag("b", op_words(version["op"], words))
            if rest := _rest(version, desk.language):
                Tag("span", rest)
        chip.on("click", go)
        for text in _facts(version, words):
            Tag("span", text, css="chip")
        if version["outside_changed"] == 0 and version["mask_id"]:
            Tag("span", words["outside_chip"], css="chip good", title=words["outside_zero"])


def op_words(op: str, words: Words) -> str:
    """Return an op as people call it."""
    return words.get(f"op_{op}", op)


def _rest(version: Version, language: str) -> str:
    params = version["params"]
    size = "{width_px} × {height_px}" if version["op"] == "generate" else ""
    told_args = size.format(**params) if size else detail(language, params)
    return " · ".join(part for part in (version["target"] or "", told_args) if part)


def _facts(version: Version, words: Words) -> list[str]:
    """The engine and its time; the seed where a model was given words."""
    facts: list[str] = []
    if version["engine"]:
        took_s = version["timing_ms"] / 1000
        seconds = f"{took_s:.1f}" if took_s >= LEAST_S else f"< {LEAST_S}"
        facts.append(words["engine_took"].format(engine=version["engine"], seconds=seconds))
    if version["prompt"] is not None and version["seed"] is not None:
        facts.append(words["seed"].format(seed=version["seed"]))
    return facts


def _picture(version: Version, go: Any, words: Words) -> None:  # noqa: ANN401  # an event handler
    label = f"{op_words(version['op'], words)}: {words['go_to_version']}"
    css = "shown checked" if version["op"] == "extract" else "shown"
    source = f"/images/{version['image_id']}?size={SHOWN_PX[version['op']]}"
    with Tag("button", css=css, type="button", aria_label=label) as drawn:
        Tag("img", src=source, alt="", loading="lazy")
    drawn.on("click", go)
