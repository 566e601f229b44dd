"""Frechet distances of sets of faces, and a test for memorised training faces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import torch
from torch import Tensor
from tqdm import tqdm

from facevae import latent
from train.data.examples import to_float
from train.evaluation.harness.heldout_faces import BATCH, HeldoutFaces
from train.evaluation.harness.subject import Subject
from train.evaluation.methods import frechet, nearest_neighbors

SEED = 0


class Embedding(Protocol):
    """A network that describes each face, (N, 3, S, S) in [0, 1], by one vector, (N, F)."""

    def embed(self, faces: Tensor) -> Tensor:
        """Describe each face by one vector."""
        ...


def distances(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure Frechet distances to the test faces, in the features of the attributes network.

    This is no FID, and can be compared with nothing but its own column. The floor is what real faces get: the
    validation faces, which no weights were fitted to either.

    Returns:
        floor, and for each style reconstruction and samples (from the prior, temperature 1), as many as test faces;
        faces and floor_faces say how many.
    """
    return _distances(subject, heldout, subject.attribute_net)


def distances_pretrained(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure the same in the features of a network that learned from ImageNet, and was part of no loss here."""
    return _distances(subject, heldout, subject.judge)


def _distances(subject: Subject, heldout: HeldoutFaces, network: Embedding) -> dict[str, Any]:
    model = subject.model
    truth = embed(network, heldout.faces, "Features of the test faces")
    found: dict[str, Any] = {"faces": len(heldout.faces)}
    if heldout.val is not None and len(heldout.val) > 1:
        real = embed(network, heldout.val.faces, "Features of the validation faces")
        found["floor"], found["floor_faces"] = frechet.distance(truth, real), len(heldout.val)
    for style in model.styles:
        drawn = (model.decode(model.encode(clean).mean, style) for _, clean in heldout.batches(f"Mending, {style}"))
        reconstructions = torch.cat([network.embed(faces) for faces in drawn])
        samples = torch.cat(list(_samples(subject, style, len(heldout.faces), network)))
        found[style] = {
            "reconstruction": frechet.distance(truth, reconstructions),
            "samples": frechet.distance(truth, samples),
        }
    return _rounded(found)


def memorisation(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Compare how near samples and test faces come to a training face; {} without training faces at hand."""
    if heldout.train is None:
        return {}
    attribute_net = subject.attribute_net
    known = embed(attribute_net, heldout.train.faces, "Features of the training faces")
    strangers = nearest_neighbors.nearest(embed(attribute_net, heldout.faces, "Features of the test faces"), known)
    samples = torch.cat(list(_samples(subject, subject.model.styles[-1], len(heldout.faces), attribute_net)))
    return {
        "style": subject.model.styles[-1],
        **nearest_neighbors.compare(nearest_neighbors.nearest(samples, known), strangers),
    }


def embed(network: Embedding, faces: Tensor, title: str) -> Tensor:
    """Features (N, F) of uint8 faces, (N, 3, S, S)."""
    return torch.cat([network.embed(to_float(some)) for some in tqdm(faces.split(BATCH), desc=title, unit="batch")])


def _samples(subject: Subject, style: str, count: int, network: Embedding) -> Iterator[Tensor]:
    generator = torch.Generator().manual_seed(SEED)
    codes = latent.sample(subject.model, count, generator, temperature=1.0)
    for some in tqdm(codes.split(BATCH), desc=f"Samples, {style}", unit="batch"):
        yield network.embed(subject.model.decode(some, style))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return round(value, 4)
