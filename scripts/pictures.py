"""Make the README's pictures: from what examples/first_edit.py wrote, and the styles on one photo.

.venv/bin/python examples/first_edit.py && .venv/bin/python scripts/pictures.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from skimage import data

from imaging.arrays import Image as Array
from imaging.styles import STYLES, stylise

PICTURES = ROOT / "docs" / "pictures"
WIDTH_PX = 640
TILE_PX = 300
COLUMNS = 5


def main() -> None:
    """Write docs/pictures/*.jpg."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in ("before", "mask", "after"):
        (file,) = Path("pictures").glob(f"{name}.*")
        picture = Image.open(file).convert("RGB")
        picture.thumbnail((WIDTH_PX, WIDTH_PX))
        picture.save(PICTURES / f"{name}.jpg", quality=88)
    styles_sheet().save(PICTURES / "styles.jpg", quality=85)


def styles_sheet() -> Image.Image:
    """Return one photo in every style, named."""
    photo = np.asarray(data.astronaut())[:440, 40:480]
    tiles: dict[str, Array] = {"photo": photo}
    tiles |= {name: stylise(photo, name, 100, seed=0) for name in STYLES}
    rows = -(-len(tiles) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * TILE_PX, rows * (TILE_PX + 26)), "#f6f3ee")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for index, (name, tile) in enumerate(tiles.items()):
        x, y = index % COLUMNS * TILE_PX, index // COLUMNS * (TILE_PX + 26)
        small = Image.fromarray(tile).resize((TILE_PX - 8, TILE_PX - 8), Image.Resampling.LANCZOS)
        sheet.paste(small, (x + 4, y + 4))
        draw.text((x + 6, y + TILE_PX), name, "#211c17", font)
    return sheet


if __name__ == "__main__":
    main()
