"""What the networks of the experiment make of test faces, face by face."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from facevae import checkpoints, metrics
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.damage import masks
from facevae.files import replacing
from facevae.models.attributes import AttributeNet
from train.data import hiding
from train.data.examples import to_float
from train.data.parquet import FaceSet
from train.evaluation.harness.scores import MAX_PSNR
from train.experiment import networks

BATCH = 50

HOLES: dict[str, Callable[[int], Tensor]] = {"eyes": masks.eyes, "half": masks.half}
"""Name -> side of a face to the hole, (1, 1, S, S); 1 = hidden."""

JUDGES = ("second_reader", "attributes")
"""Folders under checkpoints/ with networks that can read the faces; the first that there is does."""

VAE, LINEAR = "vae", "linear"

UNTOUCHED = "untouched"
"""Beside the networks' folders: what the judge reads in the test faces themselves."""

Arrays = dict[str, np.ndarray]


def shipped_judge() -> Path:
    """The folder of the first of ``JUDGES`` that there is."""
    folders = [CHECKPOINTS / name for name in JUDGES]
    return next((folder for folder in folders if checkpoints.kinds(folder)), folders[-1])


@dataclass(frozen=True)
class Judge:
    """Who reads the faces.

    Attributes:
        network: reads age, gender and ethnicity.
        name: the recipe it was trained from, or its folder's name.
        digest: of its weights.
    """

    network: AttributeNet
    name: str
    digest: str

    @classmethod
    def load(cls, folder: Path) -> Judge:
        """Read one.

        Args:
            folder: holds the weights of a network of attributes.
        Raises:
            CheckpointError: it does not.
        """
        checkpoint = checkpoints.read(folder, "attributes")
        network = checkpoints.load_network(folder, "attributes").to(memory_format=torch.channels_last)
        name = checkpoint.about.get("recipe", {}).get("name", folder.name)
        return cls(network, name, checkpoints.digest(checkpoint))

    def read(self, faces: Tensor) -> np.ndarray:
        """Chances of every label, (N, 5), for faces (N, 3, S, S) in [0, 1].

        Not averaged with their mirror images, which takes twice as long: what is compared is read alike.
        """
        small = self.network.resize(faces).contiguous(memory_format=torch.channels_last)
        return (self.network(small)[2] / self.network.temperature[2]).softmax(1).numpy()


@dataclass(frozen=True)
class Measurement:
    """Who is measured on, and who judges.

    Attributes:
        test: the faces.
        judge: reads them.
        runs: folder of the experiment.
    """

    test: FaceSet
    judge: Judge
    runs: Path

    @property
    def digest(self) -> str:
        """Sixteen digits that change with the faces, the judge, or what is measured."""
        faces = hashlib.sha256(self.test.faces.contiguous().numpy().tobytes()).hexdigest()
        return hashlib.sha256(json.dumps([faces, self.judge.digest, list(HOLES)]).encode()).hexdigest()[:16]

    def of(self, arm: str, seed: int) -> Arrays:
        """Measure the networks of one arm and seed, unless that was done before.

        Returns:
            "vae/copy" and "linear/copy", PSNR in dB of faces encoded and decoded; "vae/eyes" ..., PSNR inside the
            filled holes, (N,); and "vae/eyes/read" ..., the judge's chances, (N, 5), for faces with the holes filled.
        Raises:
            CheckpointError: they are not trained yet.
        """
        folder = networks.folder_of(self.runs, arm, seed)
        return _kept(folder / f"measured-{self.digest}.npz", lambda: self._networks(folder))

    def untouched(self) -> np.ndarray:
        """The judge's chances for the faces as they are, (N, 5)."""
        file = self.runs / f"{UNTOUCHED}-{self.digest}.npz"
        return _kept(file, lambda: _joined({UNTOUCHED: self.judge.read(faces)} for faces in self._batches()))[UNTOUCHED]

    def _batches(self) -> Iterator[Tensor]:
        yield from map(to_float, self.test.faces.split(BATCH))

    def _networks(self, folder: Path) -> Arrays:
        vae = checkpoints.load_network(folder / networks.MODEL, "study")
        linear = checkpoints.load_network(folder / networks.LINEAR, "eigenfaces")
        draw: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
            VAE: lambda faces, mask: vae.decoder(vae.encoder(hiding.hide(faces, mask)).mean),
            LINEAR: lambda faces, mask: linear(faces, mask.expand(len(faces), -1, -1, -1), torch.zeros(len(faces))),
        }
        return _joined(self._one_batch(faces, draw) for faces in self._batches())

    def _one_batch(self, faces: Tensor, draw: dict[str, Callable[[Tensor, Tensor], Tensor]]) -> Arrays:
        found: Arrays = {}
        nothing = torch.zeros(1, 1, *faces.shape[-2:])
        for model, drawn in draw.items():
            found[f"{model}/copy"] = _psnr(drawn(faces, nothing), faces)
            for hole, make in HOLES.items():
                mask = make(faces.shape[-1])
                filled = torch.where(mask > 0, drawn(faces, mask), faces)
                found[f"{model}/{hole}"] = _psnr(filled, faces, mask)
                found[f"{model}/{hole}/read"] = self.judge.read(filled)
        return found


def _psnr(drawn: Tensor, faces: Tensor, mask: Tensor | None = None) -> np.ndarray:
    return metrics.psnr(drawn, faces, mask).clamp(max=MAX_PSNR).numpy()


def _joined(batches: Iterator[Arrays]) -> Arrays:
    with torch.inference_mode():
        parts = list(batches)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _kept(file: Path, make: Callable[[], Arrays]) -> Arrays:
    if not file.exists():
        found: Any = make()
        with replacing(file) as part, part.open("wb") as stream:
            np.savez(stream, **found)
    with np.load(file) as kept:
        return dict(kept)
