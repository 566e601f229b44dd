"""How real what a tiny untrained model draws looks."""

from __future__ import annotations

import pytest
import torch

from facevae import metrics
from facevae.damage.masks import eyes
from train.evaluation.harness.subject import Subject
from train.evaluation.measures import realism
from train.evaluation.measures.drawn_faces import USES


@pytest.fixture
def measure(tiny_model, tiny_judge, heldout, monkeypatch):
    """Return a function that measures some uses of the tiny model."""
    monkeypatch.setattr(Subject, "judge", tiny_judge)

    def start(*uses):
        monkeypatch.setattr(realism, "MOST", dict.fromkeys(uses))
        with torch.inference_mode():
            return realism.measure(Subject("tiny", "face", tiny_model, 32, {}, {}), heldout)

    return start


def test_every_use_is_measured_in_both_styles(measure):
    found = measure(*realism.MOST)
    assert set(found) == {*realism.MOST, "diversity"}
    for name in realism.MOST:
        kinds = {"detail", "spectrum"} | ({"psnr"} if USES[name].paired else set())
        kinds |= {"spectrum_inside"} if name in realism.RECTANGLES else set()
        kinds |= {"frechet"} if name in realism.COMPARED else set()
        assert set(found[name]) == kinds
        for kind in kinds - {"frechet"}:
            assert set(found[name][kind]) - {"above"} == set(realism.STYLES)
        assert {figures["n"] for figures in found[name]["detail"].values()} == {3}
    assert set(found["eyes"]["frechet"]) == {"face", "strip"}


def test_psnr_is_that_inside_the_hole(measure, tiny_model, heldout):
    batch = next(iter(USES["eyes-plausible"].batches(tiny_model, heldout, None)))
    found = measure("eyes-plausible")["eyes-plausible"]["psnr"]
    inside = {style: metrics.psnr(faces, batch.clean, eyes(32)) for style, faces in batch.styles.items()}
    for style, values in inside.items():
        assert found[style]["mean"] == pytest.approx(float(values.mean()), abs=1e-3)
    assert found["above"]["mean"] == pytest.approx(float((inside["real"] - inside["faithful"]).mean()), abs=1e-3)


def test_a_model_that_draws_the_true_faces_has_their_detail_and_spectrum(measure, tiny_model, monkeypatch):
    model = type(tiny_model)
    monkeypatch.setattr(model, "encode", lambda self, faces: type("Exact", (), {"mean": faces}))
    monkeypatch.setattr(model, "decode", lambda self, codes: codes)
    monkeypatch.setattr(model, "add_detail", lambda self, faces, mask, generator: faces)
    monkeypatch.setattr(realism, "diversity", lambda model, heldout: {})
    found = measure("decoded")["decoded"]
    for style in realism.STYLES:
        assert found["detail"][style]["median"] == found["detail"][style]["low"] == 1
        assert found["spectrum"][style]["least"]["ratio"] == found["spectrum"][style]["most"]["ratio"] == 1
        assert found["frechet"]["face"][style]["same"] == pytest.approx(0, abs=1e-3)


def test_details_that_hardly_change_a_thing_leave_completions_as_different(tiny_model, heldout, monkeypatch):
    monkeypatch.setattr(type(tiny_model), "add_detail", lambda self, faces, mask, generator: faces)
    found = realism.diversity(tiny_model, heldout)
    assert found["real"] == found["faithful"]
    assert found["ratio"]["mean"] == 1
    assert found["faithful"]["mean"] > 0
