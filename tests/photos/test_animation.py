"""Films of faces: their frames and their colours."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest
import torch
from PIL import Image

from facevae.photos import animation
from facevae.photos.animation import ENCODERS, FRAME_MS, HOLD, FilmError, gif, mp4, there_and_back
from tests.support.films import without_encoders

GREYS = torch.linspace(0.2, 0.8, 6)
THERE_AND_BACK = [*[0.2] * HOLD, 0.32, 0.44, 0.56, 0.68, *[0.8] * HOLD, 0.68, 0.56, 0.44, 0.32]


@pytest.fixture
def greys():
    """Six plain pictures from dark to light."""
    return GREYS.view(6, 1, 1, 1).expand(6, 3, 16, 16)


def gif_frames(data):
    """Every frame as (side, side, 3) in [0, 1], and for how many milliseconds it is shown."""
    picture, frames, durations = Image.open(io.BytesIO(data)), [], []
    for index in range(picture.n_frames):
        picture.seek(index)
        frames.append(np.asarray(picture.convert("RGB")) / 255)
        durations.append(picture.info["duration"])
    return frames, durations


def film_frames(data):
    with av.open(io.BytesIO(data)) as film:
        return [frame.to_ndarray(format="rgb24") / 255 for frame in film.decode(video=0)]


def boxes(data):
    """The names of an MP4's outermost boxes, in order."""
    names, at = [], 0
    while at < len(data):
        names.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4], "big")
    return names


def test_frames_go_there_and_back_and_the_ends_wait():
    assert there_and_back("abcd") == [*"a" * HOLD, "b", "c", *"d" * HOLD, "c", "b"]
    assert there_and_back("ab") == [*"a" * HOLD, *"b" * HOLD]


def test_a_gif_shows_its_frames_in_order_for_ever(greys):
    frames, durations = gif_frames(gif(greys, side=32))
    # Frames that stay the same are one frame that is shown longer.
    assert durations == [HOLD * FRAME_MS, *[FRAME_MS] * 4, HOLD * FRAME_MS, *[FRAME_MS] * 4]
    once = list(dict.fromkeys(THERE_AND_BACK[: HOLD + 5]))
    np.testing.assert_allclose([frame.mean() for frame in frames], [*once, *once[-2:0:-1]], atol=0.01)
    assert Image.open(io.BytesIO(gif(greys))).info["loop"] == 0


@pytest.mark.parametrize("missing", [(), ("libx264",)])
def test_a_film_shows_its_frames_in_order(greys, monkeypatch, missing):
    without_encoders(monkeypatch, *missing)
    frames = film_frames(mp4(greys, side=32))
    np.testing.assert_allclose([frame.mean() for frame in frames], THERE_AND_BACK, atol=0.01)


@pytest.mark.parametrize(("missing", "kind"), [((), "h264"), (("libx264",), "vp9")])
def test_a_film_is_of_the_kind_that_browsers_play_and_begins_before_it_has_arrived(greys, monkeypatch, missing, kind):
    without_encoders(monkeypatch, *missing)
    data = mp4(greys)
    with av.open(io.BytesIO(data)) as film:
        stream = film.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == (kind, "yuv420p")
        assert (stream.width, stream.height) == (animation.MP4_SIDE,) * 2
        assert stream.average_rate * FRAME_MS == 1000
    assert boxes(data).index("moov") < boxes(data).index("mdat")


@pytest.mark.parametrize(("write", "read"), [(gif, lambda data: gif_frames(data)[0]), (mp4, film_frames)])
def test_the_faces_can_be_recognised(make_faces, write, read):
    faces = make_faces(5)
    frames = read(write(faces, side=128))
    shown = torch.from_numpy(np.stack(frames)).permute(0, 3, 1, 2).float()
    first, last = shown[0], shown[4 if write is gif else HOLD + 4]
    small = torch.nn.functional.avg_pool2d(torch.stack([first, last]), 4)
    assert (small - faces[[0, -1]]).abs().mean() < 0.02


def test_what_does_not_move_keeps_its_colours_in_every_frame_of_a_gif(make_faces):
    faces = make_faces(1).repeat(6, 1, 1, 1)
    faces[:, :, 24:] = GREYS.view(6, 1, 1, 1)
    frames, _ = gif_frames(gif(faces, side=64))
    for frame in frames[1:]:
        assert np.array_equal(frame[:40], frames[0][:40])


def test_a_rare_colour_stays_what_it_is():
    light = torch.linspace(0, 0.15, 32)[:, None] + torch.linspace(-0.3, 0.05, 32)
    skin = torch.tensor([0.8, 0.6, 0.5])[:, None, None] + light
    faces = (skin + torch.tensor([0.0, 0.02, 0.04]).view(3, 1, 1, 1)).clamp(0, 1)
    faces[..., 15, 14] = torch.tensor([0.85, 0.95, 1.0])
    frames, _ = gif_frames(gif(faces, side=32))
    for frame in frames:
        np.testing.assert_allclose(frame[15, 14], [0.85, 0.95, 1.0], atol=0.03)


@pytest.mark.parametrize(("write", "missing"), [(gif, ()), (mp4, ()), (mp4, ("libx264",))])
def test_the_same_faces_give_the_same_file_and_stay_as_they_are(make_faces, monkeypatch, write, missing):
    without_encoders(monkeypatch, *missing)
    faces = make_faces(3)
    before = faces.clone()
    assert write(faces, side=32) == write(faces, side=32)
    assert torch.equal(faces, before)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: gif(torch.zeros(1, 3, 8, 8)), "at least two"),
        (lambda: mp4(torch.zeros(1, 3, 8, 8)), "at least two"),
        (lambda: mp4(torch.zeros(2, 3, 8, 8), side=33), "even"),
        (lambda: gif(torch.full((2, 3, 8, 8), 2.0)), r"\[0, 1\]"),
    ],
)
def test_what_cannot_be_filmed_is_said_in_one_sentence(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_without_any_encoder_one_sentence_says_so_and_a_gif_is_made_all_the_same(greys, monkeypatch):
    without_encoders(monkeypatch, *(known.name for known in ENCODERS))
    with pytest.raises(FilmError, match=r"can write no film: its build has neither libx264 nor libvpx-vp9\.$"):
        mp4(greys)
    assert gif(greys).startswith(b"GIF89a")
