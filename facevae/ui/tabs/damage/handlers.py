"""What happens on the Damage tab: the face is damaged as it is set, and restored."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from facevae import damage, metrics, restore
from facevae.damage import Damaged
from facevae.restore.detail import draw_details
from facevae.ui.components.controls import MAX_SEED, generator
from facevae.ui.components.dial import TwoStyles
from facevae.ui.components.events import Updates
from facevae.ui.components.pictures import EIGHT_BIT_PSNR, Picture, scores, strip
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.damage.settings import OPTIONS, random_names, random_value, steps
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop, replace_masked
from facevae.ui.tabs.result_stage import FacePair, ResultStage, Turn

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

LEAST = 1.1
"""By how many times the error has to be less for anybody to see it."""

TITLES = ("Original", "Damaged", "Restored by the VAE")


@dataclass(frozen=True)
class DamageScreen:
    """The components of the tab.

    Attributes:
        chosen: which damages.
        seed: of what is random in them, and of the details.
        dial: from the faithful restored face to the real one.
        sliders: one for each of `OPTIONS`.
        pictures: the three pictures with their captions.
        stage: the damaged and the restored face, or photo, large.
    """

    chosen: gr.CheckboxGroup
    seed: gr.Slider
    dial: gr.Slider
    sliders: tuple[gr.Slider, ...]
    pictures: gr.HTML
    stage: ResultStage

    @property
    def settings(self) -> list[gr.CheckboxGroup | gr.Slider]:
        """What handlers take the values of."""
        return [self.chosen, self.seed, self.dial, *self.sliders]


@dataclass(frozen=True)
class Restored:
    """A damaged face and what was made of it.

    Attributes:
        damaged: the face with its damage.
        styles: the restored face, (1, 3, S, S), faithful and real.
    """

    damaged: Damaged
    styles: TwoStyles


class DamageHandlers:
    """Handlers of the tab; the values that they take are those of `chosen`, `seed`, `dial` and the sliders.

    Args:
        model: restores.
        screen: the components that they change.
    """

    def __init__(self, model: FaceVae, screen: DamageScreen) -> None:
        self._screen = screen
        self._restored = functools.lru_cache(maxsize=32)(functools.partial(damage_and_restore, model))

    def show(
        self,
        face: CurrentFace,
        turn: Turn,
        names: list[str],
        seed: float,
        dial: float,
        *values: float,
    ) -> Updates:
        """Damage and restore a face."""
        made = self._restored(face, tuple(names), values, seed)
        damaged, shown, called = made.damaged.faces, made.styles.at(dial), made.styles.called(TITLES[2], dial)
        beside = made.styles.beside(dial)
        other = (beside[0], *_measure(face, beside[1])) if beside else None
        before, after = _measure(face, damaged), _measure(face, shown)
        pictures = [
            Picture(face.pixels, TITLES[0], face.name),
            Picture(damaged, TITLES[1], figures=scores(*before)),
            Picture(shown, called, less_error(before[0], after[0]), "model", figures=scores(*after, other)),
        ]
        stage = self._screen.stage.show(face, turn, FacePair(damaged, shown, called))
        return {self._screen.pictures: strip(pictures, small=True), **stage}

    def edit(self, face: CurrentFace, names: list[str], seed: float, dial: float, *values: float) -> FaceEdit:
        """Damage and restore a face for its photo, which around holes alone stays as sharp as it is."""
        made = self._restored(face, tuple(names), values, seed)
        damaged, shown, called = made.damaged, made.styles.at(dial), made.styles.called(TITLES[2], dial)
        if not damaged.is_noisy and not damaged.is_altered:
            mask = damaged.mask
            return FaceEdit(replace_masked(shown, mask), replace_masked(damaged.faces, mask), called)
        return FaceEdit(replace_crop(shown), replace_crop(damaged.faces), called)

    def forget(self) -> None:
        """Let go of all faces."""
        self._restored.cache_clear()

    def surprise(self) -> Updates:
        """Set damages, seed and strengths at random."""
        strengths = [random_value(option) for _, option in OPTIONS]
        return {
            self._screen.chosen: random_names(),
            self._screen.seed: random.randint(0, MAX_SEED),
            **dict(zip(self._screen.sliders, strengths, strict=True)),
        }

    def show_sliders(self, names: list[str]) -> Updates:
        """Show the sliders of the chosen damages only."""
        return {
            slider: gr.Slider(visible=kind.name in names)
            for (kind, _), slider in zip(OPTIONS, self._screen.sliders, strict=True)
        }


def damage_and_restore(
    model: FaceVae, face: CurrentFace, names: tuple[str, ...], values: tuple[float, ...], seed: float
) -> Restored:
    """Damage a face, and restore it in both styles.

    Args:
        model: restores.
        face: the face.
        names: of the chosen damages, as for `steps`.
        values: as for `steps`.
        seed: of what is random in the damage, and of the details.
    Returns:
        The damaged face and the restored one, real as ``restore.repair`` returns it.
    Raises:
        gr.Error: a damage that is not possible.
    """
    try:
        damaged = damage.apply_all(face.pixels, steps(names, values), generator=generator(seed))
    except ValueError as error:
        raise gr.Error(str(error), title="This damage is not possible", print_exception=False) from error
    faithful = restore.repair(model, damaged)
    real = draw_details(model, faithful, damaged, generator(seed)) if "real" in model.styles else faithful
    return Restored(damaged, TwoStyles(faithful, real))


def less_error(before: float, after: float) -> str:
    """Return in words how much less a restored face is off than the damaged one.

    Args:
        before: its PSNR in dB when it was damaged.
        after: the same when it was restored.
    """
    if before > EIGHT_BIT_PSNR:
        return "Nothing is damaged"
    times = 10 ** ((after - before) / 20)
    return f"{times:.1f} times less error" if times >= LEAST else "Hardly less error"


def _measure(face: CurrentFace, picture: Tensor) -> tuple[float, float]:
    """Return PSNR and SSIM of a picture."""
    return metrics.psnr(picture, face.pixels).item(), metrics.ssim(picture, face.pixels).item()
