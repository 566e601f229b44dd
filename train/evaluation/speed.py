"""How long things take, as ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch

from facevae import FaceVae, restore
from train.evaluation import inpainting
from train.evaluation.denoising import add_noise
from train.evaluation.faces import Unseen
from train.examples import to_float

REPEATS = 9

FEW_REPEATS = 3
"""Of what takes seconds."""

LEVEL = 50
"""Of the noise that is removed, out of 255."""


def measure(model: FaceVae, unseen: Unseen) -> dict[str, float]:
    """Time one face alone, as in the app, in units of "vae-plain" (encode and decode); machines differ."""
    seconds = {name: _median_seconds(job, repeats) for name, (job, repeats) in _jobs(model, unseen).items()}
    return {name: round(value / seconds["vae-plain"], 2) for name, value in seconds.items()}


def _jobs(model: FaceVae, unseen: Unseen) -> dict[str, tuple[Callable[[], object], int]]:
    """What to time, and how often."""
    face = to_float(unseen.faces[:1])
    noisy, sigma = add_noise(face, 0, LEVEL), LEVEL / 255
    known, mask = inpainting.cut(face, "centre-box", 0)
    latents = model.encode(face).mean
    jobs: dict[str, tuple[Callable[[], object], int]] = {
        "vae-plain": (lambda: restore.denoise(model, noisy, sigma, "vae-plain"), REPEATS),
        "decode": (lambda: model.decode(latents), REPEATS),
    }
    if model.eigenfaces is not None:
        jobs["eigenfaces"] = (lambda: restore.denoise(model, noisy, sigma, "eigenfaces"), REPEATS)
    if model.supervised is not None:
        jobs["supervised"] = (lambda: restore.denoise(model, noisy, sigma, "supervised"), REPEATS)
    if model.restorer is not None:
        jobs["denoise"] = (lambda: restore.denoise(model, noisy, sigma), REPEATS)
        jobs["vae-refined"] = (lambda: restore.denoise(model, noisy, sigma, "vae-refined"), FEW_REPEATS)
        jobs["inpaint"] = (lambda: restore.inpaint(model, known, mask), REPEATS)
        generator = torch.Generator().manual_seed(0)
        nine = inpainting.NINE
        jobs[f"complete-{nine}"] = (lambda: restore.complete(model, known, mask, nine, generator), FEW_REPEATS)
    return jobs


def _median_seconds(job: Callable[[], object], repeats: int) -> float:
    job()  # the first run also fills caches
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        job()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
