"""What a person has set in the Denoise tab, and what lies before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from facevae.restore import DENOISERS
from facevae.restore.map_refinement import STEPS
from facevae.ui.components.dial import FAITHFUL, MIDDLE
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.denoise.pictures import Refinement

MOST = 5
"""More pictures than this cannot be compared."""


@dataclass(frozen=True)
class Settings:
    """What a person has set.

    Attributes:
        sigma: noise level out of 255.
        sigma_known: whether the methods know it.
        methods: which ones are compared, in the order of the registry.
        strength: from 0, trust the photo, to 1, trust the model.
        window: the mean filter's; None is the best.
        seed: of the noise, and of the details.
        dial: from faithful to real.
    """

    sigma: float
    sigma_known: bool
    methods: tuple[str, ...]
    strength: float
    window: int | None
    seed: int
    dial: float = MIDDLE

    @classmethod
    def read(
        cls,
        sigma: float,
        sigma_known: bool,
        methods: Sequence[str],
        strength: float,
        window: float,
        best: bool,
        seed: float,
        dial: float = MIDDLE,
    ) -> Settings:
        """Take the values of the controls, in their order on the screen."""
        kept = tuple(name for name in DENOISERS if name in methods[-MOST:])
        return cls(sigma, sigma_known, kept, strength, None if best else int(window), int(seed), dial)

    def without_dial(self) -> Settings:
        """Return what the results depend on: the dial only chooses what is shown of them."""
        return replace(self, dial=FAITHFUL)

    def refined_by(self) -> tuple[float, bool, float, int]:
        """Return what a refined picture depends on."""
        return self.sigma, self.sigma_known, self.strength, self.seed


@dataclass
class RefinementSlot:
    """What lies before one visitor; changed in place, so that a running refinement sees that they have moved on.

    Cancelling through Gradio is not enough: pictures that it has sent still replace those of the new settings.
    """

    _shown: tuple[CurrentFace, Settings] | None = None
    _finished: tuple[CurrentFace, tuple, Refinement] | None = None

    def move_to(self, face: CurrentFace, settings: Settings) -> Refinement | None:
        """Turn to a face and settings; return the finished refinement if it still belongs to them."""
        self._shown = face, settings
        if self._finished and self._finished[:2] == (face, settings.refined_by()):
            return self._finished[2]
        return None

    def keep(self, refined: Refinement, face: CurrentFace, settings: Settings) -> bool:
        """Keep a refinement of this face and settings if it is finished; return whether they are still shown."""
        if self._shown != (face, settings):
            return False
        if refined.step == STEPS:
            self._finished = face, settings.refined_by(), refined
        return True
