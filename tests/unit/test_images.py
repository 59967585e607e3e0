import hashlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from PIL import Image
from skimage import data

from checkpoints.blobs import FolderBlobs
from checkpoints.images import ImageStore
from errors import InvalidImage, InvalidMask, InvalidRequest, NotFound, TooLarge
from imaging.codec import Limits, Photo, decode, encode
from tests.unit.photo_files import CAT, exif_of, saved

ROCKET = np.ascontiguousarray(data.rocket()[100:260, 200:440])  # (160, 240)
JPEG = saved(Image.fromarray(ROCKET), "JPEG", quality=90, exif=exif_of(1, gps=True))


@pytest.fixture
def store(tmp_path):
    return ImageStore(tmp_path / "images")


@pytest.fixture
def mine(store):
    return store.of("local")


def painted(photo, box, value):
    x0, y0, x1, y1 = box
    pixels = photo.pixels.copy()
    pixels[y0:y1, x0:x1] = value
    return Photo(pixels, photo.alpha, photo.icc_profile, photo.format, photo.notes)


def cold(tmp_path):
    """The same folder, opened by a process that remembers nothing."""
    return ImageStore(tmp_path / "images").of("local")


def files_of(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_keeps_its_bytes_and_says_what_it_is(mine):
    info = mine.put(JPEG, name="C:\\photos\\..\\Rocket one.JPG")
    assert info.image_id == hashlib.sha256(JPEG).hexdigest()[:32]
    assert (info.width, info.height, info.format, info.bit_depth) == (240, 160, "JPEG", 8)
    assert (info.name, info.size_bytes, info.parent_id) == ("Rocket one.JPG", len(JPEG), None)
    assert mine.original(info.image_id) == JPEG
    assert mine.info(info.image_id) == info


def test_the_same_bytes_again_are_a_no_op_and_the_first_name_stays(mine, tmp_path):
    first = mine.put(JPEG, name="one.jpg")
    before = {path: path.stat().st_mtime_ns for path in files_of(tmp_path)}
    assert mine.put(JPEG, name="two.jpg") == first
    assert {path: path.stat().st_mtime_ns for path in files_of(tmp_path)} == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("a/b\\c.png", "c.png"), ("..", None), ("", None),
        (None, None), ("x\r\nSet-Cookie: y.png", "xSet-Cookie: y.png"), ("휴가.jpg", "휴가.jpg"),
    ],
)  # fmt: skip
def test_names_lose_their_folders_and_control_characters(mine, name, kept):
    assert mine.put(JPEG, name=name).name == kept


def test_a_refused_upload_leaves_nothing_behind(store, tmp_path):
    small = ImageStore(tmp_path / "small", Limits(max_bytes=100)).of("local")
    with pytest.raises(TooLarge):
        small.put(JPEG)
    with pytest.raises(InvalidImage):
        store.of("local").put(b"<svg/>")
    assert files_of(tmp_path) == []


def test_photos_are_shared_and_read_only(mine):
    image_id = mine.put(JPEG).image_id
    photo = mine.photo(image_id)
    assert photo.pixels is mine.photo(image_id).pixels
    assert not photo.pixels.flags.writeable
    assert np.array_equal(photo.pixels, decode(JPEG).pixels)


def test_the_cache_holds_no_more_than_its_bytes(tmp_path):
    mine = ImageStore(tmp_path / "images", cache_bytes=ROCKET.nbytes * 2).of("local")
    ids = [mine.put_photo(Photo(np.roll(ROCKET, n, axis=1))).image_id for n in range(3)]
    first = mine.photo(ids[0])
    assert first.pixels is mine.photo(ids[0]).pixels
    mine.photo(ids[1])
    mine.photo(ids[2])
    again = mine.photo(ids[0])
    assert again.pixels is not first.pixels
    assert np.array_equal(again.pixels, ROCKET)


# Owners


def test_an_owner_cannot_reach_anothers_images(store):
    alice, bob = store.of("alice"), store.of("bob")
    image_id, mask_id = alice.put(JPEG).image_id, alice.put_mask(ROCKET[..., 0] > 99)
    reads = (bob.info, bob.photo, bob.original, bob.export, lambda i: bob.thumbnail(i, 64))
    for read in reads:
        with pytest.raises(NotFound):
            read(image_id)
    with pytest.raises(NotFound):
        bob.mask(mask_id)
    with pytest.raises(NotFound):
        bob.put_photo(Photo(CAT), parent_id=image_id)
    assert not bob.exists(image_id)
    assert list(bob.ids()) == []
    bob.delete([image_id, mask_id])
    assert alice.exists(image_id)
    assert alice.exists(mask_id)


