"""The same edit through LangGraph's own server: a photo in a message, the pause, the answer.

make studio                           # in one terminal
.venv/bin/python examples/studio_client.py
"""

import asyncio
import base64
import io
import os
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from langgraph_sdk import get_client
from PIL import Image
from skimage import data

SERVER = os.environ.get("STUDIO_URL", "http://127.0.0.1:2024")
PICTURES = Path("pictures")


def message() -> dict[str, Any]:
    """Return a chat message with a photo in it."""
    file = io.BytesIO()
    Image.fromarray(np.asarray(data.rocket())).save(file, "JPEG", quality=95)
    photo = base64.b64encode(file.getvalue()).decode()
    return {
        "role": "user",
        "content": [
            {"type": "text", "text": "remove this"},
            {"type": "image", "base64": photo, "mime_type": "image/jpeg"},
        ],
    }


async def main() -> None:
    """Create a thread, get the mask pause, correct the mask, approve it, fetch the result."""
    client = get_client(url=SERVER)
    thread = await client.threads.create()
    thread_id = thread["thread_id"]

    await client.runs.wait(thread_id, "edit", input={"messages": [message()]})
    print("asks       ", (await question(client, thread_id))["description"])

    points = {"points_xy": [[322, 250]], "point_labels": [1]}
    await answer(client, thread_id, "edit", points)
    asked = await question(client, thread_id)
    print("mask       ", asked["args"]["mask_id"], len(asked["args"]["candidates"]), "candidates")

    state = await answer(client, thread_id, "approve")
    print("Pentimento ", state["messages"][-1]["content"])
    version = state["versions"][-1]
    print("version    ", version["version_id"], version["op"], "by", version["engine"])

    PICTURES.mkdir(exist_ok=True)
    async with httpx.AsyncClient(base_url=SERVER) as http:
        picture = await http.get(f"/images/{version['image_id']}")
        (PICTURES / "studio.png").write_bytes(picture.raise_for_status().content)


async def question(client: Any, thread_id: str) -> dict[str, Any]:  # noqa: ANN401  # the SDK's client
    """Return the open question of a thread."""
    state = await client.threads.get_state(thread_id)
    return state["tasks"][0]["interrupts"][0]["value"]["action_requests"][0]


async def answer(
    client: Any,  # noqa: ANN401  # the SDK's client
    thread_id: str,
    decision: str,
    args: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Answer the open question, as LangChain's human-in-the-loop clients do."""
    said: dict[str, Any] = {"type": decision}
    if args is not None:
        said["edited_action"] = {"name": "confirm_mask", "args": args}
    return await client.runs.wait(thread_id, "edit", command={"resume": {"decisions": [said]}})


if __name__ == "__main__":
    asyncio.run(main())
