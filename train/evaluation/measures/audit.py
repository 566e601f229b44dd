"""Whether the restorations treat all faces alike."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from train.evaluation.audit import exploratory, frechet_by_label, headlines, one_or_nine, people, records, synthetic
from train.evaluation.audit.outcomes import Outcomes
from train.evaluation.audit.statistics import Bootstrap, Shuffles
from train.evaluation.harness.bootstrap import RESAMPLES
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.subject import Subject

CACHE = Path("runs/audit")
"""What is measured face by face is kept here, so that an audit that was stopped goes on."""


KINDS = ("vae", "restorer", "local_wiener", "eigenfaces", "detail", "eyes", "judge", "recogniser", "second")
"""Weights that what is kept depends on, by the names that ``Subject.weights`` has."""


RUNS = 1000
"""Audits of made-up faces, without and as many with a bias."""


def measure(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Audit a flagship.

    Args:
        subject: with restorer, eigenfaces and detail stage, and all judges.
        heldout: faces with labels.
    Returns:
        What JSON can hold: faces, photos (near-copies counted once), counts, headlines, controls, groups, gaps,
        regression, equivalence, one_or_nine, frechet, corrected and synthetic, as the modules of
        ``train.evaluation.audit`` describe them.
    Raises:
        TrainError: the faces carry no labels.
    """
    audited = people.of(heldout)
    judges = records.Judges(subject.second_reader, subject.attribute_net, subject.recogniser, subject.judge)
    values = records.collect(subject.model, heldout, judges, CACHE / _fingerprint(subject, heldout))
    return describe(Outcomes(audited, values), runs=RUNS)


def _fingerprint(subject: Subject, heldout: HeldoutFaces) -> str:
    known = [{kind: subject.weights.get(kind) for kind in KINDS}, heldout.digest()]
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:12]


def describe(outcomes: Outcomes, runs: int, resamples: int = RESAMPLES) -> dict[str, Any]:
    """Make all figures from what was recorded, as ``measure`` returns them, with that many draws and made-up audits."""
    audited = outcomes.people
    bootstrap = Bootstrap(audited.copies, resamples)
    return {
        "faces": len(audited),
        "photos": len(set(audited.copies.tolist())),
        "counts": audited.counts(),
        "headlines": headlines.describe(outcomes, bootstrap),
        "controls": exploratory.controls(outcomes, bootstrap),
        "groups": exploratory.groups(outcomes, bootstrap),
        "gaps": exploratory.gaps(outcomes, Shuffles(audited.copies, 2 * resamples)),
        "regression": exploratory.explained(outcomes, bootstrap),
        "equivalence": exploratory.equivalence(outcomes, bootstrap),
        "one_or_nine": one_or_nine.describe(outcomes, bootstrap),
        "frechet": frechet_by_label.describe(outcomes),
        "corrected": exploratory.corrected(outcomes, bootstrap),
        "synthetic": synthetic.rates(audited, bootstrap, runs).summary(),
    }
