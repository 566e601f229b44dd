"""The experiment's entry of results.json."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from facevae.models.attributes import ETHNICITIES
from train.evaluation.harness.bootstrap import DIGITS
from train.evaluation.harness.results import Entry
from train.experiment import networks, summary
from train.experiment.arms import ARMS
from train.experiment.measure import LINEAR, VAE, Measurement

NAME = "experiment"
"""Of the entry, and of the suite that lays it out."""


def make(measurement: Measurement, seeds: int, source: str) -> Entry:
    """Sum up the networks of all arms and seeds, measuring those that were not measured yet.

    Args:
        measurement: who is measured on, and who judges.
        seeds: networks of each arm.
        source: where the test faces come from, in words.
    Raises:
        CheckpointError: a network is missing.
    """
    untouched = measurement.untouched()
    values: dict[str, dict[str, dict[str, Any]]] = {model: {} for model in (VAE, LINEAR)}
    for arm in ARMS:
        measured = []
        for seed in range(seeds):
            print(f"Measuring {arm}, seed {seed}.", flush=True)
            measured.append(measurement.of(arm, seed))
        for model, measures in values.items():
            each = [summary.values_of(one, untouched, model) for one in measured]
            for name in summary.MEASURES:
                measures.setdefault(name, {})[arm] = np.stack([one[name] for one in each])
    test = measurement.test
    labels, groups = test.ethnicity.numpy(), test.groups.numpy()
    return {
        "about": _about(measurement, seeds, source, untouched),
        **summary.summarise(values, labels, groups),
    }


def _about(measurement: Measurement, seeds: int, source: str, untouched: np.ndarray) -> dict[str, Any]:
    test, judge = measurement.test, measurement.judge
    done = {arm: [_done(measurement, arm, seed) for seed in range(seeds)] for arm in ARMS}
    labels, known = test.ethnicity.numpy(), test.ethnicity.numpy() >= 0
    recipe = done[ARMS[0]][0]["recipe"]
    return {
        "suite": NAME,
        "image_size": test.faces.shape[-1],
        "data": source,
        "faces": len(test),
        "seeds": seeds,
        "recipe": {key: recipe[key] for key in ("model", "objective", "epochs", "batch")},
        "components": networks.COMPONENTS,
        "arms": {arm: _mean_counts([one["labels"] for one in each]) for arm, each in done.items()},
        "judge": {
            "name": judge.name,
            "weights": judge.digest,
            "agrees": round(float((untouched.argmax(1) == labels)[known].mean()), DIGITS),
        },
    }


def _done(measurement: Measurement, arm: str, seed: int) -> dict[str, Any]:
    return json.loads((networks.folder_of(measurement.runs, arm, seed) / networks.DONE).read_text("utf-8"))


def _mean_counts(counts: list[dict[str, int]]) -> dict[str, int]:
    return {label: round(sum(one[label] for one in counts) / len(counts)) for label in ETHNICITIES}
