"""The four corners of the Morph tab: whose face stands in each."""

from __future__ import annotations

import functools
import itertools
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from facevae import latent
from facevae.latent.interpolation import stack_codes
from facevae.ui.components.controls import MAX_SEED, generator
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.examples import portraits
from facevae.ui.tabs.morph.corner_tile import Wish

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

FOLLOWS, KEPT, RANDOM, EXAMPLE = "follows", "kept", "random", "example-"
"""Where the face of a corner comes from: the current face, whichever it is; one that stays; the model; the examples."""

FIRST_SEEDS = (20, 17, 26)
"""Of the faces that stand in the other corners when the page opens: people who look unlike each other."""

MIDDLE = (0.5, 0.5)
"""Place of the face that is shown large at first."""

FOLLOWING = "The current face"
"""Line under the name in a corner that follows it."""

_SIDE = 256


@dataclass(frozen=True)
class Chosen:
    """A face that is shown large.

    Attributes:
        latents: (1, D) its code.
        title, note: its caption.
        name: what other tabs call it, which show no shares.
        place: how far down and across the matrix it is, each 0 to 1; a mean face is nowhere.
        shares: of each corner, adding up to 1.
        made_of: the same in words; "" where it is no mix.
    """

    latents: Tensor = field(repr=False)
    title: str
    note: str
    name: str
    place: tuple[float, float] = MIDDLE
    shares: tuple[float, ...] = ()
    made_of: str = ""


@dataclass(frozen=True)
class Corner:
    """A face in a corner.

    Attributes:
        source: `FOLLOWS`, `KEPT`, `RANDOM`, or `EXAMPLE` and a number.
        name: what the page calls it.
        latents: (1, D) its code.
        picture: the face as it was before the model saw it, as a ``data:`` address; an invented one as real as can be.
        about: a line under the name, such as what a mix is made of.
        seed: of a random face.
    """

    source: str
    name: str
    latents: Tensor = field(repr=False)
    picture: str = field(repr=False)
    about: str = ""
    seed: int | None = None


Corners = tuple[Corner, ...]
"""Four of them, in the order of ``corner_tile.PLACES``."""


def codes(corners: Corners) -> Tensor:
    """Return the codes of the corners, (4, D)."""
    return stack_codes(corner.latents for corner in corners)


class CornerFaces:
    """Faces that can stand in a corner.

    Args:
        model: as ``facevae.load`` returns it.
    """

    def __init__(self, model: FaceVae) -> None:
        self._model = model

    def first(self, face: CurrentFace) -> Corners:
        """Return the corners that the page opens with: the current face, and three invented ones."""
        return self._of(face, FOLLOWS), *(self._invented(seed) for seed in FIRST_SEEDS)

    def follow(self, corners: Corners, face: CurrentFace) -> Corners:
        """Put a new current face where the corners follow it; the others stay."""
        return tuple(self._of(face, FOLLOWS) if corner.source == FOLLOWS else corner for corner in corners)

    def choose(self, corners: Corners, face: CurrentFace, wish: Wish) -> Corners:
        """Put the face of a wish into its corner; `face` is the current one."""
        return _exchange(corners, wish.corner, self._wished(face, wish))

    def put(self, corners: Corners, index: int, chosen: Chosen, pixels: Tensor) -> Corners:
        """Put a chosen face into a corner; `pixels` is how it was drawn. A mix gets a name of its own."""
        name = _next_mix(corners) if chosen.made_of else chosen.title
        corner = Corner(KEPT, name, chosen.latents, data_uri(pixels, _SIDE), chosen.made_of)
        return _exchange(corners, index, corner)

    def tile(self, corner: Corner) -> dict[str, Any]:
        """Return the value of a corner's tile."""
        return {
            "picture": corner.picture,
            "name": corner.name,
            "about": FOLLOWING if corner.source == FOLLOWS else corner.about,
            "seed": "" if corner.seed is None else corner.seed,
            "sources": list(self.sources.items()),
        }

    @functools.cached_property
    def sources(self) -> dict[str, str]:
        """Every source, and what the page calls it."""
        examples = {f"{EXAMPLE}{index}": face.name for index, face in enumerate(self._examples)}
        return {FOLLOWS: "Current face", KEPT: "Current face, kept", RANDOM: "Random face", **examples}

    @functools.cached_property
    def _examples(self) -> list[CurrentFace]:
        return portraits(self._model)

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
        picture = data_uri(self._model.decode(latents, self._model.styles[-1]), _SIDE)
        return Corner(RANDOM, f"Invented face {seed}", latents, picture, seed=seed)


def _next_mix(corners: Corners) -> str:
    names = {corner.name for corner in corners}
    return next(name for name in map("Mix {}".format, itertools.count(1)) if name not in names)


def _exchange(corners: Corners, index: int, corner: Corner) -> Corners:
    return *corners[:index], corner, *corners[index + 1 :]
