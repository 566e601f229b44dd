"""`python -m facevae COMMAND PHOTO ... --out FOLDER`: restore, denoise or cut out the faces of many photos."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from facevae import batch
from facevae.conventions import MAX_SIGMA
from facevae.model import STYLES

OUT_OF = 255
"""Noise is told on the scale of 8-bit colours."""

LARGEST = 1024
"""Most pixels of a side of a crop."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the command and its arguments; None takes the program's own.
    Returns:
        0 when all photos are done, 1 when some failed, 2 when what was asked for makes no sense, 130 after Ctrl-C.
    """
    args = _parser().parse_args(argv)
    try:
        return batch.run(
            args.job(args),
            args.photos,
            args.out,
            model=args.model,
            workers=args.workers,
            overwrite=args.overwrite,
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m facevae",
        description="Do many photos. What is written keeps size, colour profile and format of each (a JPEG, or else a "
        "PNG), and holds no place, time or camera. One that cannot be done stops none; the same command goes on where "
        "it was stopped.",
        epilog="Exit status: 0 all done, 1 some failed, 2 wrong usage, 130 stopped by Ctrl-C.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_restore(commands)
    _add_denoise(commands)
    _add_align(commands)
    return parser


def _add_restore(commands: argparse._SubParsersAction) -> None:
    words = "mend scratches, creases and dust, faces by the model and the rest from what is beside each mark"
    parser = _command(commands, "restore", words, _restore)
    parser.add_argument("--doubtful", action="store_true", help="mend lines that may be a brow or glasses, too")
    _add_drawing(parser)
    _add_noise(parser, "noise to remove from the faces, too; none is removed unless given")
    _add_all_faces(parser)


def _add_denoise(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "denoise", "remove noise from faces", _denoise)
    _add_drawing(parser)
    _add_noise(parser, "noise in the faces; estimated for each unless given, and one without noise stays as it is")
    _add_which(parser)


def _add_align(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "align", "cut faces out, upright, as PNG: NAME-1.png is the most prominent", _align)
    parser.add_argument(
        "--size", type=_whole(1, LARGEST), metavar="PIXELS", help="side of a crop; the model's if not given"
    )
    _add_which(parser)


def _command(
    commands: argparse._SubParsersAction, name: str, words: str, job: Callable[[argparse.Namespace], batch.Job]
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    parser.set_defaults(job=job)
    parser.add_argument(
        "photos", nargs="+", metavar="PHOTO", help="a file, or a folder, which is searched with all folders in it"
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="where the results go, as the photos lie in their folder; photos are never written to",
    )
    parser.add_argument("--overwrite", action="store_true", help="make again what is there; else it is skipped")
    parser.add_argument(
        "--workers",
        type=_whole(1, 256),
        metavar="N",
        help="processes that work at once, each with one core and up to a gigabyte of memory; as many as there are "
        "cores, but no more than 4, unless given; their number changes no bit of a result",
    )
    parser.add_argument("--model", default="face", metavar="NAME", help="a folder of weights, or user/name on the Hub")
    return parser


def _add_drawing(parser: argparse.ArgumentParser) -> None:
    words = "how faces are drawn: faithful, which errs least (the default), or real, with made-up details"
    parser.add_argument("--style", choices=STYLES, default=STYLES[0], help=words)


def _add_noise(parser: argparse.ArgumentParser, words: str) -> None:
    scale = f"standard deviation out of {OUT_OF} in a face at the model's size"
    parser.add_argument("--sigma", type=_number(0, OUT_OF * MAX_SIGMA), metavar="S", help=f"{words}; {scale}")
    words = "from 0, the noisy face, to 1, the model's; 0.5 (the default) weighs them as well as can be"
    parser.add_argument("--strength", type=_number(0, 1), default=0.5, metavar="X", help=words)


def _add_which(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--one-face", action="store_const", dest="faces", const="one", default="sure", help="only the most prominent"
    )
    _add_all_faces(which)


def _add_all_faces(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--all-faces",
        action="store_const",
        dest="faces",
        const="all",
        default="sure",
        help="also finds that may be no face, about which the app would ask",
    )


def _restore(args: argparse.Namespace) -> batch.Restore:
    return batch.Restore(args.style, args.doubtful, _sigma(args), args.strength, args.faces)


def _denoise(args: argparse.Namespace) -> batch.Denoise:
    return batch.Denoise(_sigma(args), args.strength, args.style, args.faces)


def _align(args: argparse.Namespace) -> batch.Align:
    return batch.Align(args.size, args.faces)


def _sigma(args: argparse.Namespace) -> float | None:
    return None if args.sigma is None else args.sigma / OUT_OF


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is no whole number from {least} to {most}")
        return int(text)

    return read


def _number(least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text} is no number from {least:g} to {most:g}")
        return value

    return read


if __name__ == "__main__":
    sys.exit(main())
