"""Tables of noise and holes."""

from __future__ import annotations

import pytest

from facevae.restore import DENOISERS
from train.rendering import restoring


@pytest.fixture
def noise(scores):
    """One noise level, in which the last registered method has the highest PSNR and the first the highest SSIM."""
    found = {name: scores(20 + index, 0.9 - 0.01 * index) for index, name in enumerate(DENOISERS)}
    return found | {"noisy": scores(8.0, 0.1), "mean-best": scores(20.5, 0.7, window=9), "nlm": scores(19, 0.5, n=200)}


@pytest.fixture
def denoising(noise):
    return "\n".join(restoring.denoising({"100": noise, "25": noise}))


def test_cells_are_the_means_with_the_best_in_bold(denoising, row):
    first, *_, last = DENOISERS.values()
    assert row(denoising, first.label) == "20.0 / **0.900** | 20.0 / **0.900**"
    assert row(denoising, last.label).startswith(f"**{20 + len(DENOISERS) - 1:.1f}** / 0.8")
    assert row(denoising, "Nothing (the noisy face)") == "8.0 / 0.100 | 8.0 / 0.100"


def test_every_registered_method_has_a_row_and_every_level_a_column(denoising, row):
    assert row(denoising, "Denoising (noise out of 255)") == "Noise 25 | Noise 100"
    for method in DENOISERS.values():
        assert row(denoising, method.label).count("|") == 1


def test_what_the_reader_must_know_is_computed_too(denoising):
    assert "reach up to 0.20 dB and 0.003" in denoising
    assert "by PSNR it is 9, 9 pixels" in denoising
    assert f"the first 200 faces only: {DENOISERS['nlm'].label}." in denoising


def test_nothing_is_said_of_fewer_faces_where_all_were_used(noise, scores):
    text = "\n".join(restoring.denoising({"25": noise | {"nlm": scores(19, 0.5)}}))
    assert "first" not in text


def test_a_hole_is_scored_inside_and_as_a_whole(scores, row):
    holes = {"mean-face": {"inside": scores(15.5, 0.4), "whole": scores(21.5, 0.8)}}
    holes["vae"] = {"inside": scores(19.25, 0.61), "whole": scores(25.5, 0.9)}
    inside, whole, words = restoring.inpainting({"centre-box": holes}, "mean of 3 faces")
    assert row(inside, "Inpainting, inside the hole") == "Centre box, half the side"
    assert (row(inside, "Mean face"), row(inside, "VAE")) == ("15.5 / 0.400", "**19.2** / **0.610**")
    assert (row(whole, "Mean face"), row(whole, "VAE")) == ("21.5 / 0.800", "**25.5** / **0.900**")
    assert words.endswith("Mean face: mean of 3 faces.")


def test_times_are_relative():
    words = restoring.speed({"vae-plain": 1.0, "decode": 0.44, "denoise": 2.0})
    assert words.endswith("decode 0.4, denoise 2.0.")
