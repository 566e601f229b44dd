"""The registry of measurements: where each one's figures stand in results.json, and what makes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import torch

from facevae.align.search import SEARCHES
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.subject import Subject
from train.evaluation.measures import (
    alignment,
    audit,
    combined,
    denoising,
    diversity,
    entanglement,
    fidelity,
    identity,
    inpainting,
    likelihood,
    noise_level,
    perceptual,
    realism,
    recognition,
    reconstruction,
    slider_ends,
    speed,
    typicality,
)

Place = tuple[str, ...]

AUDIT: Place = ("audit",)
"""Where the figures of the audit stand; it takes as long as all others together, and can be asked for alone."""


@dataclass(frozen=True)
class Task:
    """One section of results.json.

    Attributes:
        measure: makes its figures.
        uses: kinds of weights that they depend on, "eyes" being the shipped attributes network's, "second" that of the
            second network that reads the same, "judge" the pretrained network's, "recogniser" that of the one that
            tells people apart, "reader" that of the second one that reads age and gender, "detector" those of the
            networks that find faces.
        needs: those of them without which there is nothing to measure.
        version: counts up when the figures are made in another way.
        settings: what else they depend on, as JSON can hold it.
    """

    measure: Callable[[Subject, HeldoutFaces], dict[str, Any]]
    uses: tuple[str, ...]
    needs: tuple[str, ...]
    version: int = 1
    settings: Callable[[Subject], Any] = lambda subject: None

    def fingerprint(self, subject: Subject, heldout: HeldoutFaces) -> str:
        """Twelve digits that change with whatever the figures depend on."""
        weights = {kind: subject.weights.get(kind) for kind in self.uses}
        known = [self.version, weights, heldout.digest(), heldout.source, self.settings(subject)]
        return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:12]


def run(task: Task, subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Run a task without keeping what training would need."""
    with torch.inference_mode():
        return task.measure(subject, heldout)


def _of_model(
    measure: Callable[..., dict[str, Any]], **options: Any
) -> Callable[[Subject, HeldoutFaces], dict[str, Any]]:
    return lambda subject, heldout: measure(subject.model, heldout, **options)


def _searches(subject: Subject) -> list[dict[str, Any]]:
    return [asdict(search) for search in SEARCHES]


_RESTORING = ("vae", "restorer", "local_wiener", "eigenfaces", "dncnn")
_FILLING = ("vae", "restorer", "eigenfaces")
_REAL = ("vae", "restorer", "local_wiener", "eigenfaces", "detail")
_PHOTO = ("vae", "detector")

_FACE: dict[Place, Task] = {
    ("reconstruction",): Task(_of_model(reconstruction.measure), ("vae", "detail"), ("vae",)),
    ("reconstruction_64",): Task(_of_model(reconstruction.measure, side=64), ("vae", "detail"), ("vae",)),
    ("likelihood",): Task(_of_model(likelihood.measure), ("vae",), ("vae",)),
    ("typicality",): Task(_of_model(typicality.measure), ("vae",), ("vae",)),
    ("distances",): Task(fidelity.distances, ("vae", "detail", "prior", "eyes"), ("vae", "eyes")),
    ("distances_pretrained",): Task(
        fidelity.distances_pretrained, ("vae", "detail", "prior", "judge"), ("vae", "judge")
    ),
    ("memorisation",): Task(fidelity.memorisation, ("vae", "detail", "prior", "eyes"), ("vae", "eyes")),
    **{
        ("denoising", str(level)): Task(
            _of_model(denoising.measure, level=level),
            _RESTORING,
            ("vae",),
            version=2,
            settings=lambda subject: denoising.methods(subject.model),
        )
        for level in denoising.LEVELS
    },
    ("perceptual",): Task(
        perceptual.measure,
        (*_RESTORING, "detail", "judge"),
        ("vae",),
        settings=lambda subject: denoising.methods(subject.model),
    ),
    **{
        ("inpainting", hole): Task(_of_model(inpainting.measure, hole=hole), _FILLING, ("vae",), version=4)
        for hole in inpainting.HOLES
    },
    ("diversity",): Task(_of_model(diversity.measure), _FILLING, ("vae", "restorer"), version=2),
    ("realism",): Task(realism.measure, (*_REAL, "prior", "judge"), ("vae", "restorer", "detail", "judge")),
    ("identity",): Task(identity.measure, (*_REAL, "recogniser"), ("vae", "restorer", "detail", "recogniser")),
    ("combined",): Task(_of_model(combined.measure), (*_FILLING, "local_wiener"), ("vae", "restorer"), version=2),
    ("entanglement",): Task(entanglement.measure, ("vae", "atlas", "eyes"), ("vae", "atlas", "eyes")),
    ("slider_ends",): Task(
        slider_ends.measure, ("vae", "atlas", "eyes", "reader"), ("vae", "atlas", "eyes", "reader"), version=2
    ),
    ("alignment",): Task(alignment.measure, _PHOTO, _PHOTO, settings=_searches),
    ("noise_level",): Task(lambda subject, heldout: noise_level.measure(heldout), (), ()),
    ("speed",): Task(_of_model(speed.measure), _RESTORING, ("vae",), version=4),
    AUDIT: Task(audit.measure, audit.KINDS, audit.KINDS),
    ("alignment_speed",): Task(speed.measure_alignment, _PHOTO, _PHOTO, settings=_searches),
}

_STUDY: dict[Place, Task] = {
    ("reconstruction",): Task(_of_model(reconstruction.measure), ("study",), ("study",)),
    ("likelihood",): Task(_of_model(likelihood.measure), ("study",), ("study",)),
    ("distances",): Task(fidelity.distances, ("study", "eyes"), ("study", "eyes")),
}

_ATTRIBUTES: dict[Place, Task] = {
    ("recognition",): Task(recognition.measure, ("attributes", "face_reader"), (), version=2),
}

TASKS: dict[str, dict[Place, Task]] = {"face": _FACE, "study": _STUDY, "attributes": _ATTRIBUTES}
"""Suite -> place -> what is measured for it."""
