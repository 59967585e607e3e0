"""The thread routes, over real HTTP."""

import io
import uuid

import httpx
import numpy as np
import pytest
from PIL import Image as PillowImage

from tests.integration.process import ServerProcess

HAND = (305, 120, 340, 300)  # rocket


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    keys = {"PENTIMENTO_KEYS": '{"al": "al-key", "eve": "eve-key"}'}
    with ServerProcess(tmp_path_factory.mktemp("data"), **keys) as running:
        yield running


def client(server, key):
    head = {"authorization": f"Bearer {key}"}
    return httpx.Client(base_url=server.url, timeout=60, headers=head)


@pytest.fixture
def http(server):
    with client(server, "al-key") as al:
        yield al


@pytest.fixture
def eve(server):
    with client(server, "eve-key") as other:
        yield other


def upload(http, photo, name="rocket.jpg"):
    return http.post("/images", content=photo, params={"name": name}).json()["image_id"]


def say(http, thread_id, **given):
    config = {"configurable": {"thread_id": thread_id}}
    reply = http.post("/edit/invoke", json={"input": given, "config": config}).json()["output"]
    assert reply["problem"] is None
    return reply


def mask_over(http, image_id, box):
    x0, y0, x1, y1 = box
    around = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
    found = http.post(f"/images/{image_id}/masks", json={"strokes": [{"polygon_xy": around}]})
    return found.json()["candidates"][0]["mask_id"]


@pytest.fixture
def edited(http, rocket):
    """A thread with a photo, an erased hand and a sepia: (thread id, image id, mask id)."""
    thread_id, image_id = uuid.uuid4().hex, upload(http, rocket)
    mask_id = mask_over(http, image_id, HAND)
    region = {"mask_id": mask_id}
    say(http, thread_id, text="remove this", image_id=image_id, region=region, confirmed=True)
    say(http, thread_id, text="sepia")
    return thread_id, image_id, mask_id


def refusal(response, status):
    assert response.status_code == status, response.text
    body = response.json()
    assert {"code", "message", "hint"} <= set(body)
    return f"{body['message']} {body['hint']}"


def opened(response, mode):
    picture = PillowImage.open(io.BytesIO(response.content))
    assert picture.mode == mode
    return np.asarray(picture)


def test_a_thread_and_a_version_get_names_that_the_list_is_searched_by(http, edited):
    thread_id = edited[0]
    card = http.patch(f"/threads/{thread_id}", json={"title": "로켓 발사"}).json()
    assert (card["title"], card["renamed"]) == ("로켓 발사", True)
    http.patch(f"/threads/{thread_id}/versions/1", json={"name": "clean sky"})
    shown = http.get(f"/threads/{thread_id}").json()
    assert (shown["title"], shown["names"]) == ("로켓 발사", {"v1": "clean sky"})

    def found(search):
        rows = http.get("/threads", params={"search": search}).json()["threads"]
        return [row["thread_id"] for row in rows]

    assert found("로켓") == found("CLEAN") == [thread_id]
    assert found("nothing like it") == []
    cleared = http.patch(f"/threads/{thread_id}/versions/v1", json={"name": ""}).json()
    assert cleared["names"] == {}


def test_bodies_are_strict_and_name_what_is_off(http, edited):
    at = f"/threads/{edited[0]}"
    assert "titel" in refusal(http.patch(at, json={"titel": "x"}), 422)
    assert "title" in refusal(http.patch(at, json={}), 422)
    assert "1 to 80" in refusal(http.patch(at, json={"title": " "}), 422)
    assert "0 to 60" in refusal(http.patch(at + "/versions/0", json={"name": "x" * 61}), 422)
    assert "v0, v1, v2" in refusal(http.patch(at + "/versions/7", json={"name": "x"}), 404)


def test_photos_are_added_beside_the_versions_and_forgotten(http, edited, coffee):
    thread_id, image_id, _ = edited
    added, at = upload(http, coffee, "coffee.jpg"), f"/threads/{thread_id}/images/"
    assert http.put(at + added).json()["images"] == [added]
    assert http.get(f"/threads/{thread_id}").json()["images"] == [added]
    http.put(at + image_id)
    assert "v0 is made of" in refusal(http.delete(at + image_id), 422)
    assert http.delete(at + added).status_code == 204
    refusal(http.get(f"/images/{added}"), 404)
    refusal(http.delete(at + added), 404)
    refusal(http.put(at + "0" * 32), 404)
    http.put(f"/threads/begins-with-a-photo/images/{image_id}")
    assert http.get("/threads/begins-with-a-photo").json()["versions"] == []


def test_a_thread_is_trashed_and_restored(http, edited):
    at = f"/threads/{edited[0]}"
    assert http.post(at + "/trash").status_code == 204
    assert "deleted" in refusal(http.get(at), 404)
    refusal(http.post(at + "/trash"), 404)
    assert http.post(at + "/restore").json()["thread_id"] == edited[0]
    assert http.get(at).json()["head"] == "v2"
    refusal(http.post("/threads/never-was/restore"), 404)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"title": "mine"}),
        ("PATCH", "/versions/1", {"name": "mine"}),
        ("DELETE", "/images/{image}", None),
        ("POST", "/trash", None),
        ("POST", "/restore", None),
        ("GET", "/versions/1/difference", None),
        ("GET", "/versions/1/difference.png", None),
        ("GET", "/versions/1/download?mask_id={mask}", None),
    ],
)
def test_nobody_else_s_thread_can_be_reached(http, eve, edited, method, path, body):
    thread_id, image_id, mask_id = edited
    url = f"/threads/{thread_id}" + path.format(image=image_id, mask=mask_id)
    refusal(eve.request(method, url, json=body), 404)
    assert eve.get("/threads", params={"search": ""}).json()["threads"] == []
    assert http.get(f"/threads/{thread_id}").json()["title"] == "remove this"


