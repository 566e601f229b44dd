"""The three networks of the detector, with the weights that are shipped."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from facevae import align
from facevae.align.geometry import POINTS
from facevae.models.mtcnn import ONET_SIZE, PNET_SIZE, RNET_SIZE, Mtcnn
from tests.support.frames import portrait

SWAPPED = [1, 0, 2, 4, 3]
"""The points as a mirror shows them."""


@pytest.fixture(scope="module")
def detector() -> Mtcnn:
    """The shipped detector."""
    return align.detector()


@pytest.fixture(scope="module")
def face() -> torch.Tensor:
    """A face that fills its picture, (1, 3, 48, 48)."""
    return align.cut(portrait(), align.centred((256, 256)), ONET_SIZE).pixels


@torch.inference_mode()
@pytest.mark.parametrize(("side", "places"), [(12, 1), (13, 2), (14, 2), (24, 7), (61, 26)])
def test_the_first_network_has_a_square_every_two_pixels(detector, side, places):
    # 12 pixels hold one square, and every two more hold another; pooling fills up to the next even number.
    scores, moves = detector.pnet(torch.rand(2, 3, side, PNET_SIZE))
    assert scores.shape == (2, places, 1)
    assert moves.shape == (2, 4, places, 1)
    assert ((scores >= 0) & (scores <= 1)).all()


@torch.inference_mode()
def test_the_first_network_sees_in_a_picture_what_it_sees_in_its_squares(detector, generator):
    picture = torch.rand(1, 3, 30, 40, generator=generator())
    scores, moves = detector.pnet(picture)
    for row, column in ((0, 0), (3, 5), (9, 14)):
        square = picture[..., 2 * row : 2 * row + PNET_SIZE, 2 * column : 2 * column + PNET_SIZE]
        score, move = detector.pnet(square)
        torch.testing.assert_close(score[0, 0, 0], scores[0, row, column], rtol=0, atol=1e-5)
        torch.testing.assert_close(move[0, :, 0, 0], moves[0, :, row, column], rtol=0, atol=1e-5)


@torch.inference_mode()
def test_each_network_knows_a_face_from_a_plain_colour(detector, face):
    plain = torch.full_like(face, 0.5)
    for network, side in ((detector.pnet, PNET_SIZE), (detector.rnet, RNET_SIZE), (detector.onet, ONET_SIZE)):
        # The shipped weights look for faces as tight as their detector boxes them, from brows to chin.
        tight = F.adaptive_avg_pool2d(face[..., 3:43, 4:44], side)
        assert network(tight)[0].max() > 0.9
        assert network(F.adaptive_avg_pool2d(plain, side))[0].max() < 0.1


@torch.inference_mode()
def test_a_crop_is_rated_alike_alone_and_among_others(detector, generator):
    for network, side in ((detector.rnet, RNET_SIZE), (detector.onet, ONET_SIZE)):
        batch = torch.rand(5, 3, side, side, generator=generator())
        for together, alone in zip(network(batch), network(batch[3:4]), strict=True):
            torch.testing.assert_close(together[3:4], alone, rtol=0, atol=1e-5)


@torch.inference_mode()
def test_how_a_picture_lies_in_memory_makes_no_difference(detector, face):
    lying = face.contiguous(memory_format=torch.channels_last)
    assert not lying.is_contiguous()
    for one, other in zip(detector(face), detector(lying), strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-5)


@torch.inference_mode()
def test_the_points_of_a_face_are_found_and_mirrored(detector, face):
    _, _, (points,) = detector.onet(face)
    _, _, (seen,) = detector.onet(face.flip(3))
    torch.testing.assert_close(points, torch.tensor(POINTS), rtol=0, atol=0.06)
    mirrored = torch.stack([1 - seen[:, 0], seen[:, 1]], 1)[SWAPPED]
    torch.testing.assert_close(points, mirrored, rtol=0, atol=0.06)


def test_the_usual_points_are_those_of_upright_faces_alike_on_both_sides(detector):
    mirrored = torch.stack([1 - detector.reference[:, 0], detector.reference[:, 1]], 1)[SWAPPED]
    torch.testing.assert_close(detector.reference, mirrored, rtol=0, atol=0.02)
    torch.testing.assert_close(detector.reference, torch.tensor(POINTS), rtol=0, atol=0.02)


def test_the_precision_is_one_of_ten_numbers_that_vary_together(detector):
    precision = detector.precision.double()
    assert precision.shape == (10, 10)
    torch.testing.assert_close(precision, precision.T)
    deviations = torch.linalg.inv(precision).diag().sqrt()
    assert (torch.linalg.eigvalsh(precision) > 0).all()
    # Of a crop's side: a point is known better than to a tenth, and never to a thousandth.
    assert ((deviations > 0.001) & (deviations < 0.1)).all()
