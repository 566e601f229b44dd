"""Multi-pass face detection: quick, then with the photo turned, then at a finer scale."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from PIL import Image
from torch import Tensor

from facevae import checkpoints, photos
from facevae.align.cropping import read_square
from facevae.align.detection import THRESHOLDS, detect, nms
from facevae.align.geometry import TOO_SMALL, CropFrame, Face, fit
from facevae.checkpoints.locations import locate
from facevae.models.mtcnn import ONET_SIZE, Mtcnn
from facevae.photos import malloc

NAME, KIND = "detector", "mtcnn"
"""Folder and kind of the detector's weights."""

_GREY = 0.5
_STEP = 64
"""Pictures are filled up with grey to multiples of this many pixels: few different sizes, and so few that the library
below keeps plans for; otherwise memory would grow with every photo of another size."""

_LEAST = THRESHOLDS[2]
"""Score of a find that is still returned, as one to ask about."""

_DULL, _FLAT = 0.6, 0.1
"""Distance between a photo's dark and light from which nothing is done about it, and up to which it is no picture."""

_BEYOND_DOUBT = 0.995
"""Score from which a face is not looked at upside down as well."""

_UPRIGHT = 60
"""Degrees by which a face may be turned that is looked for without turning the photo."""

_PASSES = 2
"""Times that a face's points are looked for in its own square."""

_LOST = 4
"""Largest search square, in sides of the picture; bounds memory."""

_LOOKS = tuple(CropFrame(side, 0.0, 0.4845 - side / 2, 0.432 - side / 2) for side in (0.913, 1.02, 1.074, 1.128))
"""Squares in a crop in which the third network looks for the points: what it is used to, and a little off that."""


@dataclass(frozen=True)
class _Search:
    """One way to look.

    Attributes:
        longest: side in pixels to which the photo is scaled down.
        smallest: side of the smallest face, after that.
        score: probability by the cascade from which a find is looked at closer.
        turns: quarter turns clockwise of the photo that are tried.
        border: grey around the photo, as a fraction of its longest side.
    """

    longest: int
    smallest: int
    score: float
    turns: tuple[int, ...] = (0,)
    border: float = 0.0


SEARCHES = (
    _Search(640, 40, 0.80),
    _Search(480, 30, 0.70, turns=(0, 3, 1, 2), border=0.1),
    _Search(1280, 20, 0.70),
)
"""From the quickest to the most thorough; the first that finds a face to be sure of ends the search."""


@functools.cache
def detector() -> Mtcnn | None:
    """Return the detector, loaded when it is first asked for; None where its weights are not there."""
    try:
        return checkpoints.load_network(locate(NAME), KIND)
    except checkpoints.CheckpointError:
        return None


@torch.inference_mode()
def find(photo: Image.Image, networks: Mtcnn | None = None) -> list[Face]:
    """Find the faces in a photo.

    Args:
        photo: RGB photo of any size.
        networks: the detector; None takes that in checkpoints/.
    Returns:
        The faces, the largest first; none where there are none, or where there is no detector.
    Raises:
        ValueError: not an RGB photo.
    Source: `facevae.models.mtcnn`; each face is looked at again upright, as Xiong and De la Torre 2013 do
    ("Supervised descent method"), because the networks know upright faces best.
    """
    networks = networks or detector()
    if networks is None:
        return []
    faces: list[Face] = []
    for search in SEARCHES:
        faces = _distinct([*faces, *_look(networks, photo, search)])
        # One face that lies on its side may be the only one that does; a photo that does shows more when it is turned.
        if any(face.sure and (len(search.turns) > 1 or abs(face.turn) <= _UPRIGHT) for face in faces):
            break
    malloc.release_free_memory()
    return sorted(faces, key=lambda face: face.frame.side, reverse=True)


def _look(networks: Mtcnn, photo: Image.Image, search: _Search) -> Iterator[Face]:
    shrink = min(1.0, search.longest / max(photo.size))
    small = photo
    if shrink < 1:
        size = [max(1, round(side * shrink)) for side in photo.size]
        small = photo.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    picture = _stretch_contrast(photos.to_tensor(small))
    scale = max(photo.size) / max(small.size)
    border = round(search.border * max(small.size))
    for turns in search.turns:
        canvas = _on_grey(torch.rot90(picture, -turns, (2, 3)), border)
        found = detect(networks, canvas, search.smallest)
        for box, score, points in zip(found.boxes, found.scores, found.points, strict=True):
            if score < search.score:
                continue
            points = _turned_back(points - border, turns, picture.shape[-2:])
            box = _turned_back(box.view(2, 2) - border, turns, picture.shape[-2:])
            face = _settled(networks, picture, points, box, scale)
            if face.score >= _LEAST and face.frame.side >= TOO_SMALL:
                yield face


