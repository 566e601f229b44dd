"""The tensor contract that every module keeps, and the guards that enforce it.

A face is ``(N, 3, S, S)`` float32 RGB in [0, 1]; a mask is ``(N, 1, S, S)`` float32 in [0, 1] where 1
means missing; ``sigma`` is the standard deviation of Gaussian noise on that same [0, 1] scale, (N,) inside and one
number or (N,) at the public surface. Public functions check with these guards; what they call trusts its arguments.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import torch
from torch import Tensor

MAX_SIGMA = 1.0
"""Largest noise level accepted anywhere, on the [0, 1] scale; at 1 nothing of a picture survives."""

_TOLERANCE = 1e-4


def check_faces(faces: Tensor, *, size: int | None = None, name: str = "faces") -> Tensor:
    """Return ``faces`` if it is a batch of faces.

    Args:
        faces: expected (N, 3, S, S) float32 RGB in [0, 1], N at least 1.
        size: the S a model needs; None accepts any.
        name: what to call the argument in the error.
    Returns:
        The same tensor, untouched.
    Raises:
        ValueError: another type, shape, size or range, or values that are not finite.
    """
    _check_picture(faces, channels=3, size=size, name=name)
    return faces


def check_mask(mask: Tensor, faces: Tensor, *, name: str = "mask") -> Tensor:
    """Return ``mask`` if it fits ``faces``.

    Args:
        mask: expected (N, 1, S, S) float32 in [0, 1]; 1 = missing. N must equal that of ``faces`` or be 1.
        faces: (N, 3, S, S), the faces it belongs to.
        name: what to call the argument in the error.
    Returns:
        The same tensor, expanded to N without copying.
    Raises:
        ValueError: another type, shape, size or range.
    """
    _check_picture(mask, channels=1, size=faces.shape[-1], name=name)
    if mask.shape[0] not in (1, faces.shape[0]):
        raise ValueError(f"{name} has {mask.shape[0]} masks for {faces.shape[0]} faces; give one for all or one each.")
    return mask.expand(faces.shape[0], -1, -1, -1)


def check_sigma(sigma: float | Tensor, faces: Tensor) -> Tensor:
    """Return ``sigma`` as one noise level for each face.

    Args:
        sigma: standard deviation on the [0, 1] scale, one for all or (N,); divide by 255 what the literature quotes.
        faces: (N, 3, S, S), the faces that the noise is on.
    Returns:
        (N,) float32, where the faces are.
    Raises:
        ValueError: another number of levels, or one that is not finite, negative, or above 1 (a value out of 255 was
            probably meant).
    """
    levels = torch.as_tensor(sigma, dtype=torch.float32, device=faces.device)
    if levels.ndim and levels.shape != (len(faces),):
        raise ValueError(f"sigma has shape {tuple(levels.shape)} for {len(faces)} faces; give one for all or one each.")
    wrong = levels[~((levels >= 0) & (levels <= MAX_SIGMA))]  # what is not a number is neither
    if wrong.numel():
        raise ValueError(
            f"sigma is {float(wrong.flatten()[0]):.4g}; give a noise level from 0 to {MAX_SIGMA:g} "
            f"(25 of 255 is {25 / 255:.3f})."
        )
    return levels.expand(len(faces))


def check_choice(name: str, choices: Iterable[str], what: str) -> str:
    """Return ``name`` if it is one of ``choices``.

    Args:
        name: what was asked for.
        choices: what there is.
        what: what to call it in the error.
    Returns:
        The same name.
    Raises:
        ValueError: there is none of that name; names the nearest that there is, or all.
    """
    known = list(choices)
    if name in known:
        return name
    near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.4)
    advice = f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(known)}."
    raise ValueError(f"There is no {what} {name!r}; {advice}")


def check_latents(latents: Tensor, dim: int, *, name: str = "latents") -> Tensor:
    """Return ``latents`` if it is a batch of codes.

    Args:
        latents: expected (N, D) float32, in units of the prior's standard deviation.
        dim: the D of the model.
        name: what to call the argument in the error.
    Returns:
        The same tensor.
    Raises:
        ValueError: another type or shape, or values that are not finite.
    """
    if not isinstance(latents, Tensor) or latents.dtype != torch.float32:
        raise ValueError(f"{name} must be a float32 tensor, not {_describe(latents)}.")
    if latents.ndim != 2 or latents.shape[0] < 1 or latents.shape[1] != dim:
        raise ValueError(f"{name} has shape {tuple(latents.shape)}; expected (N, {dim}).")
    if not torch.isfinite(latents).all():
        raise ValueError(f"{name} holds values that are not finite.")
    return latents


def _check_picture(picture: Tensor, *, channels: int, size: int | None, name: str) -> None:
    if not isinstance(picture, Tensor) or picture.dtype != torch.float32:
        raise ValueError(f"{name} must be a float32 tensor, not {_describe(picture)}.")
    side = "S" if size is None else size
    wanted = f"(N, {channels}, {side}, {side})"
    shape = picture.shape
    if picture.ndim != 4 or shape[0] < 1 or shape[1] != channels or shape[2] != shape[3]:
        raise ValueError(f"{name} has shape {tuple(picture.shape)}; expected {wanted}.")
    if size is not None and picture.shape[-1] != size:
        raise ValueError(f"{name} is {picture.shape[-1]} pixels wide; expected {wanted}.")
    low, high = picture.aminmax()
    if not (torch.isfinite(low) and torch.isfinite(high)):
        raise ValueError(f"{name} holds values that are not finite.")
    if low < -_TOLERANCE or high > 1 + _TOLERANCE:
        raise ValueError(f"{name} ranges from {low:.3f} to {high:.3f}; expected values in [0, 1].")


def _describe(value: object) -> str:
    return f"{value.dtype} tensor" if isinstance(value, Tensor) else type(value).__name__
