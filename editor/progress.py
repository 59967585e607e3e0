"""What is being done right now, brought up to date in place: it changes ten times a second."""

import time

from editor.desk import Desk, Working
from editor.messages import op_words, results, understood
from editor.results import without_lists
from editor.tags import Tag, button
from editor.view import Sheet

SURE_S = 0.6  # a rate from less time than this says nothing


class Rate:
    """How long work takes that reports done of total, each time it begins anew."""

    def __init__(self) -> None:
        self._began = (0.0, 0, 0)
        self._last = 0

    def left_s(self, done: int, total: int, now_s: float) -> float | None:
        """Return the seconds left, or None while nothing is known.

        Args:
            done: units that are done.
            total: units in all; 0 = unknown.
            now_s: a monotonic time.
        """
        start_s, first, whole = self._began
        anew, self._last = done < self._last or total != whole or not start_s, done
        if anew:
            self._began = (now_s, done, total)
            return None
        if done <= first or not 0 < done < total or now_s - start_s < SURE_S:
            return None
        return (now_s - start_s) / (done - first) * (total - done)


class Progress:
    """The card of the turn that runs, with a preview and a way to stop it."""

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        self.desk, self.sheet, self.rate = desk, sheet, Rate()
        words = sheet.words
        # Outside the log's live region: an answer is read out once, when it is whole.
        with Tag("div", css="it doing") as self.box:
            self.said = Tag("p")
            self.results = Tag("div", css="results")
            with Tag("div", css="card"):
                with Tag("div", css="row"):
                    self.title = Tag("b")
                    Tag("span", css="grow")
                    self.count = Tag("span", css="count")
                with Tag("div", css="bar", role="progressbar", aria_valuemin=0) as self.bar:
                    self.fill = Tag("i")
                self.bar.props["aria-label"] = words["working"]
                self.preview = Tag("img", css="preview", alt=words["preview"])
                self.variants = Tag("div", css="variants few")
                with Tag("div", css="row"):
                    self.about = Tag("span", css="about")
                    Tag("span", css="grow")
                    self.stop = button(words["cancel"], desk.cancel, css="btn s")
                    self.stop.on("click", js_handler=TO_TALK)
        self._of: Working | None = None
        self._shown = 0
        self._results = (0, 0)

    def draw(self) -> None:
        """Show how far the turn is."""
        working = self.desk.working
        self.box.set_visibility(working is not None)
        if working is None:
            return
        if working is not self._of:
            self._of, self._shown, self.rate = working, 0, Rate()
            self.variants.clear()
        self._draw_said(working)
        _say(self.title, self._title(working))
        known = working.total > 1
        _say(self.count, f"{working.done} / {working.total}" if known else "")
        self._draw_bar(working)
        self._draw_pictures(working)
        _say(self.about, self._about(working))
        self.stop.props.set_bool("disabled", working.cancelling)

    def _draw_said(self, working: Working) -> None:
        """Show the answer so far, and what a search found for it."""
        saying = bool(working.said) and working.total <= 1
        _say(self.said, without_lists(working.said, working.links, working.found))
        self.box.classes(add="saying" if saying else "", remove="" if saying else "saying")
        self.box.props["aria-busy"] = "true" if saying else "false"
        count = len(working.links), len(working.found)
        if count != self._results:
            self._results = count
            self.results.clear()
            with self.results:
                results(working.links, working.found, self.desk, self.sheet)
        self.results.set_visibility(any(count))

    def _draw_bar(self, working: Working) -> None:
        known = working.total > 1
        share = working.done / working.total if known else 0
        self.fill.style(f"width: {100 * share:.1f}%" if known else "width: 38%")
        self.bar.classes(remove="unknown" if known else "", add="" if known else "unknown")
        # Whole percents only, so that a screen reader that asks gets a number worth hearing.
        if known:
            self.bar.props["aria-valuemax"] = 100
            self.bar.props["aria-valuenow"] = round(100 * share)
        elif "aria-valuenow" in self.bar.props:
            del self.bar.props["aria-valuenow"]

    def _draw_pictures(self, working: Working) -> None:
        self.preview.set_visibility(working.preview is not None)
        if working.preview and self.preview.props.get("src") != working.preview:
            self.preview.props["src"] = working.preview
        self.variants.set_visibility(bool(working.variants))
        with self.variants:
            for number, variant in enumerate(working.variants[self._shown :], self._shown + 1):
                named = self.sheet.words["variant_number"].format(number=number)
                Tag("img", src=f"/images/{variant['image_id']}?size=160", alt=named)
        self._shown = len(working.variants)

    def _title(self, working: Working) -> str:
        # A page that came in the middle knows the plan from the thread: what is left of it.
        rest = self.desk.thread["plan"] if self.desk.thread else []
        words, steps = self.sheet.words, working.steps or rest
        if not steps:
            return words["thinking"]
        step = steps[min(working.made, len(steps) - 1)]
        name = words["answering"] if working.said else op_words(step["op"], words)
        title = f"{name} · {step['target']}" if step["target"] else name
        if working.variants:
            number = words["variant_number"].format(number=len(working.variants) + 1)
            title = f"{title} · {number}"
        if len(steps) == 1:
            return title
        at = min(working.made, len(steps) - 1) + 1
        return words["step_of"].format(step=at, steps=len(steps), what=title)

    def _about(self, working: Working) -> str:
        words = self.sheet.words
        if working.cancelling:
            return words["stopping"]
        left = self.rate.left_s(working.done, working.total, time.monotonic())
        by = "" if working.said else understood(working.planner, working.why, words)
        told = [working.engine or by]
        if left is not None:
            told.append(words["seconds_left"].format(seconds=max(1, round(left))))
        return " · ".join(part for part in told if part)


TO_TALK = """() => document.querySelector(".talk .log")?.focus({preventScroll: true})"""
"""The card goes when the turn has ended; the focus must not go with it."""


def _say(tag: Tag, text: str) -> None:
    if tag.text != text:
        tag.text = text
    tag.set_visibility(bool(text))
