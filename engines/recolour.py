"""An object in another colour, its shading kept, without a model."""

from engines.arguments import photo, region
from engines.protocols import Card, Edited, Progress, Step
from errors import InvalidRequest
from imaging.arrays import Image, Mask, Pixels
from imaging.colours import NAMED, Colour, parse
from imaging.recolour import recolour


class Recolour:
    """Gives the masked object a named colour."""

    card = Card(
        name="recolour",
        capability="edit",
        summary="Another colour for an object, keeping its shading, gloss and texture.",
        ops=frozenset({"recolour"}),
        mask="required",
    )

    def supports(self, step: Step) -> bool:
        return step["op"] == "recolour"

    def edit(
        self,
        image: Pixels,
        mask: Mask | None,
        step: Step,
        *,
        reference: Image | None,
        seed: int,
        progress: Progress,
    ) -> Edited:
        source, colour = photo(image), colour_of(step)
        area = region(mask, source)
        progress(0, 1)
        result = recolour(source, area, colour)
        progress(1, 1)
        return Edited(result, area.copy())


def colour_of(step: Step) -> Colour:
    """Return the colour that `args.colour` gives, or else `args.colour_name`.

    Raises:
        InvalidRequest: neither names a colour.
    """
    given = step["args"].get("colour") or step["args"].get("colour_name")
    colour = parse(given) if isinstance(given, str) else None
    if colour is None:
        said = "No colour is named" if given is None else f"{given!r} is not a colour I know"
        raise InvalidRequest(f"{said}.", hint="Use #rrggbb or one of: " + ", ".join(NAMED))
    return colour
