"""The film strip: every version in order of making, and the tree they make."""

import json
from functools import partial

from editor.desk import Area, Desk
from editor.menus import Item, open_menu
from editor.tags import Tag, icon_button
from editor.tree import Dot, Layout, lanes
from editor.view import Sheet, View
from errors import NotFound
from graph.state import Version

TREE_PX = 24  # the tree's height, always: more lanes stand closer
LANE_PX = 8.0
COLUMN = 100.0  # a column of the drawing; CSS stretches it to a thumbnail's width


class Strip(View):
    """The versions under the photo."""

    areas = frozenset[Area]({"strip"})

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        super().__init__(desk, sheet)
        self._tiles: dict[str, Tile] = {}
        self._thread_id: str | None = None
        self._head: str | None = None

    def build(self) -> None:
        """Make the tree and the list."""
        with Tag("section", css="strip", aria_label=self.words["versions"]) as self.root:
            self.tree = Tag("svg", css="tree", aria_hidden="true", preserveAspectRatio="none")
            with self.tree:
                kinds = ("line", "line on", "dot", "dot on", "dot head")
                self.paths = {css: Tag("path", css=css) for css in kinds}
            self.list = Tag("ol", css="film", role="list")
            self.nothing = Tag("p", self.words["no_versions"], css="no-versions")
        self.list.on("keydown", js_handler=WALK)
        self.draw(set(self.areas))

    def draw(self, areas: set[Area]) -> None:  # noqa: ARG002  # it has one area
        """Add new versions, and mark where the person stands."""
        versions, head = self.desk.versions, self.desk.thread and self.desk.thread["head"]
        if self._thread_id != self.desk.thread_id or len(versions) < len(self._tiles):
            self._clear()
        for version in versions[len(self._tiles) :]:
            with self.list:
                self._tiles[version["version_id"]] = Tile(version, self.desk, self.sheet)
        layout = lanes(versions, head or None)
        for dot, version in zip(layout.dots, versions, strict=True):
            self._tiles[dot.version_id].show(
                self.sheet.version_name(version), dot.version_id == head, dot.on_path
            )
        self._draw_tree(layout, head)
        self.nothing.set_visibility(not versions)
        if head and head != self._head:
            self._bring_into_view(head)
        self._head = head

    def _clear(self) -> None:
        self.list.clear()
        self._tiles, self._thread_id, self._head = {}, self.desk.thread_id, None

    def _draw_tree(self, layout: Layout, head: str | None) -> None:
        columns = len(layout.dots)
        self.tree.props["viewBox"] = f"0 0 {max(columns, 1) * COLUMN:g} {TREE_PX}"
        self.root.style(f"--columns:{columns}")
        drawn = dict.fromkeys(self.paths, "")
        for edge in layout.edges:
            drawn["line on" if edge.on_path else "line"] += _line(
                edge.start, edge.end, layout.lanes
            )
        for dot in layout.dots:
            kind = "dot head" if dot.version_id == head else "dot on" if dot.on_path else "dot"
            x, y = _at(dot, layout.lanes)
            drawn[kind] += f"M{x:g} {y:g}h.01"  # a line of no length, with a round cap
        for css, path in self.paths.items():
            path.props["d"] = drawn[css]

    def _bring_into_view(self, head: str) -> None:
        given = [self.root.html_id, self._tiles[head].item.html_id, bool(self._head)]
        self.root.client.run_javascript(f"({SCROLL})(...{json.dumps(given)})")


