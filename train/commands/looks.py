"""`python -m train looks`: lay out filled eyes beside true ones, in random order, for people to tell apart."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw
from torch import Tensor

import facevae
from facevae import FaceVae, photos, restore
from facevae.damage.masks import eyes
from train import TrainError
from train.data.examples import to_float
from train.evaluation.harness import heldout_faces
from train.evaluation.measures.inpainting import NINE
from train.evaluation.measures.real_faces import STRIP

SHEET, KEY = "looks.png", "key.csv"

COLUMNS = 4
"""Pairs beside one another."""

ZOOM = 3
"""Pixels of the sheet, each way, for one of a face."""

MARGIN, LINE = 24, 36
"""White around a pair, and height of the line with its number, in pixels."""

SIDES = ("left", "right")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--model", default="face", help="the model that fills the eyes; face unless given")
    data_help = "prepared faces, of which test faces are taken (default data/faces-128.parquet)"
    parser.add_argument("--data", type=Path, default=Path("data/faces-128.parquet"), metavar="FILE", help=data_help)
    out_help = f"folder for {SHEET} and {KEY}, which show and name test faces (default looks)"
    parser.add_argument("--out", type=Path, default=Path("looks"), metavar="FOLDER", help=out_help)
    parser.add_argument("--pairs", type=int, default=40, metavar="N", help="how many (default 40)")
    seed_help = "of the faces, fillings and sides (default 0)"
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=seed_help)


def run(args: argparse.Namespace) -> int:
    """Write a sheet of numbered pairs, a photo's eyes and filled ones, and which is which.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        ValueError: no pairs, or a model without a restorer or a detail stage.
        TrainError: the data cannot be used, or holds fewer test faces.
        OSError: the disk refuses.
    """
    if args.pairs < 1:
        raise ValueError(f"--pairs is {args.pairs}; give at least 1.")
    model = facevae.load(args.model)
    faces = heldout_faces.load(args.data, model.image_size).faces
    if len(faces) < args.pairs:
        raise TrainError(f"{args.data} holds {len(faces)} test faces; give at most as many --pairs.")
    generator = torch.Generator().manual_seed(args.seed)
    chosen = torch.randperm(len(faces), generator=generator)[: args.pairs]
    true = to_float(faces[chosen])
    filled = torch.cat([fill(model, face[None], generator) for face in true])
    photo_is_right = torch.rand(args.pairs, generator=generator) < 0.5
    picture = sheet(arrange(true, filled, photo_is_right))
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / SHEET).write_bytes(photos.encode(picture, "PNG"))
    rows = zip(photo_is_right.tolist(), chosen.tolist(), strict=True)
    lines = [f"{number},{SIDES[right]},{face}" for number, (right, face) in enumerate(rows, start=1)]
    (args.out / KEY).write_text("\n".join(["pair,photo,test face", *lines, ""]), "utf-8")
    print(f"{args.pairs} pairs in {args.out / SHEET}; look before you open {args.out / KEY}.")
    return 0


def fill(model: FaceVae, face: Tensor, generator: torch.Generator) -> Tensor:
    """Hide the eyes of a face and fill them in, with details, in one of nine ways at random.

    Args:
        model: with a restorer and a detail stage.
        face: (1, 3, S, S) in [0, 1].
        generator: of everything random.
    Returns:
        (1, 3, S, S) in [0, 1].
    """
    mask = eyes(face.shape[-1])
    nine = restore.inpaint(model, face * (1 - mask), mask, NINE, generator)[
        :, int(torch.randint(NINE, (), generator=generator))
    ]
    return model.add_detail(nine, mask, generator=generator)


def arrange(true: Tensor, filled: Tensor, photo_is_right: Tensor) -> Tensor:
    """Put the strips around the eyes side by side.

    Args:
        true: (N, 3, S, S) in [0, 1].
        filled: the same faces, filled.
        photo_is_right: (N,) bool; whether the true one comes second.
    Returns:
        (N, 2, 3, H, S).
    """
    top, bottom = (round(row * true.shape[-1]) for row in STRIP)
    pairs = torch.stack([true, filled], dim=1)[..., top:bottom, :]
    return torch.where(photo_is_right[:, None, None, None, None], pairs.flip(1), pairs)


def sheet(pairs: Tensor) -> Image.Image:
    """Lay out numbered pairs, ``COLUMNS`` in a row and ``ZOOM`` times as large.

    Args:
        pairs: (N, 2, 3, H, W) in [0, 1].
    Returns:
        RGB picture.
    """
    large = F.interpolate(pairs.flatten(0, 1), scale_factor=ZOOM, mode="bicubic", align_corners=False).clamp(0, 1)
    height, width = large.shape[-2:]
    across, down = 2 * width + MARGIN + MARGIN // 4, height + LINE + MARGIN
    rows = -(-len(pairs) // COLUMNS)
    picture = Image.new("RGB", (MARGIN + min(COLUMNS, len(pairs)) * across, MARGIN + rows * down), "white")
    write = ImageDraw.Draw(picture)
    for index, pair in enumerate(large.unflatten(0, (-1, 2))):
        x, y = MARGIN + index % COLUMNS * across, MARGIN + index // COLUMNS * down
        write.text((x, y), str(index + 1), "black", font_size=0.8 * LINE)
        for side, strip in enumerate(pair):
            picture.paste(photos.from_tensor(strip[None]), (x + side * (width + MARGIN // 4), y + LINE))
    return picture
