import numpy as np
import pytest
from PIL import Image

from imaging.codec import decode
from tests.unit.photo_files import (
    CAT,
    DEEP,
    LOSSLESS,
    chunk,
    deep_png,
    exif_of,
    heic,
    lying,
    lying_deep,
    same_picture,
    saved,
    tiff,
    xmp_of,
)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", LOSSLESS)
def test_exif_orientation_is_applied_once(format, orientation):
    options = LOSSLESS[format] | {"exif": exif_of(orientation)}
    photo = decode(saved(lying(CAT, orientation), format, **options))
    same_picture(photo, CAT)
    assert photo.format == format


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_of_jpeg_is_applied_once(orientation):
    file = saved(lying(CAT, orientation), "JPEG", quality=95, exif=exif_of(orientation))
    same_picture(decode(file), CAT, tolerance=4)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_of_16_bit_files_is_applied_once(orientation):
    array = lying_deep(DEEP, orientation)
    tag = [(274, "H", 1, orientation, True)]
    same_picture(decode(tiff(array, photometric="rgb", extratags=tag)), DEEP)
    block = exif_of(orientation).tobytes().removeprefix(b"Exif\0\0")
    same_picture(decode(deep_png(array, (b"eXIf", block))), DEEP)
    grey = tiff(array[..., 0], photometric="minisblack", extratags=tag)
    same_picture(decode(grey), np.stack([DEEP[..., 0]] * 3, axis=-1))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("quote", ['"', "'"])
def test_xmp_orientation_is_applied_once_where_exif_has_none(orientation, quote):
    picture, xmp = lying(CAT, orientation), xmp_of(orientation, quote)
    jpeg = saved(picture, "JPEG", quality=95, xmp=xmp, exif=exif_of(None))
    same_picture(decode(jpeg), CAT, tolerance=4)
    same_picture(decode(saved(picture, "WEBP", lossless=True, xmp=xmp)), CAT)
    itxt = (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)
    png = saved(picture, "PNG")
    same_picture(decode(png[:33] + chunk(*itxt) + png[33:]), CAT)
    same_picture(decode(deep_png(lying_deep(DEEP, orientation), itxt)), DEEP)
    tag = [(700, "B", len(xmp), xmp, True)]
    same_picture(decode(tiff(np.asarray(picture), photometric="rgb", extratags=tag)), CAT)
    deep = tiff(lying_deep(DEEP, orientation), photometric="rgb", extratags=tag)
    same_picture(decode(deep), DEEP)


@pytest.mark.parametrize("orientation", [1, 6])
def test_exif_orientation_wins_over_xmp(orientation):
    picture = lying(CAT, orientation)
    file = saved(picture, "JPEG", quality=95, exif=exif_of(orientation), xmp=xmp_of(3))
    same_picture(decode(file), CAT, tolerance=4)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_and_avif_are_turned_once(orientation):
    picture = lying(CAT, orientation)
    turned = heic(picture, quality=-1, exif=exif_of(orientation).tobytes())
    same_picture(decode(turned), CAT, tolerance=2)
    avif = saved(picture, "AVIF", quality=95, exif=exif_of(orientation), xmp=xmp_of(3))
    same_picture(decode(avif), CAT, tolerance=4)


def test_xmp_orientation_means_nothing_in_avif():
    same_picture(decode(saved(Image.fromarray(CAT), "AVIF", quality=95, xmp=xmp_of(6))), CAT, 4)
