"""Published networks that judge faces, as `python -m train judges` brought them over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from torch import nn

from facevae import checkpoints
from train import TrainError

Network = TypeVar("Network", bound=nn.Module)


def load_network(folder: Path, kind: str, network: Callable[..., Network]) -> Network:
    """Read a network.

    Args:
        folder: as `python -m train judges` writes it.
        kind: of its weights.
        network: makes it from its configuration.
    Raises:
        CheckpointError: no weights, others, or damaged ones.
        TrainError: weights that do not fit their own configuration.
    """
    checkpoint = checkpoints.read(folder, kind)
    try:
        made = network(**checkpoint.config)
        made.load_state_dict(checkpoint.tensors)
    except (RuntimeError, TypeError, ValueError) as error:
        raise TrainError(f"The {kind} weights in {folder} do not fit their own configuration.") from error
    return made
