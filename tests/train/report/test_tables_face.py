"""What is shown of a flagship."""

from __future__ import annotations

import pytest

from train.report import tables_face


@pytest.fixture
def entry(about, figure, scores):
    """Everything but what restoring has its own tests for."""
    kept = {"mean-face": scores(14.1, 0.39), "pca": scores(26.0, 0.75)}
    large = kept | {"vae": scores(27.55, 0.808), "real": scores(26.9, 0.812)}
    small = kept | {"pca": scores(27.6, 0.86), "vae": scores(27.4, 0.86), "real": scores(27.1, 0.85)}
    small["vae"]["psnr"]["high"] += 0.13
    likelihood = {"rate_nats": figure(833.9, 3.2), "rate_bits": figure(1203.0, 4.0), "bits_per_dim": figure(5.58, 0.02)}
    distances = {"faces": 1143, "floor_faces": 1104, "floor": 1.234}
    near = {"samples": figure(3.0), "unseen": figure(4.0), "ratio": 0.75, "share": figure(0.008, 0.003)}
    return {
        "about": about("face"),
        "reconstruction": large,
        "reconstruction_64": small,
        "likelihood": likelihood | {"distortion_nats": figure(-9e4, 100), "active_units": 255, "latent_dim": 256},
        "distances": distances
        | {"faithful": {"reconstruction": 9.5, "samples": 20.04}, "real": {"reconstruction": 9.9, "samples": 12.0}},
        "memorisation": {"style": "real", "threshold": 2.0, **near},
        "speed": {"vae-plain": 1.0, "decode": 0.4},
    }


def _shown(entry):
    return "\n\n".join(tables_face.render({"face": entry}))


def test_reconstruction_has_a_column_for_each_side_with_its_best_in_bold(entry, row):
    text = _shown(entry)
    assert row(text, "Reconstruction") == "At 128 pixels | At 64 pixels"
    assert row(text, "Mean face") == "14.1 / 0.390 | 14.1 / 0.390"
    assert row(text, "PCA, 256 numbers a face") == "26.0 / 0.750 | **27.6** / **0.860**"
    assert row(text, "VAE, faithful, 256 numbers a face") == "**27.6** / 0.808 | 27.4 / **0.860**"
    assert row(text, "VAE, real, 256 numbers a face") == "26.9 / **0.812** | 27.1 / 0.850"
    assert "reach up to 0.33 dB and 0.003" in text


def test_what_only_one_side_has_leaves_a_cell_empty(entry, row):
    del entry["reconstruction"]["pca"]
    assert row(_shown(entry), "PCA, 256 numbers a face") == " | **27.6** / **0.860**"


def test_without_training_faces_nothing_is_said_of_pca(entry):
    del entry["reconstruction"]["pca"], entry["reconstruction_64"]
    assert "PCA" not in _shown(entry)


def test_the_bound_has_its_intervals(entry, row):
    text = _shown(entry)
    assert row(text, "Bits a dimension, at most") == "5.58 (5.56 to 5.60)"
    assert row(text, "Rate, what the code of a face costs, in nats") == "834 (831 to 837)"
    assert row(text, "The same in bits") == "1,203 (1,199 to 1,207)"
    assert row(text, "Active units") == "255 of 256"


def test_what_is_no_upright_face_is_compared_with_the_upright_ones(entry, row, figure):
    spoilt = {"cropped": {"bits_per_dim": figure(6.51), "unusual": figure(0.208, 0.1)}}
    percentiles = [5 + step / 100 for step in range(101)]
    entry["typicality"] = {"samples": 16, "bits_per_dim": figure(5.53, n=200), "percentiles": percentiles}
    entry["typicality"] |= {"spoilt": spoilt, "alone": {"cat": 5.972, "grey": 4.88}}
    text = _shown(entry)
    assert row(text, "Upright") == "5.53 | "
    assert row(text, "Badly cropped") == "6.51 | 20.8 % (10.8 to 30.8)"
    assert "a cat 5.97 (97.2 % of the upright faces are likelier), a plain grey square 4.88 (0.0 %" in text
    assert "with 16 codes a face (Burda et al. 2016), on 200 faces" in text


def test_the_least_distance_is_the_best_one_and_the_floor_is_no_rival(entry, row):
    text = _shown(entry)
    assert row(text, "Frechet distance (no FID)") == "Reconstructions | Samples"
    assert row(text, "VAE, faithful") == "**9.50** | 20.0"
    assert row(text, "VAE, real") == "9.90 | **12.0**"
    assert row(text, "Real faces, the floor") == "1.23 | 1.23"
    assert "to the 1,143 test faces, in the features of the attributes network: smaller is better" in text
    assert "what 1,104 real faces get" in text


def test_one_decoder_alone_is_not_the_best_of_anything(entry, row):
    del entry["distances"]["real"], entry["distances"]["floor"], entry["distances"]["floor_faces"]
    text = _shown(entry)
    assert row(text, "VAE, faithful") == "9.50 | 20.0"
    assert "floor" not in text


def test_memorisation_is_told_in_sentences(entry):
    text = _shown(entry)
    assert "is 3.00 for samples in the style real and 4.00 for test faces, a ratio of 0.75" in text
    assert "0.8 % (0.5 to 1.1) of the samples are nearer than the nearest 1 % of the test faces" in text


def test_memorisation_that_could_not_be_measured_is_left_out(entry):
    assert "Memorisation" not in _shown(entry | {"memorisation": {}})


def test_restoring_follows_if_it_was_measured(entry, scores, figure):
    methods = {"mean-face": {"inside": scores(15.5, 0.4), "whole": scores(21.5, 0.8)}}
    text = _shown(entry | {"inpainting": {"left-half": methods}})
    assert (
        text.index("Memorisation") < text.index("Mean face: mean of 2,000 training faces.") < text.index("decode 0.4")
    )
    assert "Denoising" not in text
    more = {
        "noise_level": {"10": {"error": figure(2.0), "error_p90": figure(4.0)}},
        "diversity": {"0.2": figure(4.0)},
        "combined": {"vae": scores(23, 0.7)},
    }
    text = _shown(entry | more)
    places = [text.index(words) for words in ("Estimating the noise", "Standard deviation between", "Both at once")]
    assert places == sorted(places)
