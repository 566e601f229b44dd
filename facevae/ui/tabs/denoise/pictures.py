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
from facevae.ui.tabs.denoise.results import Result, Results

ORIGINAL, NOISY = "Original", "Noisy"

WINNER = "closest"

_REFINED = Template('<div class="fv-refined">{{ pictures }}</div>')


@dataclass(frozen=True)
class Refinement:
    """How far the VAE has come with looking longer.

    Attributes:
        step: how many steps it took, up to `STEPS`.
        made: what it has made so far.
    """

    step: int
    made: Result


def waiting(methods: Sequence[str]) -> str:
    """Return empty boxes for the pictures to come, as HTML."""
    titles = (ORIGINAL, NOISY, *(DENOISERS[name].label for name in methods))
    return strip([Picture(None, title) for title in titles], small=True)


def captioned(face: CurrentFace, results: Results, dial: float, refined: Refinement | None = None) -> str:
    """Return the original, the noisy face and every result as the dial shows it, as HTML; the closest one is marked."""
    made, noisy = dict(results.made), results.faithful.noisy
    titles = {name: _title(name, one.faithful, results.faithful) for name, one in made.items()}
    if refined:
        made[REFINED] = refined.made
        titles[REFINED] = f"{DENOISERS[REFINED].label}: {progress(refined).lower()}"
    shown = {name: one.at(face.pixels, dial) for name, one in made.items()}
    best = max(shown, key=lambda name: shown[name].psnr) if len(shown) > 1 else None
    pictures = strip(
        [
            Picture(face.pixels, ORIGINAL, face.name),
            Picture(noisy.faces, NOISY, figures=scores(noisy.psnr, noisy.ssim)),
            *(
                Picture(
                    shown[name].faces,
                    one.styles.called(titles[name], dial),
                    kind=DENOISERS[name].kind,
                    badge=WINNER if name == best else "",
                    figures=scores(shown[name].psnr, shown[name].ssim, one.beside(face.pixels, dial)),
                )
                for name, one in made.items()
            ),
        ],
        small=True,
    )
    return _REFINED(pictures=pictures) if refined else pictures


def progress(refined: Refinement | None) -> str:
    """Return in words how far a refinement is."""
    return f"Step {refined.step} of {STEPS}" if refined else ""


def noise_line(result: Comparison, sigma_known: bool) -> str:
    """Return in words, where it was not told, which noise level the methods went by, out of 255."""
    if sigma_known:
        return ""
    return f"Estimated noise level: {result.sigma_used * OUT_OF_255:.0f} (true: {result.sigma * OUT_OF_255:.0f})"


def _title(name: str, made: Scored, result: Comparison) -> str:
    label = DENOISERS[name].label
    if made.window is None:
        return label
    size = "best window" if made.window == result.best_window else f"best: {result.best_window}"
    return f"{label}, {made.window} x {made.window} ({size})"
