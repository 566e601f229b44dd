"""Messages of a cell: what was sent arrives, and whatever could not have been sent is refused."""

import io
import json
import math
import pickle
import struct

import pytest
from PIL import Image

from facevae import photos
from facevae.photos.cell import originals, wire
from tests.support.pictures import saved

PICTURE = Image.new("RGB", (20, 16), (1, 2, 3))
ORIGINAL = photos.read(saved(PICTURE, "JPEG", dpi=(300, 200), quality=50))


def _message(**changes):
    """Return the message of `ORIGINAL` with a few things changed in its head."""
    stream = io.BytesIO()
    originals.send(stream, ORIGINAL)
    stream.seek(0)
    head = wire.receive(stream) | changes
    rest = stream.read()
    message = io.BytesIO()
    wire.send(message, head)
    return message.getvalue() + rest


def _receive(message):
    stream = io.BytesIO(message)
    return originals.receive(stream, wire.receive(stream))


def test_what_was_sent_arrives():
    arrived = _receive(_message())
    assert arrived.photo.tobytes() == ORIGINAL.photo.tobytes()
    assert (arrived.tables, arrived.subsampling) == (ORIGINAL.tables, ORIGINAL.subsampling)
    assert arrived.resolution == pytest.approx((300, 200), abs=1)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "EPS"},
        {"profile": -1},
        {"profile": 2**40},
        {"profile": True},
        {"chunks": 2**40},
        {"pictures": {}},
        {"pictures": {"photo": ["RGB", 2**20, 16]}},
        {"pictures": {"photo": ["RGB", 0, 16]}},
        {"pictures": {"photo": ["RGBA", 20, 16]}},
        {"pictures": {"photo": ["RGB", 20]}},
        {"pictures": {"photo": ["RGB", 20, 16], "alpha": ["L", 10, 16]}},
        {"pictures": {"photo": ["RGB", 20, 16], "another": ["L", 20, 16]}},
        {"tables": [[1] * 63]},
        {"tables": [["1"] * 64]},
        {"tables": [[1] * 64] * 5},
        {"tables": [[2**16] * 64]},
        {"subsampling": 3},
        {"resolution": [math.nan, 1.0]},
        {"resolution": [300]},
        {"resolution": [-1, 1]},
        {"incomplete": "x" * 401},
        {"incomplete": "two\nlines"},
        {"incomplete": None},
        {"lost": ["a sentence."] * 9},
        {"lost": "a sentence."},
    ],
    ids=str,
)
def test_what_could_not_have_been_sent_is_refused(change):
    with pytest.raises(wire.WireError):
        _receive(_message(**change))


@pytest.mark.parametrize("length", [0, 3, 4, 40, -1])
def test_a_message_that_stops_is_refused(length):
    with pytest.raises(wire.WireError):
        _receive(_message()[:length])


@pytest.mark.parametrize(
    "head",
    [pickle.dumps(ORIGINAL.tables), b"[]", b"{", b"\xff\xfe{}", json.dumps("x" * wire.MOST_HEAD).encode()],
    ids=["pickle", "list", "half", "no text", "endless"],
)
def test_a_head_that_is_none_is_refused(head):
    with pytest.raises(wire.WireError):
        wire.receive(io.BytesIO(struct.pack("<I", len(head)) + head))
