import base64

import pytest
from langchain_core.messages import HumanMessage

from checkpoints.inline import image_ids, inline_bytes, text_of, without_bytes
from errors import InvalidImage

PHOTO = b"\x89PNG not really"
ENCODED = base64.b64encode(PHOTO).decode()
ID = "0123456789abcdef0123456789abcdef"
BLOCKS = [
    {"type": "image", "base64": ENCODED, "mime_type": "image/png"},
    {"type": "image", "source_type": "base64", "data": ENCODED, "mime_type": "image/png"},
    {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{ENCODED}"}},
    {"type": "image_url", "image_url": f"data:image/png;base64,{ENCODED}"},
    {"type": "file", "base64": ENCODED, "mime_type": "image/png"},
]


def put(data):
    assert data == PHOTO
    return ID


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b["type"])
def test_every_way_to_send_a_photo_becomes_its_id(block):
    message = HumanMessage([{"type": "text", "text": "hi"}, block])
    kept = without_bytes({"messages": [message]}, put)["messages"][0]
    assert ENCODED not in str(kept)
    assert image_ids(kept.content) == [ID]
    assert text_of(kept.content) == "hi"
    assert kept.id == message.id
    assert ENCODED in str(message)  # the client's own message is not changed


def test_words_are_returned_as_they_are_without_a_copy():
    state = {"messages": [HumanMessage("hi")], "head": "v1", "list": [1, (2, "a")]}
    assert without_bytes(state, put) is state


def test_a_link_elsewhere_is_refused_and_nothing_is_fetched():
    block = {"type": "image_url", "image_url": {"url": "http://127.0.0.1:9/x.png"}}
    assert inline_bytes(block) is None
    with pytest.raises(InvalidImage, match="elsewhere"):
        image_ids([block])


def test_broken_base64_is_an_invalid_image():
    with pytest.raises(InvalidImage, match="base64"):
        inline_bytes({"type": "image", "base64": "%%%"})
