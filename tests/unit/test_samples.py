import io

import numpy as np
import pytest
from PIL import Image as PillowImage

from editor import samples
from editor.words import LANGUAGES
from errors import NotFound
from imaging.codec import decode
from imaging.colour import to_srgb8

KEYS = [sample.key for sample in samples.SAMPLES]


@pytest.mark.parametrize("key", KEYS)
def test_a_sample_is_a_photo_that_the_codec_reads(key):
    photo = decode(samples.data(key))
    assert min(photo.width, photo.height) >= 300
    assert photo.pixels.std() > 20, "a photo, not a blank"


@pytest.mark.parametrize("key", KEYS)
def test_a_thumbnail_is_small_and_of_the_same_photo(key):
    file = samples.thumb(key)
    picture = PillowImage.open(io.BytesIO(file))
    photo = decode(samples.data(key))
    assert picture.format == "WEBP"
    assert max(picture.size) == samples.THUMB_PX
    assert len(file) <= 15_000
    shown = np.asarray(picture.convert("RGB")).mean((0, 1))
    meant = to_srgb8(photo.pixels, photo.icc_profile).mean((0, 1))
    assert np.abs(shown - meant).max() < 4


def test_a_thumbnail_is_made_once():
    assert samples.thumb("coffee") is samples.thumb("coffee")


def test_no_two_samples_share_a_key_or_a_file():
    assert len(set(KEYS)) == len(KEYS) == len({sample.file for sample in samples.SAMPLES})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sample_has_a_name(language):
    assert all(LANGUAGES[language][sample.words] for sample in samples.SAMPLES)


@pytest.mark.parametrize("read", [samples.data, samples.thumb])
def test_an_unknown_sample_is_refused_with_the_known_ones(read):
    with pytest.raises(NotFound) as refused:
        read("../../etc/passwd")
    assert all(key in refused.value.hint for key in KEYS)
