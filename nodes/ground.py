"""Find what a step names, where nothing was pointed at: from a word to a region."""

from collections.abc import Sequence

from checkpoints.images import OwnerImages
from engines import Engines
from engines.places import Named, read
from engines.protocols import Grounded, Progress
from errors import EngineError
from graph.state import Draft, EditState, Region, Selection, Update
from imaging.colour import to_srgb8
from nodes.korean import told
from nodes.translate import is_english, translated
from nodes.wording import say

OTHERS, TOGETHER = 5, 20
"""At most so many further things to choose from, or things taken together: each is segmented."""


def ground(
    state: EditState, *, images: OwnerImages, engines: Engines, progress: Progress
) -> Update:
    """Ask a grounding engine where the thing is that the step names.

    Of one thing, the likeliest is the region and the others are candidates; of several, all are.
    What is not found, or could not be looked for, is told, and the pause asks for it.

    Reads: plan, turn, draft, selection.
    Writes: selection (region), draft (others), turn (said).
    """
    step, selection = state["plan"][0], state.get("selection")
    assert selection is not None  # `locate` ran
    name, target = state["draft"].get("grounder", ""), step["target"] or ""
    language, named = state["turn"]["language"], read(target, step["instruction"])
    if not named.noun:
        return {}  # "the second one": words alone do not say of what
    try:
        phrase, sentences = _phrase(named, name, language, engines, progress)
        if not phrase:
            return _said(state, sentences)
        found = _found(phrase, name, selection["image_id"], images, engines, progress)
    except EngineError as error:
        why = told(language, error.problem())[0]
        return _said(state, [say(language, "named_failed", what=target, why=why)])
    if not found:
        return _said(state, [*sentences, say(language, "named_not_found", what=target)])
    counted = _counted(named, found, language)
    return {**_chosen(named, found, selection, state["draft"]), **_said(state, sentences + counted)}


def _phrase(
    named: Named, grounder: str, said: str, engines: Engines, progress: Progress
) -> tuple[str, list[str]]:
    """The phrase in English, empty where nobody can put it so; and what to say of translators.

    Raises:
        EngineUnavailable: no translator answered.
    """
    spoken = engines.card(grounder).languages
    if is_english(named.noun, said) or spoken is None or said in spoken:
        return named.phrase(named.noun), []
    made, sentence = translated(named.noun, said, engines, progress)
    sentences = [sentence.removeprefix("text:")] if sentence else []
    if made.unknown:
        unread = say(said, "named_unread", what=named.noun, engine=grounder)
        return "", [*sentences, unread]
    return named.phrase(made.text), sentences


def _found(
    phrase: str,
    name: str,
    image_id: str,
    images: OwnerImages,
    engines: Engines,
    progress: Progress,
) -> list[Grounded]:
    engine, photo = engines.grounder(name), images.photo(image_id)
    seen = to_srgb8(photo.pixels, photo.icc_profile)
    with engines.alone(name, progress):
        return engine.ground(seen, phrase, image_id=image_id)


def _chosen(named: Named, found: Sequence[Grounded], selection: Selection, draft: Draft) -> Update:
    boxes = [list(one.box_xyxy) for one in found]
    meant = boxes[:TOGETHER] if named.plural else boxes[:1]
    others = [] if named.plural else boxes[1 : 1 + OTHERS]
    return {
        "selection": {**selection, "region": Region(boxes_xyxy=meant), "found": True},
        "draft": {**draft, "others": others},
    }


def _counted(named: Named, found: Sequence[Grounded], language: str) -> list[str]:
    """How many were found, where that is not as it was said."""
    count = len(found)
    if named.plural:
        if named.count and count < named.count:
            return [say(language, "named_fewer", count=count, wanted=named.count)]
        marked = min(count, TOGETHER)
        key = "named_all" if marked == count else "named_most"
        return [say(language, key, count=count, marked=marked)]
    if count == 1:
        return []
    return [say(language, "named_several", count=count)]


def _said(state: EditState, sentences: Sequence[str]) -> Update:
    turn = state["turn"]
    new = ["text:" + one for one in sentences if "text:" + one not in turn["said"]]
    return {"turn": {**turn, "said": [*turn["said"], *new]}}
