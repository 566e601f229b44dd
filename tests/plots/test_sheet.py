"""Faces and their names in one picture file."""

from __future__ import annotations

import pytest
import torch

from facevae.plots import sheet
from tests.support.pictures import pixels_of

SIDE = 16
LARGE = sheet.FACE_SIDE


@pytest.fixture
def greys():
    """Three faces, black, mid grey and light grey."""
    return torch.tensor([0.0, 0.4, 0.8]).view(3, 1, 1, 1).expand(3, 3, SIDE, SIDE)


def test_each_face_is_at_its_place_in_its_row(greys):
    picture = pixels_of(sheet.labelled(greys, ["a", "b", "c"], columns=2).png())
    across, down = LARGE + sheet.MARGIN, LARGE + sheet.LABEL + sheet.MARGIN
    assert picture.shape == (3, sheet.MARGIN + 2 * down, sheet.MARGIN + 2 * across)
    for value, (row, column) in zip((0.0, 0.4, 0.8), ((0, 0), (0, 1), (1, 0)), strict=True):
        top, left = sheet.MARGIN + row * down, sheet.MARGIN + column * across
        face = picture[:, top : top + LARGE, left : left + LARGE]
        assert torch.allclose(face, torch.full_like(face, value), atol=1 / 255)
    assert (picture[:, -down:, -across:] == 1).all()


def test_the_words_stand_under_their_face(greys):
    picture = pixels_of(sheet.labelled(greys, ["x", "", ""], columns=3).png())
    under = picture[:, sheet.MARGIN + LARGE :, :]
    middle = sheet.MARGIN + LARGE
    assert (under[..., :middle] < 0.5).any()
    assert (under[..., middle:] == 1).all()


@pytest.mark.parametrize(("labels", "columns", "said"), [(["a"], 2, "1 labels for 3"), (["a"] * 3, 0, "columns is 0")])
def test_what_does_not_fit_is_said_in_one_sentence(greys, labels, columns, said):
    with pytest.raises(ValueError, match=said):
        sheet.labelled(greys, labels, columns)
