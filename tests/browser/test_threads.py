"""Threads at the left, their addresses, and the photos that come in."""

import re

import httpx
import pytest
from playwright.sync_api import expect
from skimage import data

from tests.conftest import encoded


@pytest.fixture
def photos(tmp_path):
    """Three photos as files: a cat, a cup and a rocket."""
    paths = []
    for name, pixels in (
        ("cat.png", data.chelsea()), ("cup.png", data.coffee()), ("rocket.png", data.rocket()),
    ):  # fmt: skip
        paths.append(tmp_path / name)
        paths[-1].write_bytes(encoded(pixels))
    return paths


def start(person, sample, wish=""):
    """Begin an edit with a sample, and say a wish."""
    person.page.goto(person.url)
    person.choose_sample(sample)
    person.has_versions(1)
    if wish:
        person.say(wish)
        person.has_versions(2)
    return person.thread_id


def row(person, title):
    return person.page.locator(".threads .th", has_text=title)


def menu(person, title, item):
    row(person, title).hover()
    row(person, title).locator(".dots").click()
    person.page.get_by_role("menuitem", name=item).click()


def test_the_list_is_searched_by_what_was_said(visit):
    person = visit()
    start(person, "Coffee", "make it sepia")
    start(person, "Rocket", "turn it into a pencil sketch")
    expect(row(person, "make it sepia")).to_be_visible()
    search = person.page.get_by_role("searchbox")
    search.fill("sepia")
    expect(row(person, "pencil sketch")).to_have_count(0)
    expect(row(person, "make it sepia")).to_be_visible()
    search.fill("zebra")
    expect(person.page.locator(".no-rows")).to_contain_text("Nothing is called “zebra”.")
    person.button("Show all", within=".threads").click()
    expect(row(person, "pencil sketch")).to_be_visible()
    expect(search).to_have_value("")


def test_a_thread_is_renamed_in_place_and_escape_leaves_it(visit):
    person = visit()
    start(person, "Coffee", "make it 15% brighter")
    menu(person, "15% brighter", "Rename")
    line = person.page.get_by_role("textbox", name="Rename this edit")
    line.fill("Monday")
    line.press("Escape")
    expect(row(person, "15% brighter")).to_be_visible()
    menu(person, "15% brighter", "Rename")
    line.fill("Breakfast on Monday")
    line.press("Enter")
    expect(row(person, "Breakfast on Monday")).to_be_visible()
    expect(person.page.locator("header .title")).to_have_text("Breakfast on Monday")
    assert person.thread()["title"] == "Breakfast on Monday"


def test_a_deleted_thread_comes_back_by_undo(visit):
    person = visit()
    thread_id = start(person, "Astronaut", "make it 17% brighter")
    menu(person, "17% brighter", "Delete")
    expect(row(person, "17% brighter")).to_have_count(0)
    expect(person.page.locator(".welcome h1")).to_be_visible()
    person.page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(row(person, "17% brighter")).to_be_visible()
    person.has_versions(2)
    assert person.thread_id == thread_id


def test_a_thread_is_deleted_for_good_after_some_seconds(visit, tmp_path):
    person = visit()
    photo = tmp_path / "only-here.png"
    photo.write_bytes(encoded(data.coffee()[100:220, 100:300]))
    person.upload(photo)
    person.photo_is_shown()
    person.has_versions(1)
    image_url = f"{person.url}/images/{person.image_id}/info"
    menu(person, "only-here", "Delete")
    expect(person.page.locator(".toast")).to_contain_text("“only-here.png” is deleted.")
    assert httpx.get(image_url).status_code == 200  # it can still come back
    expect(person.page.locator(".toast")).to_be_hidden(timeout=12_000)
    for _ in range(20):
        if httpx.get(image_url).status_code == 404:
            break
        person.page.wait_for_timeout(500)
    assert httpx.get(image_url).status_code == 404


def test_an_address_opens_its_thread_and_back_and_forward_walk(visit):
    person = visit()
    first = start(person, "Coffee")
    coffee = person.image_id
    second = start(person, "Rocket")
    person.page.locator(f".threads a[href='/t/{first}']").click()
    person.page.wait_for_url(f"**/t/{first}")
    expect(person.canvas).to_have_attribute("data-image", coffee)
    person.page.go_back()
    person.page.wait_for_url(f"**/t/{second}")
    expect(person.canvas).not_to_have_attribute("data-image", coffee)
    expect(person.page.locator(f".threads a[href='/t/{second}']")).to_have_attribute(
        "aria-current", "page"
    )
    person.page.go_forward()
    person.page.wait_for_url(f"**/t/{first}")
    expect(person.canvas).to_have_attribute("data-image", coffee)


