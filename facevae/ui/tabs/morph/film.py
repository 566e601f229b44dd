"""A path between two corners of the Morph tab, as a film that is made in memory, shown on the page, and saved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import gradio as gr

from facevae.latent import codec
from facevae.latent.interpolation import animate, path
from facevae.photos import animation
from facevae.ui.components.dial import named, strength
from facevae.ui.components.download import File
from facevae.ui.components.encoding import data_address
from facevae.ui.components.events import Updates
from facevae.ui.components.turns import later
from facevae.ui.tabs.morph.corner_tile import PLACES
from facevae.ui.tabs.morph.corners import Corners
from facevae.ui.tabs.morph.film_screen import FilmScreen

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

LEAST, FIRST, MOST = 8, 24, 60
"""Frames from one face to the other."""

ONE_CORNER = "A path needs two ends: choose two different corners."
NO_FILM = "There is no film yet."

_LEVELS = 255


@dataclass(frozen=True)
class Film:
    """A film that was made.

    Attributes:
        key: of what was set, see `key_of`.
        faces: (T, 3, S, S) uint8, from one end to the other.
        mp4: the file that runs on the page.
    """

    key: str
    faces: Tensor = field(repr=False)
    mp4: bytes = field(repr=False)


def key_of(corners: Corners, start: int, end: int, frames: float, way: str, place: float) -> str:
    """Return a digest of all that a film depends on."""
    ends = codec.to_bytes(corners[start].latents) + codec.to_bytes(corners[end].latents)
    return hashlib.sha256(ends + f"{frames:.0f} {way} {place:g}".encode()).hexdigest()


@dataclass(frozen=True)
class FilmParts:
    """The components that handlers change.

    Attributes:
        film: what the page remembers, the `Film`; None before there is one.
        screen: where it runs.
        saves: the buttons that save it.
    """

    film: gr.State
    screen: FilmScreen
    saves: tuple[gr.Button, ...]

    @property
    def all(self) -> list:
        """What `FilmHandlers.make` changes."""
        return [self.film, self.screen, *self.saves]


class FilmHandlers:
    """Handlers of the film.

    They take the corners, the two of them to go between, the frames from one to the other, one of
    ``facevae.latent.interpolation.WAYS``, and the place of the dial.

    Args:
        model: as ``facevae.load`` returns it.
        parts: what they change.
    """

    def __init__(self, model: FaceVae, parts: FilmParts) -> None:
        self._model, self._parts = model, parts

    @later
    def make(self, corners: Corners, start: int, end: int, frames: float, way: str, place: float) -> Iterator[Updates]:
        """Make the film and tell how far it is.

        Raises:
            gr.Error: both ends are the same, or this server can write no films.
        """
        if start == end:
            raise gr.Error(ONE_CORNER, title="Nothing moves", print_exception=False)
        try:
            animation.encoder()
        except animation.FilmError as error:
            raise gr.Error(str(error), title="There is no film", print_exception=False) from error
        screen, count, faces = self._parts.screen, int(frames), None
        codes = path(corners[start].latents, corners[end].latents, count, way)
        for faces in animate(self._model, codes, strength=strength(self._model, place)):
            done = len(faces)
            note = f"Drawing face {done + 1} of {count}" if done < count else "Writing the film"
            yield {screen: {"note": note, "done": done, "of": count}}
        mp4 = animation.mp4(faces)
        style = f", {named(place)}" if "real" in self._model.styles else ""
        note = f"{_ends(corners, start, end)}: {count} frames each way{style}"
        shown = {"note": note, "done": 0, "of": 0, "film": data_address(mp4, "video/mp4")}
        film = Film(key_of(corners, start, end, frames, way, place), faces.mul(_LEVELS).round().byte(), mp4)
        yield {self._parts.film: film, screen: gr.update(value=shown, fresh=True), **self._saves(True)}

    def compare(self, film: Film | None, *asked) -> Updates:
        """Say whether the film that runs is the one that is set."""
        fresh = film is not None and film.key == key_of(*asked)
        return {self._parts.screen: gr.update(fresh=fresh), **self._saves(fresh)}

    def mp4(self, film: Film | None) -> File:
        """Return the film as it runs on the page."""
        return File(_there(film).mp4, "video/mp4", "morph.mp4")

    def gif(self, film: Film | None) -> File:
        """Return the film as a GIF."""
        return File(animation.gif(_there(film).faces.float() / _LEVELS), "image/gif", "morph.gif")

    def _saves(self, can: bool) -> Updates:
        return dict.fromkeys(self._parts.saves, gr.update(interactive=can))


def _there(film: Film | None) -> Film:
    if film is None:
        raise gr.Error(NO_FILM, print_exception=False)
    return film


def _ends(corners: Corners, *ends: int) -> str:
    start, end = (f"{corners[index].name} ({PLACES[index].lower()})" for index in ends)
    return f"{start} to {end} and back"
