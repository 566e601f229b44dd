"""Reading in a cell: the same as reading here, and a sentence for whatever makes the cell end."""

import os
import signal
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from facevae import photos
from facevae.photos import cell, color_management
from facevae.photos.cell import originals, process
from facevae.photos.cell.process import Worker
from tests.support import samples
from tests.support.pictures import profile, saved

TEAL = Image.new("RGB", (48, 32), (0, 128, 128))
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limits")


@pytest.fixture
def worker():
    """Return a worker of this test alone."""
    made = Worker()
    yield made
    made.stop()


def _read(worker, file):
    request = {"task": "read", "bytes": len(file)}
    return worker.ask(request, lambda stream: stream.write(file), originals.receive).format


@pytest.mark.parametrize("kind", photos.FORMATS)
def test_every_kind_of_picture_comes_out_as_it_does_here(kind):
    for file in samples.files()[kind].values():
        there, here = cell.read(file), photos.read(file)
        for name in (field.name for field in fields(photos.Original)):
            one, other = getattr(there, name), getattr(here, name)
            if isinstance(other, Image.Image):
                one, other = (one.mode, one.size, one.tobytes()), (other.mode, other.size, other.tobytes())
            assert one == other, name


def test_a_photo_of_many_strips_arrives_whole(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (1201, 1999, 4), dtype=np.uint8)
    path = tmp_path / "photo.png"
    path.write_bytes(saved(Image.fromarray(pixels), "PNG"))
    original = cell.read(path)
    assert np.array_equal(original.native, pixels[..., :3])
    assert np.array_equal(original.alpha, pixels[..., 3])


def test_a_sentence_comes_back_as_it_was_said():
    with pytest.raises(photos.PhotoError, match=r"needs at least 16 each way\.$"):
        cell.read(saved(TEAL.resize((15, 15)), "PNG"))


def test_a_file_that_is_too_large_is_not_even_sent(monkeypatch):
    monkeypatch.setattr(photos.reader, "MAX_BYTES", 99)
    monkeypatch.setattr(cell.pool, "_POOL", None)
    with pytest.raises(photos.PhotoError, match="the most that is read"):
        cell.read(bytes(100))


def test_colours_of_a_profile_are_those_that_come_out_here():
    wide = profile("wide")
    assert cell.from_srgb(TEAL, wide, "RGB").tobytes() == color_management.from_srgb(TEAL, wide, "RGB").tobytes()
    assert cell.from_srgb(TEAL, None, "L").tobytes() == TEAL.convert("L").tobytes()


def test_a_painted_mask_says_where_it_is_opaque():
    painted = Image.new("RGBA", (5, 4))
    painted.putpixel((3, 1), (255, 255, 255, 200))
    alpha = np.asarray(cell.painted_alpha(saved(painted, "PNG"), (5, 4)))
    assert alpha[1, 3] == 200
    assert alpha.sum() == 200
    with pytest.raises(photos.PhotoError, match="has 5 x 4 pixels; it needs 4 x 5"):
        cell.painted_alpha(saved(painted, "PNG"), (4, 5))


def test_one_worker_reads_one_file_after_the_other(worker):
    assert [_read(worker, saved(TEAL, kind)) for kind in ("PNG", "WEBP", "GIF")] == ["PNG", "WEBP", "GIF"]


def test_a_worker_that_fails_ends_with_a_sentence_and_the_next_file_is_read(worker):
    with pytest.raises(photos.PhotoError, match="stopped the program that was to read it"):
        worker.ask({"task": "no such task"}, lambda stream: None, lambda stream, head: None)
    assert not worker.alive
    assert cell.read(saved(TEAL, "PNG")).photo.tobytes() == TEAL.tobytes()


def test_what_is_written_beyond_an_answer_is_no_answer_to_the_next_file(worker):
    file = saved(TEAL, "PNG")
    # Its pixels are not read, as if that process had written more than it was asked for.
    worker.ask({"task": "read", "bytes": len(file)}, lambda stream: stream.write(file), lambda stream, head: None)
    with pytest.raises(photos.PhotoError, match="stopped the program that was to read it"):
        _read(worker, saved(TEAL, "WEBP"))
    assert not worker.alive


def test_an_answer_that_cannot_be_right_is_not_believed(worker):
    def refuse(stream, head):
        raise process.WireError("made up")

    file = saved(TEAL, "PNG")
    with pytest.raises(photos.PhotoError, match="stopped the program that was to read it"):
        worker.ask({"task": "read", "bytes": len(file)}, lambda stream: stream.write(file), refuse)
    assert not worker.alive


@ON_LINUX
def test_a_worker_that_does_not_answer_is_ended(worker, monkeypatch):
    _read(worker, saved(TEAL, "PNG"))
    monkeypatch.setattr(process, "SECONDS", 0.2)
    os.kill(worker._process.pid, signal.SIGSTOP)
    with pytest.raises(photos.PhotoError, match="takes too long to read"):
        _read(worker, saved(TEAL, "PNG"))
    assert not worker.alive


@ON_LINUX
def test_a_worker_knows_no_secret_and_no_torch(monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "a secret")
    worker = Worker()
    _read(worker, saved(TEAL, "PNG"))
    told, loaded = (Path(f"/proc/{worker._process.pid}/{name}").read_bytes() for name in ("environ", "maps"))
    worker.stop()
    assert b"a secret" not in told
    assert b"_imaging" in loaded
    assert b"libtorch" not in loaded


@ON_LINUX
def test_a_worker_ends_with_its_app():
    code = "import os; from facevae.photos.cell.process import Worker; print(Worker()._process.pid); os._exit(0)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=Path(__file__).parents[3])
    # Its input ended with the app; what is left of it waits for nothing.
    descriptor = _watch(int(done.stdout))
    if descriptor is not None:
        with os.fdopen(descriptor):
            _wait(descriptor)


def _watch(pid):
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def _wait(descriptor, seconds=30):
    import select

    assert select.select([descriptor], [], [], seconds)[0]
