"""What the detail stage learns from: a critic where something was drawn, and the truth only where there is one."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from facevae import checkpoints
from train import TrainError
from train.data.soft_faces import UNPAIRED, USES
from train.objectives.detail import DetailObjective, DetailOptions, gaussian_blur, grid


@pytest.fixture
def build(tiny_recipe, make_examples):
    """A function that makes a prepared objective, with other options, and its soft faces."""

    def build(**options):
        recipe = tiny_recipe("detail")
        torch.manual_seed(0)
        objective = DetailObjective(dataclasses.replace(recipe, objective=recipe.objective | options))
        faces = objective.examples(make_examples(32), "train")
        objective.prepare(faces)
        return objective, faces

    return build


def _batch(faces, *uses):
    """All soft faces of some uses."""
    everything = faces.take(slice(None))
    return faces.take(everything.of(*uses).nonzero()[:, 0]).on("cpu")


def _slope(objective, batch, seed=1):
    """The loss's slope at the last layer of the detail stage."""
    objective.zero_grad()
    objective(batch, seed=seed, progress=0.5)["loss"].backward()
    return objective.model.detail.head.weight.grad


def test_the_critic_learns_alone_first(build):
    objective, faces = build(alone=2)
    batch = faces.take(slice(8)).on("cpu")
    for _ in range(2):
        assert _slope(objective, batch) is None
        assert any(weight.grad is not None for weight in objective.model.critic.parameters())
    assert float(_slope(objective, batch).abs().sum()) > 0


def test_the_parts_add_up_to_the_loss(build):
    objective, faces = build()
    found = objective(faces.take(slice(8)).on("cpu"), seed=1, progress=0.0)
    assert set(found) == {"loss", "adversarial", "features", "likeness", "grid", "spectrum", "critic"}
    parts = sum(value for name, value in found.items() if name != "loss")
    torch.testing.assert_close(found["loss"].detach(), parts)


def test_the_same_seed_gives_the_same_loss_and_another_another(build):
    objective, faces = build()
    objective.eval()
    batch = faces.take(slice(8)).on("cpu")
    first, again, other = (float(objective(batch, seed=seed, progress=0.0)["loss"].detach()) for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("use", UNPAIRED)
def test_nobodys_face_need_not_be_like_anybodys(build, use):
    objective, faces = build()
    assert float(objective(_batch(faces, use), seed=1, progress=0.0)["features"]) == 0


def test_the_critics_gradient_stops_at_what_was_drawn(build):
    objective, faces = build(adversarial={}, features={}, likeness=0.0, grid=0.0)
    assert float(_slope(objective, _batch(faces, "decoded")).abs().sum()) == 0
    assert any(float(weight.grad.abs().sum()) > 0 for weight in objective.model.critic.parameters())


def test_the_teacher_and_the_statistics_stay_as_they_are(build):
    objective, faces = build()
    before = {name: value.clone() for name, value in objective.teacher.state_dict().items()}
    statistics = objective.model.critic.mean0.clone()
    _slope(objective, faces.take(slice(8)).on("cpu"))
    assert all(torch.equal(before[name], value) for name, value in objective.teacher.state_dict().items())
    assert torch.equal(objective.model.critic.mean0, statistics)
    assert all(weight.grad is None for weight in objective.teacher.parameters())


def test_it_goes_on_from_a_detail_stage_on_disk(build, tmp_path):
    objective, _ = build()
    torch.nn.init.normal_(objective.model.detail.head.weight)
    checkpoints.save(tmp_path / "before", objective.checkpoint({}))
    further, _ = build(start=str(tmp_path / "before"))
    torch.testing.assert_close(
        further.model.detail.head.weight, objective.model.detail.head.weight, rtol=1e-3, atol=1e-3
    )


def test_validation_tells_a_new_stage_from_nothing_by_nothing(build):
    """A new one changes nothing, so that its figures are those of the soft faces."""
    objective, faces = build()
    figures = objective.validate(faces.take(slice(16)).on("cpu"))
    assert figures["detail"] == pytest.approx(figures["detail_soft"])
    assert figures["psnr"] == pytest.approx(figures["psnr_soft"])
    assert 0 <= figures["believed"] <= 1


def test_options_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="unknown uses eyes"):
        DetailOptions(features={"eyes": 1.0})
    with pytest.raises(ValueError, match="no true face"):
        DetailOptions(features={"prior": 1.0})
    assert set(DetailOptions().features) == set(USES) - set(UNPAIRED)


