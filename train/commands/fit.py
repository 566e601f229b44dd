"""`python -m train fit RECIPE`: train one model."""

from __future__ import annotations

import argparse
import json
import math
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from train import TrainError
from train.recipes import recipe as recipes

if TYPE_CHECKING:
    from accelerate import Accelerator

VALIDATION_FACES = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("recipe", help="name of a recipe in train/recipes, or a path to a TOML file")
    parser.add_argument("--data", type=Path, help="prepared faces (default data/faces-SIZE.parquet)")
    parser.add_argument("--run", dest="folder", type=Path, help="folder of this run (default runs/RECIPE)")
    parser.add_argument("--checkpoint", type=Path, help="where the trained model goes (default: RUN/model)")
    parser.add_argument(
        "--max-minutes", type=float, default=math.inf, help="stop cleanly after this long; resume later"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="check and print the recipe, the data and the model; stop"
    )


def run(args: argparse.Namespace) -> int:
    """Train, and say what came of it.

    Raises:
        TrainError: the recipe, the data or the run folder is not right.
    """
    recipe = recipes.load(args.recipe)
    described = json.dumps(asdict(recipe), indent=2)
    from train.data import parquet
    from train.engine.trainer import Trainer
    from train.objectives import OBJECTIVES

    accelerator = _accelerator(OBJECTIVES[recipe.kind].bfloat16_on_cpu)
    accelerator.print(described, flush=True)
    if recipe.batch % accelerator.num_processes:
        raise TrainError(f"batch {recipe.batch} cannot be shared by {accelerator.num_processes} processes.")
    data = args.data or Path("data") / f"faces-{recipe.data.image_size}.parquet"
    train = parquet.load(data, split="train", limit=recipe.data.limit or None)
    val = parquet.load(data, split="val", limit=VALIDATION_FACES)
    side, needed = train.faces.shape[-1], recipe.data.image_size
    if side != needed:
        raise TrainError(f"{data} has faces of {side} pixels; {recipe.name} needs {needed}.")
    objective = OBJECTIVES[recipe.kind](recipe)
    weights = sum(parameter.numel() for parameter in objective.model.parameters())
    accelerator.print(f"{len(train):,} training and {len(val):,} validation faces; {weights:,} weights to train.")
    if args.dry_run:
        return 0
    folder = args.folder or Path("runs") / recipe.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recipe.json").write_text(described)
    trainer = Trainer(recipe, objective, train, val, folder, args.checkpoint or folder / "model", accelerator)
    trainer.start()
    done = trainer.run(args.max_minutes)
    if objective.closed_form:
        accelerator.print(f"Done in closed form, {trainer.seconds:.0f} s. Model in {trainer.checkpoint_folder}.")
        return 0
    accelerator.print(
        f"{'Done' if done else 'Stopped; the same command resumes'}: step {trainer.step} of {trainer.total_steps}, "
        f"{trainer.images_per_second:.0f} images/s, {100 * trainer.waiting:.1f} % of the time "
        f"waiting for data. Model in {trainer.checkpoint_folder}."
    )
    accelerator.end_training()
    return 0


def _accelerator(bfloat16_on_cpu: bool) -> Accelerator:
    """Device and processes as launched; bfloat16 where the hardware has it, unless the launcher was told otherwise."""
    import torch
    from accelerate import Accelerator

    told = "ACCELERATE_MIXED_PRECISION" in os.environ
    if torch.cuda.is_available():
        fast = torch.cuda.is_bf16_supported()
    else:  # a processor without it takes several times longer than in float32
        fast = bfloat16_on_cpu and torch.cpu._is_avx512_bf16_supported()
    return Accelerator(mixed_precision="bf16" if fast and not told else None)
