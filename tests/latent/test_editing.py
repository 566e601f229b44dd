"""What a change of a code does to a real face."""

from __future__ import annotations

import torch

from facevae import latent
from facevae.latent.editing import edit


def test_no_change_gives_the_face_back_to_the_bit(tiny_model, faces):
    assert torch.equal(edit(tiny_model, faces, torch.zeros(1, 4)), faces)


def test_what_the_model_cannot_draw_stays(tiny_model, faces):
    change = torch.tensor([[0.3, 0.0, 0.0, 0.0]])
    codes = tiny_model.encode(faces).mean
    moved = tiny_model.decode(codes + change) - tiny_model.decode(codes)
    inside = ((faces + moved) > 0) & ((faces + moved) < 1)
    assert inside.float().mean() > 0.5
    torch.testing.assert_close(
        (latent.edit(tiny_model, faces, change) - faces)[inside], moved[inside], atol=1e-6, rtol=0
    )
