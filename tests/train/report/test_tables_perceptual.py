"""What is shown of how alike faces look."""

from __future__ import annotations

import pytest

from train.report import tables_perceptual


@pytest.fixture
def make(figure):
    """Return a function that makes the figures of one method."""

    def metrics(haarpsi, ms_ssim, mobilenet):
        return {"haarpsi": figure(haarpsi), "ms_ssim": figure(ms_ssim), "mobilenet": figure(mobilenet)}

    return metrics


@pytest.fixture
def figures(make):
    """Two decoders, and two methods that only remove noise."""
    return {
        "reconstruction": {"vae-faithful": make(0.573, 0.91, 3.83), "vae-real": make(0.568, 0.9, 3.94)},
        "50": {"noisy": make(0.31, 0.6, 6.0), "vae": make(0.61, 0.93, 3.5)},
    }


def _tables(figures):
    *tables, words = tables_perceptual.render(figures)
    return tables, words


def test_each_metric_has_a_table_with_its_best_in_bold(figures, row):
    (haarpsi, ms_ssim, distance), words = _tables(figures)
    assert row(haarpsi, "HaarPSI (higher is better)") == "Reconstruction | Noise 50"
    assert row(haarpsi, "VAE, faithful") == "**0.573** | "
    assert row(haarpsi, "VAE, real") == "0.568 | "
    assert row(haarpsi, "Nothing (the noisy face)") == " | 0.310"
    assert row(ms_ssim, "VAE, faithful") == "**0.910** | "
    assert row(distance, "VAE, faithful") == "**3.830** | "
    assert row(distance, "Nothing (the noisy face)") == " | 6.000"
    assert "On 1,000 faces" in words
    assert "part of no loss" in words


def test_without_pretrained_features_nothing_is_said_of_them(figures):
    for methods in figures.values():
        for metrics in methods.values():
            del metrics["mobilenet"]
    tables, words = _tables(figures)
    assert len(tables) == 2
    assert "MobileNet" not in words
