"""`python -m train soften`: draw training faces as the app does, for the detail stage to learn from."""

from __future__ import annotations

import argparse
from pathlib import Path

SPLITS = ("train", "val")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--model", default="face", help="the model that draws them; face unless given")
    parser.add_argument("--data", type=Path, default=Path("data/faces-128.parquet"), help="prepared faces")
    parser.add_argument("--out", type=Path, default=Path("data/soft-128"), metavar="DIR", help="folder to write to")
    parser.add_argument("--train", type=int, default=40_000, metavar="N", help="soft faces of the training split")
    parser.add_argument("--val", type=int, default=480, metavar="N", help="soft faces of the validation split")


def run(args: argparse.Namespace) -> int:
    """Draw, or go on drawing where an earlier call stopped.

    Raises:
        TrainError: the faces are missing or of another size than the files that are there.
    """
    import torch
    from tqdm import tqdm

    import facevae
    from train.commands.fit import VALIDATION_FACES
    from train.data import parquet, soft_faces

    model = facevae.load(args.model).to("cuda" if torch.cuda.is_available() else "cpu")
    for split in SPLITS[::-1]:
        wanted = getattr(args, split)
        faces = parquet.load(args.data, split=split, limit=VALIDATION_FACES if split == "val" else None).faces
        path = args.out / f"{split}.npy"
        with tqdm(total=wanted, desc=f"Soft {split} faces", unit="face") as bar:
            for made in soft_faces.make(model, faces, path, wanted):
                bar.update(made - bar.n)
    return 0
