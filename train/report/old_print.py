"""An old print of a photo: faded, grainy, scratched, dusty, creased, and torn at a corner."""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from PIL import Image, ImageDraw
from scipy import ndimage
from torch import Tensor

from facevae import photos
from facevae.color import brightness

SHADOW, PAPER, TABLE = (0.15, 0.115, 0.09), (0.89, 0.84, 0.74), (0.27, 0.24, 0.22)
"""RGB of the darkest tone of the print, of its paper, and of what it lies on."""

MARGIN, TORN = 0.028, 0.17
"""Width of the paper's margin and of the torn corner, as fractions of the print's width."""

SCRATCHES, SPECKS, HAIRS = 5, 110, 7

CREASE = (0.66, 0.045)
"""How far down the print was folded, as a fraction of the height, and how much lower the fold ends than it starts."""

_TONES = (0.10, 0.86)
_SOFT, _GRAIN, _STAINS = 1.2, 0.03, 0.05


def age(photo: Image.Image, width: int, generator: torch.Generator) -> Image.Image:
    """Age a photo into the scan of an old print of it.

    Scratches are 2 to 4 pixels wide whatever the width, and run from top to bottom: prints are pushed in and out of
    albums.

    Args:
        photo: RGB; what the print showed when it was new.
        width: of the scan in pixels.
        generator: CPU generator; the same seed gives the same print.
    Returns:
        RGB in the proportions of the photo, which fills it but for a margin of paper.
    """
    height = round(width * photo.height / photo.width)
    new = photos.to_tensor(photo.resize((width, height), Image.Resampling.LANCZOS))
    tone = _fade(brightness(new)[0, 0], generator)
    white, dark = _scratches(width, height, generator), _dirt(width, height, generator)
    broken, bent = _crease(width, height, generator)
    tone = tone * (1 - 0.22 * bent) * (1 - 0.75 * dark)
    tone = tone + (0.97 - tone) * torch.maximum(white, broken)
    margin = 0.98 + 0.02 * _cloud(tone.shape, 1.2, generator)
    tone = torch.where(_from_edge(tone.shape) < MARGIN * width, margin, tone)
    missing, core = _torn_corner(width, height, generator)
    scan = torch.lerp(_colour(SHADOW), _colour(PAPER), tone)
    scan = torch.lerp(scan, 1.06 * _colour(PAPER), core)
    return photos.from_tensor(torch.lerp(scan, _colour(TABLE), missing)[None])


def _colour(rgb: tuple[float, float, float]) -> Tensor:
    return torch.tensor(rgb)[:, None, None]


def _blur(plane: Tensor, sd: float) -> Tensor:
    return torch.from_numpy(ndimage.gaussian_filter(plane.numpy(), sd))


def _cloud(shape: tuple[int, ...], sd: float, generator: torch.Generator) -> Tensor:
    """Noise blurred by `sd` pixels, with a standard deviation of 1."""
    cloud = _blur(torch.randn(shape, generator=generator), sd)
    return cloud / cloud.std()


def _from_edge(shape: tuple[int, ...]) -> Tensor:
    """Distance of each pixel from the nearest edge, (H, W)."""
    down, across = (torch.minimum(torch.arange(n), torch.arange(n - 1, -1, -1)) for n in shape)
    return torch.minimum(down[:, None], across[None])


def _fade(tone: Tensor, generator: torch.Generator) -> Tensor:
    """Soften (H, W), take contrast away, most of it in stains and at the edges, and add the grain of the emulsion."""
    low, high = _TONES
    faded = low + (high - low) * _blur(tone, _SOFT).clamp(0, 1) ** 0.9
    stains = _STAINS * _cloud(tone.shape, tone.shape[1] / 9, generator)
    grain = _GRAIN * _cloud(tone.shape, 0.7, generator)
    down, across = (torch.linspace(-1, 1, n).abs() for n in tone.shape)
    bleached = 0.28 * torch.maximum(down[:, None], across[None]) ** 6 + stains.clamp(min=0)
    return (faded + (0.8 - faded) * bleached + stains.clamp(max=0) + grain).clamp(0, 1)


