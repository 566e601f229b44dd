"""Run times of denoising, inpainting, detection and cropping, as ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch
from PIL import Image

from facevae import FaceVae, photos, restore
from facevae.align import CropFrame, centred, cut, find, paste
from train.data.examples import to_float
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.subject import Subject
from train.evaluation.measures import inpainting
from train.evaluation.measures.denoising import add_noise
from train.evaluation.methods.synthetic_photos import background, lay

REPEATS = 9

FEW_REPEATS = 3
"""Of what takes seconds."""

LEVEL = 50
"""Of the noise that is removed, out of 255."""

LARGE = 4032, 3024
"""Width and height of the photo in which a face is found, 12 megapixels as of a telephone."""

_SMALL = 640, 480
_WHERE = CropFrame(150.0, 55.0, 260.0, 140.0)
"""Of the face in that photo, while it is small."""

_Jobs = dict[str, tuple[Callable[[], object], int]]
"""Name -> what to time, and how often."""


def measure(model: FaceVae, heldout: HeldoutFaces) -> dict[str, float]:
    """Time one face alone, as in the app, in units of "vae-plain" (encode and decode); machines differ."""
    return _ratios(_jobs(model, heldout))


def measure_alignment(subject: Subject, heldout: HeldoutFaces) -> dict[str, float]:
    """Time what is done around a face in a photo of ``LARGE``, in units of "vae-plain" as ``measure`` does.

    Args:
        subject: a flagship, with a detector at hand.
        heldout: faces, of which one is taken.
    Returns:
        Job -> time; finding a face and searching a photo without one, cutting out and pasting back. The milliseconds
        are printed.
    """
    return _ratios(_jobs_around(subject, heldout), show=True)


def _jobs(model: FaceVae, heldout: HeldoutFaces) -> _Jobs:
    face = to_float(heldout.faces[:1])
    noisy, sigma = add_noise(face, 0, LEVEL), LEVEL / 255
    known, mask = inpainting.cut(face, "centre-box", 0)
    latents = model.encode(face).mean
    jobs: _Jobs = {
        "vae-plain": (lambda: restore.denoise(model, noisy, sigma, "vae-plain"), REPEATS),
        "decode": (lambda: model.decode(latents), REPEATS),
    }
    if model.eigenfaces is not None:
        jobs["eigenfaces"] = (lambda: restore.denoise(model, noisy, sigma, "eigenfaces"), REPEATS)
    if model.dncnn is not None:
        jobs["supervised"] = (lambda: restore.denoise(model, noisy, sigma, "supervised"), REPEATS)
    if model.restorer is not None:
        jobs["denoise"] = (lambda: restore.denoise(model, noisy, sigma), REPEATS)
        jobs["vae-refined"] = (lambda: restore.denoise(model, noisy, sigma, "vae-refined"), FEW_REPEATS)
        jobs["inpaint"] = (lambda: restore.inpaint(model, known, mask), REPEATS)
        generator = torch.Generator().manual_seed(0)
        nine = inpainting.NINE
        jobs[f"complete-{nine}"] = (lambda: restore.complete(model, known, mask, nine, generator), FEW_REPEATS)
    return jobs


def _jobs_around(subject: Subject, heldout: HeldoutFaces) -> _Jobs:
    model, face = subject.model, to_float(heldout.faces[:1])
    ground = background(*_SMALL, torch.Generator().manual_seed(0))
    empty, photo = (
        photos.from_tensor(picture).resize(LARGE, Image.Resampling.BICUBIC)
        for picture in (ground, lay(face, _WHERE, ground))
    )
    best = next(iter(find(photo, subject.detector)), centred(LARGE))
    crop = cut(photo, best, model.image_size)
    return {
        "vae-plain": (lambda: model.decode(model.encode(face).mean), REPEATS),
        "find": (lambda: find(photo, subject.detector), REPEATS),
        "find-nothing": (lambda: find(empty, subject.detector), FEW_REPEATS),
        "cut": (lambda: cut(photo, best, model.image_size), REPEATS),
        "paste": (lambda: paste(photo, crop, crop.pixels), REPEATS),
    }


def _ratios(jobs: _Jobs, *, show: bool = False) -> dict[str, float]:
    """Time jobs, and return their times in those of "vae-plain"."""
    seconds = {name: _median_seconds(job, repeats) for name, (job, repeats) in jobs.items()}
    if show:
        print("; ".join(f"{name} {1000 * value:.0f} ms" for name, value in seconds.items()), flush=True)
    return {name: round(value / seconds["vae-plain"], 2) for name, value in seconds.items()}


def _median_seconds(job: Callable[[], object], repeats: int) -> float:
    job()  # the first run also fills caches
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        job()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
