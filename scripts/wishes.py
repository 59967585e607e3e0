"""What docs/gallery.md shows: the words, where they point, and on which photo."""

from dataclasses import dataclass

from imaging.arrays import Box

Points = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Sheet:
    """Edits that need no pointing. window: this part of each is shown, pixel for pixel."""

    key: str
    photo: str
    texts: tuple[str, ...]
    window: Box | None = None


@dataclass(frozen=True)
class Wish:
    """One edit: how the place is pointed at, in px. second: a photo sent along."""

    key: str
    photo: str
    text: str
    box: Box | None = None
    second: str | None = None
    points: Points = ()
    brush: Points = ()
    lasso: Points = ()


EYES = (140, 80, 364, 229)
CUP, MAN, WOMAN = (78, 12, 485, 394), (2, 60, 340, 511), (4, 8, 400, 511)
SHUTTLE = ((385, 0), (462, 0), (482, 300), (340, 300), (335, 190), (365, 70))
MASKED = (
    Wish("remove", "rocket", "remove the rocket", points=((322, 131), (322, 250), (322, 360))),
    Wish("remove-large", "astronaut", "remove this", lasso=SHUTTLE),
    Wish("remove-thin", "rocket", "remove this", brush=((446, 122), (446, 186))),
    Wish("recolour", "coffee", "make this blue", CUP),
    Wish("cutout", "camera", "cut this out", MAN),
    Wish("background-blur", "camera", "blur the background", MAN),
    Wish("background-colour", "coffee", "make the background white", CUP),
    Wish("background-photo", "coffee", "use this photo as the background", CUP, "rocket"),
    Wish("adjust-part", "coffee", "make the background black and white", CUP),
    Wish("style-part", "coffee", "make this a pencil sketch", CUP),
    Wish("crop-to", "camera", "crop to this", MAN),
    Wish("straighten", "camera tilted", "straighten it"),
)
DRAWN = (
    Wish("replace", "coffee", "replace this with a bowl of soup", CUP),
    Wish("add", "rocket", "add a full moon here", (70, 60, 170, 160)),
    Wish("text", "camera", 'write "1978" here', (300, 30, 480, 100)),
    Wish("background-describe", "astronaut", "change the background to a forest", WOMAN),
    Wish("order", "coffee", "make it look like winter"),
    Wish("expand", "rocket", "extend the picture to the left"),
    Wish("generate", "coffee", "draw a red house by a lake"),
)
"""What takes a model that draws."""
SHEETS = (
    Sheet(
        "adjust",
        "coffee",
        (
            "40% brighter", "increase exposure by 40%", "increase the contrast by 40%",
            "lift the shadows by 40%", "darken the highlights by 40%", "40% warmer",
            "increase the saturation by 60%", "make it black and white", "make it sepia",
            "invert the colours", "add a vignette",
        ),
    ),
    Sheet("detail", "chelsea", ("sharpen it", "reduce noise", "blur it"), EYES),
    Sheet(
        "style",
        "chelsea",
        (
            "make it a pencil sketch", "make it a coloured pencil sketch", "make it a cartoon",
            "make it a watercolour", "make it an oil painting", "make it a film photo",
            "make it pixel art", "make it noir", "apply the poster style",
        ),
        EYES,
    ),
    Sheet(
        "frame",
        "rocket",
        (
            "crop to 1:1", "rotate it 90 degrees", "rotate it by 8 degrees", "flip it",
            "resize to 50%", "upscale 2x",
        ),
    ),
)  # fmt: skip
TITLES = {
    "remove": "Removing",
    "remove-large": "Removing something large, by lasso",
    "remove-thin": "Removing something thin, by brush (the tip of the mast on the right)",
    "recolour": "Another colour",
    "cutout": "Cutting out",
    "background-blur": "Background out of focus",
    "background-colour": "Background in one colour",
    "background-photo": "Another photo behind",
    "adjust-part": "Adjusting a part",
    "style-part": "A style on a part",
    "crop-to": "Cropping to what is pointed at",
    "straighten": "Straightening (the photo was turned by 4° for it)",
    "adjust": "Light and colour",
    "detail": "Detail, pixel for pixel",
    "style": "Styles, pixel for pixel",
    "frame": "Frame and size",
    "replace": "Replacing",
    "add": "Adding",
    "text": "Writing",
    "background-describe": "A described background",
    "order": "The whole photo, by an order",
    "expand": "Beyond the edges",
    "generate": "A new picture",
}
"""Key -> what it shows, in the page's order."""
