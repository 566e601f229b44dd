"""Weights on disk: safetensors that carry their own configuration, in files small enough for plain git.

A checkpoint is a folder. Every file in it names, in its own header, the kind of model, its configuration, and the
set it belongs to; the set's name is a digest of all its weights. A new set is written beside the old one, which is
removed last, so that a folder holds a complete set at every moment.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from facevae.checkpoints import packing
from facevae.models.registry import KINDS

FORMAT = 2
"""What is read: 1 has float16 weights, 2 may have packed ones. A checkpoint is written in the lowest that holds it."""

MAX_FILE_BYTES = 9_500_000
"""The Hub takes files up to 10 MB in plain git; the rest is for headers."""

_HEADER = "facevae"
_EXACT_BELOW = 4096
"""Tensors with fewer numbers than this stay float32: statistics are small and need the range."""


class CheckpointError(ValueError):
    """A checkpoint that cannot be used, with a sentence that says why."""


@dataclass(frozen=True)
class Checkpoint:
    """What one folder holds.

    Attributes:
        kind: the kind of model, as "vae".
        config: the keyword arguments that rebuild it.
        tensors: float32 weights by name.
        about: what training wants remembered: recipe, steps, validation figures.
    """

    kind: str
    config: dict[str, Any]
    tensors: dict[str, Tensor]
    about: dict[str, Any]


def save(folder: Path, checkpoint: Checkpoint, bits: int | None = None) -> None:
    """Write a checkpoint, float16, and then remove what it replaces.

    Args:
        folder: where; made if it is missing.
        checkpoint: what to write.
        bits: of each weight, of 3 to 8, for what need not be exact; None keeps 16. Small tensors are exact in any case.
    Raises:
        ValueError: one tensor alone is too large for a file, a weight is not finite, or another number of bits.
        OSError: the disk refuses; the old checkpoint is untouched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stored = {name: _to_stored(name, tensor) for name, tensor in checkpoint.tensors.items()}
    header = {"format": 1, "kind": checkpoint.kind, "config": checkpoint.config, "about": checkpoint.about}
    if bits is not None:
        large = {name for name, tensor in stored.items() if tensor.dtype is torch.float16}
        exact = {name: tensor.detach().cpu().float() for name, tensor in checkpoint.tensors.items()}
        stored, header["packed"] = packing.pack_all(exact, large, bits)
        header["format"] = FORMAT
    name_of_set = _digest(stored)
    files = list(_split(stored))
    names = set()
    for number, part in enumerate(files, start=1):
        name = f"{checkpoint.kind}-{name_of_set[:8]}-{number}-of-{len(files)}.safetensors"
        metadata = {
            _HEADER: json.dumps({**header, "set": name_of_set, "part": number, "parts": len(files)}, sort_keys=True)
        }
        partial = folder / f"{name}.partial"
        save_file(part, partial, metadata=metadata)
        os.replace(partial, folder / name)
        names.add(name)
    for path in folder.glob(f"{checkpoint.kind}-*.safetensors*"):
        if path.name not in names:
            path.unlink()


def kinds(folder: Path) -> list[str]:
    """The kinds of model that a folder holds, sorted; none where it holds no weights.

    Raises:
        CheckpointError: a file is truncated, of another program, or from a newer version.
    """
    return sorted({_read_header(path)["kind"] for path in folder.glob("*.safetensors")})


def about(folder: Path, kind: str) -> dict[str, Any]:
    """What training wanted remembered of the weights of one kind in a folder, without reading the weights.

    Raises:
        CheckpointError: there are none, or a file is truncated, of another program, or from a newer version.
    """
    headers = map(_read_header, sorted(folder.glob("*.safetensors")))
    found = next((header for header in headers if header["kind"] == kind), None)
    if found is None:
        raise CheckpointError(f"{folder} holds no {kind} weights.")
    return found["about"]


def digest(checkpoint: Checkpoint) -> str:
    """The name of a set of weights: 64 hexadecimal digits that change with any of them, the same on every machine."""
    return _digest({name: _to_stored(name, tensor) for name, tensor in checkpoint.tensors.items()})


