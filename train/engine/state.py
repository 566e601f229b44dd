"""State of an unfinished run in one safetensors file, replaced atomically, from which training resumes bit for bit."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from train import TrainError


def save(
    path: Path, model: nn.Module, average: dict[str, Tensor], optimizer: torch.optim.Optimizer, progress: dict[str, Any]
) -> None:
    """Write everything that the next step depends on.

    Args:
        path: the file to replace.
        model: what is trained.
        average: its averaged weights by name.
        optimizer: with its moments.
        progress: what JSON can hold: the step, the history, the recipe.
    Raises:
        OSError: the disk refuses; the previous file is untouched.
    """
    tensors = {f"model.{name}": value for name, value in model.state_dict().items()}
    tensors |= {f"average.{name}": value for name, value in average.items()}
    for index, entry in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{key}": torch.as_tensor(value) for key, value in entry.items()}
    partial = path.with_suffix(".partial")
    flat = {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}
    save_file(flat, partial, metadata={"progress": json.dumps(progress)})
    os.replace(partial, path)


def load(path: Path, model: nn.Module, average: dict[str, Tensor], optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """Restore what `save` wrote, in place.

    Returns:
        The `progress` that was saved.
    Raises:
        TrainError: the file is damaged or belongs to another model.
    """
    progress, tensors = _read(path)
    parts: dict[str, dict[str, Tensor]] = {"model": {}, "average": {}, "optimizer": {}}
    for name, value in tensors.items():
        part, _, rest = name.partition(".")
        parts[part][rest] = value
    try:
        model.load_state_dict(parts["model"])
        for name, value in average.items():
            value.copy_(parts["average"][name])
    except (RuntimeError, KeyError) as error:
        raise TrainError(f"{path} belongs to another model; remove it or choose another --run folder.") from error
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in parts["optimizer"].items():
        index, _, key = name.partition(".")
        state.setdefault(int(index), {})[key] = value
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
    return progress


def peek(path: Path) -> dict[str, Any]:
    """The `progress` alone.

    Raises:
        TrainError: the file is damaged.
    """
    return _read(path)[0]


def plain(value: Any) -> Any:
    """What JSON gives back for a value: tuples become lists."""
    return json.loads(json.dumps(value))


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    try:
        with safe_open(path, framework="pt") as file:
            progress = json.loads((file.metadata() or {})["progress"])
            return progress, {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise TrainError(f"{path} cannot be resumed from: it is damaged. Remove it to start anew.") from error
