"""How many bits a face is: its code with some numbers switched off, in pictures and words."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import gradio as gr
from torch import Tensor

from facevae import metrics
from facevae.latent import rate
from facevae.plots.heatmap import heatmap, legend
from facevae.ui.components.pictures import OUT_OF_255, Picture, scores, strip
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop

TITLES = ("Photo", "The model's face", "What is left", "What vanished")

MOST_CHANGE = 40
"""Change of a pixel, out of 255, that gets the brightest colour: the same for every choice, so that they compare."""

BITS_A_LETTER = 8


@dataclass(frozen=True)
class Coded:
    """A face as its code tells it.

    Attributes:
        priced: the code, and what its numbers cost.
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
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._code = functools.lru_cache(maxsize=32)(self._encode)
        # Pictures of JPEGs come in whole bytes, so that many choices of numbers share one.
        self._jpeg = functools.lru_cache(maxsize=256)(lambda face, most: rate.jpeg_of_size(face.pixels, 8 * most))

    def show_face(self, face: CurrentFace) -> tuple[gr.HTML, str, str, str]:
        """Show a new face with all numbers on; the first value is for the bars."""
        rated = self._code(face).rated
        heights = [round(height, 3) for height in rated.bits.tolist()]
        return gr.HTML(value=[], bits=heights, order=rated.order), *self.show(face, [])

    def show(self, face: CurrentFace, off: Any) -> tuple[str, str, str]:
        """Show what some numbers are worth.

        Args:
            face: whose code it is.
            off: which numbers are switched off, as the client sent them.
        Returns:
            HTML: the pictures, the words under the bars, and the JPEG of as many bits.
        Raises:
            gr.Error: `off` is no list of numbers of the code.
        """
        off = self._read(off)
        coded = self._code(face)
        kept = coded.rated.kept(off)
        return self._pictures(face, coded, off), self._words(coded.rated, off), self._as_jpeg(face, kept)

    def in_the_photo(self, face: CurrentFace, off: Any) -> FaceEdit:
        """Draw a face from the numbers that are left, for its photo."""
        return FaceEdit(replace_crop(self._left(self._code(face), self._read(off))))

    def forget(self) -> None:
        """Let go of everybody's faces."""
        self._code.cache_clear()
        self._jpeg.cache_clear()

    def _left(self, coded: Coded, off: list[int]) -> Tensor:
        return self._model.decode(coded.rated.without(off)) if off else coded.picture

    def _read(self, off: Any) -> list[int]:
        try:
            return read_off(off, self._model.latent_dim)
        except ValueError as error:
            raise gr.Error(str(error), title="These numbers cannot be switched off", print_exception=False) from error

    def _encode(self, face: CurrentFace) -> Coded:
        rated = rate.estimate_rate(self._model, face.pixels)
        picture = self._model.decode(rated.latents)
        return Coded(rated, picture, _scores(picture, face))

    def _pictures(self, face: CurrentFace, coded: Coded, off: list[int]) -> str:
        rated, count = coded.rated, len(coded.rated.bits)
        left = self._left(coded, off)
        note = f"{rated.kept(off):,.0f} bits. {_scores(left, face)}" if off else "Click a bar below to switch it off"
        change = (left - coded.picture).square().mean(1, keepdim=True).sqrt()
        mean = OUT_OF_255 * change.square().mean().sqrt()
        cards = [
            Picture(face.pixels, TITLES[0], face.name),
            Picture(coded.picture, TITLES[1], f"All {count} numbers, {rated.total:,.0f} bits. {coded.note}", "model"),
            Picture(left, _left(count, off), note, "model"),
            Picture(
                heatmap(change, MOST_CHANGE / OUT_OF_255),
                TITLES[3],
                f"From 0 to {MOST_CHANGE} of 255 or more; {mean:.1f} on average",
            ),
        ]
        return f'<div class="inside-heat" style="--heat: {", ".join(legend())}">{strip(cards)}</div>'

    def _words(self, rated: rate.RateEstimate, off: list[int]) -> str:
        letters = rated.total / BITS_A_LETTER
        lines = [
            f'<strong class="inside-number">{rated.total:,.0f} bits</strong> describe this face, as many as '
            f"{letters:.0f} letters of text."
        ]
        if self._model.atlas is not None:
            active, count = rate.active_units(self._model.atlas), len(rated.bits)
            which = f"All {count}" if active == count else f"Only {active} of the {count}"
            lines.append(f"{which} numbers differ from person to person (<em>active units</em>).")
        if off:
            saved = rated.total - rated.kept(off)
            lines.append(f"Switched off: {_numbers(len(off))}, {saved:,.0f} bits. Left: {rated.kept(off):,.0f} bits.")
        return "".join(f"<p>{line}</p>" for line in lines)

    def _as_jpeg(self, face: CurrentFace, kept: float) -> str:
        jpeg, title = self._jpeg(face, int(kept / 8)), "A JPEG of as many bits"
        if jpeg is None:
            few = "So few bits are not enough for the smallest."
            return strip([Picture(None, title, few, "classical")]) + "<p></p>"
        note = f"Shrunk to {jpeg.side} x {jpeg.side} pixels, quality {jpeg.quality}. {_scores(jpeg.picture, face)}"
        counted = (
            f"Its picture data have {jpeg.bits:,} bits. Its headers and tables, another {8 * jpeg.overhead:,}, are not "
            "counted; neither is the model, which the code needs."
        )
        return strip([Picture(jpeg.picture, title, note, "classical")]) + f'<p class="fv-note">{counted}</p>'


def read_off(value: Any, count: int) -> list[int]:
    """Read which numbers are switched off, which is whatever a client chose to send.

    Args:
        value: expected a list of whole numbers from 0 to `count` - 1; None is an empty one.
        count: D.
    Returns:
        Each of them once, rising.
    Raises:
        ValueError: anything else; the message is one sentence.
    """
    if value is None:
        return []
    if not isinstance(value, list) or not all(type(number) is int and 0 <= number < count for number in value):
        raise ValueError(f"off must be a list of whole numbers from 0 to {count - 1}.")
    return sorted(set(value))


def waiting() -> str:
    """Return empty boxes for the pictures to come, as HTML."""
    return strip([Picture(None, title) for title in TITLES])


def _left(count: int, off: list[int]) -> str:
    left = _numbers(count - len(off)) if off else "everything"
    return f"{TITLES[2]}: {left}"


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"


def _scores(picture: Tensor, face: CurrentFace) -> str:
    return scores(metrics.psnr(picture, face.pixels).item(), metrics.ssim(picture, face.pixels).item())
