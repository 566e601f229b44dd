"""The registry of measurements: where each one's figures stand in results.json, and what makes them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import torch

from facevae import FaceVae, restore
from train.evaluation import denoising, inpainting
from train.evaluation.faces import Unseen
from train.evaluation.scores import Tally
from train.objectives.base import to_float

Place = tuple[str, ...]
Task = Callable[[FaceVae, Unseen], dict[str, Any]]

REPEATS = 9


def reconstruction(model: FaceVae, unseen: Unseen) -> dict[str, Any]:
    """Measure encoding to the posterior's mean and decoding, and beside it the mean face, the same for everybody."""
    tallies = {"mean-face": Tally(), "vae": Tally()}
    mean, _ = unseen.mean_face(model)
    for _, clean in unseen.batches("Reconstruction"):
        tallies["mean-face"].add(mean.expand_as(clean), clean)
        tallies["vae"].add(model.decode(model.encode(clean).mean), clean)
    return {name: tally.summary() for name, tally in tallies.items()}


def speed(model: FaceVae, unseen: Unseen) -> dict[str, float]:
    """Time one face alone, as in the app, in units of "vae-plain" (encode and decode); machines differ."""
    face = to_float(unseen.faces[:1])
    latents, mask = model.encode(face).mean, inpainting.HOLES["centre-box"].make(model.image_size, 0)
    jobs: dict[str, Callable[[], object]] = {
        "vae-plain": lambda: restore.denoise(model, face, 0.2, "vae-plain"),
        "decode": lambda: model.decode(latents),
    }
    if model.restorer is not None:
        jobs["denoise"] = lambda: restore.denoise(model, face, 0.2)
        jobs["inpaint"] = lambda: restore.inpaint(model, face, mask)
    seconds = {name: _median_seconds(job) for name, job in jobs.items()}
    return {name: round(value / seconds["vae-plain"], 2) for name, value in seconds.items()}


def _median_seconds(job: Callable[[], object]) -> float:
    job()  # the first run also fills caches
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        job()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def run(task: Task, model: FaceVae, unseen: Unseen) -> dict[str, Any]:
    """Run one of ``TASKS`` without keeping what training would need."""
    with torch.inference_mode():
        return task(model, unseen)


TASKS: dict[Place, Task] = {
    ("reconstruction",): reconstruction,
    **{("denoising", str(level)): partial(denoising.measure, level=level) for level in denoising.LEVELS},
    **{("inpainting", hole): partial(inpainting.measure, hole=hole) for hole in inpainting.HOLES},
    ("speed",): speed,
}
