"""What the reading network makes of a face on the way: maps of its stages, and what each of their cells can see."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.models.face_reader import STEM_KERNEL, STEM_STRIDE, FaceReader, FaceReaderConfig

MAPS = 8
"""Maps of a stage that are shown."""


@dataclass(frozen=True)
class FeatureMaps:
    """Some maps of one stage.

    Attributes:
        maps: (K, H, H), each brought to the range from 0 to 1, as no two maps are in the same units.
        channels: which ones they are, rising.
        count: how many the stage has.
    """

    maps: Tensor
    channels: tuple[int, ...]
    count: int


def feature_maps(reader: FaceReader, face: Tensor, stage: int, count: int = MAPS) -> FeatureMaps:
    """Return those maps of a stage that differ most from place to place, as a share of their own size.

    Args:
        reader: whose.
        face: (1, 3, S, S) RGB in [0, 1]; brought to the side that the network reads.
        stage: from 0.
        count: K; fewer where the stage has fewer.
    Raises:
        ValueError: no such stage.
    """
    stages = len(reader.config.widths)
    if not 0 <= stage < stages:
        raise ValueError(f"There is no stage {stage}; give one from 0 to {stages - 1}.")
    with torch.inference_mode():
        maps = reader.maps(reader.resize(face))[stage][0]
    spread = maps.std((1, 2)) / maps.abs().mean((1, 2)).clamp(min=1e-9)
    channels = spread.topk(min(count, len(maps))).indices.sort().values
    chosen = maps[channels]
    least, most = chosen.amin((1, 2), keepdim=True), chosen.amax((1, 2), keepdim=True)
    return FeatureMaps((chosen - least) / (most - least).clamp(min=1e-9), tuple(channels.tolist()), len(maps))


def untrained(reader: FaceReader, seed: int) -> FaceReader:
    """Return a network of the same shape that has learned nothing: the weights it would have begun with by chance.

    Source: why to look at one: Adebayo et al. 2018, "Sanity checks for saliency maps".
    """
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(seed)
        return FaceReader(dataclasses.replace(reader.config)).eval().requires_grad_(False)


@dataclass(frozen=True)
class Field:
    """What the cells of a stage's maps can see at all, in pixels of the face as the network reads it.

    Attributes:
        stride: pixels from one cell to the next.
        before, after: how many pixels a cell sees before, and from, `stride` times its number on.
    """

    stride: int
    before: int
    after: int


def receptive_field(config: FaceReaderConfig, stage: int) -> Field:
    """Return which pixels cell i of a stage can see: those from stride * i - before to stride * i + after - 1.

    Each layer of kernel k and stride s, padded by k // 2, lets cell i see the cells from s * i - k // 2 to
    s * i + k // 2 of the layer before.

    Args:
        config: of the network.
        stage: from 0.
    Source: Araujo et al. 2019, "Computing receptive fields of convolutional neural networks".
    """
    layers = [(STEM_KERNEL, STEM_STRIDE)]
    for number in range(stage + 1):
        kernel = config.kernels[number]
        layers += [(kernel, config.strides[number]), *[(kernel, 1)] * (config.blocks[number] - 1)]
    total, reach = 1, 0
    for kernel, stride in layers:
        reach += total * (kernel // 2)
        total *= stride
    return Field(total, reach, reach + 1)
