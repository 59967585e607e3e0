"""Reading a thread's versions: a tree, with the head as the version the user stands on."""

from typing import cast

from errors import NoImage, NotFound
from graph.state import EditState, Remembered, Version


def preferred(state: EditState) -> dict[str, str]:
    """Return the engines that the turn's client prefers, by capability."""
    turn = state.get("turn")
    return cast(dict[str, str], turn["options"].get("prefer") or {}) if turn else {}


def head_version(state: Remembered) -> Version:
    """Return the version the user stands on.

    Raises:
        NoImage: the thread has no photo yet.
    """
    head = state.get("head")
    if head is None:
        raise NoImage("there is no photo yet", hint="send one with the turn, or POST /images")
    return version_of(state, head)


def version_of(state: Remembered, version_id: str) -> Version:
    """Return one version.

    Raises:
        NotFound: the thread has no such version; the hint lists those it has.
    """
    versions = state.get("versions", [])
    for version in versions:
        if version["version_id"] == version_id:
            return version
    known = ", ".join(v["version_id"] for v in versions)
    raise NotFound(f"there is no version {version_id}", hint=f"this thread has: {known}")


def frame_of(state: Remembered, version: Version) -> str:
    """Return the version whose frame `version` has: an upload, or where the frame changed."""
    while version["parent"] is not None and version["outside_changed"] is not None:
        version = version_of(state, version["parent"])
    return version["version_id"]


def newest_child(state: Remembered, version_id: str) -> Version | None:
    """Return the newest version made from `version_id`, or None."""
    children = [v for v in state.get("versions", []) if v["parent"] == version_id]
    return children[-1] if children else None


def steps_between(state: Remembered, first: Version, second: Version) -> list[Version] | None:
    """Return the versions made on the way between two, through where their branches part.

    None: they go back to two different photos.
    """
    one, other = _line(state, first), _line(state, second)
    shared = {v["version_id"] for v in one} & {v["version_id"] for v in other}
    return [v for v in [*one, *other] if v["version_id"] not in shared] if shared else None


def _line(state: Remembered, version: Version) -> list[Version]:
    """A version and all it was made from, up to its photo."""
    line = [version]
    while (parent := line[-1]["parent"]) is not None:
        line.append(version_of(state, parent))
    return line
