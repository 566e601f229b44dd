"""Train a small VAE on the faces of an arm, and fit the linear model of the same faces."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facevae import checkpoints
from facevae.checkpoints import Checkpoint
from facevae.files import replacing
from facevae.models.attributes import ETHNICITIES
from facevae.models.eigenfaces import Eigenfaces, EigenfacesConfig
from train import TrainError
from train.data.parquet import FaceSet
from train.engine import state
from train.engine.trainer import Trainer
from train.experiment import arms
from train.objectives import OBJECTIVES
from train.objectives.eigenfaces import fit_components
from train.recipes.recipe import Recipe

if TYPE_CHECKING:
    from accelerate import Accelerator

COMPONENTS = 256
"""Of the linear model; enough to fill a hole as well as more of them do."""

_FACTOR = 2
"""The linear model works on faces this many times smaller, as the shipped one does on four times smaller ones."""

MODEL, LINEAR, DONE = "model", "linear", "done.json"
"""In a network's folder: the VAE, the linear model, and what says that both are finished."""


def folder_of(runs: Path, arm: str, seed: int) -> Path:
    """The folder of one network."""
    return runs / f"{arm.replace(' ', '-')}-{seed}"


def fit(recipe: Recipe, arm: str, seed: int, faces: FaceSet, val: FaceSet, runs: Path, device: Accelerator) -> bool:
    """Train the networks of one arm and seed, or go on where they were interrupted; finished ones are left alone.

    Args:
        recipe: of the VAE; its seed is replaced, and its name lengthened.
        arm: one of `arms.ARMS`.
        seed: decides which faces are drawn, the weights at the start, and the order.
        faces: all training faces.
        val: validation faces, which decide nothing but whether the last weights or those of an epoch before are kept.
        runs: the folder of the experiment.
        device: where to train.
    Returns:
        Whether they are finished; not so after the process was asked to stop.
    Raises:
        TrainError: the folder holds networks of another recipe or other faces, or the faces do not do.
    """
    folder = folder_of(runs, arm, seed)
    recipe = replace(recipe, name=f"{recipe.name}/{folder.name}", seed=seed)
    chosen = arms.draw(arm, faces, seed)
    train = faces.take(chosen)
    counts = [int((train.ethnicity == label).sum()) for label in range(len(ETHNICITIES))]
    about: dict[str, Any] = {
        "arm": arm,
        "seed": seed,
        "labels": dict(zip(ETHNICITIES, counts, strict=True)),
        "faces": hashlib.sha256("\n".join(faces.names[number] for number in chosen.tolist()).encode()).hexdigest(),
        "recipe": state.plain(asdict(recipe)),
    }
    if (folder / DONE).exists():
        if json.loads((folder / DONE).read_text("utf-8")) != about:
            raise TrainError(f"{folder} holds another experiment; remove it or choose another --run folder.")
        return True
    folder.mkdir(parents=True, exist_ok=True)
    _fit_linear(train, recipe.data.image_size, folder / LINEAR)
    trainer = Trainer(recipe, OBJECTIVES[recipe.kind](recipe), train, val, folder, folder / MODEL, device)
    trainer.start()
    if not trainer.run():
        return False
    with replacing(folder / DONE) as part:
        part.write_text(json.dumps(about), "utf-8")
    trainer.state_file.unlink()
    return True


def _fit_linear(train: Any, size: int, folder: Path) -> None:
    side = size // _FACTOR
    linear = Eigenfaces(EigenfacesConfig(size, side, min(COMPONENTS, 3 * side**2)))
    fit_components(linear, train)
    checkpoints.save(folder, Checkpoint("eigenfaces", asdict(linear.config), linear.state_dict(), {}))
