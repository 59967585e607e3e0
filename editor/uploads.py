"""Files on their way to the image store, over the stage's corner."""

from functools import partial
from typing import Any, cast

from editor.tags import Tag, icon_button
from editor.words import Words
from errors import Problem
from nodes.korean import told

FAILED = ("failed", "refused")


class Uploads:
    """How far files are; those that arrived go, those that failed stay until dismissed."""

    def __init__(self, words: Words, language: str) -> None:
        self.words, self.language = words, language
        self.place = Tag("div", css="uploads", role="status")
        self._dismissed: set[str] = set()

    def draw(self, files: list[dict[str, Any]]) -> None:
        """Show `files`, as the canvas's event `uploads` tells them."""
        self.place.clear()
        with self.place:
            for file in files:
                if file["state"] != "done" and file["key"] not in self._dismissed:
                    self._file(file, files)

    def _file(self, file: dict[str, Any], files: list[dict[str, Any]]) -> None:
        words = self.words
        with Tag("div", css="upload"):
            if file["state"] not in FAILED:
                share = 100 * file["sent"] // max(1, file["size"])
                Tag("b", words["uploading"].format(name=file["name"]))
                Tag("span", f"{share}%", css="muted")
                with Tag("div", css="bar"):
                    Tag("i", style=f"width: {share}%")
                return
            Tag("b", file["name"])
            icon_button("close", words["dismiss"], partial(self._dismiss, file["key"], files))
            problem = cast(Problem, {key: file[key] for key in ("code", "message", "hint")})
            Tag("span", " ".join(told(self.language, problem)), css="why")

    def _dismiss(self, key: str, files: list[dict[str, Any]]) -> None:
        self._dismissed.add(key)
        self.draw(files)
