"""What a process that decodes may not do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CONFINED = "import os, socket\nfrom facevae.photos.cell.limits import confine\nconfine()\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limits")


def _outcome(code):
    """Return what confined code printed, and how it ended."""
    done = subprocess.run([sys.executable, "-c", CONFINED + code], check=False, capture_output=True, cwd=ROOT)
    return done.stdout.decode().strip(), done.returncode


@pytest.mark.parametrize(
    "deed",
    ["open('/dev/null')", "socket.socket()", "os.pipe()"],
    ids=["file", "connection", "pipe"],
)
def test_it_opens_nothing(deed):
    code = f"try:\n    {deed}\nexcept OSError as error:\n    print(error.errno)"
    assert _outcome(code) == ("24", 0)  # too many open files


@pytest.mark.skipif(os.geteuid() == 0, reason="root may raise its limits")
def test_it_cannot_have_its_limits_back():
    code = "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))"
    assert _outcome(code)[1] == 1


def test_it_has_little_memory():
    code = "try:\n    bytearray(2**31)\nexcept MemoryError:\n    print('no')\nprint(len(bytearray(2**29)))"
    assert _outcome(code) == ("no\n536870912", 0)
