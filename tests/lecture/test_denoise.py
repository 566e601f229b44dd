"""Plain encoding and decoding against the mean filter."""

from __future__ import annotations

import pytest
import torch

from facevae import metrics
from facevae.lecture.questions import denoise
from facevae.restore import classical
from facevae.restore.comparison import WINDOWS


@pytest.mark.parametrize(
    ("leads", "answer", "margin"),
    [
        (([-3, -2], [-1, -0.5], [-4]), "none", 0.5),
        (([1, 2], [3, 0.4], [0.7]), "all", 0.4),
        (([-3, 2], [-1, -2], [-4]), "weak", 2),
        (([-3, 0.5], [2, -2], [-4]), "middle", 1.5),
        (([-3, -2], [0.3, -2], [-4]), "middle", 0.3),
        (([-3, -2], [1, 2], [2.5]), "strong", 0.5),
    ],
)
def test_the_noise_where_it_leads_most_and_how_clearly(leads, answer, margin):
    found = denoise.choose(dict(zip(denoise.BANDS, leads, strict=True)))
    assert found == (answer, pytest.approx(margin))


@pytest.mark.parametrize("index", range(5))
def test_both_see_the_same_noise_at_every_level(tiny_model, make_faces, index):
    face = make_faces(5)[index : index + 1]
    leads = {}
    for name, band in denoise.BANDS.items():
        leads[name] = []
        for level in band:
            noise = torch.randn(face.shape, generator=torch.Generator().manual_seed(denoise.SEED))
            noisy = (face + level / 255 * noise).clamp(0, 1)
            plain = tiny_model.decode(tiny_model.encode(noisy).mean)
            means = (classical.undo_clipping(classical.mean(noisy, window), level / 255) for window in WINDOWS)
            best = max(float(metrics.psnr(mean, face)) for mean in means)
            leads[name].append(float(metrics.psnr(plain, face)) - best)
    answer, margin = denoise.choose(leads)
    found = denoise.plain_copy_in_noise(tiny_model, face)
    assert (found.answer, found.margin) == (answer, pytest.approx(margin, abs=1e-2))
    assert found == denoise.plain_copy_in_noise(tiny_model, face)
