"""What a person sees while nothing is there, the server is away, or a picture is broken."""

import json
import re

import httpx
import pytest
from playwright.sync_api import Error, expect
from skimage import data

from editor.words import LANGUAGES
from tests.browser.conftest import shot
from tests.conftest import encoded
from tests.integration.process import ServerProcess

KEY = "a-long-secret"
MOST_BYTES = 60_000


@pytest.fixture
def own_server(tmp_path):
    with ServerProcess(tmp_path / "own") as running:
        yield running


@pytest.fixture(scope="module")
def keyed(tmp_path_factory):
    """A server that asks for a key, and takes small files only."""
    limits = {
        "PENTIMENTO_KEYS": json.dumps({"alice": KEY}),
        "PENTIMENTO_MAX_UPLOAD_BYTES": str(MOST_BYTES),
    }
    with ServerProcess(tmp_path_factory.mktemp("keyed"), **limits) as running:
        yield running


@pytest.fixture
def alice(visit, keyed):
    return visit(url=keyed.url, http_credentials={"username": "alice", "password": KEY})


def test_the_first_visit_says_what_to_do(visit, own_server):
    page = visit(url=own_server.url).page
    expect(page.locator(".welcome h1")).to_have_text("Say what should happen to your photo")
    expect(page.locator(".threads")).to_contain_text("Your edits will be here.")
    expect(page.locator(".strip")).to_contain_text("Every step you take is kept here")
    expect(page.locator(".chat")).to_contain_text("Once a photo is open")
    for image in page.locator(".gallery img").all():
        assert image.evaluate("e => e.decode().then(() => e.naturalWidth)") > 100
    for name in ("Undo", "Redo", "Back to the original", "Before and after", "Download"):
        expect(page.locator("header").get_by_role("button", name=name, exact=True)).to_be_disabled()


@pytest.mark.parametrize(("locale", "language"), [("ko-KR", "ko"), ("en-GB", "en")])
def test_a_restarted_server_finds_the_page_and_what_was_being_written(
    visit, own_server, locale, language
):
    person = visit(url=own_server.url, locale=locale)
    person.choose_sample(LANGUAGES[language]["sample_coffee"])
    person.has_versions(1)
    field = person.page.locator(".say textarea")
    field.press_sequentially("winter, please")
    person.forgiving = True
    own_server.kill()
    popup = person.page.locator("#popup")
    expect(popup).to_have_attribute("aria-hidden", "false", timeout=20_000)
    expect(popup).to_have_text(re.compile(re.escape(LANGUAGES[language]["reconnecting"])))
    with person.page.expect_event("load", timeout=40_000):
        own_server.start()
    person.has_versions(1)
    expect(field).to_have_value("winter, please")
    person.forgiving = False
    person.photo_is_shown()


def test_a_turn_that_runs_when_the_network_goes_is_there_when_it_comes_back(visit):
    person = visit()
    person.choose_sample("Coffee")
    person.has_versions(1)
    person.forgiving = True
    banner = person.page.locator(".offline")
    expect(banner).to_be_hidden()
    person.page.context.set_offline(True)
    expect(banner).to_be_visible()
    expect(banner).to_contain_text("You are offline")
    body = {"input": {"text": "make it sepia"}, "config": {"configurable": {
        "thread_id": person.thread_id}}}  # fmt: skip
    httpx.post(person.url + "/edit/invoke", json=body, timeout=30).raise_for_status()
    person.page.context.set_offline(False)
    expect(banner).to_be_hidden(timeout=20_000)
    person.has_versions(2)
    person.forgiving = False
    person.photo_is_shown()


def test_a_photo_whose_file_is_gone_is_said_and_the_page_goes_on(visit, own_server, tmp_path):
    person = visit(url=own_server.url)
    person.choose_sample("Rocket")
    person.has_versions(1)
    thread_id, image_id = person.thread_id, person.image_id
    person.page.close()
    own_server.kill()
    kept = [path for path in (tmp_path / "own").rglob(f"{image_id}.*") if path.suffix != ".json"]
    assert kept
    for path in kept:
        path.unlink()
    own_server.start()
    own_server.__enter__()  # waits until it is ready
    other = visit(f"/t/{thread_id}", url=own_server.url, ready=False, refuses=("404",))
    expect(other.page.locator(".table")).to_contain_text("This picture could not be loaded.")
    expect(other.button("Try again", within=".table")).to_be_visible()
    shot(other.page, "broken")
    other.page.locator("header .mark").click()
    other.choose_sample("Coffee")
    other.say("make it sepia")
    other.has_versions(2)


def test_with_a_key_the_page_works(alice, tmp_path):
    expect(alice.page.locator(".welcome h1")).to_be_visible()
    photo = tmp_path / "small.jpg"
    photo.write_bytes(encoded(data.rocket(), "JPEG", quality=60))
    assert photo.stat().st_size < MOST_BYTES
    alice.upload(photo)
    alice.photo_is_shown()
    alice.say("make it sepia")
    alice.has_versions(2)


def test_without_a_key_there_is_no_page(browser, keyed):
    answer = httpx.get(keyed.url, headers={"accept": "text/html"})
    assert answer.status_code == 401
    assert "basic" in answer.headers["www-authenticate"].lower()  # a browser asks for it
    page = browser.new_page()
    with pytest.raises(Error, match="AUTH"):
        page.goto(keyed.url)
    page.close()


def test_a_file_over_the_limit_is_not_sent_and_both_sizes_are_said(alice, tmp_path):
    photo = tmp_path / "large.png"
    photo.write_bytes(encoded(data.coffee()))
    assert photo.stat().st_size > MOST_BYTES
    alice.upload(photo)
    failed = alice.page.locator(".uploads .upload")
    expect(failed).to_contain_text("large.png")
    expect(failed.locator(".why")).to_contain_text("the limit is 0.1 MB")
    expect(failed.locator(".why")).to_contain_text("PENTIMENTO_MAX_UPLOAD_BYTES")


def test_an_address_that_is_no_page_says_so_in_words(browser, server):
    page = browser.new_page(locale="ko-KR")
    answer = page.goto(server.url + "/nowhere/at/all")
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text(LANGUAGES["ko"]["lost_title"])
    page.get_by_role("link").click()
    expect(page.locator(".welcome h1")).to_be_visible()
    page.close()


def test_a_bug_of_the_page_is_told_and_does_not_end_it(visit):
    person = visit()
    person.choose_sample("Coffee")
    nowhere = "e => getElement(+e.id.slice(1)).$emit('point', {})"
    person.canvas.evaluate(nowhere)
    person.reads("Something failed inside the server")
    person.say("make it brighter")
    person.has_versions(2)
