"""Start the app: load the model, draw the page, serve it.

    python app.py

GRADIO_SERVER_NAME and GRADIO_SERVER_PORT say where it listens; FACEVAE_MODEL names another model, a folder under
checkpoints/ or a Hub repository.
"""

from __future__ import annotations

import os
import sys

import facevae


def main() -> int:
    """Serve the app until it is stopped; returns the exit status."""
    name = os.environ.get("FACEVAE_MODEL", "face")
    try:
        model = facevae.load(name)
        # Imported here, because Gradio takes seconds and a missing model should be reported at once.
        from facevae.ui.app import build_demo

        demo = build_demo(model)
    except (OSError, ValueError) as error:
        print(f"FaceVAE cannot start: {error}", file=sys.stderr)
        return 1
    print(f"To let a room vote on /vote, the presenter needs this key: {demo.voting.key}", flush=True)
    demo.launch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
