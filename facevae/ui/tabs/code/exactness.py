"""What an exact copy costs, in three terms: of the current face, of it altered, and of pictures that are none."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from facevae import metrics
from facevae.latent.exact_copy import ExactCopy, exact_copy, noise_levels, sample_pixels
from facevae.latent.out_of_distribution import NOT_FACES, PERTURBATIONS
from facevae.ui.components.controls import generator
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import Updates
from facevae.ui.components.pictures import Picture, strip
from facevae.ui.components.templates import Template
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.code.reference import ReferenceSample

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

FACE, GREY = "face", "grey"

LABELS = {
    FACE: "This face",
    **{name: perturbation.label for name, perturbation in PERTURBATIONS.items()},
    **{name: label for name, (label, _) in NOT_FACES.items()},
}
"""What is compared, in this order."""

TITLES = ("Photo", "The decoder's mean", "A sample, with its noise")

NOISE = (
    "What a decoder draws is the mean of all pictures that it thinks possible, blurred where the code leaves it open. "
    "Such a picture itself would have noise on every value; nobody shows that."
)

SEED = 1
"""Of the noise of the sample."""

EASY = 1
"""Per cent of the test faces that are likelier than a picture of which it is said that it is easier than a face."""

_THUMBNAIL = 96
_ROOM = 1.02

_ANSWERS = Template("""
<p class="code-status">{{ status }}</p>
<p class="exact-keys"><span class="exact-key exact-noise">noise, the same for all</span>
<span class="exact-key exact-error">what the copy misses</span>
<span class="exact-key exact-code">the code</span>
{%- if band %}<span class="exact-key exact-test">98 of 100 test faces</span>{% endif %}</p>
<ul class="exact-rows">
{%- for row in rows -%}
<li><img src="{{ row.picture }}" alt="" decoding="sync"><span class="exact-label">{{ row.label }}</span>
<span class="exact-bar">
{%- if band %}<span class="exact-band" style="--from: {{ band[0] }}%; --to: {{ band[1] }}%"></span>{% endif -%}
{%- for kind, wide in row.widths %}<span class="exact-{{ kind }}" style="width: {{ wide }}%"></span>{% endfor -%}
</span><span class="exact-sum">{{ row.sum }}</span><span class="fv-note">{{ row.verdict }}</span></li>
{%- endfor -%}
</ul>
{%- if point %}
<p class="exact-point"><strong>A plain grey square is {{ point }}</strong>: its copy misses next to nothing. The bits \
tell how closely the model can copy a picture, not whether there is a face on it.</p>
{%- endif -%}
""")


@dataclass(frozen=True)
class ExactnessScreen:
    """The components that handlers change.

    Attributes:
        noise: whether a sample of p(x | z) is shown beside its mean.
        pictures: the photo, the mean and the sample.
        answers: what copies cost.
    """

    noise: gr.Checkbox
    pictures: gr.HTML
    answers: gr.HTML

    @property
    def results(self) -> list[gr.HTML]:
        """What a new face changes."""
        return [self.pictures, self.answers]


@dataclass(frozen=True)
class _Row:
    """One picture and what its exact copy costs."""

    picture: str
    label: str
    sum: str
    verdict: str
    widths: list[tuple[str, str]]


class ExactnessHandlers:
    """What happens in the part about exact copies.

    Args:
        model: as ``facevae.load`` returns it, with a noise level.
        reference: the test faces to compare with; None if not measured.
        screen: what they change.
    """

    def __init__(self, model: FaceVae, reference: ReferenceSample | None, screen: ExactnessScreen) -> None:
        self._model, self._reference, self._screen = model, reference, screen
        self._of_face = functools.lru_cache(maxsize=128)(
            lambda face, name: exact_copy(model, self._picture(face, name))
        )
        self._alone = functools.cache(lambda name: exact_copy(model, NOT_FACES[name][1](model.image_size)))

    def show_face(self, face: CurrentFace, noise: bool) -> Updates:
        """Show what exact copies of a face, of the face altered, and of other pictures cost."""
        return {self._screen.answers: self._answers(face), **self.show(face, noise)}

    def show(self, face: CurrentFace, noise: bool) -> Updates:
        """Show the mean of p(x | z), and a sample of it if `noise` is asked for."""
        latents = self._model.encode(face.pixels).mean
        mean, levels = self._model.decode(latents), noise_levels(self._model)
        grain = (
            f"Grain of {levels:.1f} of 255 on every value, seed {SEED}" if noise else "Switch the noise on to see one"
        )
        sample = sample_pixels(self._model, latents, generator(SEED)) if noise else None
        pictures = [
            Picture(face.pixels, TITLES[0], face.name),
            Picture(mean, TITLES[1], f"PSNR {metrics.psnr(mean, face.pixels).item():.1f} dB", "model"),
            Picture(sample, TITLES[2], grain, "model"),
        ]
        return {self._screen.pictures: strip(pictures)}

    def forget(self) -> None:
        """Let go of all faces."""
        self._of_face.cache_clear()

    def _picture(self, face: CurrentFace, name: str) -> Tensor:
        if name in NOT_FACES:
            return NOT_FACES[name][1](self._model.image_size)
        return PERTURBATIONS[name].apply(face.pixels) if name in PERTURBATIONS else face.pixels

    def _answers(self, face: CurrentFace) -> str:
        costs = {name: self._alone(name) if name in NOT_FACES else self._of_face(face, name) for name in LABELS}
        reference = self._reference
        top = _ROOM * max(cost.bits_per_value for cost in costs.values())
        band = None
        if reference is not None:
            top = max(top, _ROOM * reference.percentiles[99])
            band = [f"{100 * reference.percentiles[share] / top:.2f}" for share in (1, 99)]
        bits = f"{terms(costs[FACE])[-1]:.2f} bits a colour value, in three terms:"
        return _ANSWERS(
            status=f"An exact copy of {face.name} takes {bits}",
            band=band,
            rows=[self._row(face, name, cost, top) for name, cost in costs.items()],
            point=self._point(costs[GREY].bits_per_value),
        )

    def _row(self, face: CurrentFace, name: str, cost: ExactCopy, top: float) -> _Row:
        *parts, total = terms(cost)
        widths = [
            (kind, f"{100 * part / top:.3f}") for kind, part in zip(("noise", "error", "code"), parts, strict=True)
        ]
        return _Row(
            picture=data_uri(self._picture(face, name), _THUMBNAIL),
            label=LABELS[name],
            sum=in_words(parts, total),
            verdict=self._reference.verdict(cost.bits_per_value) if self._reference else "",
            widths=widths,
        )

    def _point(self, bits: float) -> str:
        """What is to be said of the grey square: only where it is likelier than nearly every face."""
        reference = self._reference
        return reference.verdict(bits) if reference and bits <= reference.percentiles[EASY] else ""


def terms(cost: ExactCopy) -> tuple[float, float, float, float]:
    """Return noise, error, code and their sum, in thousandths of a bit a value that add up as they are shown."""
    parts = [round(1000 * part) for part in (cost.noise, cost.error, cost.code)]
    noise, error, code = (part / 1000 for part in parts)
    return noise, error, code, sum(parts) / 1000


def in_words(parts: Sequence[float], total: float) -> str:
    """Return three terms and their sum as they are written."""
    return f"{' + '.join(f'{part:.3f}' for part in parts)} = {total:.3f} bits"
