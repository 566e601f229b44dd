"""What is deployed starts as a free Space does: on ZeroGPU, which ends what has no function for its GPU."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from train.commands import deploy

STAND_IN = """
import os, urllib.request
import gradio

decorated, launch = [], gradio.Blocks.launch

def GPU(duration):
    return decorated.append

def report_and_launch(self, *arguments, **settings):
    if decorated:
        urllib.request.urlopen(os.environ["SPACES_ZERO_DEVICE_API_URL"] + "/startup-report", b"")
    return launch(self, *arguments, **settings)

gradio.Blocks.launch = report_and_launch
"""
"""As much of the package `spaces`, which is there on that hardware alone, as starting needs."""

WAIT = 270
"""Seconds for the app to start, many times what it takes: a bound against waiting for ever."""


class Device(ThreadingHTTPServer):
    """The platform's side; `asked` has all that it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []
        self.reported = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


class _Answer(BaseHTTPRequestHandler):
    server: Device

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        self.server.reported.set()
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def device() -> Iterator[Device]:
    device = Device()
    yield device
    device.shutdown()
    device.server_close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def space(tmp_path, device) -> Iterator[tuple[str, subprocess.Popen]]:
    """The app's address and process, started from the files of a Space and with nothing else of the checkout."""
    root, package, port = tmp_path / "space", tmp_path / "platform", _free_port()
    (tmp_path / "temporary").mkdir()
    for name, content in deploy.collect(deploy.ROOT).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(content, root / name)
    package.mkdir()
    (package / "spaces.py").write_text(STAND_IN)
    settings = {
        "SPACES_ZERO_GPU": "true",
        "SPACES_ZERO_DEVICE_API_URL": f"http://127.0.0.1:{device.server_port}",
        "GRADIO_SERVER_PORT": str(port),
        "PYTHONPATH": str(package),
        "NO_PROXY": "127.0.0.1",
        "TMPDIR": str(tmp_path / "temporary"),
    }
    left = {name: value for name, value in os.environ.items() if not name.startswith(("GRADIO_", "FACEVAE_"))}
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "app.py"]
        process = subprocess.Popen(command, cwd=root, env={**left, **settings}, stdout=subprocess.PIPE, stderr=log)
    watchdog = threading.Timer(WAIT, process.kill)
    watchdog.start()
    try:
        lines = iter(process.stdout.readline, b"")
        serving = any(b"Running on" in line for line in lines)
        assert serving, (tmp_path / "log").read_text("utf-8")
        yield f"http://127.0.0.1:{port}/", process
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.slow
def test_it_reports_its_start_serves_the_page_asks_for_no_gpu_and_leaves_nothing(space, device, tmp_path):
    address, process = space
    assert device.reported.is_set()
    with urllib.request.urlopen(address) as page:
        assert page.status == 200
        assert b"FaceVAE" in page.read()
    assert device.asked == ["/startup-report"]
    assert [folder.name for folder in (tmp_path / "temporary").glob("facevae-*")]
    process.terminate()
    assert process.wait(WAIT) == 0
    assert not list((tmp_path / "temporary").glob("facevae-*"))


def test_elsewhere_nothing_is_registered(monkeypatch):
    import app

    monkeypatch.delenv("SPACES_ZERO_GPU", raising=False)
    monkeypatch.setitem(sys.modules, "spaces", None)  # an import of it would fail
    app._register_on_zero_gpu()
