"""What is shown of how real drawn faces look."""

from __future__ import annotations

import pytest

from train.report import tables_realism


@pytest.fixture
def middle(figure):
    """Return a function that makes a median with an interval that reaches 0.1 to either side."""

    def make(median, n=500):
        return {"median": median, "low": median - 0.1, "high": median + 0.1, "n": n}

    return make


@pytest.fixture
def figures(figure, middle):
    """Decoded faces with a true face and others, random ones with neither, and completions of the eyes."""

    def look(faithful, real):
        def extremes(least, most):
            return {"least": {"ratio": least}, "most": {"ratio": most}}

        return {
            "detail": {"faithful": middle(faithful), "real": middle(real)},
            "spectrum": {"faithful": extremes(0.1, 1.0), "real": extremes(0.8, 1.25)},
        }

    psnr = {"faithful": figure(27.3), "real": figure(26.5), "above": figure(-0.8, 0.1)}
    distances = {"faithful": {"same": 64.8, "others": 70.0}, "real": {"same": 30.2, "others": 40.1}, "floor": 25.5}
    return {
        "decoded": look(0.59, 0.96) | {"psnr": psnr, "frechet": {"face": {"faces": 1100, **distances}}},
        "eyes": look(0.5, 0.9)
        | {"spectrum_inside": {"real": {"least": {"ratio": 0.7}, "most": {"ratio": 1.3}}}}
        | {"frechet": {"strip": {"faces": 500, "faithful": {"same": 21.0}, "real": {"same": 12.0}}}},
        "random": look(0.33, 0.84),
        "diversity": {"faithful": figure(20.0), "real": figure(19.0), "ratio": figure(0.95, 0.02)},
    }


def test_looks_have_a_row_for_each_use(figures, row):
    looks, words, *_ = tables_realism.render(figures)
    decoded = "500 | 0.59 (0.49 to 0.69) | 0.96 (0.86 to 1.06) | 0.10 to 1.00 | 0.80 to 1.25"
    assert row(looks, "Decoded") == f"{decoded} | 27.3 | 26.5 | -0.80 (-0.90 to -0.70)"
    assert row(looks, "Random faces").endswith("0.80 to 1.25 |  |  | ")
    assert "alone the spectrum is, real: eyes, one of several completions 0.70 to 1.30. " in words
    assert "20.0 out of 255 as means and 19.0 with details, 0.95 (0.93 to 0.97) times as much" in words


def test_distances_have_a_row_for_each_part_and_a_floor(figures, row):
    _, _, distances, words = tables_realism.render(figures)
    assert row(distances, "Decoded") == "1,100 | 64.8 | 30.2 | 70.0 | 40.1 | 25.5"
    label = "Eyes, one of several completions, the strip around them"
    assert row(distances, label) == "500 | 21.0 | 12.0 |  |  | "
    assert "part of no loss" in words


def test_identity_has_a_row_for_each_use(figure, middle, row):
    one = {"distance": middle(0.44, 300), "same": figure(0.9, 0.05, 300), "found": figure(0.8, 0.05, 300)}
    other = one | {"distance": middle(0.42, 300)}
    nearest = {"distance": middle(0.55, 300), "same": figure(0.7, 0.05, 300)}
    found = {"photos": 1105, "strangers": nearest, "decoded": {"faithful": one, "real": other}}
    table, words = tables_realism.identity(found)
    shares = "90.0 % (85.0 to 95.0) | 90.0 % (85.0 to 95.0) | 80.0 % (75.0 to 85.0) | 80.0 % (75.0 to 85.0)"
    assert row(table, "Decoded") == f"0.44 (0.34 to 0.54) | 0.42 (0.32 to 0.52) | {shares}"
    assert row(table, "The nearest other photo") == "0.55 (0.45 to 0.65) |  | 70.0 % |  |  | "
    assert "On 300 faces" in words
    assert "1,105 test photos" in words
