"""lama-cleaner, and what it has in common with IOPaint: whatever a server answers."""

import logging
import threading
import time

import numpy as np
import pytest
from skimage import data

from engines import Engines
from engines.iopaint import IOPaint
from engines.lama_cleaner import LamaCleaner
from errors import Cancelled, EngineError, EngineUnavailable, InvalidMask
from settings import Settings
from tests.inpaint_servers import FIELDS, PAINT, Odd, inpaint_server, picture
from tests.integration.process import free_port

PHOTO = np.ascontiguousarray(data.coffee()[60:180, 80:260])  # 120 × 180
MASK = np.zeros(PHOTO.shape[:2], np.bool_)
MASK[30:60, 100:150] = True
BOTH = pytest.mark.parametrize("engine", [LamaCleaner, IOPaint])


@pytest.fixture
def server():
    with inpaint_server() as running:
        yield running


def nothing(*_):
    return None


def erased(engine, url, *, mask=MASK, progress=nothing, seed=3, timeout_s=10.0):
    return engine(url, timeout_s=timeout_s).erase(PHOTO, mask, seed=seed, progress=progress)


def test_all_34_form_fields_go_along_and_the_seed_is_the_turn_s(server):
    erased(LamaCleaner, server.url, seed=4_294_967_295)
    (asked,) = server.requests
    assert set(asked.fields) == FIELDS
    assert len(asked.fields) == 34
    assert asked.fields["sdSeed"] == "4294967295"
    assert asked.fields["paintByExampleSeed"] == "4294967295"


@BOTH
def test_the_server_is_sent_the_very_pixels_as_png_and_the_mask_in_white(server, engine):
    before = PHOTO.copy()
    erased(engine, server.url)
    (asked,) = server.requests
    assert asked.formats == ("PNG", "PNG")
    assert np.array_equal(asked.image, before)
    assert np.array_equal(asked.mask, MASK)
    assert np.array_equal(before, PHOTO)


@BOTH
def test_the_mask_is_filled_and_the_rest_stays_whatever_the_server_did_to_it(server, engine):
    filled = erased(engine, server.url)
    assert (filled[MASK] == PAINT).all()
    assert np.array_equal(filled[~MASK], PHOTO[~MASK])


@BOTH
def test_an_address_without_http_in_front_does_too(server, engine):
    filled = erased(engine, server.url.removeprefix("http://"))
    assert (filled[MASK] == PAINT).all()


@BOTH
def test_a_server_that_is_down_is_named_with_the_command_that_starts_one(engine):
    port = free_port()
    with pytest.raises(EngineUnavailable, match=f"at 127.0.0.1:{port}: nothing answers") as caught:
        erased(engine, f"http://127.0.0.1:{port}")
    assert engine.start in caught.value.hint


@BOTH
@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (Odd(picture(PHOTO, "JPEG"), kind="image/jpeg"), "answered a JPEG"),
        (Odd(picture(PHOTO[:-1])), "a picture of 180 × 119 px, and was sent 180 × 120"),
        (Odd(picture(PHOTO.transpose(1, 0, 2))), "a picture of 120 × 180 px"),
        (Odd(picture(np.zeros((2000, 3000), np.uint8))), "cannot be read.*6,000,000"),
        (Odd(b"<!doctype html><h1>Hello</h1>", kind="text/html"), "something else than a picture"),
        (Odd(b""), "something else than a picture"),
        (Odd(picture(PHOTO)[:-3000]), "cannot be read"),
        (Odd(b"\x89PNG\r\n\x1a\n" * 200_000), "more than 1,518,400 bytes"),
        (Odd(b"CUDA out of memory\n at line 7", 500, "text/html; x"), "status 500$"),
        (Odd(b"CUDA out of memory\n at line 7", 500, "text/plain"), "status 500: CUDA out of mem"),
        (Odd(b'{"error": "TypeError"}', 500, "application/json"), "status 500: TypeError"),
        (Odd(b'{"detail": [{"loc": "x"}]}', 422, "application/json"), "status 422$"),
        (Odd(b"<html>", 404, "text/plain"), "status 404$"),
        (Odd(b"", 302, location="http://127.0.0.1:1/"), "status 302$"),
    ],
    ids=lambda given: f"{given.status}-{len(given.body)}" if isinstance(given, Odd) else "",
)
def test_what_is_no_png_of_the_photo_s_size_is_an_error_that_says_so(server, engine, odd, said):
    server.odd = odd
    with pytest.raises(EngineError, match=said) as caught:
        erased(engine, server.url)
    assert not isinstance(caught.value, EngineUnavailable)