def read(folder: Path, kind: str) -> Checkpoint:
    """Read the complete checkpoint of one kind in a folder.

    Args:
        folder: a folder that `save` wrote.
        kind: the kind of model wanted.
    Returns:
        The checkpoint, float32.
    Raises:
        CheckpointError: nothing there, another kind, a part missing, truncated, corrupted or from a newer version.
    """
    paths = sorted(folder.glob("*.safetensors")) if folder.is_dir() else []
    if not paths:
        raise CheckpointError(f"{folder} holds no weights (*.safetensors). Train some with `python -m train fit`.")
    headers = {path: _read_header(path) for path in paths}
    wanted = {path: header for path, header in headers.items() if header["kind"] == kind}
    if not wanted:
        kinds = ", ".join(sorted({header["kind"] for header in headers.values()}))
        raise CheckpointError(f"{folder} holds weights of another kind ({kinds}); expected {kind}.")
    problem = None
    for name_of_set in sorted({header["set"] for header in wanted.values()}):
        parts = {path: header for path, header in wanted.items() if header["set"] == name_of_set}
        header = next(iter(parts.values()))
        if len(parts) != header["parts"]:
            problem = f"{folder} has {len(parts)} of the {header['parts']} files of its {kind} weights; fetch it again."
            continue
        tensors = {name: tensor for path in parts for name, tensor in _read_tensors(path)}
        if _digest(tensors) != name_of_set:
            problem = f"The {kind} weights in {folder} are corrupted (their digest differs); fetch them again."
            continue
        return Checkpoint(kind, header["config"], packing.unpack_all(tensors, header.get("packed")), header["about"])
    raise CheckpointError(problem)


def _to_stored(name: str, tensor: Tensor) -> Tensor:
    tensor = tensor.detach().cpu().contiguous()
    if not torch.isfinite(tensor).all():
        raise ValueError(f"{name} holds weights that are not finite; the checkpoint was not written.")
    stored = tensor.float() if tensor.numel() < _EXACT_BELOW else tensor.half()
    if not torch.isfinite(stored).all():
        raise ValueError(f"{name} holds weights too large for float16; the checkpoint was not written.")
    if stored.numel() * stored.element_size() > MAX_FILE_BYTES:
        raise ValueError(f"{name} alone is larger than a file may be ({MAX_FILE_BYTES:,} bytes); shrink the layer.")
    return stored


def _digest(tensors: Mapping[str, Tensor]) -> str:
    state = hashlib.sha256()
    for name in sorted(tensors):
        state.update(f"{name} {tuple(tensors[name].shape)} {tensors[name].dtype}".encode())
        state.update(tensors[name].contiguous().numpy().tobytes())
    return state.hexdigest()


def _split(tensors: Mapping[str, Tensor]) -> Iterator[dict[str, Tensor]]:
    part: dict[str, Tensor] = {}
    size = 0
    for name, tensor in tensors.items():
        added = tensor.numel() * tensor.element_size()
        if part and size + added > MAX_FILE_BYTES:
            yield part
            part, size = {}, 0
        part[name] = tensor
        size += added
    yield part


def _read_header(path: Path) -> dict[str, Any]:
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise CheckpointError(f"{path} is truncated or no safetensors file; fetch it again.") from error
    if _HEADER not in metadata:
        raise CheckpointError(f"{path} was not written by this project: it does not say what model it is for.")
    header = json.loads(metadata[_HEADER])
    if header.get("format") not in range(1, FORMAT + 1):
        raise CheckpointError(
            f"{path} has format {header.get('format')}; this version reads up to {FORMAT}. Update facevae."
        )
    return header


def _read_tensors(path: Path) -> Iterator[tuple[str, Tensor]]:
    with safe_open(path, framework="pt") as file:
        for name in file.keys():  # noqa: SIM118 (safe_open is no mapping)
            yield name, file.get_tensor(name)


def load_network(folder: Path, kind: str) -> Any:
    """Load one network, ready for inference.

    Args:
        folder: a folder that holds weights of that kind.
        kind: a key of `facevae.models.registry.KINDS`.
    Returns:
        The network of that kind.
    Raises:
        CheckpointError: as for `read`, or weights that do not fit their own configuration.
    """
    checkpoint = read(folder, kind)
    try:
        network = KINDS[kind].build(checkpoint.config)
        network.load_state_dict(checkpoint.tensors)
    except (RuntimeError, TypeError, ValueError) as error:
        raise CheckpointError(f"The {kind} weights do not fit their own configuration: {error}") from error
    return network.eval().requires_grad_(False)
