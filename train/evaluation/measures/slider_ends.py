"""What faces become at the ends of the named sliders, in the eyes of two networks, only one of which found them."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from facevae import latent
from facevae.latent.reach import ends_of
from train.evaluation.harness.bootstrap import summarise
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.subject import Subject
from train.evaluation.measures.entanglement import WAYS

FACES = 100
"""Faces that are moved to every end, the first ones."""

ENDS = ("low", "high")

READ = ("age", "gender", "skin")
"""What is measured at every end beside the slider's own trait."""

SECOND = ("second_age", "second_gender")
"""Age in years and the probability of the label female in points, as the reader says that saw no labels here."""

_PICTURE, _POINTS, _LEVELS = "picture", 100.0, 255.0


def measure(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure how much faces differ from themselves when one slider stands at an end.

    Args:
        subject: a flagship with an atlas, the attributes network and the second reader.
        heldout: faces to start from.
    Returns:
        one of ``WAYS`` -> name of the direction -> one of ``ENDS`` -> figures of the change of the slider's own trait,
        of ``READ``, of ``SECOND``, and of the picture: the mean change of a pixel in levels, as it was decoded.
    """
    atlas = subject.model.atlas
    batches = [subject.model.encode(clean).mean for _, clean in heldout.batches("Slider ends", FACES)]
    found: dict[str, Any] = {way: {name: {} for name in atlas.config.names} for way in WAYS}
    rest = [_seen(subject, codes) for codes in batches]
    for way, directions in zip(WAYS, atlas.directions, strict=True):
        for name, direction in zip(atlas.config.names, directions, strict=True):
            for end, steps in zip(ENDS, ends_of(name), strict=True):
                moved = [
                    _changes(subject, codes + steps * direction, at) for codes, at in zip(batches, rest, strict=True)
                ]
                figures = {key: torch.cat([changes[key] for changes in moved]) for key in moved[0]}
                wanted = dict.fromkeys((name, *READ, *SECOND, _PICTURE))
                found[way][name][end] = {key: summarise(figures[key].tolist()) for key in wanted}
    return found


def _seen(subject: Subject, codes: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
    """Faces of codes, and everything that is read in them."""
    faces = subject.model.decode(codes)
    measured = dict(zip(latent.MEASUREMENTS, latent.measure(faces, subject.attribute_net).T, strict=True))
    reading = subject.reader.read(faces)
    return faces, measured | dict(zip(SECOND, (reading.age, _POINTS * reading.female), strict=True))


def _changes(subject: Subject, codes: Tensor, rest: tuple[Tensor, dict[str, Tensor]]) -> dict[str, Tensor]:
    faces, read = _seen(subject, codes)
    before, read_before = rest
    changes = {key: value - read_before[key] for key, value in read.items()}
    return changes | {_PICTURE: _LEVELS * (faces - before).abs().mean((1, 2, 3))}
