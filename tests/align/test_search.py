"""A face is found wherever it is in a photo, and its square follows it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from PIL import Image, ImageOps

from facevae import photos
from facevae.align import CropFrame, detector, find, search
from facevae.align.detection import detect
from facevae.align.geometry import TOO_SMALL
from facevae.align.search import find_landmarks
from facevae.latent import out_of_distribution
from tests.support.frames import apart, mirrored, portrait, quarter_frame, quarter_photo

PLACE = 256, (300, 200)
HEADLONG = 144, (100, 20)
"""Where the cascade takes the face for one, upside down, in a photo of 640 x 480 pixels; mostly it does not."""

NEAR = 0.03
"""Of a square's side: how far its corners may be from where they should be."""


def _photo(size: tuple[int, int], *places: tuple[int, tuple[int, int]]) -> Image.Image:
    """The portrait on a slope of colours, once for each side and top left corner."""
    x, y = np.meshgrid(np.linspace(60, 160, size[0]), np.linspace(90, 130, size[1]))
    photo = Image.fromarray(np.stack([x, y, 200 - x], -1).astype(np.uint8))
    for side, corner in places:
        photo.paste(portrait().resize((side, side), Image.Resampling.LANCZOS), corner)
    return photo


def _placed(known: CropFrame, side: int, corner: tuple[int, int]) -> CropFrame:
    return known.scaled(side / 256).moved(*corner)


def _the_one(photo: Image.Image) -> CropFrame:
    faces = find(photo)
    assert len(faces) == 1
    assert faces[0].sure
    return faces[0].frame


@pytest.fixture(scope="module")
def known() -> CropFrame:
    """Where the face is in the portrait, found by the search itself on a wide photo."""
    left, top = PLACE[1]
    return _the_one(_photo((900, 700), PLACE)).moved(-left, -top)


def test_a_portrait_cut_like_the_training_faces_is_its_own_square(known):
    # Everything else follows from this one, whose square is known: UTKFace's own.
    assert apart(known, CropFrame(256.0, 0.0, 0.0, 0.0)) < 0.05


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_photo_turns_the_square(known, turns):
    photo = _photo((900, 700), PLACE)
    expected = quarter_frame(_placed(known, *PLACE), photo.size, turns)
    assert apart(_the_one(quarter_photo(photo, turns)), expected) < NEAR


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("side", [32, 128, 256])
def test_a_face_that_fills_its_photo_is_found_either_way_up(known, side, turns):
    photo = portrait().resize((side, side), Image.Resampling.LANCZOS)
    expected = quarter_frame(_placed(known, side, (0, 0)), photo.size, turns)
    assert apart(_the_one(quarter_photo(photo, turns)), expected) < 2 * NEAR


def test_a_mirrored_photo_mirrors_the_square(known):
    photo = _photo((900, 700), PLACE)
    assert apart(_the_one(ImageOps.mirror(photo)), mirrored(_placed(known, *PLACE), 900)) < NEAR


@pytest.mark.parametrize(
    ("size", "side", "corner"),
    [
        ((900, 700), 256, (680, 200)),
        ((900, 700), 256, (300, -40)),
        ((300, 2000), 256, (20, 900)),
        ((2400, 1800), 1500, (400, 200)),
        ((2400, 1800), 110, (1200, 900)),
        ((640, 480), 40, (300, 200)),
    ],
    ids=["at the right edge", "at the top edge", "tall", "large", "small in large", "tiny"],
)
def test_a_face_is_found_wherever_it_is(known, size, side, corner):
    assert apart(_the_one(_photo(size, (side, corner))), _placed(known, side, corner)) < NEAR


@pytest.mark.parametrize("change", [lambda value: value * 0.12, lambda value: 110 + value * 0.2], ids=["dark", "fog"])
def test_a_face_is_found_in_few_tones(known, change):
    photo = _photo((900, 700), PLACE).point(change)
    assert apart(_the_one(photo), _placed(known, *PLACE)) < NEAR


def test_a_face_without_colours_is_found(known):
    photo = _photo((900, 700), PLACE).convert("L").convert("RGB")
    assert apart(_the_one(photo), _placed(known, *PLACE)) < NEAR


def _on(colour: int, size: tuple[int, int], *places: tuple[int, tuple[int, int]]) -> Image.Image:
    photo = Image.new("RGB", size, (colour,) * 3)
    for side, corner in places:
        photo.paste(portrait().resize((side, side), Image.Resampling.LANCZOS), corner)
    return photo


@pytest.mark.parametrize("ground", [0, 12, 30, 128, 250])
@pytest.mark.parametrize("side", [60, 140, 300])
def test_a_lit_face_is_found_whatever_the_light_around_it(known, side, ground):
    # From 0.1 to 2.8 % of the photo, so that the lightest hundredth of it is face, or is not.
    photo = _on(ground, (1600, 2000), (side, (700, 300)))
    assert apart(_the_one(photo), _placed(known, side, (700, 300))) < 2 * NEAR


