"""The one client for servers: whose proxy counts, and what is said of one that cannot be used."""

import pytest

from engines.images_api.client import Ask, ImagesServer
from engines.peer import Peer
from errors import EngineUnavailable
from tests.images_server import images_server

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
FIELDS = {"prompt": "a lemon", "size": "64x64"}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def nothing(*_):
    return None


def drawn(url):
    server = ImagesServer(url, "sk-mine", timeout_s=5, most_bytes=10_000_000)
    return server.ask(Ask("images/generations", FIELDS), nothing, nothing)


def answered(url):
    peer = Peer("iopaint", url, "PENTIMENTO_IOPAINT_URL", "iopaint start", 5)
    return peer.ask(
        "POST", "/images/generations", progress=nothing, most_bytes=10_000_000, json=FIELDS
    )


@pytest.mark.parametrize("ask", [drawn, answered])
def test_a_server_on_this_machine_gets_photo_and_key_and_no_proxy_does(monkeypatch, ask):
    with images_server("vllm-omni") as proxy, images_server("vllm-omni") as server:
        for name in PROXIES[:3]:
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        ask(server.url)
        assert proxy.requests == []
        assert len(server.requests) == 1


@pytest.mark.parametrize("ask", [drawn, answered])
@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "odd://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_said_to_be_one(monkeypatch, ask, proxy):
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(EngineUnavailable, match="a proxy of the environment") as told:
        ask("http://photos.lan/v1")
    assert "ALL_PROXY" in told.value.hint
