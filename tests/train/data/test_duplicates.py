import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from tests.support.pictures import opened, saved
from train.data import duplicates


def _recompressed(photo):
    return opened(saved(photo, "JPEG", quality=20)).convert("RGB")


def _moved(photo, pixels):
    kept = np.asarray(photo)[pixels:, :-pixels]
    return Image.fromarray(np.pad(kept, ((0, pixels), (pixels, 0), (0, 0)), mode="edge"))


def _thumbnails(*photos):
    return np.stack([duplicates.thumbnail(photo) for photo in photos])


CHANGES = {
    "none": lambda photo: photo.copy(),
    "recompressed": _recompressed,
    "halved": lambda photo: photo.resize((photo.width // 2, photo.height // 2)),
    "brighter": lambda photo: ImageEnhance.Brightness(photo).enhance(1.3),
    "grey": lambda photo: photo.convert("L").convert("RGB"),
    "mirrored": ImageOps.mirror,
    "moved 3 of 96 pixels": lambda photo: _moved(photo, 3),
    "mirrored and recompressed": lambda photo: _recompressed(ImageOps.mirror(photo)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_copy_is_found_among_strangers(make_picture, change):
    photo = make_picture(0)
    thumbnails = _thumbnails(make_picture(1), photo, make_picture(2), change(photo), make_picture(3))
    assert duplicates.near_copies(thumbnails).tolist() == [[1, 3]]


def test_strangers_are_not_paired(make_picture):
    assert duplicates.near_copies(_thumbnails(*map(make_picture, range(20)))).shape == (0, 2)


def test_light_from_the_same_side_does_not_make_strangers_copies(make_picture):
    # What aligned faces share: one bright, one dark half, far stronger than what tells them apart.
    light = Image.fromarray(np.tile(np.linspace(0, 255, 96, dtype=np.uint8), (96, 1))).convert("RGB")
    photos = [Image.blend(light, make_picture(seed), 0.3) for seed in range(5)]
    thumbnails = _thumbnails(*photos)
    assert np.corrcoef(thumbnails.reshape(5, -1)).min() > 0.9
    assert len(duplicates.near_copies(thumbnails)) == 0


def test_flat_pictures_are_like_nothing():
    thumbnails = np.stack([np.full((64, 64), value, np.uint8) for value in (0, 0, 128, 255)])
    assert len(duplicates.near_copies(thumbnails)) == 0


def test_one_picture_alone_has_no_pair(make_picture):
    assert duplicates.near_copies(_thumbnails(make_picture())).shape == (0, 2)


def test_copies_far_apart_meet_across_blocks(make_picture, monkeypatch):
    monkeypatch.setattr(duplicates, "_ROWS", 3)
    monkeypatch.setattr(duplicates, "_PAIRS", 1)
    thumbnails = _thumbnails(*map(make_picture, range(10)))
    thumbnails[9], thumbnails[8], thumbnails[7] = thumbnails[0], thumbnails[4][:, ::-1], thumbnails[0]
    assert duplicates.near_copies(thumbnails).tolist() == [[0, 7], [0, 9], [4, 8], [7, 9]]


def test_thumbnails_stay_as_they_are(make_picture):
    thumbnails = _thumbnails(make_picture(0), make_picture(1))
    before = thumbnails.copy()
    duplicates.near_copies(thumbnails)
    assert np.array_equal(thumbnails, before)


def test_groups_join_through_others_and_count_in_order_of_appearance():
    groups = duplicates.group(7, np.array([[1, 4], [4, 6], [2, 3]]))
    assert groups.tolist() == [0, 1, 2, 2, 1, 3, 1]
    assert groups.dtype == np.int32


def test_without_pairs_each_is_its_own_group():
    assert duplicates.group(3, np.empty((0, 2), np.int64)).tolist() == [0, 1, 2]
