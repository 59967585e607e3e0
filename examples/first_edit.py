"""The first edit, from another program: upload, click, look, "이거 지워줘", save, undo, ask again.

    make run                              # in one terminal
    .venv/bin/python examples/first_edit.py [PHOTO X Y]

Without a photo it takes a rocket from scikit-image's data and writes its pictures to ./pictures.
"""

import io
import os
import sys
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from langchain_core.runnables import RunnableConfig
from langserve import RemoteRunnable
from PIL import Image

SERVER = os.environ.get("PENTIMENTO_URL", "http://127.0.0.1:8000")
PICTURES = Path("pictures")


def rocket() -> bytes:
    """Return a photo that needs no download, as a JPEG file's bytes."""
    from skimage import data

    file = io.BytesIO()
    Image.fromarray(np.asarray(data.rocket())).save(file, "JPEG", quality=95)
    return file.getvalue()


def main() -> None:
    """Edit one photo through the public faces, and print what happens."""
    PICTURES.mkdir(exist_ok=True)
    photo, name, points = rocket(), "rocket.jpg", [[322, 131], [322, 250], [322, 360]]
    if len(sys.argv) == 4:
        path = Path(sys.argv[1])
        photo, name, points = path.read_bytes(), path.name, [[int(sys.argv[2]), int(sys.argv[3])]]

    with httpx.Client(base_url=SERVER, timeout=120) as http:
        edit: RemoteRunnable[dict[str, Any], dict[str, Any]] = RemoteRunnable(f"{SERVER}/edit")

        image = http.post("/images", content=photo, params={"name": name}).raise_for_status().json()
        print(f"uploaded   {name}: {image['width']} x {image['height']} px")
        save(http, image["image_url"], "before")

        region = {"points_xy": points, "point_labels": [1] * len(points)}
        found = (
            http.post(f"/images/{image['image_id']}/masks", json=region).raise_for_status().json()
        )
        for candidate in found["candidates"]:
            print(
                f"mask       {candidate['level']:7} score {candidate['score']:.2f}, "
                f"{candidate['area_px']} px"
            )
        best = max(found["candidates"], key=lambda c: c["score"])
        save(http, f"/images/{image['image_id']}/overlay/{best['mask_id']}", "mask")

        turn = {
            "text": "이거 지워줘",
            "image_id": image["image_id"],
            "region": {"mask_id": best["mask_id"]},
            "confirmed": True,
        }
        reply = edit.invoke(turn)
        thread: RunnableConfig = {"configurable": {"thread_id": reply["thread_id"]}}
        tell("이거 지워줘", reply)
        save(http, reply["image_url"], "after")

        tell("취소", edit.invoke({"text": "취소"}, thread))

        asked = edit.invoke({"text": "remove this", "region": region}, thread)
        tell("remove this", asked)
        if asked["asking"]:
            answer = {"decisions": [{"type": "approve"}]}
            reply = edit.invoke({"answer": answer}, thread)
            tell("(approve)", reply)

        print("streamed   ", end="")
        for event in edit.stream({"text": "make it 20% brighter"}, thread):
            print(event["event"], end=" ")
        print(f"\nthread     {reply['thread_id']}: it is still there after a restart")


def tell(said: str, reply: dict[str, Any]) -> None:
    """Print what was said and what came of it."""
    print(f"you        {said}\nPentimento {reply['text']}")
    if reply["problem"]:
        sys.exit(f"problem    {reply['problem']['code']}: {reply['problem']['hint']}")
    last = reply["versions"][-1]
    print(
        f"           head {reply['head']}; {last['version_id']}: {last['op']} by {last['engine']}, "
        f"{last['timing_ms']:.0f} ms, {last['outside_changed']} px changed outside the mask"
    )


def save(http: httpx.Client, url: str, name: str) -> None:
    """Write one picture."""
    response = http.get(url).raise_for_status()
    suffix = response.headers["content-type"].partition("/")[2]
    (PICTURES / f"{name}.{suffix}").write_bytes(response.content)


if __name__ == "__main__":
    main()
