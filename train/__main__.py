"""`python -m train COMMAND`: prepare the data, then fit and evaluate models."""

from __future__ import annotations

import argparse
import importlib
import sys

from train import TrainError

COMMANDS = {
    "prepare": "read UTKFace and write square faces, without copies and split for training",
    "soften": "draw training faces as the app does, for the detail stage",
    "fit": "train a model from a recipe",
    "detector": "bring the published face detector into this project's format",
    "judges": "bring published networks, which judge faces, into this project's format",
    "evaluate": "measure a model on faces it has not seen",
    "experiment": "train small VAEs on faces that differ in whom they show, and compare what they draw",
    "looks": "lay out filled eyes beside true ones, for people to tell apart",
    "tables": "write the figures into Markdown files",
    "figures": "draw the study of small VAEs and the loss curves",
    "ages": "average the ages of training faces over the map of a model with two numbers",
    "oldprint": "age a portrait into the old print that the app has among its examples",
    "publish": "push weights and their model card to the Hugging Face Hub",
    "deploy": "make the app a Space on the Hugging Face Hub, or bring one up to date",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the command and its arguments; None takes the program's own.
    Returns:
        0 on success, 1 when the command could not go on, 2 when what was asked for makes no sense.
    """
    argv = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="python -m train", description="Train FaceVAE's models.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, purpose in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=purpose, description=purpose.capitalize() + ".")
        # Only the command asked for is imported: the others may need packages that are not installed.
        if name in argv[:1]:
            module = importlib.import_module(f"train.commands.{name}")
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
    args = parser.parse_args(argv)
    try:
        return args.run(args)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}." if error.filename else error, file=sys.stderr)
        return 1
    except TrainError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