def test_without_soft_faces_it_says_how_to_make_some(build, make_examples, tmp_path):
    objective, _ = build()
    (tmp_path / "soft" / "train.npy").unlink()
    with pytest.raises(TrainError, match="train soften"):
        objective.examples(make_examples(8), "train")


@pytest.mark.parametrize("pattern", ["upright", "level", "checkerboard"])
def test_a_grid_counts_by_its_height_and_only_where_the_mask_is(pattern):
    turns = 1 - 2 * (torch.arange(32) % 2)
    board = {"upright": turns + 0 * turns[:, None], "level": 0 * turns + turns[:, None]}.get(
        pattern, turns * turns[:, None]
    )
    faces = 0.5 + 0.1 * board.expand(1, 3, -1, -1).clone()
    faces[..., 16:] = 0.5
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., :8] = 1
    # One of the three patterns is there, with a height of 0.1.
    torch.testing.assert_close(grid(faces, mask), torch.tensor([0.1 / 3]), rtol=0, atol=1e-3)
    torch.testing.assert_close(grid(faces, mask.flip(-1)), torch.tensor([0.0]), rtol=0, atol=1e-3)


def test_slopes_and_wider_stripes_are_no_grid():
    line = torch.arange(32.0)
    for faces in (0.02 * line + 0.01 * line[:, None], (line // 2 % 2) + 0 * line[:, None]):
        middle = torch.zeros(1, 1, 32, 32)
        middle[..., 8:24, 8:24] = 1
        assert float(grid(faces.expand(1, 3, -1, -1), middle)) < 0.01


@pytest.mark.parametrize("sd", [0.5, 1.5])
def test_a_blur_keeps_a_plain_face_and_the_sum_of_a_dot(sd):
    plain = torch.full((1, 3, 17, 17), 0.3)
    torch.testing.assert_close(gaussian_blur(plain, sd), plain)
    dot = torch.zeros(1, 3, 17, 17)
    dot[..., 8, 8] = 1
    blurred = gaussian_blur(dot, sd)
    torch.testing.assert_close(blurred.sum((2, 3)), torch.ones(1, 3))
    # At a distance of one deviation a Gaussian has fallen to exp(-1/2).
    if sd == 0.5:
        torch.testing.assert_close(blurred[0, 0, 8, 9] / blurred[0, 0, 8, 8], torch.tensor(2.0).neg().exp())


def test_a_new_stage_on_its_way_errs_by_the_whole_way(build):
    """Its velocity is 0, so that the loss is the mean square of the true faces minus where they start."""
    objective, faces = build(flow=True)
    batch = _batch(faces, "decoded")
    noise = torch.randn(batch.soft.shape, generator=torch.Generator().manual_seed(3))
    way = (batch.faces - batch.soft - 0.05 * noise * batch.mask) * batch.mask
    expected = (way.square().mean(1, keepdim=True).sum((1, 2, 3)) / batch.mask.sum((1, 2, 3))).mean()
    torch.testing.assert_close(objective(batch, seed=3, progress=0.0)["loss"], expected)


def test_on_its_way_no_critic_is_asked_and_nothing_is_learned_from_what_has_no_true_face(build):
    objective, faces = build(flow=True)
    assert float(_slope(objective, _batch(faces, "decoded")).abs().sum()) > 0
    assert all(weight.grad is None for weight in objective.model.critic.parameters())
    assert float(_slope(objective, _batch(faces, *UNPAIRED)).abs().sum()) == 0


def test_the_head_for_pixels_counts_as_often_as_asked_for(build):
    objective, _ = build(pixels=2.0)
    opinions = [torch.tensor([value]) for value in (5.0, 1.0, 2.0, 3.0)]
    torch.testing.assert_close(objective._together(opinions), torch.tensor([(2 * 5.0 + 1 + 2 + 3) / 5]))
