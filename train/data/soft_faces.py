"""Soft faces: what the model draws of training faces, with the faces themselves, for the detail stage to learn from.

Making one costs more than learning from it, so they are made once, kept in one memory-mapped file, and used several
times. Every record follows from its place in the file alone: a longer file begins like a shorter one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from facevae import damage, latent
from facevae.damage import Damaged, masks
from facevae.model import FaceVae
from facevae.restore.completions import complete
from facevae.restore.denoisers import denoise
from facevae.restore.pipeline import repair
from train import TrainError
from train.data.examples import to_float

USES = {"hole": 0.36, "decoded": 0.28, "mean": 0.06, "denoised": 0.12, "repaired": 0.06, "prior": 0.06, "between": 0.06}
"""What the model draws -> its share of the records. A hole is filled; a code is drawn from a face's posterior, is its
mean, is drawn from the prior, or lies half-way between two faces; noise is removed; other damage is repaired."""

UNPAIRED = ("prior", "between")
"""Uses that draw no true face: the face of such a record is just any real one."""

BLOCK = 48
"""Faces drawn together, with one hole or noise level: a hole's linear algebra serves them all."""

PARTS = {
    "eyes": (0.10, 0.18, 0.90, 0.44),
    "left eye": (0.16, 0.19, 0.48, 0.42),
    "right eye": (0.52, 0.19, 0.84, 0.42),
    "nose": (0.34, 0.34, 0.66, 0.62),
    "mouth": (0.26, 0.60, 0.74, 0.84),
}
"""Left, top, right and bottom of what people like to hide, as fractions of an aligned face's side."""

_SPREAD_EVENLY = 0.6180339887498949
"""The golden ratio's fractional part: its multiples fill the unit interval evenly, however many there are (Weyl)."""


@dataclass(frozen=True)
class SoftBatch:
    """Some soft faces.

    Attributes:
        faces: (N, 3, S, S) RGB, the true faces; uint8 at rest, float32 in [0, 1] in a step.
        soft: (N, 3, S, S), what the model drew, likewise.
        mask: (N, 1, S, S) bool at rest, float32 in a step; 1 = drawn, elsewhere the true face shows.
        use: (N,) int64 indices of `USES`.
    """

    faces: Tensor
    soft: Tensor
    mask: Tensor
    use: Tensor

    def __len__(self) -> int:
        return len(self.faces)

    def on(self, device: torch.device) -> SoftBatch:
        """Return them on a device, as float32."""
        faces, soft = to_float(self.faces.to(device)), to_float(self.soft.to(device))
        return SoftBatch(faces, soft, self.mask.to(device, torch.float32), self.use.to(device))

    def mirrored(self, chosen: Tensor) -> SoftBatch:
        """Return them with those marked in `chosen`, (N,) bool, flipped left to right."""
        marked = chosen.to(self.faces.device)[:, None, None, None]
        faces, soft, mask = (torch.where(marked, part.flip(-1), part) for part in (self.faces, self.soft, self.mask))
        return SoftBatch(faces, soft, mask, self.use)

    def of(self, *uses: str) -> Tensor:
        """Tell which of them are of one of some uses, (N,) bool."""
        return torch.isin(self.use, torch.tensor([list(USES).index(use) for use in uses], device=self.use.device))


class SoftFaces:
    """A file of soft faces beside the faces that it was made of; used where training uses `Examples`.

    Args:
        path: the file.
        faces: (M, 3, S, S) uint8, the faces that `make` was given.
    Raises:
        TrainError: no such file, one made for faces of another size, or one that holds nothing yet.
    """

    def __init__(self, path: Path, faces: Tensor) -> None:
        if not path.is_file():
            raise TrainError(f"There is no file {path}; `python -m train soften` makes it.")
        self.truth, self.records = faces, np.load(path, mmap_mode="r")
        if self.records.dtype != record(faces.shape[-1]):
            raise TrainError(f"{path} was made for faces of another size; remove it and run `python -m train soften`.")
        self.count = count(self.records)
        if not self.count:
            raise TrainError(f"{path} holds no soft face yet; run `python -m train soften` again.")
        if int(self.records["face"][: self.count].max()) >= len(faces):
            raise TrainError(f"{path} was made of more than {len(faces):,} faces; leave data.limit out of the recipe.")

    def __len__(self) -> int:
        return self.count

    def take(self, chosen: Tensor | slice) -> SoftBatch:
        """Return some of them, by number."""
        some = self.records[: self.count][chosen.numpy() if isinstance(chosen, Tensor) else chosen]
        side = self.truth.shape[-1]
        mask = np.unpackbits(some["mask"], axis=1, count=side * side).reshape(-1, 1, side, side)
        return SoftBatch(
            self.truth[torch.from_numpy(some["face"].astype(np.int64))],
            torch.from_numpy(np.ascontiguousarray(some["soft"])),
            torch.from_numpy(mask.astype(bool)),
            torch.from_numpy(some["use"].astype(np.int64)) - 1,
        )

    def split(self, size: int) -> Iterator[SoftBatch]:
        """Yield them in order, `size` at a time."""
        for first in range(0, len(self), size):
            yield self.take(slice(first, first + size))


