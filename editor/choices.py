"""A question with a few answers: radio buttons or a list, as the browser makes them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from nicegui.events import GenericEventArguments

from editor.tags import Tag

EMIT_VALUE = "(e) => emit(e.target.value)"


class Radios:
    """A labelled group of radio buttons.

    Args:
        legend: what is asked.
        answers: value -> (label, a line of explanation or "").
        chosen: the value that is on.
        changed: told the value that the person takes.
        css: "two" = in two columns where there is room.
    """

    def __init__(
        self,
        legend: str,
        answers: Mapping[str, tuple[str, str]],
        chosen: str,
        changed: Callable[[str], Any],
        *,
        css: str = "",
    ) -> None:
        self.chosen, self._changed = chosen, changed
        self._dots: dict[str, Tag] = {}
        group = f"g{uuid4().hex[:8]}"
        with Tag("fieldset"):
            Tag("legend", legend)
            with Tag("div", css=f"choices {css}".strip()):
                for value, (label, how) in answers.items():
                    self._answer(group, value, label, how)
        self.choose(chosen)

    def _answer(self, group: str, value: str, label: str, how: str) -> None:
        with Tag("label", css="choice"):
            dot = Tag("input", type="radio", name_=group, value=value)
            Tag("b", label)
            if how:
                Tag("small", how)
        dot.on("change", self._take, js_handler=EMIT_VALUE)
        self._dots[value] = dot

    def _take(self, event: GenericEventArguments) -> None:
        self.choose(str(event.args))
        self._changed(self.chosen)

    def choose(self, value: str) -> None:
        """Turn one on."""
        self.chosen = value
        for one, dot in self._dots.items():
            dot.props.set_bool("checked", one == value)

    def allow(self, allowed: set[str]) -> None:
        """Leave only these to be taken."""
        for one, dot in self._dots.items():
            dot.props.set_bool("disabled", one not in allowed)


def listed(
    label: str, answers: Mapping[str, str], chosen: str, changed: Callable[[str], Any]
) -> None:
    """Make a labelled list of which one is taken; `changed` is told its value.

    Args:
        label: what is asked.
        answers: value -> label.
        chosen: the value that is on.
        changed: told the value that the person takes.
    """
    with Tag("label", css="setting"):
        Tag("span", label)
        with Tag("select", css="field") as select:
            for value, text in answers.items():
                option = Tag("option", text, value=value)
                option.props.set_bool("selected", value == chosen)
    select.on("change", lambda e: changed(str(e.args)), js_handler=EMIT_VALUE)


def segments(
    label: str, answers: Mapping[str, str], chosen: str, changed: Callable[[str], Any]
) -> None:
    """Make a row of a few answers side by side; `changed` is told the one that is taken.

    Args:
        label: what is asked.
        answers: value -> label.
        chosen: the value that is on.
        changed: told the value that the person takes.
    """
    group = f"g{uuid4().hex[:8]}"
    with Tag("div", css="setting", role="radiogroup", aria_label=label):
        Tag("span", label, aria_hidden="true")
        with Tag("div", css="seg"):
            for value, text in answers.items():
                with Tag("label", css="answer"):
                    dot = Tag("input", type="radio", name_=group, value=value, css="unseen")
                    Tag("span", text)
                dot.props.set_bool("checked", value == chosen)
                dot.on("change", lambda e: changed(str(e.args)), js_handler=EMIT_VALUE)
