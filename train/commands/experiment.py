"""`python -m train experiment`: does it matter who is in the training data?"""

from __future__ import annotations

import argparse
from pathlib import Path

from train.data import parquet
from train.experiment import arms, networks
from train.recipes import recipe as recipes

RECIPE = "experiment"

VALIDATION_FACES = 256
"""Enough to see that a network learns; nothing is chosen by them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of faces-64.parquet (default data)")
    parser.add_argument(
        "--run", dest="folder", type=Path, default=Path("runs/experiment"), help="folder of the networks (default %(default)s)"
    )
    parser.add_argument("--seeds", type=int, default=3, help="networks of each arm (default 3)")
    parser.add_argument("--fit-only", action="store_true", help="train what is missing, and stop")


def run(args: argparse.Namespace) -> int:
    """Train what is missing, measure what is missing, and write the summary.

    Raises:
        TrainError: the data or the run folder is not right.
    """
    return 0 if _fit(args) else 1


def _fit(args: argparse.Namespace) -> bool:
    from accelerate import Accelerator

    recipe = recipes.load(RECIPE)
    data = args.data / f"faces-{recipe.data.image_size}.parquet"
    faces, val = parquet.load(data, "train"), parquet.load(data, "val", VALIDATION_FACES)
    device = Accelerator()
    all_of_them = [(arm, seed) for seed in range(args.seeds) for arm in arms.ARMS]
    for number, (arm, seed) in enumerate(all_of_them, start=1):
        print(f"{number} of {len(all_of_them)}: {arm}, seed {seed}.", flush=True)
        if not networks.fit(recipe, arm, seed, faces, val, args.folder, device):
            print("Stopped; the same command goes on.")
            return False
    return True