def record(side: int) -> np.dtype:
    """What the file holds of each soft face: its pixels, which were drawn, 8 to a byte, its face's number and its use.

    The use counts from 1; 0 is a record that was not made yet.
    """
    soft, mask = ("soft", np.uint8, (3, side, side)), ("mask", np.uint8, -(-side * side // 8))
    return np.dtype([soft, mask, ("face", np.int32), ("use", np.int8)])


def count(records: np.ndarray) -> int:
    """How many records are made; they are made in order."""
    return int(np.searchsorted(records["use"] == 0, True))


def make(model: FaceVae, faces: Tensor, path: Path, wanted: int) -> Iterator[int]:
    """Write soft faces, or go on writing them.

    Args:
        model: as `facevae.load` returns it, with a restorer.
        faces: (M, 3, S, S) uint8, at least `BLOCK`.
        path: the file; one that is there already is gone on with.
        wanted: how many soft faces the file is to hold; rounded up to whole blocks.
    Yields:
        How many it holds, after each block.
    Raises:
        TrainError: fewer faces than a block, or a file made for faces of another size or for fewer soft ones.
    """
    if len(faces) < BLOCK:
        raise TrainError(f"{len(faces)} faces are fewer than the {BLOCK} that are drawn together.")
    records = _opened(path, record(faces.shape[-1]), -(-wanted // BLOCK) * BLOCK)
    for number in range(count(records) // BLOCK, len(records) // BLOCK):
        block = slice(number * BLOCK, (number + 1) * BLOCK)
        chosen = _faces_of(number, len(faces))
        use = use_of(number)
        shown = to_float(faces[chosen]).to(model.device)
        soft, mask = draw(model, shown, use, torch.Generator().manual_seed(number))
        made = records[block]
        made["soft"] = (soft * 255).round().byte().cpu().numpy()
        made["mask"] = np.packbits(mask.bool().flatten(1).cpu().numpy(), axis=1)
        made["face"] = chosen.numpy()
        records.flush()
        made["use"] = 1 + list(USES).index(use)  # last, so that what was interrupted is made again
        yield block.stop


def use_of(number: int) -> str:
    """What the block of a number is drawn for: any stretch of blocks has all uses by their shares."""
    place, ends = number * _SPREAD_EVENLY % 1, np.cumsum(list(USES.values()))
    return list(USES)[min(int(np.searchsorted(ends, place, side="right")), len(USES) - 1)]


@torch.no_grad()
def draw(model: FaceVae, faces: Tensor, use: str, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Draw faces as the app does, all with the same hole or noise level.

    Args:
        model: as `facevae.load` returns it, with a restorer.
        faces: (N, 3, S, S) in [0, 1].
        use: one of `USES`.
        generator: of everything random.
    Returns:
        (N, 3, S, S) in [0, 1] and the mask of what was drawn, (N, 1, S, S); elsewhere the faces as they came.
    """
    everywhere = torch.ones_like(faces[:, :1])
    if use == "hole":
        return _fill(model, faces, hole(faces.shape[-1], generator).to(faces).expand_as(everywhere), generator)
    if use == "denoised":
        sigma = (10 + 150 * _uniform(generator)) / 255
        noisy = damage.apply(faces, "gaussian-noise", generator=generator, sigma=sigma)
        return denoise(model, noisy.faces, sigma), everywhere
    if use == "repaired":
        damaged = _damaged(faces, generator)
        return repair(model, damaged), everywhere
    return model.decode(_codes(model, faces, use, generator)), everywhere


def hole(side: int, generator: torch.Generator) -> Tensor:
    """Draw a hole, as people like to make them.

    Args:
        side: S, of a face in pixels.
        generator: of its kind, size and place.
    Returns:
        (1, 1, S, S); a third hide eyes, mouth or nose, the others are boxes, halves, strokes and scratches.
    """
    kind = _uniform(generator)
    if kind < 0.36:
        return _part(side, generator)
    if kind < 0.54:
        fraction = 0.12 + 0.6 * _uniform(generator)
        return masks.block(side, fraction, _uniform(generator), _uniform(generator))
    if kind < 0.64:
        return masks.centre_box(side, 0.25 + 0.5 * _uniform(generator))
    if kind < 0.75:
        return masks.half(side, masks.SIDES[int(torch.randint(len(masks.SIDES), (1,), generator=generator))])
    if kind < 0.93:
        return masks.random_strokes(side, 0.04 + 0.5 * _uniform(generator) ** 2, generator=generator)
    lines = int(torch.randint(3, 20, (1,), generator=generator))
    width = max(1, round(int(torch.randint(2, 7, (1,), generator=generator)) * side / 128))
    return masks.scratches(1, side, lines, width, generator=generator)


def _part(side: int, generator: torch.Generator) -> Tensor:
    """Hide one of `PARTS`, moved and scaled a little, in a box or an ellipse; the eyes most often."""
    names = ("eyes", *PARTS)
    box = torch.tensor(PARTS[names[int(torch.randint(len(names), (1,), generator=generator))]])
    half = (box[2:] - box[:2]) / 2 * (0.8 + 0.5 * torch.rand(2, generator=generator))
    centre = (box[2:] + box[:2]) / 2 + 0.06 * (torch.rand(2, generator=generator) - 0.5)
    line = (torch.arange(side) + 0.5) / side
    across, down = ((line - centre[axis]).abs() / half[axis] for axis in range(2))
    power = 8.0 if _uniform(generator) < 0.6 else 2.0  # a box with hardly rounded corners, or an ellipse
    return (across[None, :] ** power + down[:, None] ** power < 1).float()[None, None]


def _fill(model: FaceVae, faces: Tensor, mask: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Fill a hole with one of several completions, or, one time of four, with the most plausible one."""
    if _uniform(generator) < 0.25:
        return complete(model, faces * (1 - mask), mask, samples=1).faces[:, 0], mask
    found = complete(model, faces * (1 - mask), mask, samples=3, generator=generator).faces
    which = torch.randint(found.shape[1], (len(faces),), generator=generator)
    return found[torch.arange(len(faces)), which], mask


def _damaged(faces: Tensor, generator: torch.Generator) -> Damaged:
    """Blur, big pixels or JPEG; every other time with some noise or scratches as well."""
    kind = int(torch.randint(3, (1,), generator=generator))
    steps = [
        ("blur", {"sd": 0.5 + 3.5 * _uniform(generator)}),
        ("pixelate", {"block": int(torch.randint(2, 9, (1,), generator=generator))}),
        ("jpeg", {"quality": int(torch.randint(3, 40, (1,), generator=generator))}),
    ][kind : kind + 1]
    more = _uniform(generator)
    if more < 0.25:
        steps.append(("gaussian-noise", {"sigma": 0.3 * _uniform(generator)}))
    elif more < 0.5:
        steps.append(("scratches", {"count": int(torch.randint(2, 12, (1,), generator=generator))}))
    return damage.apply_all(faces, steps, generator=generator)


def _codes(model: FaceVae, faces: Tensor, use: str, generator: torch.Generator) -> Tensor:
    if use == "prior":
        return latent.sample(model, len(faces), generator)
    posterior = model.encode(faces)
    if use == "between":
        return (posterior.mean + posterior.mean.roll(1, 0)) / 2
    return posterior.mean if use == "mean" else posterior.sample(generator)


def _faces_of(number: int, faces: int) -> Tensor:
    """Which faces a block is made of: all in a random order before any comes again."""
    turn, place = divmod(number, faces // BLOCK)
    order = torch.randperm(faces, generator=torch.Generator().manual_seed(turn))
    return order[place * BLOCK : (place + 1) * BLOCK]


def _opened(path: Path, kind: np.dtype, wanted: int) -> np.memmap:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        return np.lib.format.open_memmap(path, "w+", kind, (wanted,))
    there = np.load(path, mmap_mode="r+")
    if there.dtype != kind:
        raise TrainError(f"{path} was made for faces of another size; remove it.")
    if len(there) >= wanted:
        return there[:wanted]
    raise TrainError(f"{path} has room for {len(there):,} soft faces only; remove it to make {wanted:,}.")


def _uniform(generator: torch.Generator) -> float:
    return float(torch.rand(1, generator=generator))