@BOTH
@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (Odd(b"loading", 503, "text/plain"), r"busy, or still starting \(status 503: loading\)"),
        (Odd(b"", 429), "busy"),
        (Odd(b"", 401), "refused"),
    ],
    ids=["503", "429", "401"],
)
def test_a_server_that_is_busy_or_refuses_is_unavailable(server, engine, odd, said):
    server.odd = odd
    with pytest.raises(EngineUnavailable, match=said):
        erased(engine, server.url)


@BOTH
@pytest.mark.parametrize(
    "odd", [Odd(stall_s=3.0), Odd(b"x" * 300, pause_s=0.05)], ids=["late", "drops"]
)
def test_a_server_that_takes_too_long_is_given_up(server, engine, odd):
    server.odd, began = odd, time.monotonic()
    with pytest.raises(EngineUnavailable, match=r"no answer within 0\.5 s"):
        erased(engine, server.url, timeout_s=0.5)
    assert time.monotonic() - began < 2


@BOTH
def test_a_turn_that_is_stopped_hangs_up_at_once_and_the_engine_goes_on(server, engine):
    server.odd, ours, began = Odd(stall_s=5.0), engine(server.url), time.monotonic()

    def stop(*_):
        if time.monotonic() - began > 0.3:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        ours.erase(PHOTO, MASK, seed=3, progress=stop)
    assert time.monotonic() - began < 2
    assert server.gone.wait(5)  # nothing goes on being computed for nobody
    server.odd = None
    assert (ours.erase(PHOTO, MASK, seed=3, progress=nothing)[MASK] == PAINT).all()


@BOTH
@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "http://", "http://a:b", "127.0.0.1:99999"])
def test_an_address_that_is_none_names_its_setting(engine, url):
    with pytest.raises(EngineUnavailable, match=r"PENTIMENTO_\w+_URL is no address") as caught:
        erased(engine, url)
    assert "http://127.0.0.1:8080" in caught.value.hint


@BOTH
def test_credentials_of_the_address_are_used_and_never_told(server, engine, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "httpx")
    url = server.url.replace("http://", "http://me:sesame@")
    erased(engine, url)
    assert server.requests[0].headers["authorization"].startswith("Basic ")
    server.odd = Odd(b"", 401)
    with pytest.raises(EngineUnavailable) as caught:
        erased(engine, url)
    assert "sesame" not in f"{caught.value.sentence()} {caplog.text}"


@BOTH
def test_a_mask_that_cannot_be_continued_is_refused_before_anything_is_sent(server, engine):
    for mask in (np.ones_like(MASK), np.zeros_like(MASK), MASK[:, :-1]):
        with pytest.raises(InvalidMask):
            erased(engine, server.url, mask=mask)
    assert not engine(server.url).suits(np.ones_like(MASK))
    assert engine(server.url).suits(MASK)
    assert server.requests == []


@BOTH
def test_several_threads_each_get_their_own_answer(server, engine):
    ours, found = engine(server.url), {}

    def erase(row):
        mask = np.zeros_like(MASK)
        mask[row * 10 : row * 10 + 10] = True
        found[row] = mask, ours.erase(PHOTO, mask, seed=row, progress=nothing)

    threads = [threading.Thread(target=erase, args=(row,)) for row in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    for mask, filled in found.values():
        assert np.array_equal(filled, np.where(mask[..., None], np.uint8(PAINT), PHOTO))


def test_an_engine_whose_address_is_not_set_says_which_setting_it_needs():
    engines = Engines(settings=Settings.model_construct())
    lack = engines.lack("erase", "lama-cleaner")
    assert lack is not None
    assert lack.what == "PENTIMENTO_LAMA_CLEANER_URL is not set"
    assert lack.command == "PENTIMENTO_LAMA_CLEANER_URL=http://127.0.0.1:8080 make run"
    assert "lama-cleaner" not in engines.names("erase")


def test_a_server_that_was_set_is_asked_before_the_embedded_engines_but_not_for_hairs(server):
    engines = Engines(settings=Settings.model_construct(lama_cleaner_url=server.url))
    hair = np.zeros_like(MASK)
    hair[30:90, 60] = True
    assert engines.eraser(MASK).card.name == "lama-cleaner"
    assert engines.eraser(hair).card.name == "telea"
