"""Append the version that a step made, and move the head to it."""

from graph.state import EditState, Selection, Update, Version

CONSUMES = ("remove", "transform", "upscale", "expand", "extract", "generate")
"""After these ops the selection means nothing any more: its thing or its frame is gone."""


def record(state: EditState) -> Update:
    """Keep what was made, or the variant that was chosen.

    Reads: draft, plan, selection.  Writes: versions, head, plan, draft, selection.
    """
    version = state["draft"].get("version")
    assert version is not None  # `execute`, `generate` or `choose` ran
    selection = state.get("selection")
    return {
        "versions": [version],
        "head": version["version_id"],
        "plan": state["plan"][1:],
        "draft": {},
        "selection": None if version["op"] in CONSUMES else _kept(selection, version),
    }


def _kept(selection: Selection | None, version: Version) -> Selection | None:
    """The selection goes on to the next turn; its candidates were for the pause."""
    if selection is None or not (selection["mask_id"] or selection["region"]):
        return None
    kept: Selection = {**selection, "image_id": version["image_id"], "candidates": []}
    if selection["mask_id"]:
        kept["region"] = {"mask_id": selection["mask_id"]}
    return kept
