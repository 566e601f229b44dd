"""Estimating the noise level."""

from __future__ import annotations

import pytest
import torch

from facevae import damage, restore


@pytest.mark.parametrize("level", [10, 25, 50, 75, 100, 150])
def test_the_estimate_is_within_a_tenth(make_faces, generator, level):
    faces = make_faces(4, size=96)
    noisy = damage.apply(faces, "gaussian-noise", generator=generator(), sigma=level / 255).faces
    torch.testing.assert_close(restore.estimate_sigma(noisy), torch.full((4,), level / 255), rtol=0.1, atol=0)


def test_clipping_at_black_is_allowed_for(generator):
    # Half of the noise is cut off where a picture is black; taken at face value it would look much weaker.
    black = torch.zeros(1, 3, 128, 128)
    noisy = (black + 0.2 * torch.randn(black.shape, generator=generator())).clamp(0, 1)
    assert float(noisy.std()) < 0.13
    assert float(restore.estimate_sigma(noisy)) == pytest.approx(0.2, rel=0.1)


@pytest.mark.parametrize("slope", [0.0, 0.004])
def test_no_noise_is_found_in_what_is_flat_or_evenly_shaded(slope):
    shaded = (0.3 + slope * torch.arange(64)).expand(1, 3, 64, 64)
    assert float(restore.estimate_sigma(shaded)) < 1e-3


def test_each_face_has_its_own(make_faces, generator):
    faces = make_faces(2, size=64)
    sigma = torch.tensor([0.05, 0.3])
    noisy = (faces + sigma[:, None, None, None] * torch.randn(faces.shape, generator=generator())).clamp(0, 1)
    torch.testing.assert_close(restore.estimate_sigma(noisy), sigma, rtol=0.1, atol=0)


def test_a_picture_too_small_to_tell_is_refused():
    with pytest.raises(ValueError, match="at least 8"):
        restore.estimate_sigma(torch.zeros(1, 3, 7, 7))
