"""Tables of noise and holes."""

from __future__ import annotations

import pytest

from facevae.restore import DENOISERS
from train.report import tables_restoring


@pytest.fixture
def noise(scores):
    """One noise level, in which the last registered method has the highest PSNR and the first the highest SSIM."""
    found = {name: scores(20 + index, 0.9 - 0.01 * index) for index, name in enumerate(DENOISERS)}
    some = {"nlm": scores(19, 0.5, n=200), "vae-refined": scores(40, 0.5, n=60)}
    return found | {"noisy": scores(8.0, 0.1), "mean-best": scores(50, 0.7, window=9)} | some


@pytest.fixture
def compared(noise, scores):
    """The same with the linear optimum in full, and differences."""
    gains = {"mean": scores(3.5, 0.1), "eigenfaces": scores(0.75, 0.02), "supervised": scores(-0.4, -0.01)}
    full = scores(20, 0.5) | {"above": {"eigenfaces": scores(0.3, 0.01)}}
    return noise | {"vae": noise["vae"] | {"above": gains}, "eigenfaces-full": full}


@pytest.fixture
def denoising(noise):
    return "\n".join(tables_restoring.denoising({"100": noise, "25": noise}))


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
    few = f"{DENOISERS['nlm'].label} on the first 200; {DENOISERS['vae-refined'].label} on the first 60"
    assert f"so on fewer: {few}." in denoising


def test_nobody_wins_on_other_faces_or_with_the_clean_face_at_hand(denoising, row):
    assert row(denoising, DENOISERS["vae-refined"].label) == "40.0 / 0.500 | 40.0 / 0.500"
    assert row(denoising, "Mean filter at its best window") == "50.0 / 0.700 | 50.0 / 0.700"


def test_differences_have_their_intervals_and_an_empty_cell_where_there_is_none(noise, compared, row):
    text = "\n".join(tables_restoring.denoising({"25": compared, "100": noise}))
    tables = text[text.index("VAE minus ..., PSNR in dB") - 2 :]
    psnr, ssim = tables.split("| VAE minus ..., SSIM")
    assert row(psnr, DENOISERS["mean"].label) == "+3.50 (+3.30 to +3.70) | "
    assert row(ssim, DENOISERS["supervised"].label) == "-0.010 (-0.013 to -0.007) | "
    assert DENOISERS["nlm"].label not in psnr


def test_the_gap_to_supervision_and_the_price_of_compactness_are_told(compared):
    text = "\n".join(tables_restoring.denoising({"25": compared, "150": compared}))
    gap = "-0.40 (-0.60 to -0.20) dB at noise 25, -0.40 (-0.60 to -0.20) dB at noise 150."
    assert f"The VAE minus it: {gap}" in text
    assert "the full ones minus them: +0.30 (+0.10 to +0.50) dB at noise 25" in text


def test_differences_do_not_count_as_intervals_of_the_means(compared, scores):
    compared["vae"]["above"]["mean"]["psnr"]["low"] = -9
    assert "reach up to 0.20 dB and 0.003" in next(
        part for part in tables_restoring.denoising({"25": compared}) if part.startswith("95 %")
    )


@pytest.mark.parametrize("missing", ["supervised", "eigenfaces"])
def test_without_a_reference_nothing_is_said_of_it(compared, missing):
    del compared["vae"]["above"][missing], compared[missing]
    if missing == "eigenfaces":
        del compared["eigenfaces-full"]["above"]
    text = "\n".join(tables_restoring.denoising({"25": compared}))
    assert ("upper reference" in text) == (missing != "supervised")
    assert ("by being compact" in text) == (missing != "eigenfaces")


def test_nothing_is_said_of_fewer_faces_where_all_were_used(noise, scores):
    all_of_them = {"nlm": scores(19, 0.5), "vae-refined": scores(19, 0.5)}
    text = "\n".join(tables_restoring.denoising({"25": noise | all_of_them}))
    assert "on the first" not in text


def test_a_hole_is_scored_inside_and_as_a_whole(scores, row):
    holes = {"mean-face": {"inside": scores(15.5, 0.4), "whole": scores(21.5, 0.8)}}
    holes["vae"] = {"inside": scores(19.25, 0.61), "whole": scores(25.5, 0.9)}
    holes["biharmonic"] = {"inside": scores(30, 0.7, n=100), "whole": scores(30, 0.9, n=100)}
    inside, whole, words = tables_restoring.inpainting({"centre-box": holes}, "mean of 3 faces")
    assert row(inside, "Inpainting, inside the hole") == "Centre box, half the side"
    assert (row(inside, "Mean face"), row(inside, "VAE")) == ("15.5 / 0.400", "**19.2** / **0.610**")
    assert (row(whole, "Mean face"), row(whole, "VAE")) == ("21.5 / 0.800", "**25.5** / **0.900**")
    assert "Mean face: mean of 3 faces." in words
    assert words.endswith("on fewer: Biharmonic (smooth) filling on the first 100.")


def test_completions_are_compared_inside_the_hole(scores, row):
    gains = {"vae-mean-of-9": {"eigenfaces": scores(0.6, 0.01)}, "vae-best-of-9": {"vae-one-of-9": scores(1.5, 0.04)}}
    names = ("eigenfaces", "vae-mean-of-9", "vae-one-of-9", "vae-best-of-9")
    methods = {name: {part: scores(20, 0.5) for part in ("inside", "whole")} for name in names}
    for name, above in gains.items():
        methods[name]["inside"] = methods[name]["inside"] | {"above": above}
    parts = list(tables_restoring.inpainting({"strokes": methods}, "none"))
    assert parts[0].count("**20.0**") == 3  # the best of nine is no rival
    assert len(parts) == 3 + 2 * 2
    assert "One of nine: a completion on average." in parts[2]
    text = "\n".join(parts[3:])
    assert row(text, DENOISERS["eigenfaces"].label) == "+0.60 (+0.40 to +0.80)"
    assert row(text, "VAE, one of nine") == "+1.50 (+1.30 to +1.70)"


def test_diversity_has_a_column_for_each_hole(figure, row):
    text = tables_restoring.diversity({"0.2": figure(4.0, 0.5, n=100), "1": figure(40.0, 2.0, n=100)})
    assert row(text, "Side of a box in the middle, 100 faces") == "20 % | 100 %"
    assert text.endswith("| 4.00 (3.50 to 4.50) | 40.0 (38.0 to 42.0) |")


def test_errors_of_the_noise_level_are_in_per_cent(figure, row):
    text = tables_restoring.noise_level({"100": {"error": figure(2.5, 0.25), "error_p90": figure(5.0, 0.5)}})
    assert row(text, "Estimating the noise, out of 255") == "Noise 100"
    assert row(text, "Mean error, %") == "2.50 (2.25 to 2.75)"
    assert row(text, "Nine faces of ten are below, %") == "5.00 (4.50 to 5.50)"


def test_both_damages_at_once(scores, row):
    figures = {"mean-face": scores(13, 0.3), "vae": scores(23, 0.7) | {"above": {"mean-face": scores(10, 0.4)}}}
    text = "\n".join(tables_restoring.combined(figures))
    assert row(text, "Both at once") == "Noise 50, centre box, half the side"
    assert row(text, "VAE") == "**23.0** / **0.700**"
    assert text.endswith("face by face: Mean face in the hole, noise left: +10.00 (+9.80 to +10.20) dB.")


def test_times_are_relative():
    words = tables_restoring.speed({"vae-plain": 1.0, "decode": 0.44, "denoise": 2.0})
    assert words.endswith("decode 0.4, denoise 2.0.")
