"""Multi-pass face detection: quick, with the photo turned, at a finer scale; as it is, and with its contrast raised."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from PIL import Image
from torch import Tensor

from facevae import checkpoints, photos
from facevae.align.contrast import has_few_tones, stretch_if_dull, stretch_locally
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

_BEYOND_DOUBT = 0.995
"""Score from which a face is not looked at upside down as well."""

_IN_COMMON = 0.5
"""Share of the smaller of two finds from which they are the same face."""

_ALIKE = 30
"""Degrees by which heads in one photo are tilted against each other, mostly."""

_PASSES = 2
"""Times that a face's points are looked for in its own square."""

_LOST = 4
"""Largest search square, in sides of the picture; bounds memory."""

_LOOKS = tuple(CropFrame(side, 0.0, 0.4845 - side / 2, 0.432 - side / 2) for side in (0.913, 1.02, 1.074, 1.128))
"""Squares in a crop in which the third network looks for the points: what it is used to, and a little off that."""


_ASPECT = 4 / 3
"""Width to height of most photos; a longer one is scaled to the same area instead of the same length."""


@dataclass(frozen=True)
class _Search:
    """One way to look.

    Attributes:
        longest: side in pixels to which a photo of 4 : 3 is scaled down, and a longer one to as many pixels.
        smallest: side of the smallest face, after that.
        score: probability by the cascade from which a find is looked at closer.
        turns: quarter turns clockwise of the photo that are tried; none: those in which faces were found before.
        border: grey around the photo, as a fraction of its longest side, or of what that would be in 4 : 3.
    """

    longest: int
    smallest: int
    score: float
    turns: tuple[int, ...] = ()
    border: float = 0.0


SEARCHES = (
    _Search(640, 40, 0.80, turns=(0,)),
    _Search(480, 30, 0.70, turns=(0, 3, 1, 2), border=0.1),
    _Search(1280, 20, 0.70),
)
"""What the first finds large, the last finds small; the second knows photos that lie on their side, and faces cut off
by the photo's edge. All are done, and what they find is put together."""


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
        The faces, the most prominent first: large, and not looking away. None where there are none, or where there is
        no detector.
    Raises:
        ValueError: not an RGB photo.
    Source: `facevae.models.mtcnn`; each face is looked at again upright, as Xiong and De la Torre 2013 do
    ("Supervised descent method"), because the networks know upright faces best.
    """
    networks = networks or detector()
    if networks is None:
        return []
    seen = [_seen_at(photo, search) for search in SEARCHES]
    faces = _searched(networks, seen, [])
    dull = has_few_tones(seen[0][0])
    if dull or not _any_sure(faces):
        # More contrast shows faces in the dark, and makes some of what is none: in most photos only a sure one counts.
        stretched = _searched(networks, seen, faces, stretch_locally)
        faces = stretched if dull or _any_sure(stretched) else faces
    malloc.release_free_memory()
    return sorted(_standing_alike(faces), key=lambda face: face.prominence, reverse=True)


def _searched(
    networks: Mtcnn,
    seen: Sequence[tuple[Tensor, float]],
    faces: list[Face],
    prepare: Callable[[Tensor], Tensor] | None = None,
) -> list[Face]:
    """Return the faces, and those that any search finds in what it sees of a photo, prepared for it."""
    for search, (picture, scale) in zip(SEARCHES, seen, strict=True):
        picture = picture if prepare is None else prepare(picture)
        for turns in search.turns or _turns_of(faces):
            for points, box in _finds(networks, picture, search, turns):
                if any(face.sure and _within(box, face, scale) for face in faces):
                    continue
                face = _settled(networks, picture, points, box, scale)
                if face.score >= _LEAST and face.frame.side >= TOO_SMALL:
                    faces = _distinct([*faces, face])
    return faces


def _turns_of(faces: Sequence[Face]) -> Sequence[int]:
    """The quarter turns of a photo that set its faces upright; none where none is known."""
    return sorted({round(-face.turn / 90) % 4 for face in faces if face.sure}) or (0,)


def _any_sure(faces: Iterable[Face]) -> bool:
    return any(face.sure for face in faces)


def _standing_alike(faces: Sequence[Face]) -> list[Face]:
    """Take out finds to ask about that stand otherwise than all faces that need no asking: most are hands and folds."""
    sure = [face for face in faces if face.sure]
    if not sure:
        return list(faces)
    return [face for face in faces if any(abs(_between(face.turn, other.turn)) <= _ALIKE for other in sure)]


def _between(one: float, other: float) -> float:
    """Degrees, -180 to 180, from one turn to another."""
    return (one - other + 180) % 360 - 180


def _seen_at(photo: Image.Image, search: _Search) -> tuple[Tensor, float]:
    """A photo as a search sees it, (1, 3, H, W), and how many pixels of the photo one of it stands for."""
    width, height = photo.size
    most = search.longest**2 / _ASPECT
    shrink = min(1.0, max(search.longest / max(photo.size), math.sqrt(most / (width * height))))
    if shrink < 1:
        size = max(1, round(width * shrink)), max(1, round(height * shrink))
        photo = photo.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return photos.to_tensor(photo), max(width, height) / max(photo.size)


def _finds(networks: Mtcnn, picture: Tensor, search: _Search, turns: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Points (5, 2) and corners (2, 2) of what one search finds in a picture with one turn."""
    shape = picture.shape[-2:]
    border = round(search.border * min(max(shape), _ASPECT * min(shape)))
    found = detect(networks, _on_grey(torch.rot90(picture, -turns, (2, 3)), border), search.smallest)
    for box, score, points in zip(found.boxes, found.scores, found.points, strict=True):
        if score >= search.score:
            corners = _turned_back(box.view(2, 2) - border, turns, shape)
            yield _turned_back(points - border, turns, shape), corners


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
    in_photo = tuple((x, y) for x, y in (points * scale).tolist())
    return Face(_edges(box * scale), in_photo, score, frame.scaled(scale))


def _edges(corners: Tensor) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the rectangle between two opposite corners, (2, 2)."""
    (left, top), (right, bottom) = corners.tolist()
    return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


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
    seen = stretch_if_dull(torch.cat([read_square(picture, square, ONET_SIZE) for square in squares]))
    scores, _, points = networks.onet(torch.cat([seen, seen.flip(3)]))
    straight, mirrored = points.chunk(2)
    mirrored = torch.stack([1 - mirrored[..., 0], mirrored[..., 1]], -1)[:, [1, 0, 2, 4, 3]]
    sides = torch.tensor([look.a for look in _LOOKS])[:, None, None]
    corners = torch.tensor([[look.x, look.y] for look in _LOOKS])[:, None]
    return float(scores.mean()), ((straight + mirrored) / 2 * sides + corners).mean(0)


def _within(box: Tensor, face: Face, scale: float) -> bool:
    """Whether a find stands where a face is, so that it is that face or a part of it."""
    both = torch.tensor([[*face.box, 1.0], [*_edges(box * scale), 0.0]])
    return len(nms(both, _IN_COMMON, of_smaller=True)) == 1


def _distinct(faces: list[Face]) -> list[Face]:
    """Take out what was found twice, or within another face, keeping the surest."""
    if not faces:
        return []
    boxes = torch.tensor([[*face.box, face.score] for face in faces])
    return [faces[index] for index in nms(boxes, _IN_COMMON, of_smaller=True).tolist()]
