"""Entanglement of latent directions: what else changes along one."""

from __future__ import annotations

from typing import Any

import torch

from facevae import latent
from train.evaluation.harness.bootstrap import summarise
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.subject import Subject

FACES = 200
"""Faces that are moved along every direction, the first ones."""

WAYS = ("as_found", "independent")
"""The directions as they were found, and each turned so that little else changes."""


def measure(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure what one step along each direction does to each trait, as the atlas has it from other faces.

    Args:
        subject: a flagship with an atlas.
        heldout: faces to start from.
    Returns:
        one of ``WAYS`` -> name of the direction -> name of the trait -> figures, in the trait's unit.
    """
    model, atlas = subject.model, subject.model.atlas
    batches = [model.encode(clean).mean for _, clean in heldout.batches("Entanglement", FACES)]
    found: dict[str, Any] = {}
    for way, directions in zip(WAYS, atlas.directions, strict=True):
        effects = torch.cat([latent.side_effects(model, subject.attribute_net, codes, directions) for codes in batches])
        found[way] = {
            name: {
                measurement: summarise(effects[:, row, column].tolist())
                for column, measurement in enumerate(latent.MEASUREMENTS)
            }
            for row, name in enumerate(atlas.config.names)
        }
    return found