def test_an_address_that_leads_nowhere_says_so(visit):
    person = visit("/t/nothing-here")
    expect(person.page.locator(".welcome h1")).to_have_text("There is no such edit here")
    expect(person.button("Start with a photo", within=".welcome")).to_be_visible()
    expect(person.page.locator(".gallery button")).to_have_count(6)
    person.choose_sample("Coffee")
    person.has_versions(1)
    assert person.thread_id != "nothing-here"


def test_of_several_photos_the_first_is_edited_and_the_others_are_kept_beside(visit, photos):
    person = visit()
    person.upload(*photos)
    person.photo_is_shown()
    kept = person.page.locator(".tray .kept")
    expect(kept).to_have_count(2)
    person.has_versions(1)
    edited = httpx.get(f"{person.url}/images/{person.image_id}/info").json()
    assert edited["name"] == "cat.png"
    names = {httpx.get(f"{person.url}/images/{i}/info").json()["name"]
             for i in person.thread()["images"]}  # fmt: skip
    assert names == {"cup.png", "rocket.png"}


def test_a_photo_kept_beside_becomes_the_background_and_can_be_forgotten(visit, photos):
    person = visit()
    person.choose_sample("Astronaut")
    person.has_versions(1)
    with person.page.expect_file_chooser() as chooser:
        person.button("Add a photo", within=".chat").click()
    chooser.value.set_files(str(photos[1]))
    thumb = person.page.locator(".tray .kept .thumb")
    expect(thumb).to_have_attribute("aria-pressed", "true")
    person.click_at(230, 120)
    mask = person.mask_pixels()
    before = person.photo_pixels(person.image_id)
    person.say("use this as the background")
    person.has_versions(2)  # the cup itself is none of them
    thread = person.thread()
    version = next(v for v in thread["versions"] if v["version_id"] == thread["head"])
    assert (version["op"], version["parent"]) == ("background", "v0")
    after = person.photo_pixels(version["image_id"])
    changed = (before != after).any(axis=2)
    assert changed[~mask].mean() > 0.5
    person.button("Forget this photo: cup.png", within=".tray").click()
    expect(thumb).to_have_count(0)
    assert person.thread()["images"] == []
    assert (person.photo_pixels(version["image_id"]) == after).all()


def test_a_photo_that_is_taken_away_is_forgotten(visit, photos, tmp_path):
    person = visit()
    beside = tmp_path / "beside.png"
    beside.write_bytes(encoded(data.rocket()[50:170, 200:400]))  # in no other thread
    person.upload(photos[1], beside)
    expect(person.page.locator(".tray .kept")).to_have_count(1)
    (kept,) = person.thread()["images"]
    assert httpx.get(f"{person.url}/images/{kept}/info").status_code == 200
    person.button("Forget this photo: beside.png", within=".tray").click()
    expect(person.page.locator(".tray .kept")).to_have_count(0)
    assert httpx.get(f"{person.url}/images/{kept}/info").status_code == 404


BRING = """([name, numbers, event]) => {
  const moved = new DataTransfer();
  moved.items.add(new File([new Uint8Array(numbers)], name, {type: "image/png"}));
  const how = {bubbles: true, cancelable: true};
  document.body.dispatchEvent(event === "paste"
    ? new ClipboardEvent("paste", {clipboardData: moved, ...how})
    : new DragEvent("drop", {dataTransfer: moved, ...how}));
}"""


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_a_photo_is_dropped_or_pasted(visit, event):
    person = visit()
    photo = encoded(data.chelsea()[:90, :140])
    person.page.evaluate(BRING, ["kitten.png", list(photo), event])
    person.photo_is_shown()
    person.has_versions(1)
    told = httpx.get(f"{person.url}/images/{person.image_id}/info").json()
    assert (told["width"], told["height"]) == (140, 90)


def test_a_file_that_is_no_photo_is_refused_with_its_reason(visit, tmp_path):
    person = visit()
    note = tmp_path / "note.png"
    note.write_bytes(b"this is not a picture")
    person.refuses = ("422",)
    person.upload(note)
    failed = person.page.locator(".uploads .upload")
    expect(failed).to_contain_text("note.png")
    expect(failed.locator(".why")).to_contain_text(re.compile("image", re.IGNORECASE))
    person.button("Dismiss", within=".uploads").click()
    expect(failed).to_have_count(0)
    expect(person.page.locator(".welcome h1")).to_be_visible()
