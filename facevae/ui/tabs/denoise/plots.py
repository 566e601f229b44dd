"""The Denoise tab's curves over the noise level, and what they say in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from facevae.plots import curves as figures
from facevae.restore import comparison
from facevae.ui.components.pictures import EIGHT_BIT_PSNR, OUT_OF_255
from facevae.ui.components.templates import Template
from facevae.ui.theme import CLASSICAL, LINEAR, MODEL, SUPERVISED

MOST_PSNR = 45
"""dB at the upper edge of the plot: without noise a perfect result has infinitely many."""

LINES = {
    "mean": ("Mean filter", CLASSICAL, False),
    "eigenfaces": ("Best linear", LINEAR, False),
    "vae": ("VAE", MODEL, False),
    "vae-plain": ("VAE alone", MODEL, True),
}
"""Label, colour and whether dashed, by method."""

DOTS = {"mean": CLASSICAL, "eigenfaces": LINEAR, "vae": MODEL, "supervised": SUPERVISED}
"""Methods that are marked at the current setting, one for each colour."""


@dataclass(frozen=True)
class Race:
    """Two methods whose curves are compared.

    Attributes:
        method, rival: their names.
        called: what the rival is called in a sentence.
        heading: of what is said about them.
        marked: whether the noise levels at which the lead changes are marked in the plot.
    """

    method: str
    rival: str
    called: str
    heading: str
    marked: bool = True


RACES = (
    Race("vae", "mean", "the mean filter", "VAE against mean filter."),
    # The two lines lie too close for a mark to say anything.
    Race("vae", "eigenfaces", "the linear method", "VAE against the best linear method.", marked=False),
    Race("vae-plain", "mean", "the mean filter", "VAE alone (dashed), which draws the face anew."),
)

MEASURED = (
    "The curves are of faithful faces (the dial at 0), with trust in the middle, the best window, and the noise level "
    "told. The dots are what is shown above, as you have set it."
)


_MARKED = Template("""
<div class="fv-verdict">{{ verdict }}</div><div class="fv-plots">{% for plot in plots %}{{ plot }}{% endfor %}</div>
<p class="fv-note">{{ measured }}</p>
""")

_VERDICT = Template("""
{%- for title, by_psnr, by_ssim in rows -%}
<p><strong>{{ title }}</strong>{{ " " }}
{%- if by_psnr == by_ssim -%}
By pixels (PSNR) and by structure (SSIM) {{ by_psnr }}
{%- else -%}
By pixels (PSNR) {{ by_psnr }} By structure (SSIM) {{ by_ssim }}
{%- endif -%}
</p>
{%- endfor -%}
""")


@dataclass(frozen=True)
class Drawn:
    """Curves as they stand on the page, on which settings are marked.

    Attributes:
        verdict: HTML, who wins where.
        psnr, ssim: the two figures.
    """

    verdict: Markup
    psnr: figures.Plot
    ssim: figures.Plot

    def marked(self, result: comparison.Comparison) -> str:
        """Return everything as HTML, with a dot for each of `DOTS` that is among the results."""
        dots = {name: color for name, color in DOTS.items() if name in result.results}
        now = result.sigma * OUT_OF_255
        plots = []
        for plot, score in ((self.psnr, "psnr"), (self.ssim, "ssim")):
            values = [getattr(result.results[name], score) for name in dots]
            plots.append(Markup(replace(plot, colors=tuple(dots.values())).marked(now, values)))  # noqa: S704 (our own SVG)
        return _MARKED(verdict=self.verdict, plots=plots, measured=MEASURED)


def draw(result: comparison.Curves) -> Drawn:
    """Draw PSNR and SSIM against the noise level, out of 255."""
    return Drawn(
        verdict(result),
        _plot("PSNR (dB): closer pixels are higher", result, result.psnr, MOST_PSNR),
        _plot("SSIM: better structure is higher", result, result.ssim, 1.0),
    )


def verdict(result: comparison.Curves) -> Markup:
    """Return, as HTML, who wins where: a paragraph for each of `RACES` whose two were measured."""
    return _VERDICT(
        rows=[
            (race.heading, _outcome(race, result, result.psnr), _outcome(race, result, result.ssim))
            for race in _races(result.psnr)
        ]
    )


def _plot(title: str, result: comparison.Curves, values: Mapping[str, Sequence[float]], top: float) -> figures.Plot:
    levels, races = _levels(result), _races(values)
    sentences = (f"{race.heading} {_outcome(race, result, values)}" for race in races)
    return figures.curves(
        title,
        levels,
        [
            figures.Line(label, color, values[name], dashed)
            for name, (label, color, dashed) in LINES.items()
            if name in values
        ],
        x_label="Noise level (sigma, out of 255)",
        crossings=[
            at for race in races if race.marked for at in _crossings(levels, values[race.rival], values[race.method])
        ],
        top=top,
        alt=f"{title}. {' '.join(sentences)}",
    )


def _races(measured: Mapping[str, Sequence[float]]) -> list[Race]:
    return [race for race in RACES if race.method in measured and race.rival in measured]


def _outcome(race: Race, result: comparison.Curves, values: Mapping[str, Sequence[float]]) -> str:
    return _who_wins(_levels(result), values[race.rival], values[race.method], race.called)


def _levels(result: comparison.Curves) -> list[float]:
    return [sigma * OUT_OF_255 for sigma in result.sigmas]


def _who_wins(levels: Sequence[float], rival: Sequence[float], vae: Sequence[float], called: str) -> str:
    rival, vae = _seen(rival), _seen(vae)
    found = _crossings(levels, rival, vae)
    rival_leads_last = next((a > b for a, b in zip(reversed(rival), reversed(vae), strict=True) if a != b), False)
    above, below = (called, "the VAE") if rival_leads_last else ("the VAE", called)
    if not found:
        return f"{above} wins at every noise level."
    if len(found) == 1:
        return f"below about sigma {found[0]:.0f} {below} wins; above it, {above}."
    return f"the lead changes at about sigma {' and '.join(f'{at:.0f}' for at in found)}; above, {above} wins."


def _seen(values: Sequence[float]) -> list[float]:
    """Without noise two perfect results differ by rounding alone, which is no lead."""
    return [min(value, EIGHT_BIT_PSNR) for value in values]


def _crossings(levels: Sequence[float], rival: Sequence[float], vae: Sequence[float]) -> list[float]:
    """Return the changes of lead that can be seen; below a noise level of 1 no eye can tell."""
    return [at for at in comparison.crossings(levels, _seen(rival), _seen(vae)) if at >= 1]
