"""The question of the tab Denoise: at which noise plain encoding and decoding beats the mean filter."""

from __future__ import annotations

from torch import Tensor

from facevae.lecture.questions.answer import Answer, Question, signed
from facevae.model import FaceVae
from facevae.restore import comparison

LEVELS = 255

BANDS = {"weak": (10, 25), "middle": (50, 75), "strong": (150,)}
"""Noise levels out of 255."""

SEED = 1

CHOICES = ("none", *BANDS, "all")


def plain_copy_in_noise(model: FaceVae, face: Tensor) -> Answer:
    """Compare plain encoding and decoding with the mean filter at five levels of noise, by PSNR.

    The mean filter has its best window each time, which only the clean face can tell; so it is flattered.

    Guard: 0.2 dB, within which two methods tie; the margin is how far the lead is from making another choice right.
    """
    sigmas = [level / LEVELS for band in BANDS.values() for level in band]
    curves = comparison.against_noise(model, face, seed=SEED, sigmas=sigmas, methods=("mean", "vae-plain")).psnr
    leads = iter([plain - mean for plain, mean in zip(curves["vae-plain"], curves["mean"], strict=True)])
    by_band = {name: [next(leads) for _ in band] for name, band in BANDS.items()}
    answer, margin = choose(by_band)
    strongest, (clear,) = BANDS["strong"][-1], by_band["strong"]
    seen = comparison.compare(model, face, sigmas[-1], seed=SEED, methods=("vae",)).results["vae"].psnr
    return Answer(
        CHOICES,
        answer,
        margin,
        f"Against the mean filter it gains {signed(max(by_band['middle']))} dB at best in middle noise and "
        f"{signed(clear)} dB at {strongest}, where the restorer gains {signed(seen - curves['mean'][-1])}. An encoder "
        "that never saw noise is lost in much of it; one that did is not.",
    )


def choose(leads: dict[str, list[float]]) -> tuple[str, float]:
    """Return at which noise a method leads, and how far, in dB, that is from another answer.

    Args:
        leads: band -> how far it leads at each level, in dB.
    Returns:
        "all" where it leads at every level, "none" where it leads at none, else the band with the largest lead. The
        margin of the latter is that lead, or how far it is ahead of every other band's.
    """
    every = [one for band in leads.values() for one in band]
    if min(every) > 0:
        return "all", min(every)
    if max(every) <= 0:
        return "none", -max(every)
    best = {name: max(band) for name, band in leads.items()}
    first, second = sorted(best, key=lambda name: -best[name])[:2]
    return first, min(best[first], best[first] - best[second])


QUESTIONS = (
    Question(
        "plain-copy-in-noise",
        "denoise",
        "At which noise does plain encoding and decoding beat the mean filter on this face?",
        CHOICES,
        plain_copy_in_noise,
        0.2,
        "dB",
        slow=True,
    ),
)
