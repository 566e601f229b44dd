"""What happens on the Denoise tab: each handler takes what is set and returns what the page then shows."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.restore import DENOISERS, comparison
from facevae.ui.components.events import Updates
from facevae.ui.components.pictures import OUT_OF_255
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.denoise.pictures import Refinement, captioned, noise_line, progress
from facevae.ui.tabs.denoise.plots import Drawn, draw
from facevae.ui.tabs.denoise.settings import MOST, RefinementSlot, Settings
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop

if TYPE_CHECKING:
    from facevae.model import FaceVae

IN_THE_PHOTO = next(method.name for method in DENOISERS.values() if method.kind == "model" and method.adjustable)
"""The method whose result is put into a photo: the first of the model's that leans on the photo, too."""


@dataclass(frozen=True)
class DenoiseScreen:
    """The components that handlers change.

    Attributes:
        pictures: the original, the noisy face and the results.
        level: which noise level the methods went by.
        status: how far refining is.
        window, best: the mean filter's window, and whether it is the best one.
        methods: which ones are compared.
        plot: the curves over the noise level.
    """

    pictures: gr.HTML
    level: gr.HTML
    status: gr.HTML
    window: gr.Slider
    best: gr.Checkbox
    methods: gr.CheckboxGroup
    plot: gr.HTML

    @property
    def of_settings(self) -> list:
        """What changes with what is set."""
        return [self.pictures, self.level, self.status, self.window]


class DenoiseHandlers:
    """Handlers of the tab; `values` are those of the controls, as ``Settings.read`` takes them.

    Args:
        model: as ``facevae.load`` returns it.
        screen: what they change.
    """

    def __init__(self, model: FaceVae, screen: DenoiseScreen) -> None:
        self._model, self._screen = model, screen
        self._compared = functools.lru_cache(maxsize=32)(self._compare)
        self._measured = functools.lru_cache(maxsize=16)(self._measure)

    def show(
        self,
        face: CurrentFace,
        slot: RefinementSlot,
        sigma: float,
        sigma_known: bool,
        methods: list[str],
        strength: float,
        window: float,
        best: bool,
        seed: float,
    ) -> Updates:
        """Show what each method makes of the face."""
        asked = Settings.read(sigma, sigma_known, methods, strength, window, best, seed)
        result, refined = self._compared(face, asked), slot.move_to(face, asked)
        return {
            self._screen.pictures: captioned(face, result, refined),
            self._screen.level: noise_line(result, sigma_known),
            self._screen.status: progress(refined),
            self._screen.window: result.window,
        }

    def show_window(
        self,
        face: CurrentFace,
        slot: RefinementSlot,
        sigma: float,
        sigma_known: bool,
        methods: list[str],
        strength: float,
        window: float,
        _best: bool,
        seed: float,
    ) -> Updates:
        """Show the mean filter with the window that the person moves: that is choosing it oneself."""
        shown = self.show(face, slot, sigma, sigma_known, methods, strength, window, False, seed)
        # The slider is left alone, because it is under the person's finger.
        del shown[self._screen.window]
        return {**shown, self._screen.best: False}

    def mark(self, face: CurrentFace, *values: Any) -> Updates:
        """Mark the settings on the curves over the noise level."""
        asked = Settings.read(*values)
        return {self._screen.plot: self._measured(face, asked.seed).marked(self._compared(face, asked))}

    def refine(self, face: CurrentFace, slot: RefinementSlot, *values: Any) -> Iterator[Updates]:
        """Let the VAE look longer, and show each step until the person moves on."""
        asked = Settings.read(*values)
        slot.move_to(face, asked)
        result = self._compared(face, asked)
        steps = comparison.refining(self._model, face.pixels, result, strength=asked.strength)
        for step, picture in enumerate(steps):
            refined = Refinement(step, picture)
            if not slot.keep(refined, face, asked):
                return
            yield {
                self._screen.pictures: captioned(face, result, refined),
                self._screen.status: progress(refined),
            }

    def limit_methods(self, methods: list[str]) -> Updates:
        """Take back a tick that is one too many; the newest is last."""
        return {self._screen.methods: methods[:MOST] if len(methods) > MOST else gr.skip()}

    def in_the_photo(self, face: CurrentFace, *values: Any) -> FaceEdit:
        """Put noise into a face of the photo, and remove it."""
        result = self._compared(face, dataclasses.replace(Settings.read(*values), methods=(IN_THE_PHOTO,)))
        return FaceEdit(replace_crop(result.results[IN_THE_PHOTO].faces), replace_crop(result.noisy.faces))

    def forget(self) -> None:
        """Let go of all faces."""
        self._compared.cache_clear()
        self._measured.cache_clear()

    def _compare(self, face: CurrentFace, asked: Settings) -> comparison.Comparison:
        return comparison.compare(
            self._model,
            face.pixels,
            asked.sigma / OUT_OF_255,
            seed=asked.seed,
            methods=asked.methods,
            window=asked.window,
            strength=asked.strength,
            sigma_known=asked.sigma_known,
        )

    def _measure(self, face: CurrentFace, seed: int) -> Drawn:
        return draw(comparison.against_noise(self._model, face.pixels, seed=seed))
