"""What has to run without packages that only training or evaluation need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APP = "import facevae, facevae.ui.app, app; facevae.load('face')"
BATCH = "import facevae.__main__"
FIT = "import train.commands.fit, train.engine.trainer, train.objectives"


@pytest.mark.parametrize(
    ("missing", "code"),
    [(("torchvision", "piqa"), APP), (("gradio", "matplotlib", "av"), BATCH), (("piqa", "gradio"), FIT)],
    ids=["app", "batch", "fit"],
)
def test_it_runs_without(missing, code):
    # None in place of a module makes its import fail, as where it is not installed.
    block = f"import sys; sys.modules.update(dict.fromkeys({missing!r}))"
    done = subprocess.run([sys.executable, "-c", f"{block}; {code}"], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
