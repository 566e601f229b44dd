"""What a change of a code does to a real face."""

from __future__ import annotations

import torch

from facevae import latent
from facevae.latent.editing import edit, move_along


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


def test_each_direction_is_moved_along_by_its_own_amount():
    start, directions = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 1.0], [0.5, 0.5]])
    bounds = {"reach": 3.0, "limit": 12.0}
    assert move_along(start, directions, [2.0, -1], **bounds).tolist() == [[0.5, 1.5]]
    assert move_along(start, directions, [2.0], **bounds).tolist() == [[1.0, 2.0]]
    assert move_along(start, directions, [], **bounds).tolist() == [[1.0, 0.0]]
    assert start.tolist() == [[1.0, 0.0]]


def test_amounts_and_the_result_are_clipped():
    start, direction = torch.tensor([[10.0, 0.0]]), torch.eye(2)[:1]
    assert move_along(start, direction, [99.0], reach=1.0, limit=99.0).tolist() == [[11.0, 0.0]]
    assert move_along(start, direction, [3.0], reach=3.0, limit=12.0).tolist() == [[12.0, 0.0]]
