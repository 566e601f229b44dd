"""What is read of whose face, and what the page may send."""

from __future__ import annotations

import dataclasses
import json

import gradio as gr
import pytest
import torch

from facevae import reading
from facevae.models.attributes import ETHNICITIES, GENDERS
from facevae.models.face_reader import FaceReader
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.reading import handlers
from facevae.ui.tabs.reading.handlers import ReadingHandlers, ReadingScreen
from facevae.ui.tabs.reading.map_board import MapBoard
from facevae.ui.tabs.reading.patch_face import SIZES, START, Patch, PatchFace
from facevae.ui.tabs.reading.sentences import UNREAD, held

PATCH = Patch(0.5, 0.4, SIZES[1], "grey")
LABELS = [f">{name}<" for name in (*GENDERS, *ETHNICITIES)]


@pytest.fixture
def screen() -> ReadingScreen:
    with gr.Blocks():
        maps = MapBoard(0, elem_id="maps", sides=[8, 4], fields=[{"stride": 2, "before": 3, "after": 4}] * 2, read=16)
        patch = PatchFace(elem_id="patch")
        return ReadingScreen(patch, gr.State(""), gr.Button(), gr.Markdown(), gr.HTML(), gr.Button(), gr.HTML(), maps)


@pytest.fixture
def on(tiny_model, tiny_reader, screen, monkeypatch) -> ReadingHandlers:
    monkeypatch.setattr(handlers, "face_reader", lambda: tiny_reader)
    monkeypatch.setattr(handlers, "STAGES", (0, 1))
    return ReadingHandlers(tiny_model, screen, None)


@pytest.fixture
def own(tiny_model, make_faces) -> CurrentFace:
    """A face as a visitor brings it."""
    return handlers.CurrentFace(make_faces(1, tiny_model.image_size), "Your photo", "", "0123")


@pytest.fixture
def shipped(own) -> CurrentFace:
    return dataclasses.replace(own, link="invented:1")


def sent(updates) -> str:
    """All that goes to the page, as text."""
    return json.dumps(list(updates.values()))


def test_nothing_is_read_of_a_visitors_face_unasked(on, screen, own, monkeypatch):
    def refuse(*_):
        raise AssertionError("read unasked")

    monkeypatch.setattr(FaceReader, "predict", refuse)
    for updates in (on.show_face(own, "", 0), on.show(own, "", PATCH), on.show(own, "another face", PATCH)):
        assert updates[screen.panel] == UNREAD
        assert not any(label in sent(updates) for label in LABELS)
    assert on.show_face(own, "", 0)[screen.ask]["visible"]
    assert [*on.draw(own, "", PATCH)] == [gr.skip()]


def test_asked_for_the_age_is_read_and_nothing_else(on, screen, own, tiny_reader):
    updates = on.ask(own, None)
    assert updates[screen.asked] == own.key
    assert f"<strong>{float(tiny_reader.predict(own.pixels).age):.1f}</strong>" in updates[screen.panel]
    for later in (updates, on.show(own, own.key, PATCH), on.show_face(own, own.key, 1), *on.draw(own, own.key, PATCH)):
        assert not any(label in sent(later) for label in LABELS)


def test_labels_are_shown_of_a_shipped_face(on, screen, shipped):
    panel = on.show_face(shipped, "", 0)[screen.panel]
    assert all(label in panel for label in LABELS)
    assert not on.show_face(shipped, "", 0)[screen.ask]["visible"]


@pytest.mark.parametrize("filler", reading.FILLERS)
def test_the_reading_with_a_patch_is_that_of_the_pixels_shown(on, screen, shipped, tiny_model, tiny_reader, filler):
    patch = dataclasses.replace(PATCH, filler=filler)
    updates = on.show(shipped, "", patch)
    mask = reading.patch_mask(tiny_model.image_size, patch.across, patch.down, patch.size)
    covered = reading.cover(tiny_model, shipped.pixels, mask, filler)
    age, before = (float(tiny_reader.predict(pixels).age) for pixels in (covered, shipped.pixels))
    assert f"Age {before:.1f} → <strong>{age:.1f}</strong>" in updates[screen.panel]
    assert updates[screen.patch]["made"] == {"on": True, **dataclasses.asdict(patch)}


def test_the_map_comes_row_by_row(on, screen, shipped):
    told = [updates[screen.map] for updates in on.draw(shipped, "", PATCH)]
    assert [page.count('data-way=""') for page in told] == [7 * left for left in (6, 5, 4, 3, 2, 1, 0)]
    assert "Row 1 of 7" in told[0]
    assert "at most" in told[-1]


def test_the_rows_of_maps_change_places_with_the_face(on, screen, shipped):
    one, other = (on.show_stage(dataclasses.replace(shipped, key=key), 1)[screen.maps] for key in ("0abc", "1abc"))
    assert (one["trained"], other["trained"]) == (0, 1)
    assert one["rows"] == other["rows"][::-1]
    assert [len(row) for row in one["rows"]] == [8, 8]


@pytest.mark.parametrize(
    "sent",
    [
        1,
        {},
        {**START, "on": True, "across": 1.5},
        {**START, "on": True, "size": 0.3},
        {**START, "on": True, "filler": "blur"},
        {**START, "on": True, "down": "low"},
    ],
)
def test_what_is_no_patch_is_refused(screen, sent):
    with pytest.raises(gr.Error, match="A patch has a place"):
        screen.patch.preprocess(sent)


def test_a_patch_is_none_until_it_lies_on_the_face(screen):
    assert screen.patch.preprocess(START) is None
    assert screen.patch.preprocess({**START, "on": True}) == Patch(0.5, 0.38, SIZES[1], "grey")


@pytest.mark.parametrize("stage", [-1, 2, 1.0, None, "1"])
def test_there_are_only_so_many_stages(screen, stage):
    with pytest.raises(gr.Error, match="A stage is"):
        screen.maps.preprocess(stage)


def test_the_range_is_told_as_it_was_measured():
    assert held({"age": {"in_range": {"mean": 0.903}}}) == "90 of 100 test faces"
    assert held(None) == "most faces"


def test_an_own_face_is_not_a_shipped_one(own, shipped):
    assert not own.public
    assert own != shipped
    assert torch.equal(own.pixels, shipped.pixels)
