"""Spectra of waves whose frequency is known."""

from __future__ import annotations

import math

import pytest
import torch

from train.evaluation.methods import spectrum


def _wave(waves, side=32, down=False):
    line = 0.5 + 0.25 * torch.cos(2 * math.pi * waves * torch.arange(side) / side)
    picture = line[:, None].expand(side, side) if down else line.expand(side, side)
    return picture.expand(1, 3, side, side).contiguous()


@pytest.mark.parametrize("waves", [3, 8, 16])
def test_a_wave_has_its_power_at_its_frequency_whichever_way_it_runs(waves):
    across, down = (spectrum.radial(_wave(waves, down=down)) for down in (False, True))
    assert across.shape == (1, 16)
    assert 1 + int(across.argmax()) == waves
    torch.testing.assert_close(across, down)


def test_only_the_rectangle_that_is_marked_counts():
    faces = torch.cat([_wave(8)[:, :, :16], torch.rand(1, 3, 16, 32)], dim=2)
    mask = torch.zeros(1, 1, 32, 32)
    mask[:, :, :16] = 1
    found = spectrum.radial(faces, mask)
    # 8 waves over 32 pixels are 4 over the 16 of the shorter side.
    assert found.shape == (1, 8)
    assert 1 + int(found.argmax()) == 4
    torch.testing.assert_close(found, spectrum.radial(faces * mask, mask))
    torch.testing.assert_close(spectrum.radial(faces, torch.ones(1, 1, 32, 32)), spectrum.radial(faces))


def test_a_flat_face_has_no_power():
    assert spectrum.radial(torch.full((1, 3, 32, 32), 0.7)).max() < 1e-6


def test_the_extremes_are_those_of_the_mean_spectra():
    true = torch.ones(4, 3)
    drawn = torch.tensor([[1.0, 0.2, 2.0], [1.0, 0.4, 4.0], [1.0, 0.2, 2.0], [1.0, 0.4, 4.0]])
    found = spectrum.extremes(drawn, true)
    assert (found["least"]["ratio"], found["least"]["pixels"]) == (0.3, 3)
    assert (found["most"]["ratio"], found["most"]["pixels"]) == (3.0, 2)
    assert found["n"] == 4
    for extreme in (found["least"], found["most"]):
        assert extreme["low"] <= extreme["ratio"] <= extreme["high"]
    assert (found["least"]["low"], found["most"]["high"]) == (0.2, 4.0)


def test_equal_faces_have_no_extremes(make_faces):
    own = spectrum.radial(make_faces(5))
    found = spectrum.extremes(own, own)
    assert [found[name][key] for name in ("least", "most") for key in ("ratio", "low", "high")] == [1] * 6


def test_spectra_of_other_faces_have_to_be_as_many():
    with pytest.raises(ValueError, match=r"expected \(N, F\)"):
        spectrum.extremes(torch.ones(2, 3), torch.ones(3, 3))
