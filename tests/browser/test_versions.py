"""Versions: back and forth, branches, names, comparison, and the files they are saved as."""

import io

import httpx
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from skimage import data

MEDIA_TYPES = {
    "As uploaded": "image/png",
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "WebP": "image/webp",
}


@pytest.fixture
def person(visit):
    """Somebody with two versions of the coffee: the upload, and one without colours."""
    somebody = visit()
    somebody.choose_sample("Coffee")
    somebody.has_versions(1)
    somebody.say("make it black and white")
    somebody.has_versions(2)
    somebody.stands_on(1)
    # The old picture stays until the new one is decoded.
    expect(somebody.canvas).to_have_attribute("data-image", somebody.thread()["image_id"])
    return somebody


def test_undo_and_redo_by_key_button_and_words(person):
    grey = person.image_id
    person.page.keyboard.press("Escape")
    person.canvas.focus()
    person.page.keyboard.press("Control+z")
    person.stands_on(0)
    expect(person.canvas).not_to_have_attribute("data-image", grey)
    expect(person.button("Undo", within="header")).to_be_disabled()
    person.page.keyboard.press("Control+Shift+Z")
    person.stands_on(1)
    expect(person.canvas).to_have_attribute("data-image", grey)
    expect(person.button("Redo", within="header")).to_be_disabled()
    person.button("Undo", within="header").click()
    person.stands_on(0)
    person.button("Redo", within="header").click()
    person.stands_on(1)
    person.say("undo that")
    person.stands_on(0)
    person.say("redo")
    person.stands_on(1)
    person.has_versions(2)


def test_undo_while_writing_is_about_the_writing(person):
    field = person.page.locator(".say textarea")
    field.press_sequentially("warmer")
    field.press("Control+z")
    person.page.wait_for_timeout(300)
    person.stands_on(1)
    assert field.input_value() != "warmer"


def test_a_click_in_the_strip_goes_there_and_the_way_back_to_the_original(person):
    person.say("make it 20% brighter")
    person.has_versions(3)
    person.versions.nth(1).locator(".go").click()
    person.stands_on(1)
    assert person.thread()["head"] == "v1"
    person.button("Back to the original", within="header").click()
    person.stands_on(0)
    person.has_versions(3)


def test_another_edit_after_undo_is_a_branch(person):
    tree = person.page.locator(".strip svg.tree")
    straight = tree.locator("path.line").first.get_attribute("d") or ""
    assert "C" not in straight
    person.button("Undo", within="header").click()
    person.stands_on(0)
    person.say("make it 20% brighter")
    person.has_versions(3)
    person.stands_on(2)
    parents = [version["parent"] for version in person.thread()["versions"]]
    assert parents == [None, "v0", "v0"]
    lines = [path.get_attribute("d") for path in tree.locator("path.line").all()]
    assert any("C" in (line or "") for line in lines)  # one of them bends away
    expect(person.versions.nth(1)).to_contain_class("off")
    expect(person.versions.nth(2)).not_to_contain_class("off")


def test_a_version_gets_a_name_that_stays(person):
    person.versions.nth(1).hover()
    person.versions.nth(1).locator(".dots").click()
    person.page.get_by_role("menuitem", name="Name this version").click()
    person.page.locator(".leaf input[name=text]").fill("For the newspaper")
    person.page.keyboard.press("Enter")
    expect(person.versions.nth(1)).to_contain_text("For the newspaper")
    person.page.reload()
    person.has_versions(2)
    expect(person.versions.nth(1)).to_contain_text("For the newspaper")


def test_any_two_are_compared_with_a_divider(person):
    person.say("make it 20% brighter")
    person.has_versions(3)
    person.stands_on(2)
    person.button("Before and after", within="header").click()
    divider = person.page.locator("[role=slider]")
    expect(divider).to_be_visible()
    expect(person.page.locator(".viewbar")).to_contain_text("make it black and white")
    person.button("Back to the photo", within=".viewbar").click()
    expect(divider).to_be_hidden()
    person.versions.nth(0).hover()
    person.versions.nth(0).locator(".dots").click()
    person.page.get_by_role("menuitem", name="Compare with the current one").click()
    expect(divider).to_be_visible()
    person.page.wait_for_timeout(400)  # the other picture is drawn
    left, right = person.colour_at(100, 30), person.colour_at(500, 380)
    assert np.ptp(left) > 20  # the table's brown, of the original
    assert np.ptp(right) < 6


def test_the_difference_says_the_number_that_the_server_counts(visit):
    person = visit()
    person.choose_sample("Coffee")
    person.click_at(120, 300)
    person.mask()
    person.say("make it blue")
    person.has_versions(2)
    url = f"{person.url}/threads/{person.thread_id}/versions/v1/difference"
    counted = httpx.get(url).json()
    assert counted["changed_px"] > 0
    person.button("What changed", within="header").click()
    said = person.page.locator(".viewbar")
    expect(said).to_contain_text(f"{counted['changed_px']:,} px changed")
    expect(said).to_contain_text("outside the mask 0")
    expect(person.page.locator(".proof")).to_be_hidden()
    person.button("Back to the photo", within=".viewbar").click()
    expect(person.page.locator(".proof")).to_have_text("Outside the mask: 0 px changed")


def link(person):
    return person.page.locator(".leaf a[download]")


def test_each_format_is_saved_as_what_it_is_called(person):
    person.button("Download", within="header").click()
    for name, media_type in MEDIA_TYPES.items():
        person.page.locator(f'.leaf .choice:has(b:text-is("{name}"))').click()
        ending = "" if name == "As uploaded" else f"?format={name.lower()}"
        href = f"/threads/{person.thread_id}/versions/v1/download{ending}"
        expect(link(person)).to_have_attribute("href", href)
        answer = httpx.get(person.url + href)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == media_type
        saved = Image.open(io.BytesIO(answer.content))
        assert saved.size == (600, 400)
        assert f"image/{saved.format.lower()}" == media_type


def test_the_cut_out_is_transparent_around_the_mask(person):
    person.click_at(120, 300)
    mask = person.mask_pixels()
    person.button("Download", within="header").click()
    person.page.locator(".leaf .choice", has_text="Only what is selected").click()
    with person.page.expect_download() as downloading:
        link(person).click()
    alpha = np.asarray(Image.open(downloading.value.path()).convert("RGBA"))[..., 3]
    assert alpha.shape == mask.shape
    assert not alpha[~mask].any()
    assert alpha[mask].mean() > 200


def test_a_file_tells_only_what_it_is_let_tell(visit, tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "Pentax"  # the camera's maker
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 0.0)  # the place: latitude
    photo = tmp_path / "trip.jpg"
    Image.fromarray(data.coffee()).save(photo, "JPEG", exif=exif)
    person = visit()
    person.upload(photo)
    person.photo_is_shown()
    person.has_versions(1)
    told = {}
    person.button("Download", within="header").click()
    for name in ("Keep everything", "Remove the location", "Remove everything"):
        before = link(person).get_attribute("href")
        person.page.locator(".leaf .choice", has_text=name).click()
        if name != "Keep everything":
            expect(link(person)).not_to_have_attribute("href", before)
        answer = httpx.get(person.url + link(person).get_attribute("href"))
        found = Image.open(io.BytesIO(answer.content)).getexif()
        told[name] = 0x010F in found, bool(found.get_ifd(0x8825))
    assert told == {
        "Keep everything": (True, True),
        "Remove the location": (True, False),
        "Remove everything": (False, False),
    }
