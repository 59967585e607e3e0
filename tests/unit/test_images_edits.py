import io

import numpy as np
import pytest
from PIL import Image
from skimage import data

from checkpoints import images as store_module
from checkpoints.images import ImageStore
from errors import InvalidRequest, NotFound
from imaging.codec import Photo, decode
from tests.unit.icc_profiles import P3, rgb_profile
from tests.unit.photo_files import CAT, DEEP, exif_of, saved

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


# Edits


def test_a_whole_edit_is_lossless_and_inherits_name_and_format(mine, tmp_path):
    root = mine.put(JPEG, name="rocket.jpg")
    edit = Photo(np.rot90(ROCKET).copy(), icc_profile=rgb_profile(P3), notes=("turned",))
    info = mine.put_photo(edit, parent_id=root.image_id)
    assert (info.format, info.name, info.parent_id) == ("JPEG", "rocket.jpg", root.image_id)
    again = cold(tmp_path).photo(info.image_id)
    assert np.array_equal(again.pixels, edit.pixels)
    assert (again.icc_profile, again.format, again.notes) == (edit.icc_profile, "JPEG", ("turned",))
    assert mine.put_photo(edit, parent_id=root.image_id) == info


def test_a_new_picture_without_parent_is_a_png(mine):
    info = mine.put_photo(Photo(CAT))
    assert (info.format, info.name, info.parent_id) == ("PNG", None, None)
    assert mine.export(info.image_id)[1:] == ("image/png", f"{info.image_id[:8]}.png")


@pytest.mark.parametrize("with_alpha", [False, True])
@pytest.mark.parametrize("pixels", [CAT, DEEP], ids=["8 bits", "16 bits"])
def test_a_patch_gives_the_composed_photo_byte_for_byte(mine, tmp_path, pixels, with_alpha):
    alpha = np.ascontiguousarray(pixels[..., 1]) if with_alpha else None
    root = Photo(pixels, alpha, rgb_profile(P3))
    parent = mine.put_photo(root).image_id
    box = (3, 5, 20, 11)
    edit = painted(root, box, 77)
    if with_alpha:
        changed = edit.alpha.copy()
        changed[6:9, 4:9] = 0
        edit = Photo(edit.pixels, changed, edit.icc_profile)
    info = mine.put_patch(parent, edit, box)
    again = cold(tmp_path).photo(info.image_id)
    assert np.array_equal(again.pixels, edit.pixels)
    assert again.pixels.dtype == pixels.dtype
    assert again.icc_profile == root.icc_profile
    assert (again.alpha is None) == (alpha is None)
    assert alpha is None or np.array_equal(again.alpha, edit.alpha)
    assert np.array_equal(decode(mine.original(info.image_id)).pixels, edit.pixels)


def test_a_patch_costs_its_box_and_not_the_photo(mine):
    parent = mine.put(JPEG).image_id
    info = mine.put_patch(parent, painted(mine.photo(parent), (8, 8, 24, 24), 9), (8, 8, 24, 24))
    assert info.size_bytes < 500
    assert (info.width, info.height) == (240, 160)


def test_a_long_chain_of_patches_composes_exactly_and_is_cut_by_whole_pictures(mine, tmp_path):
    ids, photo = [mine.put(JPEG).image_id], decode(JPEG)
    for n in range(80):
        box = (n, n, n + 40, n + 20)  # each overlaps the last
        photo = painted(photo, box, n)
        ids.append(mine.put_patch(ids[-1], photo, box).image_id)
    fresh = cold(tmp_path)
    assert np.array_equal(fresh.photo(ids[-1]).pixels, photo.pixels)
    assert fresh.photo(ids[40]).pixels[40, 40].tolist() == [39, 39, 39]
    assert len(fresh.closure([ids[-1]])) <= store_module.MOST_PATCHES + 2


