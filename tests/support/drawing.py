"""A model that can draw details, and a count of how often its networks run."""

from __future__ import annotations

from collections.abc import Callable

import torch

from facevae.model import PARTS, FaceVae
from facevae.models.detail import DetailNet
from tests.support import tiny


def with_details(model: FaceVae) -> FaceVae:
    """The same model of 32 pixels with an untrained detail stage, whose details can be seen and follow the noise."""
    torch.manual_seed(1)
    detail = DetailNet(tiny.DETAIL)
    torch.nn.init.normal_(detail.head.weight, std=0.05)
    parts = {part: getattr(model, part) for part in PARTS} | {"detail": detail.eval().requires_grad_(False)}
    return FaceVae(model.vae, **parts)


def count_runs(model: FaceVae) -> Callable[[], int]:
    """Return a function that tells how often a decoder, a restorer or a detail stage ran since it was last asked."""
    runs = []
    for network in (model.vae.decoder, model.restorer, model.detail):
        network.register_forward_hook(lambda *_: runs.append(1))

    def since() -> int:
        number = len(runs)
        runs.clear()
        return number

    return since
