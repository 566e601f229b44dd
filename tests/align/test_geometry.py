"""Where a crop belongs, worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from facevae.align import CropFrame, Face, centred, from_eyes
from facevae.align.geometry import EYES, POINTS, SURE, TINY, TURNED, fit
from tests.support.frames import face_of

FRAMES = [CropFrame(10.0, 0.0, 0.0, 0.0), CropFrame(0.0, 10.0, 20.0, 30.0), CropFrame(-31.0, 7.0, 1000.5, -3.25)]
REFERENCE = torch.tensor(POINTS, dtype=torch.float64)


def _places(frame: CropFrame, fractions: torch.Tensor) -> torch.Tensor:
    return torch.stack(frame.at(*fractions.unbind(1)), 1)


def _precision(generator: torch.Generator, points: int = 5) -> torch.Tensor:
    root = torch.randn(2 * points, 2 * points, generator=generator, dtype=torch.float64)
    return root @ root.T + torch.eye(2 * points, dtype=torch.float64)


def test_a_quarter_turn_by_hand():
    frame = CropFrame(0.0, 10.0, 20.0, 30.0)
    assert frame.corners == ((20, 30), (20, 40), (10, 40), (10, 30))
    assert (frame.side, frame.turn) == (10, 90)
    assert frame.at(0.5, 0.5) == (15, 35)


@pytest.mark.parametrize("frame", FRAMES)
def test_inside_undoes_at(frame, generator):
    u, v = torch.rand(2, 20, generator=generator(), dtype=torch.float64) * 3 - 1
    torch.testing.assert_close(frame.inside(*frame.at(u, v)), (u, v))


def test_scaled_and_moved_frames_follow_their_photo():
    frame = CropFrame(3.0, 4.0, 10.0, 20.0)
    for (x, y), larger, moved in zip(frame.corners, frame.scaled(2).corners, frame.moved(-1, 5).corners, strict=True):
        assert larger == (2 * x, 2 * y)
        assert moved == (x - 1, y + 5)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_upside_down_has_its_corners_across(frame):
    for corner, across in zip(
        frame.corners, frame.upside_down().corners[2:] + frame.upside_down().corners[:2], strict=True
    ):
        assert across == pytest.approx(corner)
    assert abs(frame.upside_down().turn - frame.turn) == pytest.approx(180)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("frame", FRAMES)
def test_fit_recovers_a_frame_whatever_counts_more(frame, seed, generator):
    found = fit(_places(frame, REFERENCE), REFERENCE, _precision(generator(seed)))
    assert vars(found) == pytest.approx(vars(frame))


def test_fit_takes_two_points():
    reference = torch.tensor([[0.25, 0.5], [0.75, 0.5]])
    # The points are 20 apart and a half of the side in the crop, so the side is 40; they lie on the crop's middle row.
    found = fit(torch.tensor([[100.0, 50.0], [120.0, 50.0]]), reference, torch.eye(4))
    assert vars(found) == pytest.approx({"a": 40, "b": 0, "x": 90, "y": 30})


def test_fit_leaves_out_a_point_that_says_nothing():
    frame, weights = CropFrame(100.0, 20.0, 30.0, 40.0), torch.ones(10, dtype=torch.float64)
    points = _places(frame, REFERENCE)
    points[2] += 50
    apart = [abs(fit(points, REFERENCE, weights.diag()).x - frame.x)]
    weights[4:6] = 1e-9
    apart.append(abs(fit(points, REFERENCE, weights.diag()).x - frame.x))
    assert apart[0] > 1
    assert apart[1] < 1e-4


def test_no_frame_nearby_fits_better(generator):
    random = generator()
    precision = _precision(random)
    points = 100 * REFERENCE + 5 * torch.randn(5, 2, generator=random, dtype=torch.float64)

    def misfit(frame: CropFrame) -> float:
        left = (torch.stack(frame.inside(*points.unbind(1)), 1) - REFERENCE).flatten()
        return float(left @ precision @ left)

    found = fit(points, REFERENCE, precision)
    least = misfit(found)
    for name in ("a", "b", "x", "y"):
        for step in (-0.5, 0.5):
            assert misfit(CropFrame(**{**vars(found), name: getattr(found, name) + step})) > least


def test_fit_of_one_place_is_refused():
    with pytest.raises(ValueError, match="same"):
        fit(torch.ones(5, 2), REFERENCE, torch.eye(10))


@pytest.mark.parametrize(("left", "right"), [((30, 40), (90, 40)), ((30, 40), (75, 80)), ((90, 40), (30, 41))])
def test_eyes_that_were_pointed_at_go_where_the_training_faces_have_them(left, right):
    face = from_eyes(left, right)
    assert face.frame.at(*EYES[0]) == pytest.approx(left)
    assert face.frame.at(*EYES[1]) == pytest.approx(right)
    assert face.points[:2] == (pytest.approx(left), pytest.approx(right))
    assert face.turn == pytest.approx(math.degrees(math.atan2(right[1] - left[1], right[0] - left[0])))
    assert face.score == 0


def test_two_eyes_in_one_place_are_refused():
    with pytest.raises(ValueError, match="same"):
        from_eyes((10, 10), (10, 10))


@pytest.mark.parametrize(
    ("size", "box"), [((640, 480), (80, 0, 560, 480)), ((301, 400), (0, 49.5, 301, 350.5)), ((16, 16), (0, 0, 16, 16))]
)
def test_the_largest_centred_square_by_hand(size, box):
    face = centred(size)
    assert face.box == box
    assert vars(face.frame) == {"a": box[2] - box[0], "b": 0, "x": box[0], "y": box[1]}
    assert face.points[0] == pytest.approx((box[0] + 0.300 * (box[2] - box[0]), box[1] + 0.292 * (box[3] - box[1])))


@pytest.mark.parametrize("frame", [CropFrame(250.0, 0.0, 0.0, 0.0), CropFrame(-20.0, 30.0, 500.0, 100.0)])
@pytest.mark.parametrize("side", [-1, 1])
def test_a_face_is_turned_whose_nose_is_beside_its_eyes(frame, side):
    # Eyes at .3 and .7, so .4 apart and .5 in the middle.
    for beside, turned in ((0.4 * TURNED - 0.01, False), (0.4 * TURNED + 0.01, True)):
        points = (0.3, 0.3), (0.7, 0.3), (0.5 + side * beside, 0.5), (0.35, 0.7), (0.65, 0.7)
        assert Face((0, 0, 9, 9), tuple(frame.at(u, v) for u, v in points), 1.0, frame).turned is turned


def test_a_face_is_sure_and_tiny_from_what_the_constants_say():
    frame = CropFrame(float(TINY), 0.0, 0.0, 0.0)
    assert face_of(frame, SURE).sure
    assert not face_of(frame, SURE - 0.001).sure
    assert not face_of(frame).tiny
    assert face_of(frame.scaled(0.99)).tiny


@pytest.mark.parametrize(("nose", "expected"), [(0.5, 100.0), (0.6, 50.0), (0.4, 50.0), (0.7, 100 / 17)])
def test_a_face_that_looks_away_is_less_prominent_by_hand(nose, expected):
    # The eyes are 0.4 of the side apart, so that 0.1 is a quarter of that.
    points = ((30.0, 30.0), (70.0, 30.0), (100 * nose, 50.0), (35.0, 70.0), (65.0, 70.0))
    face = Face((0, 0, 100, 100), points, 1.0, CropFrame(100.0, 0.0, 0.0, 0.0))
    assert face.prominence == pytest.approx(expected)


def test_of_a_profile_and_a_smaller_face_from_the_front_the_latter_is_more_prominent():
    from_the_front = from_eyes((60.0, 60.0), (100.0, 60.0))
    profile = from_eyes((200.0, 60.0), (260.0, 60.0))
    left, right, (_, down), *mouth = profile.points
    profile = replace(profile, points=(left, right, (left[0], down), *mouth))
    assert profile.frame.side > from_the_front.frame.side
    assert from_the_front.prominence > profile.prominence