def test_a_patch_id_comes_from_parent_box_and_content(mine):
    parent = mine.put(JPEG).image_id
    photo = mine.photo(parent)
    one = mine.put_patch(parent, painted(photo, (1, 2, 5, 6), 9), (1, 2, 5, 6))
    assert mine.put_patch(parent, painted(photo, (1, 2, 5, 6), 9), (1, 2, 5, 6)) == one
    wider = mine.put_patch(parent, painted(photo, (1, 2, 5, 6), 9), (1, 2, 5, 7))
    darker = mine.put_patch(parent, painted(photo, (1, 2, 5, 6), 8), (1, 2, 5, 6))
    assert len({one.image_id, wider.image_id, darker.image_id}) == 3


def test_a_patch_that_would_lie_is_refused(mine):
    parent = mine.put(JPEG).image_id
    photo = mine.photo(parent)
    edit = painted(photo, (10, 10, 20, 20), 0)
    for box in ((5, 5, 5, 9), (-1, 0, 9, 9), (0, 0, 241, 9), (9, 9, 0, 0)):
        with pytest.raises(InvalidRequest, match="box"):
            mine.put_patch(parent, edit, box)
    with pytest.raises(InvalidRequest, match="outside the box"):
        mine.put_patch(parent, edit, (10, 10, 20, 19))
    with pytest.raises(InvalidRequest, match="size"):
        mine.put_patch(parent, Photo(edit.pixels[:-1]), (10, 10, 20, 20))
    with_alpha = Photo(edit.pixels, np.full((160, 240), 255, np.uint8))
    with pytest.raises(InvalidRequest, match="transparency"):
        mine.put_patch(parent, with_alpha, (10, 10, 20, 20))


def test_what_the_caller_does_with_its_array_later_changes_nothing(mine):
    pixels = CAT.copy()
    image_id = mine.put_photo(Photo(pixels)).image_id
    pixels[:] = 0
    assert np.array_equal(mine.photo(image_id).pixels, CAT)


# Thumbnails and exports


@pytest.mark.parametrize(("size_px", "expected"), [(64, (64, 43)), (100, (100, 67)), (2048, None)])
def test_a_thumbnail_fits_its_size_and_is_never_enlarged(mine, size_px, expected):
    image_id = mine.put(JPEG).image_id
    picture = Image.open(io.BytesIO(mine.thumbnail(image_id, size_px)))
    assert picture.format == "WEBP"
    assert picture.size == (expected or (240, 160))
    assert mine.thumbnail(image_id, size_px) == mine.thumbnail(image_id, size_px)


@pytest.mark.parametrize("size_px", [15, 2049, 0, -5])
def test_other_thumbnail_sizes_are_refused(mine, size_px):
    with pytest.raises(InvalidRequest, match="size"):
        mine.thumbnail(mine.put(JPEG).image_id, size_px)


def test_a_thumbnail_keeps_alpha_and_hidden_colours_do_not_bleed(mine):
    pixels = np.full((160, 240, 3), (0, 255, 0), np.uint8)
    pixels[:, :121] = (200, 30, 30)
    alpha = np.zeros((160, 240), np.uint8)
    alpha[:, :121] = 255
    image_id = mine.put_photo(Photo(pixels, alpha)).image_id
    small = np.asarray(Image.open(io.BytesIO(mine.thumbnail(image_id, 60))))
    seen = small[small[..., 3] > 100]
    assert (small[..., 3] == 0).any()
    assert np.abs(seen[:, :3].astype(int) - (200, 30, 30)).max() < 20


def test_a_thumbnail_is_srgb(mine):
    red = Photo(np.full((32, 48, 3), (200, 50, 50), np.uint8), icc_profile=rgb_profile(P3))
    file = mine.thumbnail(mine.put_photo(red).image_id, 32)
    photo = decode(file)
    assert photo.icc_profile is None
    assert np.abs(photo.pixels[5, 5].astype(int) - (219, 14, 35)).max() < 6


def test_an_unedited_upload_is_downloaded_byte_for_byte(mine):
    tiff = saved(Image.fromarray(CAT), "TIFF")
    assert mine.export(mine.put(JPEG, name="r.jpg").image_id) == (JPEG, "image/jpeg", "r.jpg")
    assert mine.export(mine.put(tiff, name="c.tif").image_id) == (tiff, "image/tiff", "c.tif")