def _scratches(width: int, height: int, generator: torch.Generator) -> Tensor:
    canvas = _Canvas(width, height)
    for _ in range(SCRATCHES):
        start, slope, bend, thick, top, length = torch.rand(6, generator=generator).tolist()
        y = torch.linspace(0.3 * top, min(1.0, 0.3 * top + 0.45 + 0.6 * length), 60)
        down = y - y[0]
        x = 0.08 + 0.84 * start + 0.35 * (slope - 0.5) * down + 0.25 * (bend - 0.5) * down**2
        x = x + 0.0008 * torch.randn(60, generator=generator).cumsum(0)
        canvas.line(x, y, 1.8 + 2 * thick, torch.rand(60, generator=generator) > 0.06)
    return canvas.read()


def _dirt(width: int, height: int, generator: torch.Generator) -> Tensor:
    """Specks, most of them small, and curled hairs."""
    canvas = _Canvas(width, height)
    for _ in range(SPECKS):
        x, y, size = torch.rand(3, generator=generator).tolist()
        canvas.dot(x, y, 0.5 + 1.8 * size**4)
    for _ in range(HAIRS):
        x, y, turn, bend = torch.rand(4, generator=generator).tolist()
        angle = 2 * math.pi * turn + 5 * (bend - 0.5) * torch.linspace(0, 1, 24)
        canvas.line(x + 0.0019 * angle.cos().cumsum(0), y + 0.0019 * angle.sin().cumsum(0), 1)
    return canvas.read()


def _crease(width: int, height: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Where a fold across the print has broken the emulsion, and where the paper is bent beside it."""
    down, lower = CREASE
    x = torch.linspace(-0.01, 1.01, 160)
    y = down + lower * x + 0.0008 * torch.randn(160, generator=generator).cumsum(0)
    broken, bent = _Canvas(width, height), _Canvas(width, height)
    broken.line(x, y, 1.6, torch.rand(160, generator=generator) > 0.2)
    broken.line(x, y + 0.0015 * torch.randn(160, generator=generator), 0.7)
    bent.line(x, y + 0.006, 9)
    return broken.read(), _blur(bent.read(), width / 160)


def _torn_corner(width: int, height: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """What is missing in the upper right corner, and with it the rim where the paper's white core shows."""
    along = torch.linspace(0, 1, 60)
    rough = [0.008 * torch.randn(60, generator=generator).cumsum(0) for _ in range(2)]
    wave = 0.05 * (9 * along).sin() * (1 - along)
    drawn = []
    for rim in (0.0, 0.05):
        rim = rim * (1 + 4 * rough[1].abs())
        x = width - TORN * width * (1.15 * (1 - along) + rim - 0.3 * rough[0])
        y = TORN * width * (along + rough[1] + wave + rim)
        canvas = _Canvas(width, height)
        canvas.area(
            [*zip((x / width).tolist(), (y / height).tolist(), strict=True), (1.1, 0.2), (1.1, -0.1), (0.7, -0.1)]
        )
        drawn.append(canvas.read())
    return drawn[0], drawn[1]


class _Canvas:
    """White shapes on black; places are fractions of width and height, thicknesses are pixels.

    Args:
        width: in pixels.
        height: likewise.
    """

    _FINER = 3

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        self._picture = Image.new("L", (width * self._FINER, height * self._FINER))
        self._draw = ImageDraw.Draw(self._picture)

    def line(self, x: Tensor, y: Tensor, thick: float, there: Tensor | None = None) -> None:
        """Draw a line through N places; `there`, (N,) of bool, leaves pieces out."""
        places = self._places(zip(x.tolist(), y.tolist(), strict=True))
        drawn = [True] * len(places) if there is None else there.tolist()
        for first, second, seen in zip(places, places[1:], drawn, strict=False):
            if seen:
                self._draw.line([first, second], fill=255, width=round(thick * self._FINER))

    def dot(self, x: float, y: float, radius: float) -> None:
        """Draw a disc."""
        (centre,) = self._places([(x, y)])
        self._draw.circle(centre, radius * self._FINER, fill=255)

    def area(self, corners: Iterable[tuple[float, float]]) -> None:
        """Draw a polygon."""
        self._draw.polygon(self._places(corners), fill=255)

    def read(self) -> Tensor:
        """Return what was drawn, (H, W) in [0, 1]."""
        return photos.to_tensor(self._picture.resize(self._size, Image.Resampling.BOX).convert("RGB"))[0, 0]

    def _places(self, fractions: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x * self._picture.width, y * self._picture.height) for x, y in fractions]
