"""`python -m train ages`: average the ages of training faces over the map of a model whose codes have two numbers."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

import facevae
from facevae.checkpoints.locations import locate
from facevae.files import replacing
from facevae.latent.latent_map import BinnedMeans, binned_means
from facevae.model import FaceVae
from train.commands.figures import MAP
from train.data import parquet
from train.data.examples import Examples, to_float

FILE = "ages.json"
"""What is written, beside the weights."""

SIDE = 24
"""Squares of the map, each way."""

BATCH = 256


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--model", default=MAP, help=f"a folder with weights, or a name under checkpoints/ ({MAP})")
    data_help = "file of `python -m train prepare`, at the model's size (default data/faces-64.parquet)"
    parser.add_argument("--data", type=Path, default=Path("data/faces-64.parquet"), metavar="FILE", help=data_help)


def run(args: argparse.Namespace) -> int:
    """Encode all training faces and write means over squares of the map; nothing of a single face is kept.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        ValueError: codes of another length; a CheckpointError: no usable weights.
        TrainError: the data cannot be used.
        OSError: a file cannot be read or written.
    """
    folder = locate(args.model)
    model = facevae.load(folder)
    if model.latent_dim != 2:
        raise ValueError(f"{args.model} has codes of {model.latent_dim} numbers; a map needs 2.")
    binned = average_ages(model, parquet.load(args.data, "train"))
    with replacing(folder / FILE) as part:
        part.write_text(json.dumps(binned.to_json()) + "\n", "utf-8")
    print(f"{folder / FILE}: {int(binned.counts.sum()):,} faces in {int((binned.counts > 0).sum())} squares")
    return 0


def average_ages(model: FaceVae, faces: Examples) -> BinnedMeans:
    """Average ages over the squares of the map that the means of the faces' posteriors lie in."""
    with torch.inference_mode():
        codes = torch.cat([model.encode(to_float(some)).mean for some in faces.faces.split(BATCH)])
    known = faces.age.isfinite()
    return binned_means(codes[known], faces.age[known], SIDE)
