"""Give English for the models that need it; the user's words stay in the record."""

import re

from engines import Engines
from engines.glossary import Glossary
from engines.grammar.text import QUOTED, Text, language
from engines.protocols import Card, Progress, Step
from engines.speaking import Translation
from errors import EngineUnavailable
from graph.state import EditState, Update
from nodes.korean import told
from nodes.wording import say

QUOTES = ('""', "''", "“”", "‘’", "「」", "『』")
"""Around the whole of what is to be drawn they only hold it together."""
_LETTER = re.compile(r"[^\W\d_]")


def translate(state: EditState, *, engines: Engines, progress: Progress) -> Update:
    """Put the step's words into English.

    A model is asked only where the step's engine reads words, but not the user's language, and
    the words are not English already; else the glossary's English is recorded. Translators
    that do not answer are passed over, and the reply says so.

    Reads: plan, turn, draft.
    Writes: draft (english, language, untranslated); turn, when a translator did not answer.

    Raises:
        EngineUnavailable: no translator answered.
    """
    step, turn, draft = state["plan"][0], state["turn"], state["draft"]
    card, said = engines.for_step(step, draft.get("engine")), turn["language"]
    words, sentence = wish_of(step, card), ""
    if is_english(words, said):
        made = Translation(words, "en")
    elif card.languages is None or said in card.languages:
        noted = Glossary().translate(words)  # for the record: no model is asked
        made = noted if noted.source == "ko" else Translation(words, "und")
    else:
        made, sentence = translated(words, said, engines, progress)
    update: Update = {
        "draft": {
            **draft,
            "english": made.text,
            "language": said if made.source == "und" else made.source,
            "untranslated": list(made.unknown),
        }
    }
    if sentence and sentence not in turn["said"]:
        update["turn"] = {**turn, "said": [*turn["said"], sentence]}
    return update


def wish_of(step: Step, card: Card) -> str:
    """Return the words that are for the engine, in the user's language.

    An engine that takes orders gets the order; one that takes a scene gets what the picture should
    show, where the plan could tell it from the order.
    """
    key = {"replace": "with", "add": "what", "generate": "prompt"}.get(step["op"])
    value = step["args"].get(key) if key and card.prompt == "scene" else None
    if not isinstance(value, str) or not value.strip():
        return step["instruction"]
    quoted = len(value) > 2 and value[0] + value[-1] in QUOTES
    return value[1:-1] if quoted else value


def is_english(words: str, said: str) -> bool:
    """Whether words need no translation.

    Args:
        words: a part of what the user said.
        said: the language of all of it. Latin letters alone tell little: "un chat" is English
            only in the mouth of somebody who speaks English, or Korean with English words in it.
    """
    text = Text.of(words)
    if not _LETTER.search(text.low.replace(QUOTED, "")):
        return True  # numbers, signs and quoted text are the same in any language
    return language(text) == "en" and said in ("en", "ko")


def translated(
    words: str, said: str, engines: Engines, progress: Progress
) -> tuple[Translation, str]:
    """Ask translators in order; the second value is what to say of those that did not answer.

    Raises:
        EngineUnavailable: none answered.
    """
    failed: list[tuple[str, EngineUnavailable]] = []
    names = engines.names("translate")
    spoken = "ko" if language(Text.of(words)) == "ko" else said
    reading = [name for name in names if _reads(engines.card(name), spoken)]
    for name in sorted(names, key=lambda name: name not in reading):  # stable: else in order
        try:
            engine = engines.translator(name)
            with engines.alone(name, progress):
                made = engine.translate(words)
        except EngineUnavailable as error:
            failed.append((name, error))
        else:
            if name not in reading and not made.unknown:  # it took "un chat" for English
                made = Translation(made.text, "und", tuple(words.split()))
            return made, _sentence(said, failed, name) if failed else ""
    raise failed[-1][1] if failed else engines.missing("translate", "translate")


def _reads(card: Card, spoken: str) -> bool:
    return card.languages is None or spoken in card.languages


def _sentence(said: str, failed: list[tuple[str, EngineUnavailable]], by: str) -> str:
    whys = " ".join(told(said, error.problem())[0] for _, error in failed)
    names = ", ".join(name for name, _ in failed)
    return "text:" + say(said, "translated_instead", names=names, why=whys, by=by)
