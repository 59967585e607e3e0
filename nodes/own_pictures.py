"""Pictures of the owner's own: of the catalogue, and past versions of all threads."""

from dataclasses import dataclass

from checkpoints.catalogue import Catalogue, PastVersion
from checkpoints.images import OwnerImages
from checkpoints.index import picture_ref
from checkpoints.memory import CaptionRow, Memory
from engines import Engines
from errors import EngineUnavailable
from graph.state import EditState, FoundPicture, Turn
from nodes.answer import Tell
from nodes.captions import caption_of
from nodes.korean import told
from nodes.likeness import caption_words, wish_of
from nodes.search import Searched, Wish, in_catalogue, in_versions
from nodes.wording import say

MOST_NEW = 24  # captions, and vectors, made for one search: each is a call of a model
FILL = ".venv/bin/python -m engines catalogue add FOLDER"


@dataclass(frozen=True)
class Lookup:
    """A search at hand, with all that it reads."""

    state: EditState
    images: OwnerImages
    engines: Engines
    memory: Memory
    tell: Tell

    @property
    def catalogue(self) -> Catalogue:
        """The owner's rows and vectors."""
        return Catalogue(self.memory.store, self.memory.owner)

    def wish(self) -> Wish:
        """What the step at hand looks for."""
        return wish_of(
            self.state, self.catalogue, self.images, engines=self.engines, memory=self.memory
        )

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the user's language."""
        return say(self.state["turn"]["language"], key, **values)

    def why(self, error: EngineUnavailable) -> str:
        """Return why a model is away, in the user's language."""
        return told(self.state["turn"]["language"], error.problem())[0]


def look_up(lookup: Lookup) -> Turn:
    """Search for what the step at hand asks, and return the turn with what was found.

    The words of `args.query`, or without any "like this": the picture on the screen, or the part
    of it that is pointed at.

    Raises:
        NoEngine: "like this" needs a model that sees, or embeddings of pictures.
        NoImage: "like this", and there is no photo.
        EngineUnavailable: a model that is needed for it did not answer.
    """
    turn = lookup.state["turn"]
    past = lookup.state["plan"][0]["args"].get("source") == "versions"
    found, said = _of_versions(lookup) if past else _of_catalogue(lookup)
    if found.pictures:
        lookup.tell("found", {"found": found.pictures})
        said = [_list(found.pictures, lookup), *said]
    elif found.of:
        said = [lookup.say("found_none", count=found.of), *said]
    return {
        **turn,
        "said": [*turn["said"], *(f"text:{sentence}" for sentence in said)],
        "found": [*turn.get("found", []), *found.pictures],
        "seen": [*turn.get("seen", []), *(p["image_id"] for p in found.pictures)],
    }


def _of_catalogue(lookup: Lookup) -> tuple[Searched, list[str]]:
    if not lookup.catalogue.rows():
        return Searched([], 0), [lookup.say("catalogue_empty", command=FILL)]
    wish = lookup.wish()
    try:
        found = in_catalogue(lookup.catalogue, wish)
    except EngineUnavailable as error:  # of the vectors: the words still tell something
        found = in_catalogue(lookup.catalogue, wish.in_words())
        return found, [lookup.say("vectors_failed", why=lookup.why(error))]
    if found.unindexed:
        return found, [lookup.say("unindexed", count=found.unindexed, command=FILL)]
    return found, []


def _of_versions(lookup: Lookup) -> tuple[Searched, list[str]]:
    versions = [v for v in lookup.catalogue.versions() if lookup.images.exists(v["image_id"])]
    if not versions:
        return Searched([], 0), [lookup.say("no_versions")]
    wish = lookup.wish()
    captions, said = _captions(versions, lookup)
    try:
        _index(versions, captions, lookup)
        found = in_versions(lookup.catalogue, versions, captions, wish)
    except EngineUnavailable as error:
        found = in_versions(lookup.catalogue, versions, captions, wish.in_words())
        said.append(lookup.say("vectors_failed", why=lookup.why(error)))
    return found, said


def _captions(versions: list[PastVersion], lookup: Lookup) -> tuple[dict[str, str], list[str]]:
    """What the versions show, in words; those that nobody described yet are, the newest first."""
    ids = _ids(versions)
    known = lookup.memory.captions(ids)
    missing = [one for one in ids if one not in known] if lookup.engines.names("describe") else []
    said: list[str] = []
    wanted = missing[:MOST_NEW]
    for done, image_id in enumerate(wanted):
        lookup.tell("progress", {"op": "recommend", "done": done, "total": len(wanted)})
        try:
            row = _caption(image_id, lookup)
        except EngineUnavailable as error:
            said.append(lookup.say("captions_failed", why=lookup.why(error)))
            break
        known |= {image_id: row} if row else {}
    if left := len(missing) - len(wanted):
        said.append(lookup.say("uncaptioned", count=left))
    return {one: caption_words(row) for one, row in known.items()}, said


def _caption(image_id: str, lookup: Lookup) -> CaptionRow | None:
    return caption_of(image_id, images=lookup.images, engines=lookup.engines, memory=lookup.memory)


def _index(versions: list[PastVersion], captions: dict[str, str], lookup: Lookup) -> None:
    """Give the newest versions that have no vector theirs: of their pixels, or of their caption."""
    catalogue = lookup.catalogue
    if (vectors := catalogue.vectors) is None:
        return
    done = catalogue.indexed("versions")
    new = [one for one in _ids(versions) if one not in done and (vectors.sees or one in captions)]
    for image_id in new[:MOST_NEW]:
        text = picture_ref(lookup.memory.owner, image_id) if vectors.sees else captions[image_id]
        catalogue.index("versions", image_id, text)
        if not lookup.images.exists(image_id):  # deleted meanwhile: its vector goes too
            catalogue.forget([image_id])


def _ids(versions: list[PastVersion]) -> list[str]:
    return list(dict.fromkeys(version["image_id"] for version in versions))


def _list(found: list[FoundPicture], lookup: Lookup) -> str:
    """One line per picture, for clients that show words only."""
    past = [] if "name" in found[0] else lookup.catalogue.versions()
    titles = {version["thread_id"]: version["title"] for version in past}
    lines = [f"{n}. {_name(each, titles)} - {each['score']:.2f}" for n, each in enumerate(found, 1)]
    return "\n".join([lookup.say("found"), *lines])


def _name(picture: FoundPicture, titles: dict[str, str]) -> str:
    thread = picture.get("thread_id", "")
    version = f"{titles.get(thread) or thread} ({picture.get('version_id')})"
    return picture.get("name") or version
