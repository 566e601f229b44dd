"""What the Denoise tab shows of one comparison: the pictures side by side, and the lines about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facevae.restore import DENOISERS
from facevae.restore.comparison import REFINED, Comparison, Scored
from facevae.restore.map_refinement import STEPS
from facevae.ui.components.pictures import OUT_OF_255, Picture, scores, strip
from facevae.ui.components.templates import Template
from facevae.ui.photo.current import CurrentFace

ORIGINAL, NOISY = "Original", "Noisy"

WINNER = "closest"

_REFINED = Template('<div class="fv-refined">{{ pictures }}</div>')


@dataclass(frozen=True)
class Refinement:
    """How far the VAE has come with looking longer.

    Attributes:
        step: how many steps it took, up to `STEPS`.
        picture: what it has made so far.
    """

    step: int
    picture: Scored


def waiting(methods: Sequence[str]) -> str:
    """Return empty boxes for the pictures to come, as HTML."""
    return strip([Picture(None, title) for title in (ORIGINAL, NOISY, *(DENOISERS[name].label for name in methods))])


def captioned(face: CurrentFace, result: Comparison, refined: Refinement | None = None) -> str:
    """Return the original, the noisy face and every result as HTML, the closest result marked."""
    shown = dict(result.results)
    titles = {name: _title(name, made, result) for name, made in shown.items()}
    if refined:
        shown[REFINED] = refined.picture
        titles[REFINED] = f"{DENOISERS[REFINED].label}: {progress(refined).lower()}"
    best = max(shown, key=lambda name: shown[name].psnr) if len(shown) > 1 else None
    pictures = strip(
        [
            Picture(face.pixels, ORIGINAL, face.name),
            Picture(result.noisy.faces, NOISY, scores(result.noisy.psnr, result.noisy.ssim)),
            *(_picture(name, made, titles[name], WINNER if name == best else "") for name, made in shown.items()),
        ]
    )
    return _REFINED(pictures=pictures) if refined else pictures


def _picture(name: str, made: Scored, title: str, badge: str) -> Picture:
    return Picture(made.faces, title, scores(made.psnr, made.ssim), DENOISERS[name].kind, badge)


def progress(refined: Refinement | None) -> str:
    """Return in words how far a refinement is."""
    return f"Step {refined.step} of {STEPS}" if refined else ""


def noise_line(result: Comparison, sigma_known: bool) -> str:
    """Return in words which noise level the methods went by, out of 255."""
    true = f"{result.sigma * OUT_OF_255:.0f}"
    if sigma_known:
        return f"Noise level that the methods were told: {true}"
    return f"Estimated noise level: {result.sigma_used * OUT_OF_255:.0f} (true: {true})"


def _title(name: str, made: Scored, result: Comparison) -> str:
    label = DENOISERS[name].label
    if made.window is None:
        return label
    size = "best window" if made.window == result.best_window else f"best: {result.best_window}"
    return f"{label}, {made.window} x {made.window} ({size})"
