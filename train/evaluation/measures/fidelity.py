"""How much pictures as a whole look like faces, and whether any of them are training faces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from tqdm import tqdm

from facevae import latent
from facevae.models.attributes import AttributeNet
from train.data.examples import to_float
from train.evaluation.harness.heldout_faces import BATCH, HeldoutFaces
from train.evaluation.harness.subject import Subject
from train.evaluation.methods import frechet, nearest_neighbors

SEED = 0


def distances(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure Frechet distances to the test faces, in the features of the attributes network.

    This is no FID, and can be compared with nothing but its own column. The floor is what real faces get: the
    validation faces, which no weights were fitted to either.

    Returns:
        floor, and for each style reconstruction and samples (from the prior, temperature 1), as many as test faces;
        faces and floor_faces say how many.
    """
    attribute_net, model = subject.attribute_net, subject.model
    truth = embed(attribute_net, heldout.faces, "Features of the test faces")
    found: dict[str, Any] = {"faces": len(heldout.faces)}
    if heldout.val is not None and len(heldout.val) > 1:
        found["floor"] = frechet.distance(
            truth, embed(attribute_net, heldout.val.faces, "Features of the validation faces")
        )
        found["floor_faces"] = len(heldout.val)
    for style in model.styles:
        drawn = (model.decode(model.encode(clean).mean, style) for _, clean in heldout.batches(f"Mending, {style}"))
        found[style] = {
            "reconstruction": frechet.distance(truth, torch.cat([attribute_net.embed(faces) for faces in drawn]))
        }
        samples = torch.cat(list(_samples(subject, style, len(heldout.faces))))
        found[style]["samples"] = frechet.distance(truth, samples)
    return _rounded(found)


def memorisation(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Compare how near samples and test faces come to a training face; {} without training faces at hand."""
    if heldout.train is None:
        return {}
    attribute_net = subject.attribute_net
    known = embed(attribute_net, heldout.train.faces, "Features of the training faces")
    strangers = nearest_neighbors.nearest(embed(attribute_net, heldout.faces, "Features of the test faces"), known)
    samples = torch.cat(list(_samples(subject, subject.model.styles[-1], len(heldout.faces))))
    return {
        "style": subject.model.styles[-1],
        **nearest_neighbors.compare(nearest_neighbors.nearest(samples, known), strangers),
    }


def embed(attribute_net: AttributeNet, faces: Tensor, title: str) -> Tensor:
    """Features (N, F) of uint8 faces, (N, 3, S, S)."""
    return torch.cat(
        [attribute_net.embed(to_float(some)) for some in tqdm(faces.split(BATCH), desc=title, unit="batch")]
    )


def _samples(subject: Subject, style: str, count: int) -> Iterator[Tensor]:
    generator = torch.Generator().manual_seed(SEED)
    codes = latent.sample(subject.model, count, generator, temperature=1.0)
    for some in tqdm(codes.split(BATCH), desc=f"Samples, {style}", unit="batch"):
        yield subject.attribute_net.embed(subject.model.decode(some, style))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return round(value, 4)
