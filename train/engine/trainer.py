"""Training loop with bit-exact resume, on one device or several."""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from torch import Tensor
from torchvision.utils import make_grid
from tqdm import tqdm

from facevae import checkpoints, photos
from train import TrainError
from train.data.examples import Examples
from train.engine import state
from train.engine.ema import Ema
from train.engine.history import History
from train.objectives.base import VALIDATION_BATCH, Objective
from train.recipes.recipe import Optimizer, Recipe

SAVE_EVERY_SECONDS = 180

FIRST_SNAPSHOT = 1 / 64
"""Share of the training after which the first one is kept; before that a model draws a plain colour."""

SNAPSHOT_BITS = 7
"""Of a weight of a snapshot, which is looked at and not measured: what it draws is 50 dB or more from what it drew."""


class Trainer:
    """Trains one objective on faces in memory and keeps everything needed to go on.

    Every random choice of a step follows from the recipe's seed and the step's number alone, so a run that was
    interrupted takes the same steps as one that was not.

    Args:
        recipe: what and how.
        objective: the model with its loss.
        train, val: faces in memory, uint8.
        run: folder of this run: state, log, pictures.
        checkpoint: folder of the model as it ships.
        accelerator: device, precision and processes.
    Raises:
        TrainError: fewer training faces than a batch.
    """

    def __init__(
        self,
        recipe: Recipe,
        objective: Objective,
        train: Examples,
        val: Examples,
        run: Path,
        checkpoint: Path,
        accelerator: Accelerator,
    ) -> None:
        self.recipe, self.objective = recipe, objective
        self.train, self.val = objective.examples(train, "train"), objective.examples(val, "val")
        if len(self.train) < recipe.batch:
            raise TrainError(f"{len(self.train)} training faces are fewer than one batch of {recipe.batch}.")
        self.folder, self.checkpoint_folder, self.accelerator = run, checkpoint, accelerator
        self.state_file = run / "state.safetensors"
        self.steps_an_epoch = len(self.train) // recipe.batch
        self.total_steps = 0 if objective.closed_form else self.steps_an_epoch * recipe.epochs
        self.step = 0
        self.seconds = 0.0
        self.waited = 0.0
        # The last of them is the model that ships.
        self.snapshot_steps = snapshot_steps(self.total_steps, recipe.snapshots) - {self.total_steps}
        self.history = History(self.steps_an_epoch)
        self._stopping = False
        self._background = ThreadPoolExecutor(1)
        self._ahead: dict[int, Future[tuple[Examples, int]]] = {}

    def start(self) -> None:
        """Begin, or go on from the saved state if there is one.

        Raises:
            TrainError: the state is damaged, or of another recipe.
        """
        if self.objective.closed_form:
            return
        resuming = self.state_file.exists()
        if resuming:
            self._check_same_recipe(state.peek(self.state_file))
        else:
            self.objective.prepare(self.train)
        options = self.recipe.optimizer
        groups = self.objective.parameter_groups()
        self._largest_rates = [group["lr"] for group in groups]
        self._bare_optimizer = torch.optim.AdamW(
            groups, betas=(options.beta1, options.beta2), weight_decay=options.weight_decay, foreach=True
        )
        self._module, self._optimizer = self.accelerator.prepare(self.objective, self._bare_optimizer)
        self.average = Ema(self.objective.model, options.ema)
        if resuming:
            progress = state.load(self.state_file, self.objective.model, self.average.weights, self._bare_optimizer)
            self.step, self.seconds, self.waited = progress["step"], progress["seconds"], progress["waited"]
            self.history = History(self.steps_an_epoch, progress["history"])

    def run(self, max_minutes: float = math.inf) -> bool:
        """Train until the recipe is done, time is up or the process is asked to stop; then save.

        Args:
            max_minutes: stop cleanly after this many minutes of this call.
        Returns:
            Whether the recipe is done.
        Raises:
            TrainError: the loss is no longer a number.
        """
        if self.objective.closed_form:
            return self._solve()
        began = saved = time.monotonic()
        earlier = self.seconds
        quiet = not self.accelerator.is_main_process
        with (
            self._stop_on_signal(),
            tqdm(total=self.total_steps, initial=self.step, unit="step", disable=quiet) as bar,
        ):
            while self.step < self.total_steps and not self._must_stop(began, max_minutes):
                losses = self._one_step()
                self.seconds = earlier + time.monotonic() - began
                self.history.add(self.step, self.seconds, losses)
                bar.update()
                bar.set_postfix({name: f"{value:.4g}" for name, value in self.history.recent().items()})
                if self.step in self.snapshot_steps:
                    self._keep_snapshot()
                if self.step % self.steps_an_epoch == 0:
                    self._validate_and_keep()
                if time.monotonic() - saved > SAVE_EVERY_SECONDS:
                    self._save()
                    saved = time.monotonic()
        if self.step and not self.history.validated:
            self._validate_and_keep()
        self._save()
        self.accelerator.wait_for_everyone()
        return self.step >= self.total_steps

    def _solve(self) -> bool:
        """Find a model that has a closed form; there is nothing to resume."""
        began = time.monotonic()
        self.objective.prepare(self.train)
        self.average = Ema(self.objective.model, self.recipe.optimizer.ema)
        self.seconds = time.monotonic() - began
        self.history.add(0, self.seconds, {})
        self._validate_and_keep()
        return True

    @property
    def images_per_second(self) -> float:
        """Training faces a second so far, validation included."""
        return self.step * self.recipe.batch / max(self.seconds, 1e-9)

    @property
    def waiting(self) -> float:
        """Share of the time that went into fetching faces, 0 to 1."""
        return self.waited / max(self.seconds, 1e-9)

    def _one_step(self) -> dict[str, Tensor]:
        fetching = time.monotonic()
        batch, seed = self._batch()
        batch = batch.on(self.accelerator.device)
        self.waited += time.monotonic() - fetching
        for group, rate in zip(self._optimizer.param_groups, self._largest_rates, strict=True):
            group["lr"] = rate * share_of_rate(self.step, self.total_steps, self.recipe.optimizer)
        torch.manual_seed(seed)
        with self.accelerator.autocast():
            losses = self._module(batch, seed, self.step / self.total_steps)
        if not torch.isfinite(losses["loss"]):
            raise TrainError(f"The loss is {float(losses['loss'])} at step {self.step}; lower optimizer.lr and resume.")
        self._optimizer.zero_grad()
        self.accelerator.backward(losses["loss"])
        self.accelerator.clip_grad_norm_(self.objective.model.parameters(), self.recipe.optimizer.clip)
        self._optimizer.step()
        self.step += 1
        self.average.update(self.step)
        return losses

    def _batch(self) -> tuple[Examples, int]:
        """This step's faces and seed, collated while the step before was taken; the next ones are begun."""
        collated = self._ahead.pop(self.step, None)
        batch = collated.result() if collated else self._collate(self.step)
        if self.step + 1 < self.total_steps:
            self._ahead[self.step + 1] = self._background.submit(self._collate, self.step + 1)
        return batch

    def _collate(self, step: int) -> tuple[Examples, int]:
        """The faces of any step and its seed, on the CPU; they follow from the recipe's seed and the step's number."""
        epoch, within = divmod(step, self.steps_an_epoch)
        order = torch.randperm(len(self.train), generator=torch.Generator().manual_seed(self.recipe.seed + epoch))
        chosen = order[within * self.recipe.batch :][: self.recipe.batch]
        rank, world = self.accelerator.process_index, self.accelerator.num_processes
        seed = (self.recipe.seed * 1_000_003 + step) * world + rank
        batch = self.train.take(chosen[rank::world])
        if self.recipe.data.flip:
            batch = batch.mirrored(torch.rand(len(batch), generator=torch.Generator().manual_seed(seed)) < 0.5)
        return self.objective.collate(batch, seed), seed

    def _validate_and_keep(self) -> None:
        """Measure the averaged weights, draw them, and ship them if they are the best so far or if the last count."""
        if not self.accelerator.is_main_process:
            return
        with self.average.applied():
            figures = self._validate()
            better = self.history.add_validation(figures)
            shown = self.val.take(slice(VALIDATION_BATCH)).on(self.accelerator.device)
            grid = make_grid(self.objective.preview(shown.faces).float().cpu(), nrow=8, padding=0)
            photos.from_tensor(grid[None]).save(self.folder / f"preview-{self.step:06d}.jpg", quality=90)
            if better or self.objective.keeps_last:
                self.objective.finish(self.train, self.val)
                checkpoints.save(self.checkpoint_folder, self.objective.checkpoint(self._about(figures)))
        tqdm.write(f"step {self.step}: " + ", ".join(f"{name} {value:.4g}" for name, value in figures.items()))

    def _keep_snapshot(self) -> None:
        if not self.accelerator.is_main_process:
            return
        with self.average.applied():
            folder = self.checkpoint_folder / "snapshots" / f"{self.step:06d}"
            checkpoints.save(folder, self.objective.checkpoint({"steps": self.step}), SNAPSHOT_BITS)

    def _validate(self) -> dict[str, float]:
        sums: dict[str, float] = {}
        for some in self.val.split(VALIDATION_BATCH):
            batch = some.on(self.accelerator.device)
            for name, value in self.objective.validate(batch).items():
                sums[name] = sums.get(name, 0.0) + value * len(batch)
        return {name: value / len(self.val) for name, value in sums.items()}

    def _about(self, figures: dict[str, float]) -> dict[str, Any]:
        return {
            "recipe": asdict(self.recipe),
            "steps": self.step,
            "epochs": round(self.step / self.steps_an_epoch, 2),
            "minutes": round(self.seconds / 60, 1),
            "images_per_second": round(self.images_per_second, 1),
            "waiting_for_data": round(self.waiting, 4),
            "device": self.accelerator.device.type,
            "train_faces": len(self.train),
            "validation": {name: round(value, 5) for name, value in figures.items()},
            "curve": self.history.curve(),
        }

    def _save(self) -> None:
        if not self.accelerator.is_main_process:
            return
        progress = {
            "step": self.step,
            "seconds": self.seconds,
            "waited": self.waited,
            "history": self.history.rows,
            "recipe": asdict(self.recipe),
        }
        state.save(self.state_file, self.objective.model, self.average.weights, self._bare_optimizer, progress)
        self.history.write(self.folder / "log.csv")

    def _check_same_recipe(self, progress: dict[str, Any]) -> None:
        before, now = progress["recipe"], state.plain(asdict(self.recipe))
        added_since = {item.name: item.default for item in fields(Recipe)}
        changed = [key for key in now if before.get(key, added_since[key]) != now[key]]
        if changed:
            raise TrainError(
                f"{self.folder} holds a run of another recipe ({', '.join(changed)} differ); "
                "remove it or choose another --run folder."
            )

    def _must_stop(self, began: float, max_minutes: float) -> bool:
        """One decision for all processes, or some would wait for ever for the others."""
        stop = self._stopping or time.monotonic() - began > max_minutes * 60
        if self.accelerator.num_processes == 1:
            return stop
        flag = torch.tensor([float(stop)], device=self.accelerator.device)
        return bool(self.accelerator.reduce(flag, reduction="sum") > 0)

    @contextmanager
    def _stop_on_signal(self) -> Iterator[None]:
        """The first Ctrl-C or termination finishes the step and saves."""

        def stop(*_: object) -> None:
            self._stopping = True

        previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


def share_of_rate(step: int, total: int, options: Optimizer) -> float:
    """Cosine schedule with warm-up, as a fraction of the largest learning rate; `step` is how many are done."""
    if step < options.warmup:
        return (step + 1) / options.warmup
    progress = (step - options.warmup) / max(1, total - options.warmup)
    return options.final + (1 - options.final) * 0.5 * (1 + math.cos(math.pi * progress))


def snapshot_steps(total: int, count: int) -> set[int]:
    """Steps, counted from 1, after which snapshots are kept: evenly spaced in their logarithm, the last at the end."""
    spread = max(1, count - 1)
    return {max(1, round(total * FIRST_SNAPSHOT ** (earlier / spread))) for earlier in range(count)}