def test_nobody_else_s_photo_can_be_added(eve, edited):
    refusal(eve.put(f"/threads/eves/images/{edited[1]}"), 404)
    refusal(eve.get("/threads/eves"), 404)


def test_the_difference_is_counted_from_the_stored_pictures(http, edited):
    at, thread = f"/threads/{edited[0]}/versions/", http.get(f"/threads/{edited[0]}").json()
    found = http.get(at + "1/difference").json()
    first, second = (
        opened(http.get(f"/images/{v['image_id']}", params={"format": "png"}), "RGB")
        for v in thread["versions"][:2]
    )
    assert found["changed_px"] == np.count_nonzero((first != second).any(axis=2)) > 0
    assert (found["version_id"], found["against"]) == ("v1", "v0")
    assert (found["outside_px"], found["masked"]) == (0, True)
    assert found["share"] == found["changed_px"] / first[..., 0].size
    whole = http.get(at + "2/difference", params={"against": "v0"}).json()
    assert (whole["against"], whole["masked"], whole["outside_px"]) == ("v0", False, 0)
    assert whole["changed_px"] > found["changed_px"]
    same = http.get(at + "2/difference", params={"against": "2"}).json()
    assert (same["changed_px"], same["share"]) == (0, 0.0)


def test_the_difference_is_drawn(http, edited):
    url = http.get(f"/threads/{edited[0]}/versions/1/difference").json()["picture_url"]
    drawn = opened(http.get(url), "RGB").astype(int)
    blue = drawn[..., 2] - drawn[..., 0] > 60
    x0, y0, x1, y1 = HAND
    assert blue[y0 + 20 : y1 - 20, x0 + 5 : x1 - 5].mean() > 0.8
    assert not blue[:, : x0 - 20].any()
    assert max(opened(http.get(url + "&size=128"), "RGB").shape) == 128


def test_versions_that_cannot_be_compared_are_refused_with_the_reason(http, edited):
    at = f"/threads/{edited[0]}/versions/"
    assert "v0 was made from no other version" in refusal(http.get(at + "0/difference"), 422)
    refusal(http.get(at + "1/difference", params={"against": "v9"}), 404)
    say(http, edited[0], text="rotate 90 degrees")
    told = refusal(http.get(at + "3/difference"), 422)
    assert "640×427" in told
    assert "427×640" in told
    refusal(http.get(at + "3/difference.png"), 422)


def test_the_cut_out_of_a_version_is_downloaded_with_transparency(http, edited):
    thread_id, _, mask_id = edited
    url = f"/threads/{thread_id}/versions/2/download"
    response = http.get(url, params={"mask_id": mask_id})
    assert response.headers["content-type"] == "image/png"
    assert 'filename="rocket.png"' in response.headers["content-disposition"]
    cut = opened(response, "RGBA")
    x0, y0, x1, y1 = HAND
    assert (cut[y0 + 15 : y1 - 15, x0 + 12 : x1 - 12, 3] == 255).all()
    assert (cut[:, : x0 - 30] == 0).all()  # not even its colour can be read
    assert ((cut[..., 3] > 0) & (cut[..., 3] < 255)).any()  # the edge is soft
    webp = http.get(url, params={"mask_id": mask_id, "format": "webp"})
    assert webp.headers["content-type"] == "image/webp"
    assert opened(webp, "RGBA").shape == cut.shape
    jpeg = http.get(url, params={"mask_id": mask_id, "format": "jpeg"})
    assert "no transparency" in refusal(jpeg, 422)
    refusal(http.get(url, params={"mask_id": "m" + "0" * 31}), 404)


def test_a_cut_out_by_a_mask_of_another_frame_is_refused(http, edited, coffee):
    other = upload(http, coffee)
    mask_id = mask_over(http, other, (100, 100, 200, 200))
    url = f"/threads/{edited[0]}/versions/1/download"
    assert "(427, 640)" in refusal(http.get(url, params={"mask_id": mask_id}), 422)


def test_a_download_is_asked_about_without_its_bytes(http, edited):
    url = f"/threads/{edited[0]}/versions/0/download"
    asked, got = http.head(url), http.get(url)
    assert asked.content == b""
    for header in ("content-type", "content-length", "content-disposition"):
        assert asked.headers[header] == got.headers[header]
    assert http.head(url.replace("/0/", "/9/")).status_code == 404


def test_every_route_is_documented(http):
    paths = http.get("/openapi.json").json()["paths"]
    for path, methods in {
        "/threads/{thread_id}": {"get", "patch", "delete"},
        "/threads/{thread_id}/trash": {"post"},
        "/threads/{thread_id}/restore": {"post"},
        "/threads/{thread_id}/images/{image_id}": {"put", "delete"},
        "/threads/{thread_id}/versions/{number}": {"patch"},
        "/threads/{thread_id}/versions/{number}/difference": {"get"},
        "/threads/{thread_id}/versions/{number}/difference.png": {"get"},
        "/threads/{thread_id}/versions/{number}/download": {"get"},
    }.items():
        assert set(paths[path]) == methods
        assert all(each["description"] for each in paths[path].values())


def test_the_doctor_answers_over_http(http):
    found = http.get("/engines").json()
    by_capability = {row["capability"]: row for row in found["capabilities"]}
    assert [e["name"] for e in by_capability["upscale"]["engines"]] == ["lanczos"]
    assert by_capability["generate"]["command"].startswith("make install")
    assert "PENTIMENTO_VISION_MODEL" in by_capability["describe"]["command"]
    assert found["machine"]["cores"] >= 1
