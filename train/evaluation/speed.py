"""How long things take, as ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from facevae import FaceVae, restore
from train.evaluation import inpainting
from train.evaluation.faces import Unseen
from train.examples import to_float

REPEATS = 9


def measure(model: FaceVae, unseen: Unseen) -> dict[str, float]:
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
