"""The figure of training, from made-up curves."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import product

import pytest

from train.report import figures_training
from train.report.figures_study import Setting
from train.report.figures_training import Curve

SVG = "{http://www.w3.org/2000/svg}"
FALLING, RISING = (3.0, 2.0, 1.5), (0.5, 0.7, 0.8)
TITLES = {
    "vae": ["Flagship"],
    "restorer": ["Restorer"],
    "dncnn": ["Supervised network"],
    "detail": ["Detail stage"],
    "attributes": ["Attributes: gender, ethnicity", "Attributes: age"],
}


@pytest.fixture
def models():
    """A curve of every kind over three epochs."""
    losses = {"loss": FALLING, "val_loss": FALLING}
    return {
        "vae": Curve((1, 2, 3), losses),
        "restorer": Curve((1, 2, 3), losses),
        "dncnn": Curve((1, 2, 3), {"val_psnr_noise_50": RISING, "val_psnr_noise_100": RISING}),
        "detail": Curve((1, 2, 3), {"val_detail": RISING, "val_detail_soft": (0.6, 0.6, 0.6)}),
        "attributes": Curve((1, 2, 3), {**losses, "val_gender": RISING, "val_ethnicity": RISING, "val_years": FALLING}),
    }


@pytest.fixture
def study():
    """Nine of them, told apart by their settings."""
    return {
        Setting(dim, beta): Curve((1, 2, 3, 4), {"val_psnr": [dim**0.5 - beta + epoch for epoch in range(4)]})
        for dim, beta in product((4, 32, 256), (0.01, 0.1, 1.0))
    }


def words(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def size(svg):
    """Width and height in points."""
    root = ElementTree.fromstring(svg)
    return [float(root.get(name).removesuffix("pt")) for name in ("width", "height")]


def strokes(svg):
    """Colour and dashes of every thick line, those of the legend apart."""
    paths = [path for path in ElementTree.fromstring(svg).iter(f"{SVG}path") if path.get("clip-path")]
    found = [dict(part.split(": ") for part in path.get("style").split("; ")) for path in paths]
    return [(style["stroke"], style.get("stroke-dasharray")) for style in found if style["stroke-width"] == "2"]


def test_every_panel_says_what_it_shows(models, study):
    found = words(figures_training.training(models, study))
    for title in [title for titles in TITLES.values() for title in titles]:
        assert title in found
    assert found.count("Epochs") == 7
    for label in ("training", "validation", "noise 100", "faithful", "real", "gender", "ethnicity"):
        assert label in found
    for unit in ("nats", "%", "years", "dB"):
        assert any(unit in text for text in found)


def test_the_study_is_named_by_sizes_and_betas(study):
    found = words(figures_training.training({}, study))
    for label in ("4 numbers", "32 numbers", "256 numbers", "beta 1", "beta 0.1", "beta 0.01"):
        assert found.count(label) == 1


def test_the_legend_of_an_unfinished_study_is_complete(study):
    some = {setting: curve for setting, curve in study.items() if setting.latent_dim == 4}
    found = words(figures_training.training({}, some))
    named = [text for text in found if text.startswith(("4 ", "beta"))]
    assert named == ["4 numbers", "beta 1", "beta 0.1", "beta 0.01"]


def test_no_two_models_of_the_study_look_alike(study):
    found = strokes(figures_training.training({}, study))
    colours, dashes = zip(*found, strict=True)
    assert len(found) == len(set(found)) == 9
    assert len(set(colours)) == len(set(dashes)) == 3


@pytest.mark.parametrize("kind", TITLES)
def test_a_model_alone_has_only_its_own_panels(models, kind):
    found = words(figures_training.training({kind: models[kind]}, {}))
    assert [text for text in found if any(text in titles for titles in TITLES.values())] == TITLES[kind]
    assert found.count("Epochs") == len(TITLES[kind])


def test_shares_are_drawn_in_percent(models):
    ticks = words(figures_training.training({"attributes": models["attributes"]}, {}))
    assert {"50", "60", "70", "80"} <= set(ticks)


def test_figures_that_were_not_measured_are_left_out(models):
    found = words(figures_training.training({"detail": Curve((1,), {"val_detail": (0.9,)})}, {}))
    assert "Detail stage" in found
    assert "faithful" not in found


@pytest.mark.parametrize(
    ("kinds", "small", "rows"),
    [(["vae"], False, 1), (["vae", "detail"], False, 1), (TITLES, False, 3), (["vae", "detail"], True, 2)],
)
def test_two_panels_share_a_row_and_the_study_has_its_own(models, study, kinds, small, rows):
    svg = figures_training.training({kind: models[kind] for kind in kinds}, study if small else {})
    width, height = size(svg)
    assert width == pytest.approx(7.2 * 72)
    assert height == pytest.approx(rows * 2.9 * 72)


def test_the_figure_stands_on_white(models):
    svg = figures_training.training({"vae": models["vae"]}, {})
    assert "fill: #ffffff" in svg
    assert "currentColor" not in svg


def test_the_same_curves_give_the_same_text(models, study):
    one = {"vae": models["vae"]}
    assert figures_training.training(one, study) == figures_training.training(one, dict(reversed(study.items())))


@pytest.mark.parametrize(
    ("models", "study"),
    [
        ({}, {}),
        ({"unknown": Curve((1,), {"val_loss": (2.0,)})}, {}),
        ({"vae": Curve((1,), {})}, {Setting(4, 1.0): Curve((1,), {"val_loss": (2.0,)})}),
    ],
)
def test_nothing_to_show_is_refused(models, study):
    with pytest.raises(ValueError, match="at least one model"):
        figures_training.training(models, study)


@pytest.mark.parametrize(
    ("epochs", "values", "message"),
    [((), (), "There are 0 epochs;"), ((1, 2), (3.0,), "There are 2 epochs; loss has 1;")],
)
def test_a_curve_has_a_value_at_each_epoch(epochs, values, message):
    with pytest.raises(ValueError, match=message):
        Curve(epochs, {"loss": values})
