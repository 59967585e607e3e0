"""The gallery's page shows the pictures that are there, and they stay small."""

import re

import numpy as np
import pytest

from scripts.gallery import MOST_BYTES, PAGE, PICTURES, SHOWN, page, rows
from scripts.wishes import DRAWN, MASKED, SHEETS, TITLES
from settings import Settings
from tests import tiny_onnx


def test_the_page_is_what_the_script_makes_of_the_pictures():
    assert PAGE.read_text() == page(), "run: .venv/bin/python scripts/gallery.py"


def test_every_picture_is_on_the_page_there_and_small():
    named = re.findall(r"\(pictures/(gallery-[^)]+)\)", PAGE.read_text())
    assert sorted(named) == sorted(path.name for path in PICTURES.glob("gallery-*.webp"))
    assert all((PICTURES / name).stat().st_size < MOST_BYTES for name in named)


def test_every_edit_of_the_embedded_engines_has_a_title_and_a_picture():
    shown = [one.key for one in (*MASKED, *SHEETS)]
    assert sorted([*shown, *(wish.key for wish in DRAWN)]) == sorted(TITLES)
    for key in shown:
        assert (PICTURES / f"gallery-{key}.webp").is_file(), key


async def shown(engine, settings, wishes=(*MASKED, *DRAWN)):
    """What `--engine` makes: a name and the pixels for each wish."""
    return {name: np.asarray(row) async for name, row in rows(engine, settings, wishes)}


async def test_a_model_of_this_machine_adds_a_row_that_its_own_mask_made(tmp_path):
    pair = tiny_onnx.sam_pair(tmp_path / "pair")
    settings = Settings.model_construct(models={"mobile-sam": str(pair)}, weights=tmp_path)
    wishes = [wish for wish in (*MASKED, *DRAWN) if wish.key in ("recolour", "remove-thin", "add")]
    made = await shown("mobile-sam", settings, wishes)
    assert list(made) == ["recolour.mobile-sam"]  # a brush stroke takes no model, a drawing more
    row = made["recolour.mobile-sam"]
    plain = (await shown("pointing", settings, wishes))["recolour.pointing"]
    assert row.shape == plain.shape
    third = row.shape[1] // 3
    assert np.array_equal(row[:, :third], plain[:, :third])  # the photo
    assert not np.array_equal(row[:, third:-third], plain[:, third:-third])  # its mask


@pytest.mark.parametrize(
    ("engine", "kind"),
    [("grounding-dino", "ground"), ("opus-mt", "translate"), ("lanczos", "upscale")],
)
async def test_an_engine_that_no_edit_of_the_gallery_shows_is_refused(engine, kind):
    with pytest.raises(SystemExit) as refused:
        await shown(engine, Settings.model_construct())
    assert f"`{engine}` is for `{kind}`" in str(refused.value)
    assert all(kind in str(refused.value) for kind in SHOWN)


async def test_a_model_that_is_not_on_this_machine_is_refused_with_the_command(tmp_path):
    with pytest.raises(SystemExit, match="engines pull mobile-sam"):
        await shown("mobile-sam", Settings.model_construct(weights=tmp_path))
    with pytest.raises(SystemExit, match="there is no engine `mobile-ham`"):
        await shown("mobile-ham", Settings.model_construct())
