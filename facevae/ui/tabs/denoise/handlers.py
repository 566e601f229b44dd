"""What happens on the Denoise tab: each handler takes what is set and returns what the page then shows."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.restore import DENOISERS, comparison
from facevae.restore.comparison import REFINED, Scored
from facevae.restore.map_refinement import STEPS
from facevae.ui.components.dial import MIDDLE, TwoStyles
from facevae.ui.components.events import Updates
from facevae.ui.components.pictures import OUT_OF_255
from facevae.ui.components.turns import later
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.denoise.pictures import Refinement, captioned, noise_line, progress
from facevae.ui.tabs.denoise.plots import Drawn, draw
from facevae.ui.tabs.denoise.results import Result, Results, draw_result, draw_results
from facevae.ui.tabs.denoise.settings import MOST, RefinementSlot, Settings
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop
from facevae.ui.tabs.result_stage import FacePair, ResultStage, Turn

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

IN_THE_PHOTO = next(method.name for method in DENOISERS.values() if method.kind == "model" and method.adjustable)
"""The method whose result is shown large, and in a photo: the first of the model's that leans on the photo, too."""

WINDOWED = "mean"
"""The method that has a window."""

RESTORED = "Restored by the VAE"
"""What it is called there."""


@dataclass(frozen=True)
class DenoiseScreen:
    """The components that handlers change.

    Attributes:
        stage: the noisy and the restored face, or photo, large.
        pictures: the original, the noisy face and the results.
        level: which noise level the methods went by.
        status: how far refining is.
        window, best: the mean filter's window, and whether it is the best one.
        methods: which ones are compared.
        plot: the curves over the noise level.
    """

    stage: ResultStage
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
        return [*self.stage.outputs, self.pictures, self.level, self.status, self.window]


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
        turn: Turn,
        slot: RefinementSlot,
        sigma: float,
        sigma_known: bool,
        methods: list[str],
        strength: float,
        window: float,
        best: bool,
        seed: float,
        dial: float = MIDDLE,
    ) -> Updates:
        """Show what each method makes of the face."""
        asked = Settings.read(sigma, sigma_known, methods, strength, window, best, seed, dial)
        results, refined = self._results(face, asked), slot.move_to(face, asked)
        styles = self._restored(face, asked)[1]
        pair = FacePair(results.faithful.noisy.faces, styles.at(dial), styles.called(RESTORED, dial))
        return {
            **self._screen.stage.show(face, turn, pair),
            self._screen.pictures: captioned(face, results, dial, refined),
            self._screen.level: noise_line(results.faithful, sigma_known),
            self._screen.status: progress(refined),
            self._screen.window: results.faithful.window,
        }

    def show_window(
        self,
        face: CurrentFace,
        turn: Turn,
        slot: RefinementSlot,
        sigma: float,
        sigma_known: bool,
        methods: list[str],
        strength: float,
        window: float,
        _best: bool,
        seed: float,
        dial: float = MIDDLE,
    ) -> Updates:
        """Show the mean filter with the window that the person moves: that is choosing it oneself."""
        shown = self.show(face, turn, slot, sigma, sigma_known, methods, strength, window, False, seed, dial)
        # The slider is left alone, because it is under the person's finger.
        del shown[self._screen.window]
        return {**shown, self._screen.best: False}

    @later
    def mark(self, face: CurrentFace, *values: Any) -> Updates:
        """Mark the settings on the curves over the noise level."""
        asked = Settings.read(*values)
        shown = self._results(face, asked).at(face.pixels, asked.dial)
        return {self._screen.plot: self._measured(face, asked.seed).marked(shown)}

    @later
    def refine(self, face: CurrentFace, slot: RefinementSlot, *values: Any) -> Iterator[Updates]:
        """Let the VAE look longer, and show each step until the person moves on."""
        asked = Settings.read(*values)
        slot.move_to(face, asked)
        results = self._results(face, asked)
        steps = comparison.refining(self._model, face.pixels, results.faithful, strength=asked.strength)
        for step, picture in enumerate(steps):
            refined = Refinement(step, self._draw_step(results, asked, step, picture))
            if not slot.keep(refined, face, asked):
                return
            yield {
                self._screen.pictures: captioned(face, results, asked.dial, refined),
                self._screen.status: progress(refined),
            }

    def _draw_step(self, results: Results, asked: Settings, step: int, picture: Scored) -> Result:
        # Details that change with every step would hide what refining does.
        if step < STEPS:
            return Result.as_it_is(picture)
        return draw_result(self._model, results.faithful, REFINED, picture, asked.strength, asked.seed)

    def limit_methods(self, methods: list[str]) -> Updates:
        """Let a tick too many, which is last, replace the oldest; without the mean filter there is no window to set."""
        kept = methods[-MOST:]
        is_there = gr.update(interactive=WINDOWED in kept)
        limited = {self._screen.methods: kept} if kept != methods else {}
        return {**limited, self._screen.window: is_there, self._screen.best: is_there}

    def in_the_photo(self, face: CurrentFace, *values: Any) -> FaceEdit:
        """Put noise into a face of the photo, and remove it."""
        asked = Settings.read(*values)
        noisy, styles = self._restored(face, asked)
        after = replace_crop(styles.at(asked.dial))
        return FaceEdit(after, replace_crop(noisy), styles.called(RESTORED, asked.dial))

    def _restored(self, face: CurrentFace, asked: Settings) -> tuple[Tensor, TwoStyles]:
        """Return a face with its noise, (1, 3, S, S), and what the model makes of it, whether it is ticked or not."""
        if IN_THE_PHOTO not in asked.methods:
            asked = dataclasses.replace(asked, methods=(IN_THE_PHOTO,))
        results = self._results(face, asked)
        return results.faithful.noisy.faces, results.made[IN_THE_PHOTO].styles

    def forget(self) -> None:
        """Let go of all faces."""
        self._compared.cache_clear()
        self._measured.cache_clear()

    def _results(self, face: CurrentFace, asked: Settings) -> Results:
        return self._compared(face, asked.without_dial())

    def _compare(self, face: CurrentFace, asked: Settings) -> Results:
        compared = comparison.compare(
            self._model,
            face.pixels,
            asked.sigma / OUT_OF_255,
            seed=asked.seed,
            methods=asked.methods,
            window=asked.window,
            strength=asked.strength,
            sigma_known=asked.sigma_known,
        )
        return draw_results(self._model, compared, asked.strength, asked.seed)

    def _measure(self, face: CurrentFace, seed: int) -> Drawn:
        return draw(comparison.against_noise(self._model, face.pixels, seed=seed))
