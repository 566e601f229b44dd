"""The loop: exact resumption, clean stops, and nothing broken whenever it is killed."""

from __future__ import annotations

import dataclasses
import json
import signal

import pytest
import torch
from accelerate import Accelerator
from safetensors import safe_open
from safetensors.torch import save_file

from facevae import checkpoints
from tests.support.kinds import CLOSED_FORM
from train import TrainError
from train.data.examples import to_float
from train.engine import trainer as loop
from train.engine.trainer import Trainer
from train.objectives import OBJECTIVES
from train.recipes.recipe import Optimizer


@pytest.fixture
def trainer(tmp_path, make_examples, tiny_recipe):
    """A function that makes a trainer, as a new process would."""
    faces = make_examples(40)

    def trainer(run="run", kind="vae", **changes):
        recipe = dataclasses.replace(tiny_recipe(kind), **changes)
        torch.manual_seed(0)
        folder = tmp_path / run
        folder.mkdir(exist_ok=True)
        objective = OBJECTIVES[recipe.kind](recipe)
        train, val = faces.take(slice(32)), faces.take(slice(32, 40))
        return Trainer(recipe, objective, train, val, folder, folder / "model", Accelerator(cpu=True))

    return trainer


def _stop_after(trainer, steps):
    """Make a trainer stop as Ctrl-C would, in the step after which there are so many."""

    def interrupt(*_):
        if torch.is_grad_enabled() and trainer.step + 1 >= steps:  # a validation is no step
            hook.remove()
            signal.raise_signal(signal.SIGINT)

    hook = trainer.objective.register_forward_hook(interrupt)
    return trainer


def _curve(trainer):
    return [(row["step"], row["loss"]) for row in trainer.history.rows]


@pytest.mark.parametrize("kind", [kind for kind in OBJECTIVES if kind not in CLOSED_FORM])
@pytest.mark.parametrize("interrupted_after", [1, 4, 5])
def test_an_interrupted_run_has_the_same_curve_and_weights_as_one_in_a_piece(trainer, interrupted_after, kind):
    whole = trainer("whole", kind)
    whole.start()
    assert whole.run()
    first = _stop_after(trainer("parts", kind), interrupted_after)
    first.start()
    assert not first.run()
    torch.manual_seed(1)
    second = trainer("parts", kind)
    second.start()
    assert second.step == interrupted_after
    assert second.run()
    assert _curve(second) == _curve(whole)
    for name, value in whole.objective.model.state_dict().items():
        assert torch.equal(second.objective.model.state_dict()[name], value), name
    for name, value in whole.average.weights.items():
        assert torch.equal(second.average.weights[name], value), name


def test_a_model_in_closed_form_is_done_without_a_step(trainer):
    solved = trainer("solved", "eigenfaces")
    solved.start()
    assert solved.run()
    assert solved.step == solved.total_steps == 0
    shipped = checkpoints.load_network(solved.checkpoint_folder, "eigenfaces")
    faces = to_float(solved.train.faces)
    both = torch.cat([faces, faces.flip(-1)]).mean(0)
    torch.testing.assert_close(shipped.mean, both, rtol=0, atol=1e-3)
    assert float(shipped.residual.shares.max()) > 0


@pytest.mark.parametrize(("count", "steps"), [(0, set()), (1, {128}), (2, {2, 128}), (3, {2, 16, 128})])
def test_snapshots_lie_evenly_in_the_logarithm_of_their_steps(count, steps):
    assert loop.snapshot_steps(128, count) == steps


def test_a_run_keeps_its_snapshots_beside_the_model_which_is_the_last_of_them(trainer):
    done = trainer(snapshots=3)
    done.start()
    done.run()
    kept = sorted(path.name for path in (done.checkpoint_folder / "snapshots").iterdir())
    assert kept == ["000001"]
    assert checkpoints.read(done.checkpoint_folder / "snapshots" / "000001", "vae").about == {"steps": 1}


def test_a_state_from_before_a_setting_existed_still_resumes(trainer):
    first = _stop_after(trainer(), 1)
    first.start()
    first.run()
    with safe_open(first.state_file, framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    earlier = loop.state.peek(first.state_file)
    del earlier["recipe"]["snapshots"]
    save_file(tensors, first.state_file, metadata={"progress": json.dumps(earlier)})
    again = trainer()
    again.start()
    assert again.step == 1
    assert again.run()


def test_no_time_at_all_still_saves_a_state_to_resume(trainer):
    stopped = trainer()
    stopped.start()
    assert not stopped.run(max_minutes=0)
    assert stopped.state_file.exists()


def test_a_run_leaves_a_model_a_log_and_a_picture(trainer):
    done = trainer()
    done.start()
    done.run()
    assert checkpoints.load_network(done.checkpoint_folder, "vae").config.latent_dim == 4
    assert (done.folder / "log.csv").read_text().count("\n") == 1 + len(done.history.rows)
    assert (done.folder / "preview-000008.jpg").exists()
    about = checkpoints.read(done.checkpoint_folder, "vae").about
    assert about["steps"] in (4, 8)
    assert about["recipe"]["name"] == "tiny"


def test_killed_while_saving_the_state_the_previous_one_resumes(trainer, monkeypatch):
    first = _stop_after(trainer(), 3)
    first.start()
    first.run()
    second = _stop_after(trainer(), 6)
    second.start()

    def die(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(loop.state.os, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        second.run()
    monkeypatch.undo()
    third = trainer()
    third.start()
    assert third.step == 3


def test_a_run_of_another_recipe_is_not_continued(trainer):
    first = _stop_after(trainer(), 1)
    first.start()
    first.run()
    other = trainer(epochs=5)
    with pytest.raises(TrainError, match="epochs differ"):
        other.start()


def test_a_damaged_state_is_one_sentence(trainer):
    first = _stop_after(trainer(), 1)
    first.start()
    first.run()
    first.state_file.write_bytes(first.state_file.read_bytes()[:100])
    with pytest.raises(TrainError, match="damaged"):
        trainer().start()


def test_fewer_faces_than_a_batch_are_refused(trainer):
    with pytest.raises(TrainError, match="32 training faces are fewer"):
        trainer(batch=64)


def test_the_rate_warms_up_and_falls_to_its_last_value():
    options = Optimizer(warmup=2, final=0.1)
    rates = [loop.share_of_rate(step, 8, options) for step in range(9)]
    assert rates[:3] == [0.5, 1.0, 1.0]
    assert rates[5] == pytest.approx((1 + 0.1) / 2)  # half of the way down, where a cosine is 0
    assert rates[2:] == sorted(rates[2:], reverse=True)
    assert rates[8] == pytest.approx(0.1)
