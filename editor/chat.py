"""The conversation: what was said and made, what is being done, and what is asked."""

from editor import messages, problems
from editor.desk import Area, Failure
from editor.problems import Way
from editor.progress import Progress
from editor.question import Question
from editor.tags import Tag, button
from editor.view import View
from graph.wire import MessageOut, ThreadOut

AT_FIRST = 60  # messages that are drawn of a long conversation


class Chat(View):
    """The log beside the photo."""

    areas = frozenset({"chat", "mask"})

    def build(self) -> None:
        """Make the log, its end, and the button that leads there."""
        words = self.words
        with Tag("div", css="talk") as self.talk:
            with Tag(
                "div", css="log", tabindex=0, role="region", aria_label=words["conversation"]
            ) as self.log:
                self.earlier = button(words["earlier"], self._show_earlier, css="btn s earlier")
                self.empty = Tag("p", words["chat_empty"], css="empty")
                self.rows = Tag("div", css="rows", role="log", aria_label=words["conversation"])
                self.pending = Tag("div", css="rows")
                self.progress = Progress(self.desk, self.sheet)
                with Tag("div", css="rows", aria_live="polite"):
                    self.question = Question(self.desk, self.sheet)
                    self.cut_off = self._build_cut_off()
                    self.failed = Tag("div", css="rows")
            newer = button(words["new_message"], None, css="btn s newer")
            newer.on("click", js_handler=TO_END)
        # A hook of Vue's: no script of the page's own is needed, and it comes back with the page.
        self.log.on("vnodeMounted", js_handler=KEEP_END)
        self._thread: ThreadOut | None = None
        self._thread_id: str | None = None
        self._first, self._drawn = 0, list[str]()
        self._failures = list[Failure]()
        self._said_now: tuple[str, str | None] | None = None
        self.draw(set(self.areas))

    def draw(self, areas: set[Area]) -> None:
        """Bring the log up to date; of a running turn only what changed."""
        if "chat" not in areas:
            self.question.see_mask()
            return
        if self.desk.thread is not self._thread or self._thread is None:
            self._thread = self.desk.thread
            self._draw_rows()
        self._draw_pending()
        self.progress.draw()
        self.question.draw()
        self._draw_failures()
        unfinished = bool(self.desk.thread and self.desk.thread["unfinished"])
        self.cut_off.set_visibility(unfinished and not self.desk.busy)
        said = self._drawn or self.desk.working or self._failures or self.desk.asking
        self.empty.set_visibility(not said)

    def _build_cut_off(self) -> Tag:
        """Make the card of a turn that the server did not live to finish."""
        words, desk = self.words, self.desk
        with Tag("div", css="card warn") as card:
            Tag("b", words["unfinished"])
            with Tag("div", css="row"):
                button(words["go_on"], desk.go_on, css="btn s primary")
                button(words["drop_it"], desk.drop, css="btn s")
        return card

    def _messages(self) -> list[MessageOut]:
        return self.desk.thread["messages"] if self.desk.thread else []

    def _draw_rows(self) -> None:
        """Draw the messages that are new or changed; the others keep their elements."""
        said = self._messages()
        if self.desk.thread_id != self._thread_id or len(said) < len(self._drawn):
            self._thread_id = self.desk.thread_id
            self.log.props["data-thread"] = self._thread_id or ""
            self._first = max(0, len(said) - AT_FIRST)
            self._forget(0)
        marks = [self._mark(message, i) for i, message in enumerate(said)][self._first :]
        same = 0
        while same < min(len(marks), len(self._drawn)) and marks[same] == self._drawn[same]:
            same += 1
        self._forget(same)
        with self.rows:
            for index in range(self._first + same, len(said)):
                self._draw_row(index)
        self._drawn = marks
        self.earlier.set_visibility(self._first > 0)

    def _forget(self, keep: int) -> None:
        for row in list(self.rows.default_slot.children)[keep:]:
            row.delete()
        self._drawn = self._drawn[:keep]

    def _mark(self, message: MessageOut, index: int) -> str:
        """Return what a row shows, as a string: another one means that it is drawn again."""
        made = [self.desk.version(v) for v in message.get("versions") or []]
        head = self.desk.head["version_id"] if self.desk.head else None
        here = [v and v["version_id"] == head for v in made]
        return repr((message, made, here, self._retry(index)))

    def _draw_row(self, index: int) -> None:
        message = self._messages()[index]
        with Tag("div", css=f"turn {message['role']}"):
            if message["role"] == "user":
                image_id, pointed = message["image_id"], bool(message["mask_id"])
                if image_id and not self.desk.images.exists(image_id):
                    image_id = None  # forgotten since
                messages.bubble(message["text"], image_id, pointed=pointed, words=self.words)
            else:
                messages.reply(message, self.desk, self.sheet, self._retry(index))

    def _retry(self, index: int) -> str | None:
        """Return what was said before the last reply: only that can sensibly be said again."""
        said = self._messages()
        last = index == len(said) - 1 and index > 0 and said[index - 1]["role"] == "user"
        return (said[index - 1]["text"] or None) if last else None

    def _show_earlier(self) -> None:
        self._first = max(0, self._first - AT_FIRST)
        self._forget(0)
        self._draw_rows()

    def _draw_pending(self) -> None:
        """Draw what was just said, until the thread itself tells it."""
        working, said = self.desk.working, self._messages()
        known = bool(said) and said[-1]["role"] == "user"
        show = working is not None and bool(working.text or working.image_id) and not known
        said_now = (working.text, working.image_id) if working and show else None
        if said_now == self._said_now:
            return
        self._said_now = said_now
        self.pending.clear()
        if said_now:
            with self.pending:
                pointed = self.desk.marks.mask_id is not None
                messages.bubble(*said_now, pointed=pointed, words=self.words)

    def _draw_failures(self) -> None:
        failures = [f for f in self.desk.failures if not self._is_told(f)]
        if failures == self._failures:
            return
        self._failures = failures
        self.failed.clear()
        with self.failed:
            for failure in failures:
                self._draw_failure(failure)

    def _is_told(self, failure: Failure) -> bool:
        """Whether the thread itself tells it: then its own row does."""
        said = self._messages()[-2:]
        told = len(said) == 2 and said[1].get("problem") == failure.problem
        return told and said[0]["text"] == failure.text

    def _draw_failure(self, failure: Failure) -> None:
        if failure.text:
            messages.bubble(failure.text, None, pointed=False, words=self.words)
        language, ways = self.desk.language, self._ways(failure)
        with Tag("div", css="it"):
            problems.card(failure.problem, language, self.sheet, ways=ways)

    def _ways(self, failure: Failure) -> list[Way]:
        """Return what can be done about a failure: try again, or say it differently."""
        text = failure.text
        if not text:
            return []
        if failure.problem["retryable"]:
            return [(self.words["try_again"], lambda: self.desk.say(text))]
        return [(self.words["say_otherwise"], lambda: self.sheet.suggest(text))]


