"""A page's socket acts for the page's owner: nobody else's may be let in, whatever it knows."""

import asyncio
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest
from PIL import Image
from skimage import data
from websockets.asyncio.client import ClientConnection, connect

from tests.integration.process import ServerProcess

KEYS = {"alice": "her-key", "bob": "his-key"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("sockets")
    with ServerProcess(folder, PENTIMENTO_KEYS=json.dumps(KEYS)) as running:
        yield running


def headers(owner: str) -> dict[str, str]:
    return {"authorization": f"Bearer {KEYS[owner]}"}


def page_of(server: ServerProcess, owner: str) -> str:
    """Load the page, as a browser does before it opens its socket; returns the page's id."""
    return named_in(httpx.get(server.url, headers=headers(owner)).raise_for_status().text)


def named_in(html: str) -> str:
    found = re.search(r"client_id\W+([0-9a-f-]{36})", html)
    assert found
    return found[1]


def socket(server: ServerProcess, owner: str, **query: str) -> connect:
    asked = {"EIO": "4", "transport": "websocket", **query}
    url = f"{server.url}/_nicegui_ws/socket.io/?{urlencode(asked)}"
    return connect(url.replace("http", "ws", 1), additional_headers=headers(owner))


def naming(client_id: str) -> dict[str, str]:
    shaken = {"client_id": client_id, "tab_id": "t", "document_id": "d", "next_message_id": "0"}
    return {"implicit_handshake": "true", **shaken}


async def greeted(open_socket: ClientConnection) -> str:
    """Ask to be let in; returns the answer: 40… is yes, 44… is no."""
    await open_socket.recv()
    await open_socket.send("40")
    return str(await asyncio.wait_for(open_socket.recv(), 5))


async def heard(open_socket: ClientConnection, seconds: float = 2.0) -> str:
    """Everything that arrives within a time."""
    said: list[str] = []
    try:
        async with asyncio.timeout(seconds):
            while True:
                said.append(str(await open_socket.recv()))
    except TimeoutError:
        return "".join(said)


async def test_a_page_lets_its_owner_in(server):
    async with socket(server, "alice", **naming(page_of(server, "alice"))) as mine:
        assert (await greeted(mine)).startswith("40")
        assert "42[" in await heard(mine)


async def test_another_owner_who_knows_a_pages_id_is_refused(server):
    async with socket(server, "bob", **naming(page_of(server, "alice"))) as his:
        answer = await greeted(his)
        assert answer.startswith("44")
        assert "another owner" in answer


async def test_a_handshake_for_another_owners_page_hears_nothing(server):
    page = page_of(server, "alice")
    async with socket(server, "bob") as his:
        assert (await greeted(his)).startswith("40")
        shaken = {key: value for key, value in naming(page).items() if key != "implicit_handshake"}
        await his.send("420" + json.dumps(["handshake", shaken]))
        answer = await heard(his)
        assert answer.startswith("430[false]")
        assert "update" not in answer


async def test_an_event_for_another_owners_page_does_nothing(server):
    photo = io.BytesIO()
    Image.fromarray(data.chelsea()).save(photo, "PNG")
    with httpx.Client(base_url=server.url, headers=headers("alice")) as alice:
        image_id = alice.post("/images", content=photo.getvalue()).json()["image_id"]
        for turn in ({"image_id": image_id}, {"text": "make it brighter"}):
            config = {"configurable": {"thread_id": "hers"}}
            alice.post("/edit/invoke", json={"input": turn, "config": config}).raise_for_status()
        html = alice.get("/t/hers").text
        page = named_in(html)
        async with (
            socket(server, "alice", **naming(page)) as hers,
            socket(server, "bob", **naming(page_of(server, "bob"))) as his,
        ):
            assert (await greeted(hers)).startswith("40")
            assert (await greeted(his)).startswith("40")
            await his.send(click_on_undo(html, page))
            await heard(his)
            assert alice.get("/threads/hers").json()["head"] == "v1"
            await hers.send(click_on_undo(html, page))
            await heard(hers)
            assert alice.get("/threads/hers").json()["head"] == "v0"


def click_on_undo(html: str, page: str) -> str:
    """A click on "Undo", as the page's own script tells it."""
    found = re.search(
        r'"(\d+)":{[^{]*"props":{[^{}]*"aria-label":"Undo".*?"listener_id":"(.*?)"', html
    )
    assert found
    event = {"client_id": page, "id": int(found[1]), "listener_id": found[2], "args": ["{}"]}
    return "42" + json.dumps(["event", event])
