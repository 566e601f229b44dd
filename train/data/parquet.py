"""Prepared faces on disk: one Parquet file of encoded pictures, labels and splits."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch
from torch import Tensor

from facevae import photos
from facevae.files import replacing
from train import TrainError
from train.data.examples import Examples

VERSION = 1
SPLITS = ("train", "val", "test")

SCHEMA = pa.schema(
    [
        ("name", pa.string()),
        ("image", pa.binary()),
        ("age", pa.int16()),
        ("gender", pa.int8()),
        ("ethnicity", pa.int8()),
        ("group", pa.int32()),
        ("split", pa.dictionary(pa.int8(), pa.string())),
    ]
)

_KEY = b"facevae"


@dataclass(frozen=True, kw_only=True)
class FaceSet(Examples):
    """Prepared faces in memory, uint8, in the file's order, which is random but the same on every machine.

    Attributes:
        groups: (N,) int64; faces of one group show one photograph.
        splits: N of ``SPLITS``; a group is never divided.
        names: N file names.
    """

    groups: Tensor
    splits: tuple[str, ...]
    names: tuple[str, ...]


def save(path: Path, columns: dict[str, Iterable], details: dict[str, int]) -> None:
    """Write faces to a Parquet file, whole or not at all.

    Args:
        path: the file; what it held before is replaced at the very end.
        columns: the columns of ``SCHEMA``, ``image`` being encoded pictures; None where a label is unknown.
        details: numbers to keep in the file, ``image_size`` among them.
    Raises:
        TrainError: the disk is full.
        OSError: the file cannot be written for another reason.
    """
    schema = SCHEMA.with_metadata({_KEY: json.dumps({"version": VERSION, **details})})
    table = pa.table(columns, schema=schema)
    try:
        with replacing(path) as part, part.open("wb") as file:
            pq.write_table(table, file, row_group_size=1024)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            need = table.nbytes / 2**20
            raise TrainError(f"The disk is full: {path} needs {need:.0f} MB; it was not written.") from error
        raise


def details(path: Path) -> dict[str, int]:
    """Return the numbers that ``save`` kept in a file.

    Raises:
        TrainError: no such file, or not one that ``python -m train prepare`` wrote.
    """
    path = Path(path)
    if not path.is_file():
        raise TrainError(f"There is no file {path}; `python -m train prepare` makes it.")
    try:
        kept = json.loads((pq.read_schema(path).metadata or {})[_KEY])
    except (pa.ArrowException, OSError, KeyError) as error:
        raise TrainError(f"{path} is damaged or was not made by `python -m train prepare`.") from error
    if kept["version"] != VERSION:
        raise TrainError(
            f"{path} has version {kept['version']}, expected {VERSION}; run `python -m train prepare` again."
        )
    return kept


def load(path: Path, split: str | None = None, limit: int | None = None) -> FaceSet:
    """Read prepared faces.

    Args:
        path: a file of ``python -m train prepare``.
        split: one of ``SPLITS``; None takes all faces.
        limit: how many faces at most; the first ones, which are a random sample.
    Returns:
        The faces, decoded: 3 * S * S bytes of memory each.
    Raises:
        ValueError: an unknown split, or a limit below 1.
        TrainError: no such file, a damaged one, or one without a face in that split.
    """
    if split is not None and split not in SPLITS:
        raise ValueError(f"split is {split!r}; choose one of {', '.join(SPLITS)}, or None for all.")
    if limit is not None and limit < 1:
        raise ValueError(f"limit is {limit}; give at least 1, or None for all.")
    details(path)
    try:
        table = pq.read_table(path, filters=[("split", "==", split)] if split else None)
        table = table.slice(0, limit)
        if not len(table):
            raise TrainError(f"{path} holds no face in its {split} split.")
        faces = _decode(table["image"].to_pylist())
    except (pa.ArrowException, OSError, photos.PhotoError) as error:
        raise TrainError(f"{path} is damaged; run `python -m train prepare` again.") from error
    return FaceSet(
        faces=faces,
        age=torch.tensor([np.nan if age is None else age for age in table["age"].to_pylist()], dtype=torch.float32),
        gender=_column(table, "gender"),
        ethnicity=_column(table, "ethnicity"),
        groups=_column(table, "group"),
        splits=tuple(table["split"].to_pylist()),
        names=tuple(table["name"].to_pylist()),
    )


def _decode(images: list[bytes]) -> Tensor:
    with ThreadPoolExecutor() as pool:
        pixels = np.stack(list(pool.map(lambda image: np.asarray(photos.open(image)), images)))
    return torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous()


def _column(table: pa.Table, name: str) -> Tensor:
    return torch.tensor([-1 if value is None else value for value in table[name].to_pylist()], dtype=torch.int64)
