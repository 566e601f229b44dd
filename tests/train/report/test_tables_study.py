"""The table of the study."""

from __future__ import annotations

import pytest

from train.report import tables_study


@pytest.fixture
def make(about, figure, scores):
    """Return a function that makes the entry of one model; PSNR is its latent_dim, in dB."""

    def entry(latent_dim, objective, **more):
        recipe = {"model": {"latent_dim": latent_dim}, "objective": objective}
        bound = {"rate_nats": figure(10.0, 0.5), "rate_bits": figure(14.43, 0.7), "distortion_nats": figure(6200.0, 31)}
        return {
            "about": about("study", latent_dim=latent_dim, training={"study": {"recipe": recipe}}, **more),
            "reconstruction": {"mean-face": scores(9, 0.1), "pca": scores(17, 0.5), "vae": scores(latent_dim, 0.456)},
            "likelihood": bound | {"active_units": 3, "latent_dim": latent_dim},
            "distances": {
                "faces": 9,
                "floor": 1.5,
                "floor_faces": 9,
                "faithful": {"reconstruction": 7, "samples": 42.0},
            },
        }

    return entry


def _shown(entries):
    return "\n\n".join(tables_study.render({f"study/{number}": entry for number, entry in enumerate(entries)}))


def _rows(text):
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    return [line for line in lines if set(line[0]) != {"-"}]


def test_all_models_are_in_one_table_by_latent_dim_and_falling_beta(make):
    entries = [make(dim, {"beta": beta}) for beta in (0.01, 1.0, 0.1) for dim in (32, 256, 4)]
    head, *rows = _rows(_shown(entries))
    assert head[:2] == ["latent_dim", "beta"]
    assert [tuple(row[:2]) for row in rows] == [
        (dim, beta) for dim in ("4", "32", "256") for beta in ("1", "0.1", "0.01")
    ]


def test_every_cell_of_a_model(make):
    head, row = _rows(_shown([make(32, {"beta": 0.1})]))
    assert row == ["32", "0.1", "32.0 / 0.456", "17.0", "10.0", "14.4", "6,200", "3 of 32", "42.0"]
    names = ["Reconstruction", "PCA", "Rate", "Rate", "Cross-entropy"]
    assert [heading.split(",")[0] for heading in head[2:7]] == names


def test_what_was_not_measured_leaves_its_cell_empty(make):
    bare = make(4, {"beta": 1.0})
    del bare["distances"], bare["reconstruction"]["pca"]
    _, first, second = _rows(_shown([bare, make(32, {"beta": 1.0})]))
    assert (first[3], first[-1]) == ("", "")
    assert (second[3], second[-1]) == ("17.0", "42.0")


def test_what_no_model_has_measured_leaves_no_column(make):
    entry = make(4, {"beta": 1.0})
    del entry["likelihood"], entry["distances"]
    text = _shown([entry])
    assert len(_rows(text)[0]) == 4
    assert not any(word in text for word in ("Rate", "rate", "active", "Frechet"))


def test_the_sentences_tell_how_sure_the_figures_are(make):
    text = _shown([make(4, {"beta": 1.0}), make(32, {"beta": 1.0})])
    assert "Measured on 1,143 faces" in text
    assert "reach up to 0.20 dB and 0.003" in text
    assert "rate and cross-entropy reach up to 5.0 % from their means" in text
    assert "Real faces that no weights were fitted to get 1.50." in text


def test_models_measured_on_other_faces_are_not_compared(make):
    text = _shown([make(4, {"beta": 1.0}), make(32, {"beta": 1.0}, faces=10)])
    assert text.count("| latent_dim |") == 2
    assert text.index("1,143 faces") < text.index("| 4 |") < text.index("10 faces") < text.index("| 32 |")


def test_beta_is_that_of_the_recipe_or_its_default_or_unknown(make):
    nameless = make(8, {})
    nameless["about"]["training"] = {"study": {}}
    _, first, second = _rows(_shown([make(4, {}), nameless]))
    assert (first[1], second[1]) == ("1", "unknown")


def test_without_a_study_there_is_no_heading():
    assert _shown([]) == ""
