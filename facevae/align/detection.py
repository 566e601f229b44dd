"""MTCNN inference over one picture: proposals, refinement, landmarks."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.models.mtcnn import ONET_SIZE, PNET_SIZE, RNET_SIZE, Mtcnn

SHRINK = 0.709
"""From one size of the pyramid to the next: halves the area."""

THRESHOLDS = 0.6, 0.7, 0.7
"""Probability from which each network lets a square through; those of the published weights."""

_STRIDE = 2
_OVERLAP_AT_ONE_SIZE, _OVERLAP = 0.5, 0.7
_MOST = 512
"""Squares that are looked at closer; a picture full of faces has fewer."""
_BLOCK = 512
"""Boxes that are compared with each other at once."""


@dataclass(frozen=True)
class Detections:
    """Faces in a picture, the surest first.

    Attributes:
        boxes: (N, 4) left, top, right, bottom in pixels.
        scores: (N,) probability.
        points: (N, 5, 2) x and y in pixels: eyes, nose, corners of the mouth, those on the picture's left first.
    """

    boxes: Tensor
    scores: Tensor
    points: Tensor


def detect(detector: Mtcnn, picture: Tensor, smallest: float) -> Detections:
    """Detect faces that stand upright.

    Args:
        detector: the networks.
        picture: (1, 3, H, W) float32 RGB in [0, 1]; the left edge of the first pixel is at 0.
        smallest: side in pixels of the smallest face looked for, at least 12.
    Returns:
        The faces; none where the picture is smaller than that. An eye may be among them as a face within a face.
    """
    boxes = _propose(detector, picture, smallest)
    boxes = _refine(detector, picture, boxes)
    return _point(detector, picture, boxes)


def crops(picture: Tensor, boxes: Tensor, size: int) -> Tensor:
    """Cut boxes out of a picture.

    Args:
        picture: (1, 3, H, W).
        boxes: (N, 4), in pixels; what reaches over the edge is left out, and the rest takes up the whole crop.
        size: side of a crop.
    Returns:
        (N, 3, size, size), each the mean of the pixels it stands for.
    """
    cut = []
    for left, top, right, bottom in _within(picture, boxes).int().tolist():
        cut.append(F.adaptive_avg_pool2d(picture[..., top:bottom, left:right], size))
    return torch.cat(cut) if cut else picture.new_zeros(0, 3, size, size)


def _within(picture: Tensor, boxes: Tensor) -> Tensor:
    """The part of each box, (N, 4), that is in the picture: whole pixels, at least one each way."""
    sides = boxes.new_tensor([picture.shape[-1], picture.shape[-2]])
    start = boxes[:, :2].round().clamp(min=0).minimum(sides - 1)
    return torch.cat([start, boxes[:, 2:].round().minimum(sides).maximum(start + 1)], 1)


def _propose(detector: Mtcnn, picture: Tensor, smallest: float) -> Tensor:
    """Boxes and scores, (N, 5), that the first network lets through, square."""
    found = [picture.new_zeros(0, 5)]
    scale = PNET_SIZE / smallest
    while min(picture.shape[-2:]) * scale >= PNET_SIZE:
        size = [int(side * scale) + 1 for side in picture.shape[-2:]]
        scores, moves = detector.pnet(F.interpolate(picture, size, mode="area"))
        row, column = (scores[0] >= THRESHOLDS[0]).nonzero().unbind(1)
        corner = torch.stack([column, row], 1) * _STRIDE / scale
        boxes = torch.cat([corner, corner + PNET_SIZE / scale], 1)
        boxes = torch.cat([_moved(boxes, moves[0][:, row, column].T), scores[0][row, column, None]], 1)
        found.append(boxes[nms(boxes, _OVERLAP_AT_ONE_SIZE)])
        scale *= SHRINK
    boxes = torch.cat(found)
    return _squared(boxes[nms(boxes, _OVERLAP)][:_MOST])


def _refine(detector: Mtcnn, picture: Tensor, boxes: Tensor) -> Tensor:
    """Boxes and scores, (N, 5), that the second network lets through, square."""
    if not len(boxes):
        return boxes
    boxes = _within(picture, boxes[:, :4])
    scores, moves = detector.rnet(crops(picture, boxes, RNET_SIZE))
    good = scores > THRESHOLDS[1]
    boxes = torch.cat([_moved(boxes[good], moves[good]), scores[good, None]], 1)
    return _squared(boxes[nms(boxes, _OVERLAP)])


def _point(detector: Mtcnn, picture: Tensor, boxes: Tensor) -> Detections:
    if not len(boxes):
        return Detections(boxes[:, :4], boxes[:, 4], boxes.new_zeros(0, 5, 2))
    boxes = _within(picture, boxes[:, :4])
    scores, moves, points = detector.onet(crops(picture, boxes, ONET_SIZE))
    good = scores > THRESHOLDS[2]
    boxes, scores, points = boxes[good], scores[good], points[good]
    points = boxes[:, None, :2] + points * (boxes[:, 2:] - boxes[:, :2])[:, None]
    boxes = torch.cat([_moved(boxes, moves[good]), scores[:, None]], 1)
    kept = nms(boxes, _OVERLAP)
    return Detections(boxes[kept, :4], scores[kept], points[kept])


def _moved(boxes: Tensor, moves: Tensor) -> Tensor:
    return boxes + moves * (boxes[:, 2:] - boxes[:, :2]).repeat(1, 2)


def _squared(boxes: Tensor) -> Tensor:
    """Widen boxes (N, 5) to squares around their middle."""
    middle = (boxes[:, :2] + boxes[:, 2:4]) / 2
    half = (boxes[:, 2:4] - boxes[:, :2]).amax(1, keepdim=True) / 2
    return torch.cat([middle - half, middle + half, boxes[:, 4:]], 1)


def nms(boxes: Tensor, most: float, *, of_smaller: bool = False) -> Tensor:
    """Non-maximum suppression: keep the surest of boxes that overlap.

    Args:
        boxes: (N, 5) left, top, right, bottom, score.
        most: share of two boxes' union that they may have in common (IoU).
        of_smaller: the share is of the smaller box instead, so that none stands inside another.
    Returns:
        (K,) indices of those to keep, the surest first.
    Source: the greedy answer as the fixed point of a matrix, Zheng et al. 2021, "Enhancing geometric factors in model
    learning and inference for object detection and instance segmentation" (Cluster-NMS).
    """
    order = boxes[:, 4].argsort(descending=True, stable=True)
    kept = order[:0]
    # Block by block, because a picture may have a hundred thousand proposals, and a matrix their square.
    for block in order.split(_BLOCK):
        block = block[~_overlap(boxes[kept], boxes[block], most, of_smaller).any(0)]
        kept = torch.cat([kept, block[_surest(_overlap(boxes[block], boxes[block], most, of_smaller).triu(1))]])
    return kept


def _overlap(first: Tensor, second: Tensor, most: float, of_smaller: bool) -> Tensor:
    """Whether boxes (N, 5) and (M, 5) have more in common than is allowed, (N, M)."""
    areas = [(part[:, 2:4] - part[:, :2]).clamp(min=0).prod(1) for part in (first, second)]
    one, other = areas[0][:, None], areas[1][None]
    corner = torch.maximum(first[:, None, :2], second[None, :, :2])
    common = (torch.minimum(first[:, None, 2:4], second[None, :, 2:4]) - corner).clamp(min=0).prod(2)
    whole = torch.minimum(one, other) if of_smaller else one + other - common
    return ~(common <= most * whole)


def _surest(overlap: Tensor) -> Tensor:
    """Which of N boxes, the surest first, no surer one that stays overlaps, (N,); `overlap` is upper triangular."""
    stays = torch.ones(len(overlap), dtype=torch.bool, device=overlap.device)
    while not torch.equal(stays, found := ~(overlap & stays[:, None]).any(0)):
        stays = found
    return stays
