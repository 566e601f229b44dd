"""The three networks, one after the other."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from facevae import photos
from facevae.align import detection, detector
from facevae.align.detection import crops, detect, nms
from tests.support.frames import portrait

# The second is nearly the first (80 of 100 pixels in common); the third lies within both; the fourth touches none.
BOXES = torch.tensor([[0, 0, 10, 8, 0.8], [0, 0, 10, 10, 0.9], [2, 2, 6, 6, 0.7], [20, 0, 30, 10, 0.95]])


@pytest.fixture(scope="module")
def face() -> torch.Tensor:
    """A face that fills the picture to its edges, (1, 3, 256, 256)."""
    return photos.to_tensor(portrait())


@pytest.mark.parametrize(
    ("most", "of_smaller", "kept"),
    [(0.75, False, [3, 1, 2]), (0.85, False, [3, 1, 0, 2]), (0.1, False, [3, 1]), (0.9, True, [3, 1])],
)
def test_boxes_that_overlap_by_hand(most, of_smaller, kept):
    assert nms(BOXES, most, of_smaller=of_smaller).tolist() == kept


def test_a_box_that_overlaps_by_just_as_much_as_is_allowed_stays():
    assert nms(BOXES[:2], 0.8).tolist() == [1, 0]


def one_by_one(boxes: torch.Tensor, most: float, of_smaller: bool) -> list[int]:
    """Greedy suppression as it is defined."""
    order = sorted(range(len(boxes)), key=lambda index: -float(boxes[index, 4]))
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept: list[int] = []
    for index in order:
        for other in kept:
            size = torch.minimum(boxes[index, 2:4], boxes[other, 2:4]) - torch.maximum(
                boxes[index, :2], boxes[other, :2]
            )
            common = size.clamp(min=0).prod()
            whole = min(area[index], area[other]) if of_smaller else area[index] + area[other] - common
            if common > most * whole:
                break
        else:
            kept.append(index)
    return kept


@pytest.mark.parametrize("of_smaller", [False, True])
@pytest.mark.parametrize("block", [7, 512])
@pytest.mark.parametrize("seed", range(4))
def test_any_boxes_are_suppressed_as_one_by_one(generator, monkeypatch, seed, block, of_smaller):
    monkeypatch.setattr(detection, "_BLOCK", block)
    random = torch.rand(60, 5, generator=generator(seed))
    boxes = torch.cat([random[:, :2], random[:, :2] + 0.1 + 0.4 * random[:, 2:4], random[:, 4:]], 1)
    assert nms(boxes, 0.3, of_smaller=of_smaller).tolist() == one_by_one(boxes, 0.3, of_smaller)


def test_no_boxes_stay_none():
    assert nms(torch.zeros(0, 5), 0.5).tolist() == []
    assert crops(torch.rand(1, 3, 9, 9), torch.zeros(0, 4), 6).shape == (0, 3, 6, 6)


def test_a_crop_is_the_mean_of_its_pixels(generator):
    picture = torch.rand(1, 3, 20, 30, generator=generator())
    cut = crops(picture, torch.tensor([[4.0, 2.0, 16.0, 14.0], [10.2, 3.9, 15.8, 10.1]]), 6)
    torch.testing.assert_close(cut[:1], F.avg_pool2d(picture[..., 2:14, 4:16], 2))
    torch.testing.assert_close(cut[1:], picture[..., 4:10, 10:16])


def test_what_of_a_box_is_outside_is_left_out(generator):
    picture = torch.rand(1, 3, 20, 30, generator=generator())
    over, beyond = crops(picture, torch.tensor([[-6.0, -3.0, 6.0, 12.0], [90.0, 90.0, 99.0, 99.0]]), 6)
    torch.testing.assert_close(over[None], F.avg_pool2d(picture[..., :12, :6], (2, 1)))
    torch.testing.assert_close(beyond, picture[0, :, -1:, -1:].expand(3, 6, 6))


@torch.inference_mode()
@pytest.mark.parametrize(("height", "width"), [(80, 120), (11, 300), (300, 11), (1, 1)])
def test_there_is_no_face_in_a_blank_or_a_narrow_picture(height, width):
    found = detect(detector(), torch.full((1, 3, height, width), 0.3), 20)
    assert found.boxes.shape == (0, 4)
    assert found.scores.shape == (0,)
    assert found.points.shape == (0, 5, 2)


@torch.inference_mode()
def test_noise_is_looked_through_in_vain(generator):
    found = detect(detector(), torch.rand(1, 3, 200, 200, generator=generator()), 12)
    assert len(found.boxes) == len(found.scores) == len(found.points)
    assert not (found.scores > 0.9).any()


@torch.inference_mode()
@pytest.mark.parametrize("smallest", [40, 100])
def test_the_points_of_a_face_are_in_order(face, smallest):
    found = detect(detector(), face, smallest)
    left, right, nose, left_mouth, right_mouth = found.points[0]
    assert found.scores[0] > 0.95
    assert left[0] < nose[0] < right[0]
    assert left_mouth[0] < nose[0] < right_mouth[0]
    assert max(left[1], right[1]) < nose[1] < min(left_mouth[1], right_mouth[1])
    (x0, y0, x1, y1), inside = found.boxes[0], found.points[0]
    assert ((inside > torch.stack([x0, y0])) & (inside < torch.stack([x1, y1]))).all()


@torch.inference_mode()
def test_a_face_smaller_than_the_smallest_is_not_looked_for(face):
    small = F.interpolate(face, (60, 60), mode="area")
    assert len(detect(detector(), small, 30).boxes) == 1
    assert len(detect(detector(), F.pad(small, (100, 100, 100, 100), value=0.5), 150).boxes) == 0


@torch.inference_mode()
def test_a_box_beyond_the_edge_does_not_move_the_points(face):
    # The face fills the picture, so that its boxes hang over the edges; with a border around, none does.
    bare = detect(detector(), face, 40)
    wide = detect(detector(), F.pad(face, (64, 64, 64, 64), value=0.5), 40)
    assert (bare.points[0] - (wide.points[0] - 64)).norm(dim=1).max() < 0.04 * 256