class Tile:
    """One version: what it looks like, what made it, and what can be done with it."""

    def __init__(self, version: Version, desk: Desk, sheet: Sheet) -> None:
        self.version, self.desk, self.sheet = version, desk, sheet
        self._shown: tuple[object, ...] = ()
        with Tag("li", css="v") as self.item:
            with Tag("button", css="go", type="button") as self.go:
                image = f"/images/{version['image_id']}?size=224"
                Tag("img", src=image, alt="", decoding="async", width=112, height=74)
                self.caption = Tag("small")
            self.more = icon_button("more", "", self._open_menu, css="ib dots")
        self.more.props["aria-haspopup"] = "menu"
        self.go.on("click", self._go)
        self.item.on("contextmenu.prevent", self._open_menu)
        self._about = self._facts()

    def show(self, name: str, is_head: bool, on_path: bool) -> None:
        """Bring the tile up to date, if anything of it changed."""
        now = (name, is_head, on_path)
        if now == self._shown:
            return
        self._shown = now
        name = name[:1].upper() + name[1:]
        self.caption.text = name
        self.go.props["title"] = "\n".join([name, *self._about])
        self.go.props.set_optional("aria-current", "true" if is_head else None)
        label = self.sheet.words["version_menu"].format(name=name)
        self.more.props["aria-label"] = self.more.props["title"] = label
        for css, given in (("on", is_head), ("off", not on_path)):
            self.item.classes(add=css if given else "", remove="" if given else css)

    def _facts(self) -> list[str]:
        """What the tooltip says below the name: who made it, how long it took, its size."""
        words, version = self.sheet.words, self.version
        made = [version["engine"] or ""]
        if version["timing_ms"]:
            made.append(words["seconds"].format(seconds=f"{version['timing_ms'] / 1e3:.1f}"))
        facts = [" · ".join(filter(None, made))]
        try:
            info = self.desk.images.info(version["image_id"])
        except NotFound:
            return facts
        self.item.classes(add="alpha" if info.has_alpha else "")
        return [*filter(None, facts), words["size_px"].format(width=info.width, height=info.height)]

    @property
    def _is_head(self) -> bool:
        return bool(self._shown and self._shown[1])

    async def _go(self) -> None:
        if self._is_head:
            self.desk.look("photo", None)
        else:
            await self.desk.go(self.version["version_id"])

    def _open_menu(self) -> None:
        words, desk, panel = self.sheet.words, self.desk, self.sheet.show_panel
        version_id = self.version["version_id"]
        items = [
            Item(
                "pencil",
                words["name_version"],
                partial(panel, "name_version", version_id=version_id),
            )
        ]
        if not self._is_head:
            items += [
                Item(
                    "compare", words["compare_version"], partial(desk.look, "compare", version_id)
                ),
                Item(
                    "difference",
                    words["changed_since"],
                    partial(desk.look, "difference", version_id),
                ),
            ]
        download = partial(panel, "download", version_id=version_id)
        items.append(Item("download", words["download_version"], download))
        open_menu(self.more, str(self.more.props["aria-label"]), items)


def _at(dot: Dot, count: int) -> tuple[float, float]:
    """The place of a dot in the drawing; lane 0 is the lowest."""
    span = min(LANE_PX * (count - 1), TREE_PX - 10)
    y = TREE_PX / 2 + span / 2 - (dot.lane * span / (count - 1) if count > 1 else 0)
    return (dot.column + 0.5) * COLUMN, round(y, 2)


def _line(start: Dot, end: Dot, count: int) -> str:
    """A line along its lane; from another lane it bends within the first column."""
    (x0, y0), (x1, y1) = _at(start, count), _at(end, count)
    if y0 == y1:
        return f"M{x0:g} {y0:g}H{x1:g}"
    bend = f"C{x0 + 0.6 * COLUMN:g} {y0:g} {x0 + 0.4 * COLUMN:g} {y1:g} {x0 + COLUMN:g} {y1:g}"
    return f"M{x0:g} {y0:g}{bend}H{x1:g}"


WALK = """(e) => {
  const step = {ArrowRight: 1, ArrowLeft: -1}[e.key];
  const all = [...e.currentTarget.querySelectorAll(".go")];
  const at = all.indexOf(document.activeElement);
  if (!step || at < 0) return;
  e.preventDefault();
  e.stopPropagation();
  all[Math.min(all.length - 1, Math.max(0, at + step))].focus();
}"""

SCROLL = """(strip, tile, smooth) => setTimeout(() => {
  const s = document.getElementById(strip), t = document.getElementById(tile);
  if (!s || !t) return;
  const still = !smooth || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const left = t.offsetLeft - (s.clientWidth - t.clientWidth) / 2;
  s.scrollTo({left, behavior: still ? "auto" : "smooth"});
}, 30)"""
"""Scrolls the strip alone: scrollIntoView would move the whole page on a phone."""
