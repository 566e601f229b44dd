"""Held-out faces: the test split of prepared faces, or pictures of an archive or folder."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from tqdm import tqdm

from facevae import FaceVae, photos
from train import TrainError
from train.data import duplicates, labels, parquet, sources
from train.data.examples import Examples, to_float

BATCH = 20

MEAN_OF = 2000
"""Training faces that the mean face is made of, at most."""


@dataclass(frozen=True)
class HeldoutFaces:
    """Faces to measure on.

    Attributes:
        faces: (N, 3, S, S) uint8 RGB.
        mean: (1, 3, S, S) float32 in [0, 1], the mean of training faces; None where there are none at hand.
        mean_of: how many.
        source: where the faces come from, in words.
        prepared: the file of ``python -m train prepare`` that they come from; None where they come from elsewhere.
        test: the same faces with their labels, taken from the names of the files where they are pictures, and their
            near-copy groups; None where none has labels.
    """

    faces: Tensor
    mean: Tensor | None
    mean_of: int
    source: str
    prepared: Path | None = None
    test: Examples | None = None

    @cached_property
    def train(self) -> Examples | None:
        """All training faces of the same file; None where there are none. Read when first asked for: a gigabyte."""
        return self._split("train")

    @cached_property
    def val(self) -> Examples | None:
        """All validation faces of the same file; None where there are none."""
        return self._split("val")

    def _split(self, name: str) -> Examples | None:
        if self.prepared is None:
            return None
        try:
            return parquet.load(self.prepared, name)
        except TrainError:  # a file may well hold test faces only
            return None

    def digest(self) -> str:
        """Return the SHA-256 of the faces."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(self.faces.contiguous().numpy().tobytes()).hexdigest()

    def batches(self, title: str, count: int | None = None) -> Iterator[tuple[int, Tensor]]:
        """Go through the faces with a progress bar.

        Args:
            title: beside the bar.
            count: only the first so many; None takes all.
        Yields:
            The number of the first face, and up to ``BATCH`` faces, float32 in [0, 1].
        """
        faces = self.faces[:count]
        with tqdm(total=len(faces), desc=title, unit="face") as bar:
            for first in range(0, len(faces), BATCH):
                batch = to_float(faces[first : first + BATCH])
                yield first, batch
                bar.update(len(batch))

    def mean_face(self, model: FaceVae) -> tuple[Tensor, str]:
        """Return the mean face, (1, 3, S, S), and in words what it is; without training faces the model's own."""
        if self.mean is not None:
            return self.mean, f"mean of {self.mean_of:,} training faces"
        return model.decode(torch.zeros(1, model.latent_dim)), "the model's face for code 0"


def load(path: Path, size: int, limit: int | None = None) -> HeldoutFaces:
    """Read the faces to measure on.

    Args:
        path: a file of ``python -m train prepare``, of which the test split is taken; or an archive or folder of
            pictures, of which all are.
        size: the S that the model needs.
        limit: how many faces at most; the first ones.
    Returns:
        The faces; those of an archive or folder cut to centred squares and resized.
    Raises:
        ValueError: a limit below 1.
        TrainError: nothing there, no faces in it, a damaged one, or prepared faces of another size.
    """
    if limit is not None and limit < 1:
        raise ValueError(f"--limit is {limit}; give at least 1.")
    if not path.exists():
        raise TrainError(
            f"There is no {path}: give a file of `python -m train prepare`, an archive or a folder of faces."
        )
    if path.suffix == ".parquet":
        return _prepared(path, size, limit)
    files = sources.from_folder(path) if path.is_dir() else sources.from_archive(path)
    pictures = list(itertools.islice(_squares(files, size), limit))
    if not pictures:
        raise TrainError(f"{path} holds no picture that can be read.")
    faces = torch.from_numpy(np.stack([np.asarray(square) for _, square in pictures])).permute(0, 3, 1, 2).contiguous()
    return HeldoutFaces(faces, None, 0, path.name, test=_labelled(faces, pictures))


def _prepared(path: Path, size: int, limit: int | None) -> HeldoutFaces:
    prepared = parquet.details(path)["image_size"]
    if prepared != size:
        raise TrainError(f"{path} has faces of {prepared} pixels; the model needs {size}.")
    test = parquet.load(path, "test", limit)
    try:
        train = parquet.load(path, "train", MEAN_OF).faces
    except TrainError:  # a file may well hold test faces only
        return HeldoutFaces(test.faces, None, 0, f"test split of {path.name}", path, test)
    mean = torch.from_numpy(train.numpy().mean(0, keepdims=True)).float() / 255
    return HeldoutFaces(test.faces, mean, len(train), f"test split of {path.name}", path, test)


def _squares(files: Iterator[sources.File], size: int) -> Iterator[tuple[str, Image.Image]]:
    for name, data in tqdm(files, desc="Pictures", unit=""):
        try:
            photo = photos.open(data or b"")
        except photos.PhotoError:
            continue
        yield name, photos.square(photo, size)


def _labelled(faces: Tensor, pictures: list[tuple[str, Image.Image]]) -> parquet.FaceSet | None:
    """What UTKFace's names say of faces, and which of them show one photograph; None where no name says anything."""
    found = [labels.parse(name) for name, _ in pictures]
    if not any(found):
        return None
    thumbnails = np.stack([duplicates.thumbnail(square) for _, square in pictures])
    return parquet.FaceSet(
        faces=faces,
        age=torch.tensor([np.nan if one is None else one.age for one in found], dtype=torch.float32),
        gender=torch.tensor([-1 if one is None else one.gender for one in found]),
        ethnicity=torch.tensor([-1 if one is None else one.ethnicity for one in found]),
        groups=torch.from_numpy(duplicates.group(len(faces), duplicates.near_copies(thumbnails))).long(),
        splits=("test",) * len(faces),
        names=tuple(name for name, _ in pictures),
    )
