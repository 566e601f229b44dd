"""Drawings are told from photos by what is of exactly one colour."""

from __future__ import annotations

import pytest
import torch

from facevae.align import AlignedFace, CropFrame, is_cartoon
from facevae.align.cartoons import drawn_share, flat_share


def test_one_colour_is_all_flat_and_noise_is_not(generator):
    plain = torch.full((1, 3, 32, 32), 0.4)
    noisy = torch.rand(1, 3, 32, 32, generator=generator())
    assert flat_share(torch.cat([plain, noisy])).tolist() == [1.0, 0.0]


def test_a_line_through_a_colour_takes_its_neighbours_with_it():
    face = torch.full((1, 3, 20, 20), 0.4)
    face[..., 10] = 1.0
    # Of the 12 columns in the middle 10 have neighbours on both sides; three of these touch the line.
    assert flat_share(face).item() == pytest.approx(0.7)


def test_a_plain_background_does_not_count(make_faces):
    face = make_faces(1, 40) + 0.02 * torch.rand(1, 3, 40, 40, generator=torch.Generator().manual_seed(0))
    face = face.clamp(0, 1)
    face[..., :9, :] = 0.7
    assert flat_share(face).item() == 0


@pytest.mark.parametrize(("side", "expected"), [(32.0, True), (10.0, False)])
def test_a_face_that_had_to_be_enlarged_is_never_called_drawn(side, expected):
    assert is_cartoon(AlignedFace(torch.full((1, 3, 32, 32), 0.4), CropFrame(side, 0.0, 0.0, 0.0))) == expected


def test_what_is_out_of_focus_or_dark_is_not_called_drawn():
    slope = torch.linspace(0.3, 0.5, 128).expand(1, 3, 128, 128)
    for photo in (slope, torch.full((1, 3, 128, 128), 0.05), torch.ones(1, 3, 128, 128)):
        # Pixel by pixel they are flat.
        assert flat_share(photo).item() == 1
        assert drawn_share(photo).item() == 0
        assert not is_cartoon(AlignedFace(photo, CropFrame(128.0, 0.0, 0.0, 0.0)))


def test_areas_of_one_colour_between_lines_are_drawn():
    drawing = torch.full((1, 3, 128, 128), 0.7)
    drawing[..., ::16] = 0.1
    # Of 76 columns in the middle, four areas of 15 lie between lines; those at the edges are too narrow.
    assert drawn_share(drawing).item() == pytest.approx(60 / 76)
    assert is_cartoon(AlignedFace(drawing, CropFrame(128.0, 0.0, 0.0, 0.0)))
