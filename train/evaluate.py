"""`python -m train evaluate MODEL`: measure a model on faces it has not seen."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from train import tables
from train.evaluation import denoising, faces, results, subject
from train.evaluation.tasks import TASKS
from train.evaluation.tasks import run as run_task

PROTOCOL = 1
"""Counts up when a figure is measured in another way, so that old ones are not resumed from."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("model", help="a folder with weights, or the name of one under checkpoints/")
    data_help = (
        "a file of `python -m train prepare`, of which the test split is taken, or an archive or a folder of faces "
        "(default data/faces-SIZE.parquet)"
    )
    parser.add_argument("--data", type=Path, metavar="PATH", help=data_help)
    json_help = "where the figures go; entries of other models in it stay"
    parser.add_argument("--json", type=Path, required=True, metavar="FILE", help=json_help)
    parser.add_argument("--limit", type=int, metavar="N", help="measure on the first N faces only")
    resume_help = "keep the sections in FILE that were measured with the same weights on the same faces"
    parser.add_argument("--resume", action="store_true", help=resume_help)


def run(args: argparse.Namespace) -> int:
    """Measure section by section; each is in the file as soon as it is done.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        ValueError: a limit below 1; a CheckpointError: no usable weights.
        TrainError: the data cannot be used, or FILE holds something else.
        OSError: FILE cannot be read or written.
    """
    kept = results.read(args.json)
    tested = subject.load(args.model)
    size = tested.model.image_size
    unseen = faces.load(args.data or Path("data") / f"faces-{size}.parquet", size, args.limit)
    about = describe(tested, unseen)
    results.write(args.json, kept)  # better no place for the figures now than after measuring
    entry = kept.get(tested.name, {})
    if not args.resume or entry.get("about") != about:
        entry = {"about": about}
    kept[tested.name] = entry
    print(f"Measuring {tested.name} on {len(unseen.faces):,} faces: {unseen.source}.", flush=True)
    for place, task in TASKS.items():
        if not results.has(entry, place):
            results.put(entry, place, run_task(task, tested.model, unseen))
            results.write(args.json, kept)
    print(tables.render({tested.name: entry}))
    return 0


def describe(tested: subject.Subject, unseen: faces.Unseen) -> dict[str, Any]:
    """Say what is measured on what: all that the figures depend on, and nothing of when and where.

    Args:
        tested: the model.
        unseen: the faces.
    Returns:
        What JSON can hold.
    """
    return {
        "protocol": PROTOCOL,
        "image_size": tested.model.image_size,
        "latent_dim": tested.model.latent_dim,
        "weights": tested.weights,
        "training": tested.training,
        "data": unseen.source,
        "faces": len(unseen.faces),
        "faces_digest": unseen.digest(),
        "mean_face": unseen.mean_face(tested.model)[1],
        "denoisers": denoising.methods(tested.model),
    }
