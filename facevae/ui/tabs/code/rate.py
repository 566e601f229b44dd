"""How many bits a face is: its code with some numbers switched off, in pictures and words."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from facevae import metrics
from facevae.latent import rate
from facevae.latent.exact_copy import ExactCopy, exact_copy
from facevae.plots.heatmap import heatmap, legend
from facevae.ui.components.events import Updates
from facevae.ui.components.pictures import EIGHT_BIT_PSNR, OUT_OF_255, Picture, strip
from facevae.ui.components.templates import Template
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.code.bit_bars import BitBars
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

TITLES = ("Photo", "The model's face", "What is left", "What vanished", "JPEG with as few bits")
ALL_KEPT = "All numbers kept"

KEPT_AT_FIRST = 32
"""Numbers that are on as a face is shown first, the costliest: with all of them there is nothing to see."""

MOST_CHANGE = 40
"""Change of a pixel, out of 255, that gets the brightest colour: the same for every choice, so that they compare."""

BITS_A_LETTER = 8

_HEAT = Template('<div class="code-heat" style="--heat: {{ colors | join(", ") }}">{{ pictures }}</div>')

_WORDS = Template("""
<p><strong class="code-number">{{ total }} bits</strong> describe this face, as many as {{ letters }}.
{%- if off %} Switched off: {{ off }}, {{ saved }} bits. Left: {{ left }} bits.{% endif %}</p>
{%- if exact -%}
<p>To store the photo exactly takes a correction besides: the code is <strong>{{ exact.share }} %</strong> \
of the whole.</p>
<div class="code-stack"><span style="width: {{ exact.share }}%"></span></div>
<div class="code-ends"><span>code {{ total }} bits</span><span>correction {{ exact.correction }} bits</span></div>
{%- endif -%}
""")


@dataclass(frozen=True)
class RateScreen:
    """The components that handlers change.

    Attributes:
        bars: the bits of each number.
        pictures: the photo, the model's face, what is left of it, what vanished, and a JPEG of as many bits.
        words: what the code costs, and its share of an exact copy.
    """

    bars: BitBars
    pictures: gr.HTML
    words: gr.HTML

    @property
    def of_choice(self) -> list:
        """What changes with the numbers that are switched off."""
        return [self.pictures, self.words]


@dataclass(frozen=True)
class Coded:
    """A face as its code tells it.

    Attributes:
        rated: the code, and what its numbers cost.
        picture: (1, 3, S, S), what the decoder makes of the whole code.
        exact: what an exact copy costs; None where the model has no noise level.
    """

    rated: rate.RateEstimate
    picture: Tensor
    exact: ExactCopy | None


class RateHandlers:
    """What happens in the part about bits.

    Args:
        model: as ``facevae.load`` returns it.
        screen: what they change.
    """

    def __init__(self, model: FaceVae, screen: RateScreen) -> None:
        self._model, self._screen = model, screen
        self._code = functools.lru_cache(maxsize=32)(self._encode)
        # Pictures of JPEGs come in whole bytes, so that many choices of numbers share one.
        self._jpeg = functools.lru_cache(maxsize=256)(lambda face, most: rate.jpeg_of_size(face.pixels, 8 * most))

    def show_face(self, face: CurrentFace) -> Updates:
        """Show a new face with the `KEPT_AT_FIRST` costliest numbers on."""
        rated = self._code(face).rated
        heights = [round(height, 3) for height in rated.bits.tolist()]
        off = sorted(rated.order[KEPT_AT_FIRST:])
        return {self._screen.bars: gr.update(value=off, bits=heights, order=rated.order), **self.show(face, off)}

    def show(self, face: CurrentFace, off: list[int]) -> Updates:
        """Show what some numbers are worth: the pictures, the words under the bars, and the JPEG of as many bits.

        Args:
            face: whose code it is.
            off: which numbers are switched off.
        """
        coded = self._code(face)
        return {
            self._screen.pictures: self._pictures(face, coded, off),
            self._screen.words: self._words(coded, off),
        }

    def in_the_photo(self, face: CurrentFace, off: list[int]) -> FaceEdit:
        """Draw a face from the numbers that are left, for its photo."""
        return FaceEdit(replace_crop(self._left(self._code(face), off)))

    def forget(self) -> None:
        """Let go of all faces."""
        self._code.cache_clear()
        self._jpeg.cache_clear()

    def _left(self, coded: Coded, off: list[int]) -> Tensor:
        return self._model.decode(coded.rated.without(off)) if off else coded.picture

    def _encode(self, face: CurrentFace) -> Coded:
        model = self._model
        rated = rate.estimate_rate(model, face.pixels)
        exact = exact_copy(model, face.pixels) if model.vae.likelihood_is_density else None
        return Coded(rated, model.decode(rated.latents), exact)

    def _pictures(self, face: CurrentFace, coded: Coded, off: list[int]) -> str:
        rated, count = coded.rated, len(coded.rated.bits)
        left = self._left(coded, off)
        title = f"{TITLES[2]}: {_numbers(count - len(off))}" if off else ALL_KEPT
        note = f"{rated.kept(off):,.0f} bits. {_psnr(left, face)}" if off else "Click a bar below to switch it off"
        change = rate.change_map(coded.picture, left)
        mean = OUT_OF_255 * change.square().mean().sqrt()
        vanished = f"0 to {MOST_CHANGE}+ of 255, mean {mean:.1f}"
        pictures = [
            Picture(face.pixels, TITLES[0], face.name),
            Picture(coded.picture, TITLES[1], f"{rated.total:,.0f} bits. {_psnr(coded.picture, face)}", "model"),
            Picture(left, title, note, "model"),
            Picture(heatmap(change, MOST_CHANGE / OUT_OF_255), TITLES[3], vanished),
            self._as_jpeg(face, rated.kept(off)),
        ]
        return _HEAT(colors=legend(), pictures=strip(pictures))

    def _words(self, coded: Coded, off: list[int]) -> str:
        rated, exact = coded.rated, coded.exact
        return _WORDS(
            total=f"{rated.total:,.0f}",
            letters=f"{rated.total / BITS_A_LETTER:.0f} letters of text",
            off=_numbers(len(off)) if off else "",
            saved=f"{rated.total - rated.kept(off):,.0f}",
            left=f"{rated.kept(off):,.0f}",
            exact=exact
            and {"share": f"{100 * exact.code_share:.2f}", "correction": f"{round(exact.correction_bits, -2):,.0f}"},
        )

    def _as_jpeg(self, face: CurrentFace, kept: float) -> Picture:
        jpeg = self._jpeg(face, int(kept / 8))
        if jpeg is None:
            return Picture(None, TITLES[4], "So few bits are not enough for the smallest.", "classical")
        note = f"{jpeg.side} x {jpeg.side} pixels, {jpeg.bits:,} bits + headers. {_psnr(jpeg.picture, face)}"
        return Picture(jpeg.picture, TITLES[4], note, "classical")


def waiting() -> str:
    """Return boxes as large as the pictures to come, as HTML."""
    return _HEAT(colors=legend(), pictures=strip([Picture(None, title) for title in TITLES]))


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"


def _psnr(picture: Tensor, face: CurrentFace) -> str:
    psnr = metrics.psnr(picture, face.pixels).item()
    return "Exactly the original" if psnr > EIGHT_BIT_PSNR else f"PSNR {psnr:.1f} dB"
