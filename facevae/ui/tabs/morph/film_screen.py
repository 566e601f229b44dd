"""A path between two corners of the Morph tab, as a film that is made in memory and shown on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.latent.interpolation import animate, path
from facevae.photos import animation
from facevae.ui.components.base import PageComponent
from facevae.ui.components.dial import named, strength
from facevae.ui.components.encoding import data_address
from facevae.ui.components.events import Updates
from facevae.ui.tabs.morph.corner_tile import PLACES
from facevae.ui.tabs.morph.corners import Corners

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

LEAST, FIRST, MOST = 8, 24, 60
"""Frames from one face to the other."""

ONE_CORNER = "A path needs two ends: choose two different corners."


@dataclass(frozen=True)
class Kind:
    """A kind of film.

    Attributes:
        name: what the page calls it.
        media: what the browser calls it.
        write: takes (T, 3, S, S) pictures, returns the file.
    """

    name: str
    media: str
    write: Callable[[Tensor], bytes]


KINDS = {"gif": Kind("GIF", "image/gif", animation.gif), "mp4": Kind("MP4", "video/mp4", animation.mp4)}


class FilmScreen(PageComponent):
    """The place where a film runs.

    Handlers return a dict: `note`, and `done` and `of` for the bar; with the film also `film`, its ``data:`` address.
    Handlers that take its value get None.

    Args:
        value: the first value; None leaves it empty.
        elem_id: of the component on the page.
        kind: what the page calls its films.
        file: name under which they are saved.
    """

    def __init__(
        self, value: dict[str, Any] | None = None, *, elem_id: str, kind: str, file: str, **props: Any
    ) -> None:
        super().__init__(value, elem_id=elem_id, kind=kind, file=file, **props)

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""


def film_screen(key: str) -> FilmScreen:
    """Return the screen for one of `KINDS`."""
    return FilmScreen(elem_id=f"morph-{key}", kind=KINDS[key].name, file=f"morph.{key}")


def film_maker(model: FaceVae, key: str, screen: FilmScreen) -> Callable[..., Iterator[Updates]]:
    """Return a handler that makes a film of one of `KINDS`, and tells how far it is.

    It takes the corners, the two of them to go between, the frames from one to the other, one of
    ``facevae.latent.interpolation.WAYS``, and the place of the dial. Both ends the same are a gr.Error.

    Args:
        model: as ``facevae.load`` returns it.
        key: of `KINDS`.
        screen: what it changes.
    """
    kind = KINDS[key]

    def make_film(corners: Corners, start: int, end: int, frames: float, way: str, place: float) -> Iterator[Updates]:
        if start == end:
            raise gr.Error(ONE_CORNER, title="Nothing moves", print_exception=False)
        count = int(frames)
        faces = None
        codes = path(corners[start].latents, corners[end].latents, count, way)
        for faces in animate(model, codes, strength=strength(model, place)):
            done = len(faces)
            note = f"Drawing face {done + 1} of {count}" if done < count else f"Writing the {kind.name}"
            yield {screen: {"note": note, "done": done, "of": count}}
        file = kind.write(faces)
        style = f", {named(place)}" if "real" in model.styles else ""
        note = f"{_ends(corners, start, end)}: {count} frames each way{style}, {len(file) / 1e6:.1f} MB"
        yield {screen: {"note": note, "done": 0, "of": 0, "film": data_address(file, kind.media)}}

    return make_film


def _ends(corners: Corners, *ends: int) -> str:
    start, end = (f"{corners[index].name} ({PLACES[index].lower()})" for index in ends)
    return f"{start} to {end} and back"
