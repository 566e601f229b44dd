"""How many bits a face is: its code with some numbers switched off, in pictures and words."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from facevae import metrics
from facevae.latent import rate
from facevae.plots.heatmap import heatmap, legend
from facevae.ui.components.events import Updates
from facevae.ui.components.pictures import OUT_OF_255, Picture, scores, strip
from facevae.ui.components.templates import Template
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.inside.bit_bars import BitBars
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

TITLES = ("Photo", "The model's face", "What is left", "What vanished")
ALL_KEPT = "All numbers kept"

KEPT_AT_FIRST = 32
"""Numbers that are on as a face is shown first, the costliest: with all of them there is nothing to see."""

JPEG_TITLE = "JPEG with as few bits"

MOST_CHANGE = 40
"""Change of a pixel, out of 255, that gets the brightest colour: the same for every choice, so that they compare."""

BITS_A_LETTER = 8

_HEAT = Template('<div class="inside-heat" style="--heat: {{ colors | join(", ") }}">{{ pictures }}</div>')

_WORDS = Template("""
<p><strong class="inside-number">{{ total }} bits</strong> describe this face, as many as {{ letters }}.</p>
{%- if active -%}
<p>{{ active }} numbers differ from person to person (<em>active units</em>).</p>
{%- endif -%}
{%- if off -%}
<p>Switched off: {{ off }}, {{ saved }} bits. Left: {{ left }} bits.</p>
{%- endif -%}
""")

_JPEG = Template("""
{{ picture }}<p class="fv-note">
{%- if bits -%}
The image data take {{ bits }} bits. Headers and tables, another {{ overhead }}, are not counted, nor is the model.
{%- endif -%}
</p>
""")


@dataclass(frozen=True)
class RateScreen:
    """The components that handlers change.

    Attributes:
        bars: the bits of each number.
        pictures: the photo, the model's face, what is left of it and what vanished.
        words: what the code costs.
        jpeg: a JPEG of as many bits.
    """

    bars: BitBars
    pictures: gr.HTML
    words: gr.HTML
    jpeg: gr.HTML

    @property
    def of_choice(self) -> list:
        """What changes with the numbers that are switched off."""
        return [self.pictures, self.words, self.jpeg]


@dataclass(frozen=True)
class Coded:
    """A face as its code tells it.

    Attributes:
        rated: the code, and what its numbers cost.
        picture: (1, 3, S, S), what the decoder makes of the whole code.
        note: how close that is to the photo.
    """

    rated: rate.RateEstimate
    picture: Tensor
    note: str


class RateHandlers:
    """What happens in the upper part of the tab.

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
            self._screen.words: self._words(coded.rated, off),
            self._screen.jpeg: self._as_jpeg(face, coded.rated.kept(off)),
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
        rated = rate.estimate_rate(self._model, face.pixels)
        picture = self._model.decode(rated.latents)
        return Coded(rated, picture, _scores(picture, face))

    def _pictures(self, face: CurrentFace, coded: Coded, off: list[int]) -> str:
        rated, count = coded.rated, len(coded.rated.bits)
        left = self._left(coded, off)
        title = f"{TITLES[2]}: {_numbers(count - len(off))}" if off else ALL_KEPT
        note = f"{rated.kept(off):,.0f} bits. {_scores(left, face)}" if off else "Click a bar below to switch it off"
        change = rate.change_map(coded.picture, left)
        mean = OUT_OF_255 * change.square().mean().sqrt()
        vanished = f"From 0 to {MOST_CHANGE} of 255 or more; {mean:.1f} on average"
        pictures = [
            Picture(face.pixels, TITLES[0], face.name),
            Picture(coded.picture, TITLES[1], f"All {count} numbers, {rated.total:,.0f} bits. {coded.note}", "model"),
            Picture(left, title, note, "model"),
            Picture(heatmap(change, MOST_CHANGE / OUT_OF_255), TITLES[3], vanished),
        ]
        return _HEAT(colors=legend(), pictures=strip(pictures))

    def _words(self, rated: rate.RateEstimate, off: list[int]) -> str:
        active, count = "", len(rated.bits)
        if self._model.atlas is not None:
            units = rate.active_units(self._model.atlas)
            active = f"All {count}" if units == count else f"Only {units} of the {count}"
        return _WORDS(
            total=f"{rated.total:,.0f}",
            letters=f"{rated.total / BITS_A_LETTER:.0f} letters of text",
            active=active,
            off=_numbers(len(off)) if off else "",
            saved=f"{rated.total - rated.kept(off):,.0f}",
            left=f"{rated.kept(off):,.0f}",
        )

    def _as_jpeg(self, face: CurrentFace, kept: float) -> str:
        jpeg = self._jpeg(face, int(kept / 8))
        if jpeg is None:
            few = "So few bits are not enough for the smallest."
            return _JPEG(picture=strip([Picture(None, JPEG_TITLE, few, "classical")]), bits="", overhead="")
        note = f"Shrunk to {jpeg.side} x {jpeg.side} pixels, quality {jpeg.quality}. {_scores(jpeg.picture, face)}"
        picture = strip([Picture(jpeg.picture, JPEG_TITLE, note, "classical")])
        return _JPEG(picture=picture, bits=f"{jpeg.bits:,}", overhead=f"{8 * jpeg.overhead:,}")


def waiting() -> tuple[str, str]:
    """Return boxes as large as the pictures and the JPEG to come, as HTML."""
    pictures = _HEAT(colors=legend(), pictures=strip([Picture(None, title) for title in TITLES]))
    return pictures, _JPEG(picture=strip([Picture(None, JPEG_TITLE)]), bits="", overhead="")


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"


def _scores(picture: Tensor, face: CurrentFace) -> str:
    return scores(metrics.psnr(picture, face.pixels).item(), metrics.ssim(picture, face.pixels).item())
