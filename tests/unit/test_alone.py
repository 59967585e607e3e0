"""Who waits for an engine: models of this machine serve one turn at a time, servers many."""

import pytest

from engines import Engines
from engines.registry import REGISTRY
from errors import Cancelled

CHAT = ("chat-", "vision", "tavily")  # asked in words, one after another
NAMES = sorted({n for entries in REGISTRY.values() for n in entries if not n.startswith(CHAT)})
SERVERS = ("openai-", "bedrock-", "triton-", "lama-cleaner", "iopaint")


@pytest.mark.parametrize("name", NAMES)
def test_only_a_server_is_asked_by_several_turns_at_once(name):
    engines = Engines()

    def stop(*_: object) -> None:
        raise Cancelled("it would wait")

    waited = False
    with engines.alone(name):
        try:
            with engines.alone(name, stop):
                pass
        except Cancelled:
            waited = True
    assert waited is not name.startswith(SERVERS)
