"""`python -m train prepare`: UTKFace in, Parquet files of square faces out, without copies and ready split."""

from __future__ import annotations

import argparse
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from facevae import photos
from train.data import duplicates, labels, parquet, sources, summary
from train.data.collect import Picture, collect

SALT = b"facevae split 1"
"""Changing it would deal the faces anew, and test every trained model on faces it has learned from."""

SHARES = {"train": 0.90, "val": 0.05, "test": 0.05}

SIZES = (64, 128)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--archive", type=Path, metavar="FILE", help="a .tar, .tar.gz or .zip of UTKFace")
    source.add_argument("--folder", type=Path, metavar="DIR", help="a folder of UTKFace pictures")
    hub_help = f"a data set on the Hugging Face Hub; {sources.HUB_ID} unless given"
    source.add_argument("--hub", nargs="?", const=sources.HUB_ID, metavar="ID", help=hub_help)
    size_help = "width and height of the faces, repeatable; 64 and 128 unless given"
    parser.add_argument("--size", type=int, action="append", metavar="PIXELS", help=size_help)
    parser.add_argument(
        "--out", type=Path, default=Path("data"), metavar="DIR", help="folder to write to; data unless given"
    )
    parser.add_argument("--quality", type=int, default=95, help="WebP quality, 1 to 100; 95 unless given")


def run(args: argparse.Namespace) -> int:
    """Read, compare, split and write.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        ValueError: a size, quality or folder that makes no sense.
        TrainError: the source cannot be read, holds no picture, or the disk is full.
    """
    sizes = sorted(set(args.size or SIZES))
    _check(args, sizes)
    found = collect(_files(args), sizes, args.quality, progress=True)
    pairs = duplicates.near_copies(np.stack([face.thumbnail for face in found.faces]), progress=True)
    columns = arrange(found.faces, duplicates.group(len(found.faces), pairs))
    print(summary.table(found, columns, len(pairs)))
    for size in sizes:
        path = args.out / f"faces-{size}.parquet"
        images = [face.images[size] for face in found.faces]
        details = {"image_size": size, "quality": args.quality, "source_files": found.files}
        parquet.save(path, {**columns, "image": images}, details)
        print(f"Wrote {path}, {path.stat().st_size / 2**20:.1f} MB.")
    return 0


def arrange(faces: Sequence[Picture], groups: np.ndarray) -> dict[str, list]:
    """Return what is known about each face, by column.

    Args:
        faces: N faces.
        groups: (N,) group numbers.
    Returns:
        name, age, gender, ethnicity, group and split, N values each; None where a label is unknown.
    """
    numbers = groups.tolist()
    known = [labels.parse(face.name) or (None, None, None) for face in faces]
    smallest: dict[int, bytes] = {}
    for face, group in zip(faces, numbers, strict=True):
        smallest[group] = min(face.digest, smallest.get(group, face.digest))
    return {
        "name": [face.name for face in faces],
        "age": [label[0] for label in known],
        "gender": [label[1] for label in known],
        "ethnicity": [label[2] for label in known],
        "group": numbers,
        "split": [choose_split(smallest[group]) for group in numbers],
    }


def choose_split(digest: bytes) -> str:
    """Deal a group to train, val or test.

    Args:
        digest: the smallest SHA-256 among its faces; so neither the order nor the faces outside it have a say.
    Returns:
        A key of ``SHARES``, drawn with its probability.
    """
    place = int.from_bytes(hashlib.sha256(SALT + digest).digest()[:8]) / 2**64
    ends = zip(SHARES, itertools.accumulate(SHARES.values()), strict=True)
    return next((split for split, end in ends if place < end), "test")


def _check(args: argparse.Namespace, sizes: list[int]) -> None:
    if sizes[0] < photos.MIN_SIDE or sizes[-1] > photos.MAX_SIDE:
        given = ", ".join(map(str, sizes))
        raise ValueError(f"--size is {given}; give sizes from {photos.MIN_SIDE} to {photos.MAX_SIDE} pixels.")
    if not 1 <= args.quality <= 100:
        raise ValueError(f"--quality is {args.quality}; give a whole number from 1 to 100.")
    if args.out.exists() and not args.out.is_dir():
        raise ValueError(f"--out is {args.out}, which is a file; give a folder.")


def _files(args: argparse.Namespace) -> Iterator[sources.File]:
    if args.archive is not None:
        return sources.from_archive(args.archive)
    if args.folder is not None:
        return sources.from_folder(args.folder)
    return sources.from_hub(args.hub)
