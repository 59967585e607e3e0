"""Run one engine on what the user confirmed, and prove that nothing else changed."""

import time

from checkpoints.images import OwnerImages
from engines import Engines
from engines.protocols import Progress, Step
from errors import NothingChanged
from graph.state import EditState, Selection, Update
from imaging import masks
from imaging.arrays import Image, Mask
from imaging.codec import Photo
from imaging.colour import to_srgb8
from nodes.confirm_mask import means_around
from nodes.draft import Outcome, drafted, heard, seed_at_hand
from nodes.thread import head_version
from nodes.work import WORK, Job, Made

PATCH_SHARE = 0.6
"""A patch that covers more of the frame than this is stored as a whole picture."""


def execute(
    state: EditState, *, images: OwnerImages, engines: Engines, progress: Progress
) -> Update:
    """Run the step at hand once; the graph comes back while variants are wanted.

    Reads: plan, draft, selection, turn, versions, head.
    Writes: draft (version, or one more of variants).

    Raises:
        InvalidMask: the mask does not fit the image.
        NothingChanged: the engine changed no pixel.
        EngineError: the model failed.
        Cancelled: the caller stopped the turn.
    """
    start = time.perf_counter()
    job = _job(state, images, engines)
    made = WORK[job.card.capability](job, engines, progress)
    if not made.changed:
        raise NothingChanged(
            f"`{made.engine}` ran and changed no pixel, so there is no new version",
            hint="ask for a stronger change, or point elsewhere",
        )
    image_id = _store(made, head_version(state)["image_id"], job.photo, images)
    applied = made.applied
    mask_id = None if applied is None or applied.all() else images.put_mask(applied)
    timing_ms = round(1e3 * (time.perf_counter() - start), 1)
    params, outside = {**job.step["args"], **made.params}, made.outside_changed
    outcome = Outcome(image_id, made.engine, job.seed, params, mask_id, outside, timing_ms)
    return heard(state, drafted(state, outcome), made.notes)


def _job(state: EditState, images: OwnerImages, engines: Engines) -> Job:
    step, draft, options = state["plan"][0], state["draft"], state["turn"]["options"]
    head = head_version(state)
    photo = images.photo(head["image_id"])
    selection = state.get("selection") if draft.get("masked") else None
    reference = step["args"].get("image_id")
    return Job(
        step=step,
        card=engines.for_step(step, draft.get("engine")),
        photo=photo,
        seen=to_srgb8(photo.pixels, photo.icc_profile),
        mask=_mask(selection, step, photo, images),
        segmented=bool(selection and str(selection["mask_id"]).startswith("m")),
        reference=_seen(str(reference), images) if reference else None,
        prompt=draft.get("prompt", ""),
        seed=seed_at_hand(state),
        options=options,
    )


def _mask(
    selection: Selection | None, step: Step, photo: Photo, images: OwnerImages
) -> Mask | None:
    if selection is None or selection["mask_id"] is None:
        return None
    mask = images.mask(selection["mask_id"])
    masks.check(mask, photo.pixels.shape)
    # A selection stands for the subject, and the pause said so: here all the rest is meant.
    if step["op"] != "background" and means_around(step):
        mask = masks.invert(mask)
        masks.check(mask, photo.pixels.shape)
    return mask


def _seen(image_id: str, images: OwnerImages) -> Image:
    photo = images.photo(image_id)
    return to_srgb8(photo.pixels, photo.icc_profile)


def _store(made: Made, parent_id: str, before: Photo, images: OwnerImages) -> str:
    if made.applied is None or (made.photo.alpha is None) != (before.alpha is None):
        return images.put_photo(made.photo, parent_id=parent_id).image_id
    box = masks.box_of(made.applied)
    area = (box[2] - box[0]) * (box[3] - box[1])
    if area > PATCH_SHARE * made.applied.size:
        return images.put_photo(made.photo, parent_id=parent_id).image_id
    return images.put_patch(parent_id, made.photo, box).image_id
