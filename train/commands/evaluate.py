"""`python -m train evaluate MODEL`: measure a model on faces it has not seen."""

from __future__ import annotations

import argparse
import functools
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from train import TrainError
from train.commands import tables
from train.evaluation.harness import heldout_faces, results, subject
from train.evaluation.harness.registry import AUDIT, TASKS, Place
from train.evaluation.harness.registry import run as run_task
from train.report.markdown import listed

FLAGSHIP = "face"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("model", nargs="?", help="a folder with weights, or the name of one under checkpoints/")
    parser.add_argument("--all", action="store_true", help="measure every model under checkpoints/")
    audit_help = "whether all faces are treated alike, and nothing else (of the flagship, where no model is given)"
    parser.add_argument("--audit", action="store_true", help=audit_help)
    data_help = (
        "a file of `python -m train prepare`, of which the test split is taken; an archive or a folder of faces; or a "
        "folder with prepared files faces-SIZE.parquet (default data)"
    )
    parser.add_argument("--data", type=Path, metavar="PATH", default=Path("data"), help=data_help)
    json_help = (
        "where the figures go; entries of other models in it stay (with --all, and with --audit alone: "
        "checkpoints/results.json)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help=json_help)
    parser.add_argument("--limit", type=int, metavar="N", help="measure on the first N faces only")
    resume_help = "keep the sections in FILE that were measured with the same weights on the same faces"
    parser.add_argument("--resume", action="store_true", help=resume_help)


def run(args: argparse.Namespace) -> int:
    """Measure section by section; each is in the file as soon as it is done. Says at the end how long that took.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        ValueError: a limit below 1; a CheckpointError: no usable weights.
        TrainError: not one of a model, --all and --audit, no FILE, the data cannot be used, FILE holds something else,
            or there are no weights for an audit.
        OSError: FILE cannot be read or written.
    """
    if (bool(args.model) + args.all > 1) or not (args.model or args.all or args.audit):
        raise TrainError("Give either a model, --all or --audit.")
    if args.json is None and args.model:
        raise TrainError("Say with --json FILE where the figures are to go.")
    file = args.json or Path("checkpoints/results.json")
    names = subject.shipped() if args.all else [args.model or FLAGSHIP]
    only = AUDIT if args.audit else None
    kept = results.read(file)
    took: Counter[str] = Counter()
    load_faces = functools.cache(lambda size: heldout_faces.load(_data(args.data, size), size, args.limit))
    for number, name in enumerate(names, start=1):
        tested = subject.load(name)
        heldout = load_faces(tested.image_size)
        count = f" ({number} of {len(names)})" if args.all else ""
        if only:
            _check_can(only, tested)
        print(f"Measuring {tested.name}{count} on {len(heldout.faces):,} faces: {heldout.source}.", flush=True)
        kept[tested.name] = _entry(kept.get(tested.name, {}), tested, heldout, args.resume, only)
        results.write(file, kept)  # better no place for the figures now than after measuring
        began = time.monotonic()
        for _ in _measure(kept[tested.name], tested, heldout, only):
            results.write(file, kept)
        took[tested.suite] += round(time.monotonic() - began)
        print(tables.render({tested.name: kept[tested.name]}), flush=True)
    print(f"Took {listed(f'{seconds} s ({suite})' for suite, seconds in took.items())}.")
    return 0


def _data(given: Path, size: int) -> Path:
    prepared = given / f"faces-{size}.parquet"
    return prepared if prepared.is_file() else given


def _check_can(only: Place, tested: subject.Subject) -> None:
    task = TASKS[tested.suite].get(only)
    if task is None:
        raise TrainError(f"{tested.name} restores nothing, so that there is nothing to audit; give a flagship.")
    missing = sorted(set(task.needs) - set(tested.weights))
    if missing:
        raise TrainError(f"For the audit of {tested.name} there are no weights of {', '.join(missing)}.")


def _entry(
    before: results.Entry,
    tested: subject.Subject,
    heldout: heldout_faces.HeldoutFaces,
    resume: bool,
    only: Place | None,
) -> results.Entry:
    """What of an earlier entry still holds: the sections whose fingerprint is that of this measurement.

    With `only`, the one that is to be measured, all others stay as they are.
    """
    entry: results.Entry = {"about": describe(tested, heldout), "measured": {}}
    for place, task in TASKS[tested.suite].items():
        key = "/".join(place)
        same = before.get("measured", {}).get(key) == task.fingerprint(tested, heldout)
        stays = only not in (None, place) or (resume and same)
        if stays and key in before.get("measured", {}) and results.has(before, place):
            results.put(entry, place, results.get(before, place))
            entry["measured"][key] = before["measured"][key]
    return entry


def _measure(
    entry: results.Entry, tested: subject.Subject, heldout: heldout_faces.HeldoutFaces, only: Place | None
) -> Iterator[None]:
    """Fill in what is missing, or of it one section alone, yielding after each."""
    for place, task in TASKS[tested.suite].items():
        key = "/".join(place)
        if key in entry["measured"] or only not in (None, place) or not set(task.needs) <= set(tested.weights):
            continue
        results.put(entry, place, run_task(task, tested, heldout))
        entry["measured"][key] = task.fingerprint(tested, heldout)
        yield


def describe(tested: subject.Subject, heldout: heldout_faces.HeldoutFaces) -> dict[str, Any]:
    """Say what is measured on what, and nothing of when and where.

    Args:
        tested: the model.
        heldout: the faces.
    Returns:
        What JSON can hold.
    """
    about = {
        "suite": tested.suite,
        "image_size": tested.image_size,
        "weights": tested.weights,
        "training": tested.training,
        "data": heldout.source,
        "faces": len(heldout.faces),
        "faces_digest": heldout.digest(),
    }
    if tested.suite != "attributes":
        about |= {"latent_dim": tested.model.latent_dim, "mean_face": heldout.mean_face(tested.model)[1]}
    return about
