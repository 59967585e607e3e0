"""Fit the prompt to the engine."""

from engines import Engines
from graph.state import EditState, Update


def compose_prompt(state: EditState, *, engines: Engines) -> Update:
    """Choose the words that the engine is given: the user's where it reads them, else English.

    Reads: plan, turn, draft.  Writes: draft (prompt); turn, when words could not be translated.
    """
    step, turn, draft = state["plan"][0], state["turn"], state["draft"]
    card = engines.for_step(step, draft.get("engine"))
    if turn["language"] in (card.languages or ()) and turn["language"] != "en":
        return {"draft": {**draft, "prompt": step["instruction"]}}
    update: Update = {"draft": {**draft, "prompt": draft.get("english", step["instruction"])}}
    if unknown := draft.get("untranslated"):
        update["turn"] = {**turn, "said": [*turn["said"], f"untranslated:{', '.join(unknown)}"]}
    return update