def _stretch_contrast(picture: Tensor) -> Tensor:
    """Stretch the tones of a picture that has few, such as a photo taken in the dark, of which the networks saw few."""
    low, high = torch.quantile(picture[..., ::8, ::8], torch.tensor([0.01, 0.99])).tolist()
    if high - low > _DULL:
        return picture
    return ((picture - low) / max(high - low, _FLAT)).clamp(0, 1)


def _on_grey(picture: Tensor, border: int) -> Tensor:
    height, width = (-(-(side + 2 * border) // _STEP) * _STEP for side in picture.shape[-2:])
    canvas = picture.new_full((1, 3, height, width), _GREY)
    canvas[..., border : border + picture.shape[-2], border : border + picture.shape[-1]] = picture
    return canvas


def _turned_back(points: Tensor, turns: int, shape: torch.Size) -> Tensor:
    """Return where points (P, 2) of a picture turned by quarter turns were before; `shape` is its size before."""
    height, width = shape
    x, y = points.unbind(1)
    if turns == 1:
        x, y = y, height - x
    elif turns == 2:
        x, y = width - x, height - y
    elif turns == 3:
        x, y = width - y, x
    return torch.stack([x, y], 1)


def _settled(networks: Mtcnn, picture: Tensor, points: Tensor, box: Tensor, scale: float) -> Face:
    """Look at a face again upright, and return it in pixels of the photo, `scale` times those of the picture."""
    frame = fit(points, networks.reference, networks.precision)
    score, points, frame = _closer(networks, picture, frame)
    if score < _BEYOND_DOUBT:
        # A face on its head is often taken for one that stands; seen both ways, the right one is more like a face.
        ways = (score, points, frame), _closer(networks, picture, frame.upside_down())
        score, points, frame = max(ways, key=lambda way: way[0])
    (left, top), (right, bottom) = (box * scale).tolist()
    edges = min(left, right), min(top, bottom), max(left, right), max(top, bottom)
    in_photo = tuple((x, y) for x, y in (points * scale).tolist())
    return Face(edges, in_photo, score, frame.scaled(scale))


def _closer(networks: Mtcnn, picture: Tensor, frame: CropFrame) -> tuple[float, Tensor, CropFrame]:
    """Move a square to what is seen in it, again and again: how sure the network is, the points, the square."""
    found = _moved(networks, picture, frame)
    for _ in range(_PASSES - 1):
        found = _moved(networks, picture, found[2])
    return found


def _moved(networks: Mtcnn, picture: Tensor, frame: CropFrame) -> tuple[float, Tensor, CropFrame]:
    score, seen = _seen(networks, picture, frame)
    x, y = frame.at(*seen.unbind(1))
    points = torch.stack([x, y], 1)
    return score, points, fit(points, networks.reference, networks.precision)


def find_landmarks(networks: Mtcnn, picture: Tensor, frame: CropFrame) -> Tensor:
    """Look for the points of a face in its own square.

    Args:
        networks: the detector.
        picture: (1, 3, H, W).
        frame: roughly the square of a crop.
    Returns:
        (5, 2) x and y as fractions of the square; the mean of several looks, half of them in a mirror.
    """
    return _seen(networks, picture, frame)[1]


def _seen(networks: Mtcnn, picture: Tensor, frame: CropFrame) -> tuple[float, Tensor]:
    """The third network's probability of a face in a square, and `find_landmarks`; the means of several looks."""
    if not frame.side < _LOST * max(picture.shape[-2:]):
        return 0.0, networks.reference
    squares = [CropFrame(frame.a * look.a, frame.b * look.a, *frame.at(look.x, look.y)) for look in _LOOKS]
    seen = torch.cat([read_square(picture, square, ONET_SIZE) for square in squares])
    scores, _, points = networks.onet(torch.cat([seen, seen.flip(3)]))
    straight, mirrored = points.chunk(2)
    mirrored = torch.stack([1 - mirrored[..., 0], mirrored[..., 1]], -1)[:, [1, 0, 2, 4, 3]]
    sides = torch.tensor([look.a for look in _LOOKS])[:, None, None]
    corners = torch.tensor([[look.x, look.y] for look in _LOOKS])[:, None]
    return float(scores.mean()), ((straight + mirrored) / 2 * sides + corners).mean(0)


def _distinct(faces: list[Face]) -> list[Face]:
    """Take out what was found twice, or within another face, keeping the surest."""
    if not faces:
        return []
    boxes = torch.tensor([[*face.box, face.score] for face in faces])
    return [faces[index] for index in nms(boxes, 0.5, of_smaller=True).tolist()]
