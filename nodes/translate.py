"""Give English for the models that need it; the user's words stay in the record."""

from engines import Engines
from graph.state import EditState, Update


def translate(state: EditState, *, engines: Engines) -> Update:
    """Put the step's words into English.

    Reads: plan, turn, draft.  Writes: draft (english, untranslated).
    """
    step = state["plan"][0]
    engine = engines.translator()
    with engines.alone(engine.card.name):
        english = engine.translate(_words(step["op"], step["args"]) or step["instruction"])
    return {
        "draft": {
            **state["draft"],
            "english": english.text,
            "untranslated": list(english.unknown),
        }
    }


def _words(op: str, args: object) -> str:
    """What the picture should show, where the plan could tell it from the order itself."""
    key = {"replace": "with", "add": "what", "generate": "prompt"}.get(op)
    value = args.get(key) if key and isinstance(args, dict) else None
    return value if isinstance(value, str) else ""
