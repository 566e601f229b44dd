"""What happens in the tab: ages read from the face with a patch, the map of patches, and the maps of the network."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae import reading
from facevae.networks import face_reader
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import Updates
from facevae.ui.components.turns import later
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.reading.age_chart import age_panel
from facevae.ui.tabs.reading.labels import label_bars
from facevae.ui.tabs.reading.map_board import MapBoard
from facevae.ui.tabs.reading.patch_face import START, Patch, PatchFace
from facevae.ui.tabs.reading.pictures import grid, map_rows, waiting
from facevae.ui.tabs.reading.sentences import NO_MAP, NOTICE, UNREAD, held, moved_by

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

UNTRAINED_SEED = 1

STAGES = (0, 1, 2, 3, 6)
"""The stages whose maps are shown: one of each size."""

STEPS = 7
"""Places of the patch each way, for the map."""


@dataclass(frozen=True)
class ReadingScreen:
    """The components that handlers change.

    Attributes:
        patch: the face with its patch.
        asked: gr.State holding the key of the face of somebody's own whose age was asked for.
        ask: the button that asks for it, and `notice`, what to know before.
        panel: the reading.
        draw: the button that draws the map of patches, and `map`, the map.
        maps: the feature maps.
    """

    patch: PatchFace
    asked: gr.State
    ask: gr.Button
    notice: gr.Markdown
    panel: gr.HTML
    draw: gr.Button
    map: gr.HTML
    maps: MapBoard


class ReadingHandlers:
    """Handlers of the tab.

    Gender and ethnicity are read of `CurrentFace.public` faces alone, and the age of another one only once it was asked
    for.

    Args:
        model: fills what a patch covers.
        screen: what they change.
        recognition: how well the network reads test faces, as results.json has it; None where nothing was measured.
    """

    def __init__(self, model: FaceVae, screen: ReadingScreen, recognition: Mapping[str, Any] | None) -> None:
        self._model, self._screen = model, screen
        self._held = held(recognition)
        # Only who opens the tab needs these networks, and the app has to start without waiting for them.
        self._reader = face_reader
        self._untrained = functools.cache(lambda: reading.untrained(self._reader(), UNTRAINED_SEED))
        self._plain = functools.lru_cache(maxsize=32)(lambda face: reading.read_labels(self._reader(), face.pixels))

    def show_face(self, face: CurrentFace, asked: str, stage: int) -> Updates:
        """Show a new face, without a patch."""
        screen, may = self._screen, self._may_read(face, asked)
        return {
            screen.patch: gr.update(value=START, face=data_uri(face.pixels), covered="", made=None),
            screen.ask: gr.update(visible=not may),
            screen.notice: gr.update(visible=not face.public, value=NOTICE),
            screen.panel: self._panel(face, None) if may else UNREAD,
            screen.draw: gr.update(interactive=False),
            screen.map: waiting(NO_MAP),
            **self.show_stage(face, stage),
        }

    def show(self, face: CurrentFace, asked: str, patch: Patch | None) -> Updates:
        """Show what the patch changes."""
        screen, may = self._screen, self._may_read(face, asked)
        if patch is None:
            return {
                screen.patch: gr.update(covered="", made=None),
                screen.panel: self._panel(face, None) if may else UNREAD,
                screen.draw: gr.update(interactive=False),
                screen.map: waiting(NO_MAP),
            }
        covered = self._covered(face, patch)
        made = {"on": True, **vars(patch)}
        return {
            screen.patch: gr.update(covered=data_uri(covered), made=made),
            screen.panel: self._panel(face, covered) if may else UNREAD,
            screen.draw: gr.update(interactive=may),
            screen.map: waiting(NO_MAP),
        }

    def ask(self, face: CurrentFace, patch: Patch | None) -> Updates:
        """Read the age of somebody's own face, as was asked for."""
        return {
            self._screen.asked: face.key,
            self._screen.ask: gr.update(visible=False),
            **self.show(face, face.key, patch),
        }

    @later
    def draw(self, face: CurrentFace, asked: str, patch: Patch | None) -> Iterator[Updates]:
        """Draw by how many years a patch moves the age, row by row."""
        if patch is None or not self._may_read(face, asked):
            yield gr.skip()
            return
        rows: list[list[float]] = []
        places = reading.dependence(self._model, self._reader(), face.pixels, patch.filler, patch.size, STEPS)
        picture = data_uri(face.pixels)
        for row in places:
            rows.append(row)
            yield {self._screen.map: grid(picture, rows, STEPS, moved_by(rows, STEPS, patch))}

    def show_stage(self, face: CurrentFace, stage: int) -> Updates:
        """Show the maps of one of `STAGES`, by its place there; which row is above differs from face to face."""
        networks = [self._reader(), self._untrained()]
        found = [reading.feature_maps(network, face.pixels, STAGES[stage]) for network in networks]
        trained = int(face.key[0], 16) % 2
        rows = [map_rows(one) for one in (found if trained == 0 else found[::-1])]
        told = f"{len(rows[0])} of {found[0].count} maps of this stage, those that differ most from place to place."
        changed = gr.update(face=data_uri(face.pixels), rows=rows, shown=stage, trained=trained, maps=told)
        return {self._screen.maps: changed}

    def forget(self) -> None:
        """Let go of all faces."""
        self._plain.cache_clear()

    @staticmethod
    def _may_read(face: CurrentFace, asked: str) -> bool:
        return face.public or asked == face.key

    def _covered(self, face: CurrentFace, patch: Patch) -> Tensor:
        mask = reading.patch_mask(face.pixels.shape[-1], patch.across, patch.down, patch.size)
        return reading.cover(self._model, face.pixels, mask, patch.filler)

    def _panel(self, face: CurrentFace, covered: Tensor | None) -> str:
        plain = self._plain(face)
        found = plain if covered is None else reading.read_labels(self._reader(), covered)
        now, before = (reading.ages_of(self._reader(), one)[0] for one in (found, plain))
        labels = label_bars(found) if face.public else ""
        return age_panel(now, None if covered is None else before, self._held, labels)
