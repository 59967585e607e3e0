"""Fit the prompt to the engine."""

from collections.abc import Callable

from checkpoints.images import OwnerImages
from checkpoints.memory import Memory
from engines import Engines
from engines.kept import unheld
from engines.protocols import Card, Progress
from errors import EngineUnavailable
from graph.state import EditState, Update
from nodes.captions import caption_of
from nodes.korean import told
from nodes.prompt_fit import fitted
from nodes.thread import head_version
from nodes.translate import wish_of
from nodes.wording import say


def compose_prompt(
    state: EditState,
    *,
    images: OwnerImages,
    engines: Engines,
    memory: Memory,
    progress: Progress,
) -> Update:
    """Write the words that the engine is given, as many as it reads.

    An engine that reads the user's language gets the user's words, one that takes orders the order
    in English. One that takes a scene gets the wish in English and the mood of the photo, in
    phrases by a prompt writer where there is one. All of them are cut to the engine's limit.

    Reads: plan, turn, draft, versions, head.
    Writes: draft (prompt, dropped); turn, when something has to be said of it.

    Raises:
        InvalidRequest: not even one word fits.
        EngineUnavailable: the engine's tokenizer cannot be got or read.
        Cancelled: `progress` was told to stop.
    """
    step, turn, draft = state["plan"][0], state["turn"], state["draft"]
    card, said = engines.for_step(step, draft.get("engine")), list[str]()
    if turn["language"] in (card.languages or ()) and turn["language"] != "en":
        phrases = [wish_of(step, card)]
    else:
        phrases = [draft.get("english") or wish_of(step, card)]
        if unknown := draft.get("untranslated"):
            said.append(f"untranslated:{', '.join(unknown)}")
        if card.prompt == "scene":
            mood = _mood(state, images, engines, memory, said)
            phrases = _composed(phrases[0], mood, engines, turn["language"], said)
    if card.prompt_tokens is not None:
        engines.fetched(card.name, progress)  # the tokenizer comes with all the weights
    fit = fitted(phrases, card.prompt_tokens, _tokens(card, engines))
    if fit.dropped:
        parts, limit = "; ".join(fit.dropped), card.prompt_tokens
        said.append("text:" + say(turn["language"], "prompt_cut", limit=limit, parts=parts))
    update: Update = {"draft": {**draft, "prompt": fit.prompt, "dropped": list(fit.dropped)}}
    if new := [sentence for sentence in said if sentence not in turn["said"]]:
        update["turn"] = {**turn, "said": [*turn["said"], *new]}
    return update


def _mood(
    state: EditState, images: OwnerImages, engines: Engines, memory: Memory, said: list[str]
) -> list[str]:
    """Keywords of the photo that the new part goes into; a new picture goes into none."""
    if state["plan"][0]["op"] == "generate":
        return []
    image_id = head_version(state)["image_id"]
    try:
        caption = caption_of(image_id, images=images, engines=engines, memory=memory)
    except EngineUnavailable as error:
        said.append(_why("without_mood", state["turn"]["language"], error))
        return []
    return caption["keywords"] if caption else []


def _composed(
    wish: str, mood: list[str], engines: Engines, language: str, said: list[str]
) -> list[str]:
    """The prompt's phrases: a prompt writer's where it kept the wish, else wish and mood."""
    plain = [wish, *mood]
    if not engines.names("compose"):
        return plain
    try:
        composer = engines.composer()
        with engines.alone(composer.card.name):
            phrases = composer.compose(wish, mood)
    except EngineUnavailable as error:
        said.append(_why("composed_plainly", language, error))
        return plain
    if missing := unheld(wish, ", ".join(phrases)) or ([] if phrases else [wish]):
        words, by = ", ".join(missing), composer.card.name
        said.append("text:" + say(language, "composed_without", by=by, words=words))
        return plain
    # What the user said is cut last, wherever the writer put it.
    return sorted(phrases, key=lambda phrase: not _own(phrase, wish))


def _own(phrase: str, wish: str) -> bool:
    """Whether a phrase holds something of the wish."""
    return len(unheld(wish, phrase)) < len(unheld(wish, ""))


def _why(key: str, language: str, error: EngineUnavailable) -> str:
    return "text:" + say(language, key, why=told(language, error.problem())[0])


def _tokens(card: Card, engines: Engines) -> Callable[[str], int]:
    engine = engines.reader(card)
    return lambda prompt: engine.tokens(prompt)
