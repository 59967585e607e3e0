"""What a search found, under the answer it belongs to: links, and pictures of the person's own."""

import re
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from editor.desk import Desk
from editor.menus import Item, open_menu
from editor.tags import Tag, icon
from editor.view import Sheet
from editor.words import Words
from graph.state import FoundPicture, LinkOut

REL = "noopener noreferrer nofollow"
THUMB_PX = 224
_NOT_IN_ADDRESSES = re.compile(r'[\s\\"<>^`{|}]')
"""What browsers mend in an address each in its own way: nobody knows then where it leads."""


def site_of(url: str) -> str | None:
    """Return the site a link leads to, or None where it is no plain web address.

    Names in other scripts come as they are looked up ("xn--..."): they can look like others.
    """
    if not url.isprintable() or _NOT_IN_ADDRESSES.search(url):
        return None
    try:
        parts = urlsplit(url)
        name = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not name or "@" in parts.netloc:
        return None
    return name.removeprefix("www.")


def without_lists(text: str, links: Sequence[LinkOut], found: Sequence[FoundPicture] = ()) -> str:
    """Return a reply's text without the lines that list what is drawn below it.

    They are "Title - address" of a link and "1. name - 0.83" of a picture; other clients need them.
    """
    lines = [re.escape(f"{link['title']} - {link['url']}") for link in links]
    lines += [rf"{n}\. [^\n]+ - {one['score']:.2f}" for n, one in enumerate(found, 1)]
    for line in lines:
        text = re.sub(rf"^{line}(?:[ \t]+|$)\n?", "", text, count=1, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip() if lines else text


def show_links(links: Sequence[LinkOut], words: Words) -> None:
    """Draw links: each a title and the site it leads to."""
    with Tag("ul", css="links", role="list", aria_label=words["links"]):
        for link in links:
            with Tag("li"):
                _link(link, words)


def _link(link: LinkOut, words: Words) -> None:
    site = site_of(link["url"])
    title = link["title"].strip() or site or ""
    if site is None:
        Tag("bdi", title, css="what")  # told, for the reply counts it, but it leads nowhere
        return
    with Tag("a", href=link["url"], target="_blank", rel=REL):
        Tag("bdi", title, css="what")
        with Tag("span", css="site"):
            Tag("span", site)
            icon("out")
        Tag("span", f" ({words['new_tab']})", css="unseen")


def show_pictures(found: Sequence[FoundPicture], desk: Desk, sheet: Sheet) -> None:
    """Draw pictures that a search found, with what each is, and how likely it is meant."""
    with Tag("ul", css="hits", role="list", aria_label=sheet.words["found_pictures"]):
        for number, picture in enumerate(found, 1):
            with Tag("li"):
                _Hit(picture, number, desk, sheet).build()


class _Hit:
    """One picture that was found: a version leads to its place, another one can be used here."""

    def __init__(self, picture: FoundPicture, number: int, desk: Desk, sheet: Sheet) -> None:
        self.picture, self.desk, self.sheet = picture, desk, sheet
        name = picture.get("name") or picture["caption"]
        self.name = name or sheet.words["found_number"].format(number=number)

    def build(self) -> None:
        picture, words = self.picture, self.sheet.words
        if not self.desk.images.exists(picture["image_id"]):
            Tag("p", words["found_gone"].format(name=self.name), css="gone")
            return
        score = f"{round(100 * picture['score'])}%"
        does = "found_go" if self._is_version else "found_use"
        label = f"{self.name}, {words['found_score'].format(score=score)}. {words[does]}"
        with Tag("button", css="hit", type="button", aria_label=label) as self.button:
            source = f"/images/{picture['image_id']}?size={THUMB_PX}"
            Tag("img", src=source, alt="", loading="lazy")
            Tag("span", score, css="score", title=words["found_score"].format(score=score))
            Tag("span", self.name, css="name", title=self._told())
        if not self._is_version:
            self.button.props["aria-haspopup"] = "menu"
        self.button.on("click", self._pressed)

    @property
    def _is_version(self) -> bool:
        return bool(self.picture.get("thread_id") and self.picture.get("version_id"))

    def _told(self) -> str:
        parts = (self.name, self.picture["caption"])
        return "\n".join(dict.fromkeys(part for part in parts if part))

    async def _pressed(self) -> None:
        if self._is_version:
            picture = self.picture
            await self.desk.visit(str(picture.get("thread_id")), str(picture.get("version_id")))
            return
        words, desk, image_id = self.sheet.words, self.desk, self.picture["image_id"]
        items = [
            Item("pencil", words["found_edit"], partial(desk.edit_instead, image_id)),
            Item("photo", words["found_along"], partial(desk.attach, image_id)),
        ]
        open_menu(self.button, self.name, items)