@pytest.mark.parametrize("owner", ["..", "../alice", "/", "a" * 500, "a\0b", "알리스", "."])
def test_any_string_is_an_owner_and_stays_in_the_folder(store, tmp_path, owner):
    mine = store.of(owner)
    image_id = mine.put(JPEG).image_id
    assert mine.original(image_id) == JPEG
    inside = [p.relative_to(tmp_path / "images") for p in files_of(tmp_path)]
    assert len(inside) == 2
    assert all(len(path.parts) == 4 for path in inside)


def test_an_empty_owner_is_refused(store):
    with pytest.raises(InvalidRequest):
        store.of("")


@pytest.mark.parametrize(
    "bad", ["", "..", "../../x", "A" * 32, "0" * 31, "0" * 33, "m" + "0" * 30, "0" * 32 + "\n"]
)
def test_malformed_ids_are_not_found_before_they_reach_a_path(mine, bad):
    for read in (mine.info, mine.photo, mine.original, mine.mask):
        with pytest.raises(NotFound):
            read(bad)
    assert not mine.exists(bad)
    mine.delete([bad])


# Masks


def test_masks_are_one_bit_pngs_on_disk_and_read_only(mine, tmp_path):
    mask = ROCKET[..., 0] > 120
    mask_id = mine.put_mask(mask)
    assert mask_id[0] == "m"
    assert len(mask_id) == 32
    (file,) = files_of(tmp_path)
    assert file.read_bytes()[24:26] == b"\x01\x00"
    again = mine.mask(mask_id)
    assert np.array_equal(again, mask)
    assert not again.flags.writeable
    assert mine.put_mask(mask.copy()) == mask_id


def test_masks_of_the_same_bits_and_another_shape_differ(mine):
    wide, high = np.zeros((16, 24), bool), np.zeros((24, 16), bool)
    assert mine.put_mask(wide) != mine.put_mask(high)
    with pytest.raises(InvalidMask):
        mine.put_mask(wide.astype(np.uint8))


def test_no_image_is_taken_for_a_mask_whatever_its_id_begins_with(mine):
    for n in range(64):
        image_id = mine.put_photo(Photo(np.full((2, 3, 3), n, np.uint8))).image_id
        assert mine.exists(image_id)
        assert image_id in set(mine.ids())


# Crashes and crowds


def test_files_are_for_this_user_only(mine, tmp_path):
    mine.put(JPEG)
    for path in (tmp_path / "images").rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted


def test_leftovers_are_swept_after_an_hour(tmp_path):
    FolderBlobs(tmp_path).put_bytes("owner/abcd.bin", b"whole")
    old, new = tmp_path / "incoming" / "old", tmp_path / "incoming" / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 4000,) * 2)
    FolderBlobs(tmp_path).sweep()
    assert not old.exists()
    assert new.exists()


WRITER = """
import hashlib, os, sys
from pathlib import Path
from checkpoints.blobs import FolderBlobs
blobs = FolderBlobs(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    data = os.urandom(300_000)
    blobs.put_bytes("owner/" + hashlib.sha256(data).hexdigest()[:32] + ".bin", data)
"""


def test_a_killed_writer_leaves_no_half_file_to_read(tmp_path):
    for round_ms in (15, 40, 70, 110):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(round_ms / 1000)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    blobs = FolderBlobs(tmp_path)
    keys = list(blobs.keys("owner/"))
    assert keys
    for key in keys:
        name = key.removeprefix("owner/").removesuffix(".bin")
        assert hashlib.sha256(blobs.get_bytes(key)).hexdigest()[:32] == name


def test_many_threads_put_and_read_the_same_and_different_images(store):
    files = [encode(Photo(np.roll(CAT, n, axis=0)), "PNG") for n in range(6)]
    failures = []

    def work(number):
        mine = store.of("local")
        for n in range(6):
            file = files[(n + number) % 6]
            info = mine.put(file, name=f"{number}.png")
            whole = mine.photo(info.image_id)
            box = (number, 0, number + 8, 8)
            edit = mine.put_patch(info.image_id, painted(whole, box, number), box)
            same = mine.original(info.image_id) == file
            if not same or mine.photo(edit.image_id).pixels[0, number, 0] != number:
                failures.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(list(store.of("local").ids())) == 6 + 6 * 8


def test_two_stores_on_one_folder_see_each_others_images(tmp_path):
    one, other = (ImageStore(tmp_path / "images").of("local") for _ in range(2))
    image_id = one.put(JPEG).image_id
    assert other.original(image_id) == JPEG
    other.delete([image_id])
    with pytest.raises(NotFound):
        one.photo(image_id)
