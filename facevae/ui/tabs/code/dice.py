"""A face's way through a VAE: what its encoder says, the dice, and what its decoder makes of the code."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.checkpoints import CheckpointError
from facevae.latent.reparameterization import THROWS, Passage, pass_through
from facevae.latent.study import TELLING_NATS
from facevae.networks import study_model
from facevae.ui.components.controls import generator
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import Updates
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.code.dice_path import DicePath

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

OWN = "own"
"""Stands for the app's own model among `MODELS`."""

MODELS = {
    "latent256-beta1": "study, 256 numbers, price 1",
    "latent256-beta0.01": "study, 256 numbers, price 0.01",
    "latent4-beta1": "study, 4 numbers, price 1",
    "latent4-beta0.01": "study, 4 numbers, price 0.01",
    OWN: "the app's own, 256 numbers",
}
"""Whose dice can be thrown: models of the study, where the wobble can be seen, and the app's own."""

FIRST = {"model": "latent256-beta1", "seed": 1}

_SIDE = 256
"""Pixels that the pictures are sent with."""


def shown(passage: Passage, seed: int) -> dict[str, Any]:
    """Throw the dice; returns the way with them as `DicePath` takes it, but for `model`, `told` and `problem`."""
    thrown, posterior = passage.throw(generator(seed)), passage.posterior
    nats = posterior.kl()[0]
    side, count = passage.seen.shape[-1], len(nats)
    return {
        "seed": seed,
        "mean": _short(posterior.mean[0]),
        "deviation": _short(posterior.std[0], 4),
        "epsilon": _short(thrown.epsilon),
        "bits": _short(passage.bits),
        "order": nats.argsort(descending=True, stable=True).tolist(),
        "used": f"{int((nats > TELLING_NATS).sum())} of {count} carry more than {TELLING_NATS} nat",
        "photo": data_uri(passage.seen, _SIDE),
        "shape": f"{side} \N{MULTIPLICATION SIGN} {side} \N{MULTIPLICATION SIGN} 3 = {passage.seen.numel():,} numbers",
        "copy": data_uri(passage.copy, _SIDE),
        "drawn": data_uri(thrown.picture, _SIDE),
        "moved": f"Seed {seed}: moved by {thrown.moved:.1f} of 255",
    }


class DiceHandlers:
    """What happens on the way of a face.

    Args:
        model: the app's own, as ``facevae.load`` returns it.
        path: where the way is shown.
    """

    def __init__(self, model: FaceVae, path: DicePath) -> None:
        self._own, self._path = model, path
        self._way = functools.lru_cache(maxsize=64)(self._make)

    def show(self, face: CurrentFace, choice: Mapping[str, Any]) -> Updates:
        """Show the way of a face with dice thrown.

        Args:
            face: whose way it is.
            choice: `model`, one of `MODELS`, and `seed`; where the weights of a study are missing, it is the app's
                own model and a sentence says so.
        """
        name, problem = choice["model"], ""
        try:
            way = self._way(face, name)
        except CheckpointError as error:
            name, problem = OWN, f"The model of the study cannot be shown: {error}"
            way = self._way(face, name)
        told = self._told(face, name, way)
        path = {**shown(way, choice["seed"]), "model": name, "told": told, "problem": problem}
        return {self._path: gr.update(value={"model": name, "seed": choice["seed"]}, shown=path)}

    def forget(self) -> None:
        """Let go of all faces."""
        self._way.cache_clear()

    def _told(self, face: CurrentFace, name: str, way: Passage) -> str:
        told = f"{THROWS} throws move the picture by {way.wobble:.1f} of 255 levels."
        if name == OWN:
            return f"{told} Its code is told so exactly that the dice are hardly seen."
        return f"{told} The app's own model: {self._way(face, OWN).wobble:.1f}."

    def _make(self, face: CurrentFace, name: str) -> Passage:
        return pass_through(self._own if name == OWN else study_model(f"study/{name}"), face.pixels, generator(0))


def _short(values: Tensor, digits: int = 3) -> list[float]:
    return [round(value, digits) for value in values.tolist()]
