"""The linear optimum at full strength, on faces whose answers are known."""

from __future__ import annotations

import pytest
import torch

from facevae import metrics
from train.data.examples import Examples, to_float
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures.denoising import add_noise
from train.evaluation.methods import linear_optimum
from train.evaluation.methods.linear_optimum import LinearOptimum

SPREADS = (0.6, 0.15)
"""Standard deviations of two known components."""


@pytest.fixture
def two_components(generator):
    """600 faces of 8 pixels around mid grey that differ by known Gaussian amounts of two directions."""
    directions = torch.linalg.qr(torch.randn(192, 2, generator=generator(1))).Q
    amounts = torch.randn(600, 2, generator=generator(2)) * torch.tensor(SPREADS)
    faces = 0.5 + amounts @ directions.T
    return (faces * 255).round().clamp(0, 255).to(torch.uint8).view(-1, 3, 8, 8)


def test_weights_are_the_share_of_the_variance_that_is_no_noise(two_components):
    sigma = 25 / 255
    found = LinearOptimum.fit(two_components, [25], count=2).levels[25]
    expected = [spread**2 / (spread**2 + sigma**2) for spread in SPREADS]  # Wiener: 0.97 and 0.70
    torch.testing.assert_close(found.weights, torch.tensor(expected), atol=0.06, rtol=0)
    torch.testing.assert_close(found.centre, torch.full((192,), 0.5), atol=0.03, rtol=0)


def test_less_is_believed_in_more_noise(two_components):
    found = LinearOptimum.fit(two_components, [25, 150], count=2)
    assert (found.levels[150].weights < found.levels[25].weights).all()


def test_noise_beyond_the_components_is_not_believed(two_components):
    """All that faces differ by are two of 192 directions, so that almost all of the noise goes."""
    found = LinearOptimum.fit(two_components, [25], count=2)
    clean = to_float(two_components[:20])
    restored = found.restore(add_noise(clean, 0, 25), 25)
    error = float((restored - clean).square().mean())
    # What Wiener's weights leave of the two: s^2 n^2 / (s^2 + n^2) for each, over 192 pixels.
    least = sum(1 / (1 / spread**2 + (255 / 25) ** 2) for spread in SPREADS) / 192
    assert 0.5 * least < error < 3 * least


def test_all_components_and_the_rest_beat_the_noise(make_faces):
    faces = (make_faces(120) * 255).round().to(torch.uint8)
    found = LinearOptimum.fit(faces[:100], [25, 100], count=30)
    clean = to_float(faces[100:])
    for level in (25, 100):
        noisy = add_noise(clean, 0, level)
        restored = found.restore(noisy, level)
        assert float(metrics.psnr(restored, clean).mean()) > float(metrics.psnr(noisy, clean).mean()) + 5
        assert restored.min() >= 0
        assert restored.max() <= 1


def test_the_weights_are_fitted_to_other_faces_than_the_components(two_components, monkeypatch):
    seen = []
    real = linear_optimum.Eigenfaces.fit
    monkeypatch.setattr(linear_optimum, "HELD_BACK", 100)
    monkeypatch.setattr(
        linear_optimum.Eigenfaces, "fit", lambda faces, count: seen.append(len(faces)) or real(faces, count)
    )
    LinearOptimum.fit(two_components, [25], count=2)
    assert seen == [500]


def test_it_is_fitted_once_for_the_same_faces(two_components, monkeypatch):
    empty = torch.zeros(len(two_components))
    with_training = HeldoutFaces(two_components[:2], None, 0, "made up")
    monkeypatch.setattr(HeldoutFaces, "train", Examples(two_components[:30], empty, empty.long(), empty.long()))
    found = linear_optimum.of(with_training, (25, 50))
    assert set(found.levels) == {25, 50}
    assert len(found.basis.components) == 19  # 30 faces less a third, less one
    assert linear_optimum.of(with_training, (25, 50)) is found


def test_without_training_faces_there_is_none(two_components):
    assert linear_optimum.of(HeldoutFaces(two_components, None, 0, "made up"), (25,)) is None


@pytest.mark.parametrize(
    ("count", "levels", "sentence"), [(2, [25], "There are 2 faces"), (9, [26], "levels has 26; choose from 5, 10")]
)
def test_what_cannot_be_fitted_is_said(two_components, count, levels, sentence):
    with pytest.raises(ValueError, match=sentence):
        LinearOptimum.fit(two_components[:count], levels)
