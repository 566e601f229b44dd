"""Start the app: load the model, draw the page, serve it.

    python app.py
    python app.py --lecture            (the page opens with the shipped lecture)
    python app.py --lecture FILE       (with another one; facevae/lecture/lecture.toml is an example)

GRADIO_SERVER_NAME and GRADIO_SERVER_PORT say where it listens; FACEVAE_MODEL names another model, a folder under
checkpoints/ or a Hub repository.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import facevae
from facevae.lecture import SHIPPED, LectureError
from facevae.ui.components import machine


def main(arguments: Sequence[str] = ()) -> int:
    """Serve the app until it is stopped; returns the exit status, 2 for a lecture that cannot be held."""
    asked = _parser().parse_args(arguments)
    _register_on_zero_gpu()
    machine.settle()
    name = os.environ.get("FACEVAE_MODEL", "face")
    try:
        model = facevae.load(name)
        # Imported here, because Gradio takes seconds and a missing model should be reported at once.
        from facevae.ui.app import build_demo
        from facevae.ui.lecture.plan import read_lecture
        from facevae.ui.tabs.registry import TABS

        lecture = read_lecture(asked.lecture, [tab.key for tab in TABS]) if asked.lecture else None
        demo = build_demo(model, lecture=lecture)
    except LectureError as error:
        print(error, file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        print(f"FaceVAE cannot start: {error}", file=sys.stderr)
        return 1
    print(f"To let a room vote on /vote, the presenter needs this key: {demo.voting.key}", flush=True)
    if lecture is not None:
        print("Whoever opens the page with #presenter= and that key behind its address is the presenter.", flush=True)
    # Whoever stops a container or a service does it by this signal, which would leave the app's files on the disk.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    demo.launch()
    return 0


def _register_on_zero_gpu() -> None:
    """Let the hardware of free Spaces start the app: it starts only those that have a function for its GPU."""
    if os.environ.get("SPACES_ZERO_GPU"):
        # There on that hardware alone, and no requirement.
        import spaces

        spaces.GPU(duration=1)(_never_called)


def _never_called() -> None:
    """Stand for a function that needs a GPU; none does, and a call would cost the visitor some of the day's quota."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Serve FaceVAE.")
    parser.add_argument(
        "--lecture",
        nargs="?",
        const=SHIPPED,
        type=Path,
        metavar="FILE",
        help="let the page open with a lecture: the shipped one, or that of a TOML file",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
