"""Twenty edits of real photos: every masked one leaves the rest of the photo as it was."""

import numpy as np
import pytest

from imaging.composite import outside_changed

SUBJECTS = {  # photo: a box around its subject, (x0, y0, x1, y1)
    "coffee": [78, 12, 485, 394],
    "astronaut": [4, 8, 400, 511],
    "rocket": [304, 120, 341, 410],
}
EDITS = [
    ("coffee", "이걸 파란색으로 바꿔줘"),
    ("coffee", "배경을 흐리게 해줘"),
    ("coffee", "배경만 흑백으로"),
    ("coffee", "cut this out"),
    ("coffee", "make this 30% brighter"),
    ("coffee", "make this look like an oil painting"),
    ("coffee", "remove this"),
    ("astronaut", "배경을 초록색으로"),
    ("astronaut", "누끼 따줘"),
    ("astronaut", "blur the background"),
    ("astronaut", "make this a pencil sketch"),
    ("astronaut", "이 부분 채도를 40% 낮춰줘"),
    ("astronaut", "이거 더 따뜻하게 해주세요"),
    ("astronaut", "recolor this to teal"),
    ("rocket", "이거 지워줘"),
    ("rocket", "remove the rocket"),
    ("rocket", "sharpen this"),
    ("rocket", "make this sepia"),
    ("rocket", "이걸 빨갛게 칠해줘"),
    ("rocket", "make the background white"),
]


@pytest.mark.parametrize(("name", "text"), EDITS)
async def test_outside_the_mask_nothing_changes(talk, request, name, text):
    photo = request.getfixturevalue(name)
    async with talk() as thread:
        image_id = thread.images.put(photo).image_id
        asked = await thread.send(
            text=text, image_id=image_id, region={"boxes_xyxy": [SUBJECTS[name]]}
        )
        assert asked["asking"], (asked["text"], asked["problem"])
        reply = await thread.answer("approve")
        assert reply["problem"] is None
        version = reply["versions"][-1]
        assert version["version_id"] == "v1"
        assert version["outside_changed"] == 0

        before = thread.images.photo(image_id)
        after = thread.images.photo(version["image_id"])
        mask = thread.images.mask(version["mask_id"])
        assert mask.any()
        assert not mask.all()
        assert outside_changed(before.pixels, after.pixels, mask) == 0
        if after.alpha is not None:
            assert (after.alpha[~mask] == 255).all()
        assert (before.pixels != after.pixels).any() or after.alpha is not None


async def test_a_chain_of_edits_adds_up_and_undoes_byte_for_byte(talk, coffee):
    async with talk() as thread:
        image_id = thread.images.put(coffee).image_id
        mask_id = thread.mask(image_id, (180, 90, 430, 300))
        region = {"mask_id": mask_id}
        await thread.send(text="make this blue", image_id=image_id, region=region, confirmed=True)
        await thread.send(text="make this brighter", region=region, confirmed=True)
        reply = await thread.send(text="make this sepia", region=region, confirmed=True)
        photos = [thread.images.photo(v["image_id"]).pixels for v in reply["versions"]]
        outside = ~thread.images.mask(mask_id)
        for photo in photos[1:]:
            assert np.array_equal(photo[outside], photos[0][outside])
        back = await thread.send(text="undo 3 times")
        assert back["image_id"] == image_id
