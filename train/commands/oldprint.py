"""`python -m train oldprint`: age a portrait into the old print that the app has among its examples."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from facevae import photos
from facevae.files import replacing
from train import TrainError
from train.report import old_print

EXAMPLES = Path(__file__).resolve().parents[2] / "facevae" / "ui" / "photo" / "example_photos"
PORTRAIT, PRINT = "grace-hopper-photo.webp", "old-print-photo.webp"

WIDTH = 640

SEED = 9
"""Of the print: two scratches cross the face, and all that cross it are found by the app."""

QUALITY = 82


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    portrait_help = f"the photo (default: the example {PORTRAIT})"
    parser.add_argument("--portrait", type=Path, default=EXAMPLES / PORTRAIT, metavar="FILE", help=portrait_help)
    out_help = f"the WebP file to write (default: the example {PRINT})"
    parser.add_argument("--out", type=Path, default=EXAMPLES / PRINT, metavar="FILE", help=out_help)
    parser.add_argument("--seed", type=int, default=SEED, help=f"where scratches and dust are (default {SEED})")


def run(args: argparse.Namespace) -> int:
    """Read the portrait, age it, and write the print.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        TrainError: the portrait is no photo.
        OSError: a file cannot be read or written.
    """
    try:
        portrait = photos.open(args.portrait)
    except photos.PhotoError as error:
        raise TrainError(f"{args.portrait}: {error}") from error
    aged = old_print.age(portrait, WIDTH, torch.Generator().manual_seed(args.seed))
    data = photos.encode(aged, "WEBP", quality=QUALITY, method=6)
    with replacing(args.out) as part:
        part.write_bytes(data)
    print(f"{args.out}: {len(data):,} bytes")
    return 0
