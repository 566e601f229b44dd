"""The four corners of the Morph tab: whose face stands in each, and the ways to choose another."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr
import torch
from torch import Tensor

from facevae import latent
from facevae.ui.components.base import component
from facevae.ui.components.controls import MAX_SEED, generator
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.examples import INVENTED, invented, portraits

PLACES = ("Top left", "Top right", "Bottom left", "Bottom right")

FOLLOWS, KEPT, RANDOM, EXAMPLE = "follows", "kept", "random", "example-"
"""Where the face of a corner comes from: the current face, whichever it is; one that stays; the model; the examples."""

FIRST_SEEDS = (20, 17, 26)
"""Of the faces that stand in the other corners when the page opens: people who look unlike each other."""

_SIDE = 256


@dataclass(frozen=True)
class Corner:
    """A face in a corner.

    Attributes:
        source: `FOLLOWS`, `KEPT`, `RANDOM`, or `EXAMPLE` and a number.
        name: what the page calls it.
        latents: (1, D) its code.
        picture: the face as it was before the model saw it, as a ``data:`` address.
        seed: of a random face.
    """

    source: str
    name: str
    latents: Tensor = field(repr=False)
    picture: str = field(repr=False)
    seed: int | None = None


Corners = tuple[Corner, Corner, Corner, Corner]


@dataclass(frozen=True)
class Wish:
    """Which face somebody wants in which corner; `seed` only of a random one, None for any."""

    corner: int
    source: str
    seed: int | None = None


def codes(corners: Corners) -> Tensor:
    """Return the codes of the corners, (4, D)."""
    return torch.cat([corner.latents for corner in corners])


def tile(index: int) -> gr.HTML:
    """Return the place of a corner beside the matrix; ``Faces.tile`` returns its value."""
    about = {"corner": index, "place": PLACES[index], "most": MAX_SEED}
    return component(Path(__file__).with_name("corner"), value=None, elem_id=f"morph-corner-{index}", **about)


class Faces:
    """Faces that can stand in a corner.

    Args:
        model: as ``facevae.load`` returns it.
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def first(self, face: CurrentFace) -> Corners:
        """Return the corners that the page opens with: the current face, and three that nobody has."""
        return self._of(face, FOLLOWS), *(self._invented(seed) for seed in FIRST_SEEDS)

    def follow(self, corners: Corners, face: CurrentFace) -> Corners:
        """Put a new current face where the corners follow it; the others stay."""
        return tuple(self._of(face, FOLLOWS) if corner.source == FOLLOWS else corner for corner in corners)

    def choose(self, corners: Corners, face: CurrentFace, wish: Wish) -> Corners:
        """Put a face that somebody wishes into its corner; `face` is the current one."""
        return _exchange(corners, wish.corner, self._wished(face, wish))

    def put(self, corners: Corners, index: int, latents: Tensor, name: str) -> Corners:
        """Put the face of a code, (1, D), into a corner."""
        picture = data_uri(self._model.decode(latents), _SIDE)
        return _exchange(corners, index, Corner(KEPT, name, latents, picture))

    def read(self, event: gr.EventData) -> Wish:
        """Read a wish from an event, which is whatever a client chose to send.

        Raises:
            gr.Error: it is none.
        """
        sent = event._data if isinstance(event._data, dict) else {}
        corner, source, seed = sent.get("corner"), sent.get("source"), sent.get("seed")
        known = isinstance(source, str) and source in self._sources()
        seed_fits = seed is None or (type(seed) is int and 0 <= seed <= MAX_SEED)
        if type(corner) is int and 0 <= corner < len(PLACES) and known and seed_fits:
            return Wish(corner, source, seed)
        reason = f"The seed is a whole number from 0 to {MAX_SEED}." if not seed_fits else "There is no such face."
        raise gr.Error(reason, title="This corner stays as it is", print_exception=False)

    def tile(self, corner: Corner) -> dict[str, Any]:
        """Return the value of a corner's tile."""
        offered = [(key, label) for key, label in self._sources().items() if key != KEPT or corner.source == KEPT]
        return {
            "picture": corner.picture,
            "name": corner.name,
            "source": corner.source,
            "seed": "" if corner.seed is None else corner.seed,
            "sources": offered,
        }

    def _sources(self) -> dict[str, str]:
        """Return every source and what the page calls it."""
        examples = {f"{EXAMPLE}{index}": face.name for index, face in enumerate(self._examples)}
        return {FOLLOWS: "Current face", KEPT: "This face", RANDOM: "Random face", **examples}

    @functools.cached_property
    def _examples(self) -> list[CurrentFace]:
        return [*portraits(self._model), *(invented(self._model, seed) for seed in INVENTED)]

    def _wished(self, face: CurrentFace, wish: Wish) -> Corner:
        if wish.source == RANDOM:
            return self._invented(random.randint(0, MAX_SEED) if wish.seed is None else wish.seed)
        if wish.source.startswith(EXAMPLE):
            return self._of(self._examples[int(wish.source.removeprefix(EXAMPLE))], wish.source)
        return self._of(face, wish.source)

    def _of(self, face: CurrentFace, source: str) -> Corner:
        return Corner(source, face.name, self._model.encode(face.pixels).mean, data_uri(face.pixels, _SIDE))

    def _invented(self, seed: int) -> Corner:
        latents = latent.sample(self._model, 1, generator(seed))
        picture = data_uri(self._model.decode(latents), _SIDE)
        return Corner(RANDOM, f"Invented face {seed}", latents, picture, seed)


def _exchange(corners: Corners, index: int, corner: Corner) -> Corners:
    return *corners[:index], corner, *corners[index + 1 :]