def test_an_edit_is_downloaded_with_the_uploads_name_format_and_exif(mine):
    root = mine.put(JPEG, name="rocket.JPEG").image_id
    edit = mine.put_patch(root, painted(mine.photo(root), (0, 0, 50, 50), 0), (0, 0, 50, 50))
    file, media_type, name = mine.export(edit.image_id)
    assert (media_type, name) == ("image/jpeg", "rocket.JPEG")
    exif = Image.open(io.BytesIO(file)).getexif()
    assert exif[0x010F] == "Canon"
    assert exif.get_ifd(0x8825)[1] == "N"
    assert decode(file).pixels[:40, :40].max() < 10
    without, _, _ = mine.export(edit.image_id, strip_gps=True)
    assert not Image.open(io.BytesIO(without)).getexif().get_ifd(0x8825)
    bare, _, name = mine.export(edit.image_id, "WEBP", strip_all=True)
    assert not dict(Image.open(io.BytesIO(bare)).getexif())
    assert name == "rocket.webp"


def test_formats_that_are_not_written_and_lost_alpha_fall_to_png(mine):
    bmp = mine.put(saved(Image.fromarray(CAT), "BMP"), name="cat.bmp").image_id
    edit = mine.put_photo(Photo(CAT[::-1].copy()), parent_id=bmp).image_id
    assert mine.export(edit)[1:] == ("image/png", "cat.png")
    jpeg = mine.put(JPEG, name="rocket.jpg").image_id
    cut = Photo(ROCKET, alpha=np.ascontiguousarray(ROCKET[..., 0]))
    cut_out = mine.put_photo(cut, parent_id=jpeg).image_id
    assert mine.export(cut_out)[1:] == ("image/png", "rocket.png")
    with pytest.raises(InvalidRequest, match="transparency"):
        mine.export(cut_out, "JPEG")
    with pytest.raises(InvalidRequest, match="No file format"):
        mine.export(cut_out, "TIFF")


# Deleting


def test_closure_names_the_ancestors_that_patches_lie_on_and_the_root(mine):
    root = mine.put(JPEG).image_id
    photo = painted(mine.photo(root), (0, 0, 9, 9), 1)
    one = mine.put_patch(root, photo, (0, 0, 9, 9)).image_id
    two = mine.put_patch(one, painted(photo, (5, 5, 12, 12), 2), (5, 5, 12, 12)).image_id
    whole = mine.put_photo(Photo(CAT), parent_id=two).image_id
    mask_id = mine.put_mask(CAT[..., 0] > 99)
    assert mine.closure([two]) == {two, one, root}
    assert mine.closure([whole]) == {whole, root}
    assert mine.closure([mask_id, "0" * 32]) == {mask_id, "0" * 32}


def test_deleting_all_but_a_closure_leaves_what_stays_readable(mine, tmp_path):
    root = mine.put(JPEG).image_id
    photo = painted(mine.photo(root), (0, 0, 9, 9), 1)
    kept = mine.put_patch(root, photo, (0, 0, 9, 9)).image_id
    gone = [
        mine.put_photo(Photo(CAT), parent_id=kept).image_id,
        mine.put_mask(CAT[..., 0] > 99),
    ]
    mine.thumbnail(gone[0], 32)
    everything = set(mine.ids())
    assert everything == {root, kept, *gone}
    mine.delete(everything - mine.closure([kept]))
    fresh = cold(tmp_path)
    assert set(fresh.ids()) == {root, kept}
    assert np.array_equal(fresh.photo(kept).pixels, photo.pixels)
    assert len(files_of(tmp_path)) == 4  # no thumbnail is left
    for one in gone:
        assert not mine.exists(one)
    with pytest.raises(NotFound):
        mine.photo(gone[0])


def test_a_deleted_image_can_be_put_again(mine):
    image_id = mine.put(JPEG).image_id
    mine.delete([image_id])
    assert not mine.exists(image_id)
    mine.put(JPEG, name="again.jpg")
    assert mine.info(image_id).name == "again.jpg"
    assert mine.original(image_id) == JPEG
