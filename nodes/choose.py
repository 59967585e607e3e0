"""Show the variants and wait until a person takes one of them; only that one becomes a version."""

import re
from typing import Any

from langgraph.types import interrupt

from errors import InvalidRequest
from graph.state import EditState, Update, Version
from nodes.decision import NO, YES, decided, edit_of, edited_args, plain, request, the_decision
from nodes.wording import note, say

NAME = "choose_variant"
EDITABLE = ("index",)
SHOWN = ("variants", "op", "target")
"""Args of the pause that an edit may send back; they say nothing new."""

ENGLISH = (
    ("one", "first"), ("two", "second"), ("three", "third"), ("four", "fourth"),
    ("five", "fifth"), ("six", "sixth"), ("seven", "seventh"), ("eight", "eighth"),
)  # fmt: skip
KOREAN = (
    ("일", "첫", "한"), ("이", "둘", "두"), ("삼", "셋", "세"), ("사", "넷", "네"),
    ("오", "다섯"), ("육", "여섯"), ("칠", "일곱"), ("팔", "여덟"),
)  # fmt: skip
NUMBER = {
    word: i for words in (ENGLISH, KOREAN) for i, same in enumerate(words, 1) for word in same
}
LAST = ("last", "마지막")


def _any(words: tuple[tuple[str, ...], ...], last: str) -> str:
    return rf"(?P<which>{'|'.join(word for same in words for word in same)}|{last}|\d{{1,3}})"


CHOICE_EN = re.compile(
    r"(?:(?:i )?(?:like|want|choose|take|pick|prefer|use|keep) |i'?d like |let'?s (?:take|use) )?"
    r"(?:the )?(?:(?:number|no\.?|option|variant|picture|image) ?|# ?)?"
    rf"{_any(ENGLISH, 'last')}(?:st|nd|rd|th)?"
    r"(?: (?:one|picture|image|variant|option))?(?:,? please)?"
)
CHOICE_KO = re.compile(
    rf"{_any(KOREAN, '마지막')} ?(?:번째|번|(?<=마지막))"
    r"(?: ?(?:거|것|걸|게|그림|사진|이미지|안))?(?:으로|로|을|를|이|가)?"
    r"(?: ?(?:할게|할래|선택|골라|고를게|좋아|해|줘|해줘|해 줘|선택할게|선택해줘|부탁해))?"
    r"(?:요|주세요| 주세요|해요)?"
)
NONE = re.compile(
    r"(?:none|neither)(?: of (?:them|these|those))?"
    r"|(?:다|전부|모두) ?(?:싫어|별로|별로야|별로예|아니야|아니에)요?|없어요?"
)


def choose(state: EditState) -> Update:
    """Pause until one of the variants is chosen, or none.

    The node restarts from its first line on resume, so nothing may precede `interrupt`.

    Reads: draft, plan, turn.  Writes: draft (version, in place of variants), turn; plan when
    rejected.
    """
    answer = interrupt(request_of(state))
    draft, turn = state["draft"], state["turn"]
    variants = draft.get("variants", [])
    try:
        index = chosen(answer, len(variants), turn["language"])
    except InvalidRequest as error:
        return {"turn": {**turn, "said": [*turn["said"], f"unclear_answer:{error.message}"]}}
    if index is None:
        return {"draft": {}, "plan": [], "turn": {**turn, "said": ["rejected_variants"]}}
    kept = {key: value for key, value in draft.items() if key != "variants"}
    return {"draft": {**kept, "version": variants[index]}, "turn": {**turn, "said": []}}


def request_of(state: EditState) -> dict[str, Any]:
    """Return the question, as LangChain's human-in-the-loop request."""
    step, language = state["plan"][0], state["turn"]["language"]
    variants = state["draft"].get("variants", [])
    what = step["instruction"].rstrip(" .?!")
    asked = say(language, "choose_variant", count=len(variants), what=what)
    told = [note(language, said) for said in state["turn"]["said"]]
    args = {
        "variants": [_shown(version) for version in variants],
        "op": step["op"],
        "target": step["target"],
    }
    return request(NAME, args, " ".join([*told, asked]))


def _shown(version: Version) -> dict[str, Any]:
    image_id = version["image_id"]
    return {"image_id": image_id, "seed": version["seed"], "image_url": f"/images/{image_id}"}


def chosen(answer: object, count: int, language: str) -> int | None:
    """Return the index that an answer chooses, from 0; None where it takes none of them.

    Approving takes the first.

    Raises:
        InvalidRequest: not one decision, or no variant of that index.
    """
    decision = the_decision(answer)
    if decision["type"] != "edit":
        return 0 if decision["type"] == "approve" else None
    index = edited_args(decision, NAME, EDITABLE, SHOWN).get("index")
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < count:
        raise InvalidRequest(
            say(language, "choose_which", count=count), hint=f"args.index is 0 to {count - 1}"
        )
    return index


def choice_of(index: int) -> dict[str, Any]:
    """Return the answer that chooses the variant `index`, from 0."""
    return edit_of(NAME, {"index": index})


def spoken_choice(text: str, count: int, language: str) -> dict[str, Any] | None:
    """Return the decision that words mean ("the third", "2번"), or None for any other text.

    People count from 1.

    Raises:
        InvalidRequest: a plain yes, which does not say which one, or a number there is not.
    """
    said = plain(text)
    if NO.fullmatch(said) or NONE.fullmatch(said):
        return decided("reject")
    found = CHOICE_EN.fullmatch(said) or CHOICE_KO.fullmatch(said)
    if not found and not YES.fullmatch(said):
        return None
    number = _number(found["which"], count) if found else 0
    if not 1 <= number <= count:
        raise InvalidRequest(say(language, "choose_which", count=count))
    return choice_of(number - 1)


def _number(said: str, count: int) -> int:
    return count if said in LAST else NUMBER.get(said) or int(said)
