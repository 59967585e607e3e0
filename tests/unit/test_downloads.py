import numpy as np
import pytest
from skimage import data

from editor.checkup import alternatives
from editor.downloads import address, saved_as
from engines import Engines
from engines.doctor import report
from imaging.codec import Photo
from tests.conftest import encoded
from tests.fakes import BROKEN, registry

PLAIN = "/threads/holiday/versions/v2/download"


@pytest.mark.parametrize(
    ("format", "metadata", "mask_id", "link"),
    [
        ("original", "keep", None, PLAIN),
        ("jpeg", "keep", None, f"{PLAIN}?format=jpeg"),
        ("original", "no-gps", None, f"{PLAIN}?strip_gps=true"),
        ("webp", "none", "m12", f"{PLAIN}?format=webp&strip_all=true&mask_id=m12"),
    ],
)
def test_the_link_asks_for_what_was_chosen(format, metadata, mask_id, link):
    assert address("holiday", "v2", format, metadata, mask_id) == link


def test_a_thread_id_cannot_leave_its_place_in_the_link():
    assert address("a b", "v1", "png", "keep") == "/threads/a%20b/versions/v1/download?format=png"


STRIP = {"keep": {}, "no-gps": {"strip_gps": True}, "none": {"strip_all": True}}


@pytest.mark.parametrize("metadata", STRIP)
@pytest.mark.parametrize("format", ["original", "png", "jpeg", "webp"])
@pytest.mark.parametrize(
    ("file_format", "name"),
    [("JPEG", "여행.jpg"), ("PNG", "a.b.PNG"), ("WEBP", "x"), ("TIFF", "scan.tif"), ("GIF", None)],
)
def test_the_name_shown_is_the_name_of_the_file(images, file_format, name, format, metadata):
    upload = images.put(encoded(data.chelsea()[:24, :36], file_format), name=name)
    edited = Photo(np.zeros((16, 24, 3), np.uint8), format=file_format)
    edit = images.put_photo(edited, parent_id=upload.image_id)
    hollow = Photo(edited.pixels, np.zeros((16, 24), np.uint8), format=file_format)
    cut = images.put_photo(hollow, parent_id=upload.image_id)
    for info in (upload, edit) if format == "jpeg" else (upload, edit, cut):
        asked = None if format == "original" else format.upper()
        _, _, saved = images.export(info.image_id, asked, **STRIP[metadata])
        assert saved_as(info, format, metadata) == saved


def test_engines_of_different_ops_are_no_alternatives():
    found = {row["capability"]: row for row in report(Engines())["capabilities"]}
    assert alternatives(found["erase"]) == ["telea", "patchmatch"]
    assert len(found["edit"]["engines"]) > 1
    assert alternatives(found["edit"]) == []
    assert alternatives(found["segment"]) == [], "there is one only"
    assert alternatives(found["generate"]) == []


def test_a_second_engine_for_an_op_is_an_alternative_to_the_first():
    edit = registry()["edit"]
    engines = Engines(registry(edit={**edit, **BROKEN}))
    found = {row["capability"]: row for row in report(engines)["capabilities"]}
    assert alternatives(found["edit"]) == ["adjust", "broken"]
