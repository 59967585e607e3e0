"""What each part of the page is made of, and what the page gives to its parts."""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Protocol

from editor.desk import Area, Desk
from editor.preferences import Preferences
from editor.words import Words
from graph.state import Version


class Sheet(Protocol):
    """The page, as its parts see it."""

    words: Words
    preferences: Preferences

    def title(self) -> str:
        """Return what the open thread is called."""
        ...

    def version_name(self, version: Version) -> str:
        """Return what a version is called: its name, or what made it."""
        ...

    def pick_files(self, purpose: str) -> None:
        """Open the file dialog; purpose "new" or "attach"."""

    def keep(self, **changes: Any) -> None:  # noqa: ANN401  # Preferences' fields
        """Change preferences, and keep them in the browser."""

    def toast(self, text: str, label: str = "", act: Callable[[], Any] | None = None) -> None:
        """Say something for a few seconds, with one thing to do about it."""

    def show_panel(self, name: str, **about: Any) -> None:  # noqa: ANN401  # the panel's own
        """Open a panel: "settings", "download", "generate", "rename_thread", "name_version"."""

    def suggest(self, text: str) -> None:
        """Put words into the composer, ready to be changed or sent; "" only goes there."""

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background, in this page's slot."""

    def toggle_drawer(self) -> None:
        """Open or close the list of threads on a narrow screen."""

    def fit(self) -> None:
        """Fit the photo to the window."""

    def zoomed(self, percent: float) -> None:
        """Tell how large the photo is drawn."""

    def marking(self) -> None:
        """The person points at something: views that hide the photo end."""

    def uploading(self, files: list[dict[str, Any]]) -> None:
        """Show how far uploads are."""

    async def arrived(self, image_id: str, purpose: str, path: str) -> None:
        """Take an upload in that was chosen for the edit at the address `path`."""

    def sketched(self, given: dict[str, Any]) -> None:
        """Take a drawing in: its image id, or why there is none."""

    async def open_sample(self, key: str) -> None:
        """Start with a photo of the gallery."""

    async def follow(self, path: str) -> None:
        """Go where the address says."""


class View:
    """A part of the page; drawn anew when one of its areas has changed."""

    areas: ClassVar[frozenset[Area]] = frozenset()

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        self.desk, self.sheet = desk, sheet

    @property
    def words(self) -> Words:
        """The page's strings."""
        return self.sheet.words

    def build(self) -> None:
        """Make the elements, once, in the slot that is open now."""
        raise NotImplementedError

    def draw(self, areas: set[Area]) -> None:
        """Bring the elements up to date; `areas` are those of its own that changed."""
        raise NotImplementedError