def test_a_face_in_the_dark_is_found_beside_bright_windows(known):
    photo = _photo((900, 700), PLACE).point(lambda value: value * 0.1)
    for left in (20, 760):
        photo.paste((255, 255, 255), (left, 40, left + 110, 240))
    assert apart(_the_one(photo), _placed(known, *PLACE)) < 2 * NEAR


@pytest.mark.parametrize("turns", range(4))
def test_people_behind_a_large_face_are_found_either_way_up(known, turns):
    behind = [(48, (40 + 170 * number, 30 + 25 * (number % 2))) for number in range(8)]
    places = [(500, (450, 500)), *behind]
    photo = _photo((1600, 1200), *places)
    faces = find(quarter_photo(photo, turns))
    assert len(faces) == len(places)
    expected = [quarter_frame(_placed(known, *place), photo.size, turns) for place in places]
    for frame in expected:
        assert min(apart(face.frame, frame) for face in faces) < 3 * NEAR


@pytest.mark.parametrize("tall", [False, True], ids=["wide", "tall"])
def test_all_heads_of_a_panorama_are_found(tall):
    along = [500 * number + 60 for number in range(40)]
    across = [20 + 37 * number % 280 for number in range(40)]
    size, corners = (20000, 500), list(zip(along, across, strict=True))
    if tall:
        size, corners = size[::-1], [corner[::-1] for corner in corners]
    faces = find(_on(140, size, *((180, corner) for corner in corners)))
    assert len(faces) == len(corners)
    assert all(face.sure for face in faces)


@pytest.mark.parametrize(
    ("size", "places", "most"),
    [((2400, 1800), [(1500, (400, 200))], 6), ((2400, 1800), [], 12), ((20000, 500), [], 12)],
)
def test_a_photo_is_looked_through_a_few_times_only(monkeypatch, size, places, most):
    passes = []
    monkeypatch.setattr(search, "detect", lambda *given: (passes.append(given[1].shape), detect(*given))[1])
    find(_photo(size, *places))
    assert len(passes) <= most
    # A panorama costs no more than any other photo.
    assert all(height * width <= 1.3 * 1280 * 960 for *_, height, width in passes)


@pytest.mark.parametrize("turns", [0, 2])
def test_the_largest_of_several_faces_comes_first(known, turns):
    places = (120, (60, 300)), (260, (400, 100))
    photo = _photo((800, 500), *places)
    faces = find(quarter_photo(photo, turns))
    assert len(faces) == 2
    for face, place in zip(faces, reversed(places), strict=True):
        assert apart(face.frame, quarter_frame(_placed(known, *place), photo.size, turns)) < NEAR


def test_a_face_on_its_head_is_seen_without_turning_the_photo(known, monkeypatch):

    monkeypatch.setattr(search, "SEARCHES", search.SEARCHES[:1])
    photo = _photo((640, 480), HEADLONG)
    expected = quarter_frame(_placed(known, *HEADLONG), photo.size, 2)
    assert apart(_the_one(quarter_photo(photo, 2)), expected) < NEAR


def test_one_face_on_its_head_does_not_end_the_search_for_others():
    # The first search alone finds the one above, and not the other.
    photo = _photo((640, 480), HEADLONG, (100, (400, 250)))
    assert len(find(quarter_photo(photo, 2))) == 2


def test_the_points_lie_in_the_box_and_where_a_crop_has_them():
    (face,) = find(_photo((900, 700), PLACE))
    left, top, right, bottom = face.box
    for (x, y), (u, v) in zip(face.points, detector().reference.tolist(), strict=True):
        assert left < x < right
        assert top < y < bottom
        assert face.frame.at(u, v) == pytest.approx((x, y), abs=0.05 * face.frame.side)


@pytest.mark.parametrize("size", [(800, 600), (16, 16), (2048, 16)])
def test_a_blank_photo_holds_no_face(size):
    assert find(Image.new("RGB", size, (90, 140, 60))) == []


def test_a_face_too_small_to_cut_out_is_left_out():
    assert find(_photo((640, 480), (TOO_SMALL - 6, (300, 200)))) == []
    assert find(portrait().resize((16, 16))) == []


def test_noise_and_a_cat_are_no_faces(generator):
    noise = (255 * torch.rand(300, 400, 3, generator=generator())).to(torch.uint8)
    assert find(Image.fromarray(noise.numpy())) == []
    assert find(photos.open(out_of_distribution.CAT)) == []


def test_a_square_beyond_all_measure_is_not_looked_into(known):
    picture = photos.to_tensor(portrait())
    lost = find_landmarks(detector(), picture, known.scaled(20))
    torch.testing.assert_close(lost, detector().reference)


def test_only_rgb_photos_are_searched():
    with pytest.raises(ValueError, match="mode L"):
        find(portrait().convert("L"))


def test_without_a_detector_there_are_no_faces(monkeypatch):
    monkeypatch.setattr(search, "detector", lambda: None)
    assert find(portrait()) == []


def test_several_at_once_find_the_same_and_leave_the_photo_alone():
    photo = _photo((400, 300), (128, (40, 60)), (100, (250, 80)))
    before = photo.tobytes()
    alone = find(photo)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(find, [photo] * 8))
    assert len(alone) == 2
    assert all(faces == alone for faces in together)
    assert photo.tobytes() == before
