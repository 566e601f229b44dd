"""What the numbers of a code cost, switching them off, and the JPEG of as many bits."""

from __future__ import annotations

import math

import pytest
import torch

from facevae import metrics, photos
from facevae.latent import rate
from facevae.latent.rate import RateEstimate
from facevae.models.vae import Posterior
from tests.support.pictures import opened, saved


@pytest.fixture
def rated() -> RateEstimate:
    return RateEstimate(torch.tensor([[1.0, -2.0, 0.5]]), torch.tensor([3.0, 5.0, 3.0]))


def test_a_number_that_says_nothing_is_free_and_the_others_cost_their_divergence(tiny_model, faces, monkeypatch):
    posterior = Posterior(torch.tensor([[0.0, 2.0, 0.0, 0.0]]), torch.tensor([[1.0, 1.0, 0.5, 1.0]]))
    monkeypatch.setattr(tiny_model.vae.encoder, "forward", lambda faces: posterior)
    found = rate.estimate_rate(tiny_model, faces[:1])
    halved = (0.5 * (0.25 - 1) + math.log(2)) / math.log(2)
    torch.testing.assert_close(found.bits, torch.tensor([0.0, 2 / math.log(2), halved, 0.0]))
    assert found.total == pytest.approx(2 / math.log(2) + halved)
    assert torch.equal(found.latents, posterior.mean)


def test_the_costliest_comes_first_and_equals_keep_their_order(rated):
    assert rated.order == [1, 0, 2]


def test_what_is_switched_off_is_the_priors_mean_and_costs_nothing(rated):
    assert rated.without([1]).tolist() == [[1.0, 0.0, 0.5]]
    assert rated.kept([1]) == 6
    assert rated.kept(rated.order) == 0
    assert not rated.without({0, 1, 2}).any()
    assert rated.latents[0, 1] == -2


def test_with_everything_on_it_is_the_code_itself(rated):
    assert torch.equal(rated.without([]), rated.latents)
    assert rated.kept([]) == rated.total == 11


def test_one_face_at_a_time(tiny_model, faces):
    for refused in (lambda: rate.estimate_rate(tiny_model, faces), lambda: rate.jpeg_of_size(faces, 1000)):
        with pytest.raises(ValueError, match="one at a time"):
            refused()


@pytest.mark.parametrize("most", [80, 400, 1600])
def test_the_jpeg_fits_and_more_bits_are_closer(make_faces, most):
    face = make_faces(1, size=64)
    less, more = rate.jpeg_of_size(face, most), rate.jpeg_of_size(face, 2 * most)
    assert less.bits <= most
    assert more.bits <= 2 * most
    assert metrics.psnr(less.picture, face) < metrics.psnr(more.picture, face)
    assert less.picture.shape == face.shape
    assert 250 < less.overhead < 400


def test_no_other_jpeg_of_that_size_is_closer(make_faces):
    face, most = make_faces(1, size=32), 600
    best = rate.jpeg_of_size(face, most)
    rivals = []
    for side in (8, 16, 32):
        for quality in range(5, 100, 10):
            data = saved(photos.to_photo(face, side), "JPEG", quality=quality, subsampling=0, optimize=True)
            if 8 * (len(data) - data.index(b"\xff\xda") - 14 - 2) <= most:  # a scan header of three colours: 14 bytes
                rivals.append(metrics.psnr(photos.to_faces(opened(data), 32), face).item())
    assert len(rivals) > 5
    assert metrics.psnr(best.picture, face).item() >= max(rivals)


def test_bits_and_overhead_together_are_the_file(make_faces):
    face = make_faces(1)
    found = rate.jpeg_of_size(face, 1000)
    sizes = []
    for subsampling in (0, 2):
        small = photos.to_photo(face, found.side)
        sizes.append(len(saved(small, "JPEG", quality=found.quality, subsampling=subsampling, optimize=True)))
    assert found.bits // 8 + found.overhead in sizes


def test_where_no_jpeg_fits_there_is_none(make_faces):
    assert rate.jpeg_of_size(make_faces(1), 7) is None


def test_a_pixels_change_is_the_root_of_the_mean_square_over_its_colours():
    before = torch.zeros(1, 3, 2, 2)
    after = before.clone()
    after[0, :, 0, 0] = torch.tensor([0.3, 0.0, 0.0])
    after[0, :, 1, 1] = 0.5
    expected = torch.tensor([[0.3 / math.sqrt(3), 0.0], [0.0, 0.5]])
    torch.testing.assert_close(rate.change_map(before, after)[0, 0], expected)
    torch.testing.assert_close(rate.change_map(after, before)[0, 0], expected)
