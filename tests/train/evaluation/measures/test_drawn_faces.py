"""What is drawn of test faces by a tiny untrained model."""

from __future__ import annotations

import pytest
import torch

from facevae.damage import masks
from train.evaluation.measures import drawn_faces, inpainting


@pytest.fixture
def draw(tiny_model, heldout):
    """Return a function that draws three faces for a use."""

    def make(name, model=tiny_model):
        with torch.inference_mode():
            (batch,) = drawn_faces.USES[name].batches(model, heldout, None)
        return batch

    return make


@pytest.mark.parametrize("name", drawn_faces.USES)
def test_every_use_is_drawn_in_both_styles_and_changes_only_what_is_hidden(draw, name):
    batch = draw(name)
    for faces in batch.styles.values():
        assert faces.shape == batch.clean.shape
        assert ((faces >= 0) & (faces <= 1)).all()
        if drawn_faces.USES[name].hole:
            assert torch.equal(faces * (1 - batch.mask), batch.clean * (1 - batch.mask))
    assert list(batch.styles) == ["faithful", "real"]
    assert not torch.equal(*batch.styles.values())


@pytest.mark.parametrize("name", ["eyes", "random", "denoised-50"])
def test_drawing_again_gives_the_same_faces(draw, name):
    one, again = draw(name), draw(name)
    assert all(torch.equal(one.styles[style], again.styles[style]) for style in one.styles)


def test_what_is_hidden_does_not_show(draw, heldout, tiny_model):
    hidden = masks.eyes(32)
    before = draw("eyes-plausible").styles["faithful"]
    heldout.faces[:] = torch.where(hidden.bool(), 255 - heldout.faces, heldout.faces)
    assert torch.equal(draw("eyes-plausible").styles["faithful"], before)


def test_every_hole_of_the_evaluation_is_a_use():
    assert set(inpainting.HOLES) <= set(drawn_faces.USES)


def test_half_way_codes_are_between_those_of_two_faces(draw, tiny_model):
    batch = draw("half-way")
    codes = tiny_model.encode(batch.clean).mean
    between = tiny_model.decode((codes[:1] + codes[2:]) / 2)
    torch.testing.assert_close(batch.styles["faithful"][:1], between)
