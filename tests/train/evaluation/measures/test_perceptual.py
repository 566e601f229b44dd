"""HaarPSI, MS-SSIM and distance in pretrained features."""

from __future__ import annotations

import pytest
import torch

from facevae.model import FaceVae
from train.evaluation.harness.subject import Subject
from train.evaluation.measures import denoising, perceptual

MEASURES = (perceptual.haarpsi, perceptual.ms_ssim)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("size", [32, 176])
def test_equal_faces_are_alike_and_others_the_less_the_noisier(measure, size, make_faces, generator):
    faces = make_faces(3, size)
    noise = torch.randn(faces.shape, generator=generator())
    little, much = ((faces + amount * noise).clamp(0, 1) for amount in (0.05, 0.4))
    assert measure(faces, faces).tolist() == pytest.approx([1] * 3, abs=1e-4)
    assert (measure(little, faces) > measure(much, faces)).all()


def test_ms_ssim_of_flat_faces_is_the_luminance_at_the_last_scale():
    dark, light = torch.full((1, 3, 176, 176), 0.2), torch.full((1, 3, 176, 176), 0.6)
    luminance = (2 * 0.2 * 0.6 + 0.01**2) / (0.2**2 + 0.6**2 + 0.01**2)
    assert perceptual.ms_ssim(dark, light).item() == pytest.approx(luminance**0.1333, abs=1e-3)


def test_small_faces_are_enlarged_for_ms_ssim(make_faces):
    one, other = make_faces(2, 88), make_faces(2, 88, seed=1)
    large = [torch.nn.functional.interpolate(faces, scale_factor=2, mode="bilinear") for faces in (one, other)]
    torch.testing.assert_close(perceptual.ms_ssim(one, other), perceptual.ms_ssim(*large))


@pytest.fixture
def measured(tiny_model, tiny_judge, heldout, monkeypatch):
    """Return a function that measures the tiny model, with these weights at hand, at one noise level."""
    monkeypatch.setattr(perceptual, "LEVELS", (50,))
    monkeypatch.setattr(Subject, "judge", tiny_judge)

    def make(model=tiny_model, **weights):
        return perceptual.measure(Subject("tiny", "face", model, 32, {"vae": "a", **weights}, {}), heldout)

    return make


def test_every_style_and_every_quick_method_is_measured_on_every_face(measured, tiny_model):
    found = measured(judge="b")
    assert set(found) == {"reconstruction", "50"}
    assert set(found["reconstruction"]) == {f"vae-{style}" for style in tiny_model.styles}
    assert set(found["50"]) == {"noisy", *denoising.methods(tiny_model)} - set(denoising.FEWER)
    for metrics in (*found["reconstruction"].values(), *found["50"].values()):
        assert set(metrics) == {"haarpsi", "ms_ssim", "mobilenet"}
        assert {figures["n"] for figures in metrics.values()} == {3}


def test_without_a_judge_or_parts_the_rest_is_measured(measured, tiny_vae):
    found = measured(FaceVae(tiny_vae))
    assert set(found["reconstruction"]) == {"vae-faithful"}
    assert "vae-plain" in found["50"]
    assert "vae" not in found["50"]
    assert set(found["50"]["noisy"]) == {"haarpsi", "ms_ssim"}


def test_reconstructions_are_compared_with_the_faces_themselves(measured, tiny_model, heldout):
    clean = next(faces for _, faces in heldout.batches(""))
    expected = perceptual.haarpsi(tiny_model.decode(tiny_model.encode(clean).mean), clean).mean()
    found = measured()["reconstruction"]["vae-faithful"]["haarpsi"]["mean"]
    assert found == pytest.approx(float(expected), abs=1e-4)
