"""`python -m train experiment`: does it matter who is in the training data?"""

from __future__ import annotations

import argparse
from pathlib import Path

from train import TrainError
from train.commands import tables
from train.data import parquet
from train.evaluation.harness import results
from train.experiment import arms, entry, measure, networks
from train.recipes import recipe as recipes

RECIPE = "experiment"

VALIDATION_FACES = 256
"""Enough to see that a network learns; nothing is chosen by them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of faces-64.parquet (default data)")
    run_help = "folder of the networks; those that are finished stay (default %(default)s)"
    parser.add_argument("--run", dest="folder", type=Path, default=Path("runs/experiment"), help=run_help)
    parser.add_argument("--seeds", type=int, default=3, metavar="N", help="networks of each arm (default 3)")
    parser.add_argument("--fit-only", action="store_true", help="train what is missing, and stop")
    judge_help = "folder of the network that reads faces (default: the second reader, else the attributes network)"
    parser.add_argument("--judge", type=Path, metavar="FOLDER", help=judge_help)
    json_help = "where the figures go, beside the models' (default %(default)s)"
    parser.add_argument("--json", type=Path, metavar="FILE", default=Path("checkpoints/results.json"), help=json_help)


def run(args: argparse.Namespace) -> int:
    """Train what is missing, measure what is missing, and write what was found.

    Raises:
        TrainError: the data or the run folder is not right, or FILE holds something else.
        CheckpointError: no judge.
        OSError: FILE cannot be read or written.
    """
    if args.seeds < 1:
        raise TrainError("Give at least one seed.")
    recipe = recipes.load(RECIPE)
    data = args.data / f"faces-{recipe.data.image_size}.parquet"
    if not _fit(recipe, data, args.folder, args.seeds):
        print("Stopped; the same command goes on.")
        return 0
    if args.fit_only:
        return 0
    kept = results.read(args.json)
    judge = measure.Judge.load(args.judge or measure.shipped_judge())
    measurement = measure.Measurement(parquet.load(data, "test"), judge, args.folder)
    kept[entry.NAME] = entry.make(measurement, args.seeds, f"test split of {data.name}")
    results.write(args.json, kept)
    print(tables.render({entry.NAME: kept[entry.NAME]}))
    return 0


def _fit(recipe: recipes.Recipe, data: Path, folder: Path, seeds: int) -> bool:
    from accelerate import Accelerator

    faces, val = parquet.load(data, "train"), parquet.load(data, "val", VALIDATION_FACES)
    device = Accelerator()
    every = [(arm, seed) for seed in range(seeds) for arm in arms.ARMS]
    for number, (arm, seed) in enumerate(every, start=1):
        print(f"{number} of {len(every)}: {arm}, seed {seed}.", flush=True)
        if not networks.fit(recipe, arm, seed, faces, val, folder, device):
            return False
    return True