TO_END = """() => {
  const log = document.querySelector(".talk .log");
  log.scrollTo({top: log.scrollHeight, behavior: "smooth"});
  log.focus({preventScroll: true});
}"""

KEEP_END = """(v) => {
  const log = v.el;
  let held = true, last = 0, thread = log.dataset.thread, touched = -Infinity, pressed = false;
  const far = () => log.scrollHeight - log.scrollTop - log.clientHeight;
  const end = () => { log.scrollTop = log.scrollHeight; };
  const settle = () => {
    if (log.dataset.thread !== thread) { thread = log.dataset.thread; held = true; }
    if (held) end();
  };
  // A log that got shorter scrolls up, too: only the person's own scrolling ends the holding.
  for (const name of ["wheel", "touchmove", "keydown"]) {
    log.addEventListener(name, () => { touched = performance.now(); }, {passive: true});
  }
  log.addEventListener("pointerdown", () => { pressed = true; });
  for (const name of ["pointerup", "pointercancel"]) {
    addEventListener(name, () => { if (pressed) touched = performance.now(); pressed = false; });
  }
  const byHand = () => pressed || performance.now() - touched < 1000;
  log.addEventListener("scroll", () => {
    if (far() < 48) {
      held = true;
      delete log.parentElement.dataset.behind;
    } else if (log.scrollTop < last && byHand()) {
      held = false;
    }
    last = log.scrollTop;
  });
  log.addEventListener("to-end", () => { held = true; end(); });
  new MutationObserver((all) => {
    settle();
    const grown = all.some((one) => one.type === "childList" && one.addedNodes.length &&
      one.target.classList.contains("rows"));
    if (!held && grown) log.parentElement.dataset.behind = "1";
  }).observe(log, {childList: true, subtree: true, attributeFilter: ["data-thread"]});
  const sizes = new ResizeObserver(settle);
  sizes.observe(log);
  for (const part of log.children) sizes.observe(part);
  end();
}"""
"""Stays at the end while the person is there; who scrolled up is told that there is more."""
