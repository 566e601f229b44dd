"""The Inpaint tab: the hole is filled, the rest is left alone, and choices are kept apart."""

from __future__ import annotations

from types import SimpleNamespace

import gradio as gr
import pytest
import torch

from facevae import masks
from facevae.ui.paint import mask_uri
from facevae.ui.state import CurrentFace
from facevae.ui.tab_inpaint import CHOICES, Filled, choose, fill, imagine, large
from tests.ui.fakes import FakeModel


@pytest.fixture
def filled(model: FakeModel, face: CurrentFace) -> Filled:
    return fill(model, face.pixels, mask_uri(masks.centre_box(model.image_size)))


def test_only_the_hole_changes(filled: Filled, face: CurrentFace) -> None:
    known = (filled.mask == 0).expand_as(face.pixels)
    assert torch.equal(filled.picture[known], face.pixels[known])
    assert not torch.equal(filled.picture, face.pixels)


def test_nothing_painted_is_the_face_itself(model: FakeModel, face: CurrentFace) -> None:
    filled = fill(model, face.pixels, "")
    assert torch.equal(filled.picture, face.pixels)
    pictures, caption = large(filled)
    assert pictures["before"] == pictures["after"]
    assert "paint over" in caption
    assert "PSNR" not in caption


def test_a_value_that_is_no_mask_is_an_error_in_words(model: FakeModel, face: CurrentFace) -> None:
    with pytest.raises(gr.Error, match="mask"):
        fill(model, face.pixels, "data:image/png;base64,xxxx")


def test_the_scores_are_those_inside_the_hole(filled: Filled) -> None:
    # A quarter of the picture is hole: over the whole picture the error would count a quarter, 6.02 dB better.
    inside = (filled.picture - filled.face)[filled.mask.expand_as(filled.face) == 1]
    psnr = -10 * inside.square().mean().log10()
    assert f"PSNR {psnr:.1f} dB" in large(filled)[1]


def test_choices_differ_from_each_other_and_come_again_with_the_seed(model: FakeModel, filled: Filled) -> None:
    first, gallery, seed = imagine(model, filled, 5)
    again, _, _ = imagine(model, filled, 5)
    assert seed == 5
    assert len(gallery.value) == CHOICES
    assert torch.equal(first.choices, again.choices)
    assert len({choice.sum().item() for choice in first.choices}) == 1 + CHOICES
    assert torch.equal(first.picture, filled.picture)


def test_the_third_picture_of_the_gallery_is_the_third_choice(model: FakeModel, filled: Filled) -> None:
    many, _, _ = imagine(model, filled, 5)
    chosen, _, caption = choose(many, SimpleNamespace(index=2))
    assert torch.equal(chosen.picture[0], many.choices[3])
    assert "Person 3" in caption


@pytest.mark.parametrize("mine", [None, "whole face"])
def test_without_a_hole_there_is_nothing_to_imagine(model: FakeModel, face: CurrentFace, mine: str | None) -> None:
    filled = fill(model, face.pixels, "") if mine else None
    assert imagine(model, filled, 0) == (gr.skip(), gr.skip(), gr.skip())
