"""What happens on the Damage tab: the face is damaged as it is set, and restored."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from facevae import damage, metrics, restore
from facevae.damage import Damaged
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.components.controls import MAX_SEED, generator
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import Updates
from facevae.ui.components.pictures import Picture, scores, strip
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.damage.settings import OPTIONS, random_names, random_value, steps
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop, replace_masked

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

TITLES = ("Original", "Damaged", "Restored by the VAE")


@dataclass(frozen=True)
class DamageScreen:
    """The components of the tab.

    Attributes:
        chosen: which damages.
        seed: of what is random in them.
        sliders: one for each of `OPTIONS`.
        pictures: the three pictures with their captions.
        compared: the damaged and the restored face.
    """

    chosen: gr.CheckboxGroup
    seed: gr.Slider
    sliders: tuple[gr.Slider, ...]
    pictures: gr.HTML
    compared: BeforeAfter


class DamageHandlers:
    """Handlers of the tab; the values that they take are those of `chosen`, `seed` and the sliders.

    Args:
        model: restores.
        screen: the components that they change.
    """

    def __init__(self, model: FaceVae, screen: DamageScreen) -> None:
        self._model, self._screen = model, screen

    def show(self, face: CurrentFace, names: list[str], seed: float, *values: float) -> Updates:
        """Damage and restore a face."""
        damaged, restored = damage_and_restore(self._model, face, steps(names, values), seed)
        pictures = [
            Picture(face.pixels, TITLES[0], face.name),
            Picture(damaged.faces, TITLES[1], _scores(face, damaged.faces)),
            Picture(restored, TITLES[2], _scores(face, restored), "model"),
        ]
        pair = {"before": data_uri(damaged.faces), "after": data_uri(restored)}
        return {self._screen.pictures: strip(pictures), self._screen.compared: pair}

    def edit(self, face: CurrentFace, names: list[str], seed: float, *values: float) -> FaceEdit:
        """Damage and restore a face for its photo, which around holes alone stays as sharp as it is."""
        damaged, restored = damage_and_restore(self._model, face, steps(names, values), seed)
        if not damaged.is_noisy and not damaged.is_altered:
            return FaceEdit(replace_masked(restored, damaged.mask), replace_masked(damaged.faces, damaged.mask))
        return FaceEdit(replace_crop(restored), replace_crop(damaged.faces))

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
    model: FaceVae, face: CurrentFace, settings: Sequence[tuple[str, dict[str, float]]], seed: float
) -> tuple[Damaged, Tensor]:
    """Damage a face, and restore it.

    Args:
        model: restores.
        face: the face.
        settings: as `steps` returns them.
        seed: of what is random in the damage.
    Returns:
        The damaged face, and the restored one, (1, 3, S, S).
    Raises:
        gr.Error: a damage that is not possible.
    """
    try:
        damaged = damage.apply_all(face.pixels, settings, generator=generator(seed))
    except ValueError as error:
        raise gr.Error(str(error), title="This damage is not possible", print_exception=False) from error
    return damaged, restore.repair(model, damaged)


def _scores(face: CurrentFace, picture: Tensor) -> str:
    return scores(metrics.psnr(picture, face.pixels).item(), metrics.ssim(picture, face.pixels).item())
