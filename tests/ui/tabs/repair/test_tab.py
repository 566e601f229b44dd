"""The Repair tab: marks on the photo come in, the restored photo goes out."""

from __future__ import annotations

from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
import torch
from PIL import Image

from facevae import align, photos
from facevae.restore.scratch_photo import FoundMarks
from facevae.ui.components.dial import FAITHFUL, MIDDLE, REAL
from facevae.ui.components.mask_canvas import mask_uri
from facevae.ui.photo.current import Place, current_face
from facevae.ui.photo.store import PhotoStore, UploadedPhoto
from facevae.ui.tabs.repair import cache
from facevae.ui.tabs.repair.cache import RepairCache
from facevae.ui.tabs.repair.handlers import NOTHING, RepairHandlers
from facevae.ui.tabs.repair.marks import SMALL, box_of, is_small, no_marks
from facevae.ui.tabs.repair.result import RestoredView
from facevae.ui.tabs.repair.screen import RepairScreen
from tests.support.drawing import count_runs, with_details
from tests.support.photos import couple
from tests.support.pictures import saved

SCRATCH = slice(164, 169)


@pytest.fixture
def model(model):
    """The screen's model with a detail stage."""
    return with_details(model)


@pytest.fixture
def held(model, face):
    """Handlers, the components that they change, and the larger face of a scratched photo."""
    photo_store = PhotoStore()
    photo = couple()
    photo.paste((255, 255, 255), (0, 165, 640, 168))
    uploaded = UploadedPhoto(photos.read(saved(photo, "PNG")), tuple(align.find(couple())))
    token = photo_store.put(uploaded)
    place = Place(token, uploaded.faces[0])
    with gr.Blocks():
        view = RestoredView(photo_store, "test")
        made = {name: gr.Column() for name in ("tool", "no_photo")}
    names = ["marks", "automatic", "zoom", "dial", "words", "accept", "held", "own", "due", "stand_in"]
    screen = RepairScreen(**made, **{name: name for name in names}, result=view)
    repairs = RepairCache(model)
    return SimpleNamespace(
        handlers=RepairHandlers(photo_store, repairs, screen, face, Place(token, uploaded.faces[1])),
        repairs=repairs,
        screen=screen,
        view=view,
        uploaded=uploaded,
        token=token,
        first=face,
        face=current_face(align.cut(photo, uploaded.faces[0], 32).pixels, "Me", place=place),
        nothing=no_marks(token, uploaded.photo.size, (0, 0, *uploaded.photo.size)),
    )


def _canvas(painted: slice = slice(0, 0), erased: slice = slice(0, 0)) -> torch.Tensor:
    canvas = torch.zeros(1, 2, 320, 640)
    canvas[:, 0, painted], canvas[:, 1, erased] = 1, 1
    return canvas


def _last(updates) -> dict:
    """All that a handler has set by its end."""
    return {component: value for step in updates for component, value in step.items()}


def _restore(held, canvas, automatic=False, zoom=False, dial=MIDDLE, marks=None) -> dict:
    given = held.nothing if marks is None else marks
    return _last(held.handlers.restore(held.face, given, False, canvas, automatic, zoom, dial))


def _find(held, monkeypatch, certain: slice = slice(0, 0), doubtful: slice = slice(0, 0)) -> None:
    """Let the app find rows of the photo."""
    found = FoundMarks(np.zeros((320, 640), bool), np.zeros((320, 640), bool))
    found.certain[certain], found.doubtful[doubtful] = True, True
    monkeypatch.setattr(held.repairs, "find", lambda *_: found)


def test_nothing_is_restored_before_anything_is_marked(held):
    changed = _restore(held, _canvas())
    assert changed["words"] == NOTHING
    assert changed[held.view.shown].faces == ()
    assert not changed[held.view.shown].marks.any()


def test_a_marked_scratch_is_restored_in_faces_and_around_them(held):
    changed = _restore(held, _canvas(SCRATCH))
    shown = changed[held.view.shown]
    assert len(shown.faces) == 2
    assert "2 faces by the model" in changed["words"]
    saved_photo = photos.read(held.view.file("PNG", shown).content).photo
    before, after = (np.asarray(photo).astype(int) for photo in (held.uploaded.photo, saved_photo))
    assert (before[166] == 255).all()
    assert (after[166].min(1) < 250).mean() > 0.9
    assert (before != after).any(2).nonzero()[0].min() == SCRATCH.start
    assert (before != after).any(2).nonzero()[0].max() == SCRATCH.stop - 1


def test_what_is_found_is_restored_without_a_stroke_and_the_eraser_takes_it_back(held, monkeypatch):
    _find(held, monkeypatch, certain=SCRATCH)
    found = _restore(held, _canvas(), automatic=True)
    assert found[held.view.shown].marks[SCRATCH].all()
    erased = _restore(held, _canvas(erased=SCRATCH), automatic=True)
    assert not erased[held.view.shown].marks.any()
    assert not _restore(held, _canvas(), automatic=False)[held.view.shown].marks.any()


def test_what_may_be_the_faces_own_is_asked_about_first(held, monkeypatch):
    _find(held, monkeypatch, doubtful=SCRATCH)
    asked = _restore(held, _canvas(), automatic=True)
    assert not asked[held.view.shown].marks.any()
    assert asked["accept"].visible
    assert asked["words"].startswith("Nothing is restored yet. What is yellow")
    accepted = _last(held.handlers.accept(held.face, asked["held"], False, _canvas(), True, False, MIDDLE))
    assert accepted[held.view.shown].marks[SCRATCH].all()
    assert not accepted["accept"].visible
    assert accepted["marks"]["found"] == mask_uri(_canvas(SCRATCH)[:, :1])
    assert accepted["marks"]["doubtful"] == ""


def test_marks_stay_while_it_is_the_same_photo_and_go_with_another(held):
    same = _restore(held, _canvas(SCRATCH))
    assert "marks" not in same
    other = no_marks("another", (4, 3), (0, 0, 4, 3))
    steps = list(held.handlers.restore(held.face, other, False, torch.ones(1, 2, 3, 4), False, False, MIDDLE))
    shown = steps[0]["marks"]
    assert (shown["value"], shown["wide"], shown["high"]) == (None, 640, 320)
    assert not _last(steps)["held"].painted.any()
    assert _last(steps)["held"].token == held.token


def test_zooming_keeps_what_was_marked_and_shows_the_face_on_both_sides(held):
    steps = list(held.handlers.restore(held.face, held.nothing, False, _canvas(SCRATCH), False, True, MIDDLE))
    left, top, right, bottom = box = box_of((640, 320), held.uploaded.faces[0])
    shown = steps[0]["marks"]
    assert (shown["wide"], shown["high"]) == (right - left, bottom - top)
    assert shown["value"][0, 0, SCRATCH.start - top : SCRATCH.stop - top].all()
    last = _last(steps)
    assert last["held"].box == box
    assert last["held"].painted[SCRATCH].all()
    assert last[held.view.compared]["value"]["ratio"] == pytest.approx((right - left) / (bottom - top))
    # A stroke in the part is one in the photo.
    part = torch.zeros(1, 2, bottom - top, right - left)
    part[0, 0, 3, 4] = 1
    marks = last["held"].with_canvas(part)
    assert marks.painted[top + 3, left + 4]
    assert not marks.painted[SCRATCH, left:right].any()
    assert marks.painted[SCRATCH, :left].all()


def test_a_small_face_is_zoomed_to_when_its_photo_comes(held):
    face = held.uploaded.faces[0]
    side = face.frame.side
    assert is_small(face, (round(side / SMALL) + 2, 10))
    assert not is_small(face, (round(side / SMALL) - 2, 10))
    opened = held.handlers.open(held.face, None, False)
    assert opened["zoom"] == is_small(face, held.uploaded.photo.size)
    assert "zoom" not in held.handlers.open(held.face, held.nothing, False)


def test_a_face_without_a_photo_empties_both_sides(held, face):
    another = current_face(1 - face.pixels, "Nobody")
    opened = held.handlers.open(another, held.nothing, False)
    assert opened[held.screen.tool].visible == "hidden"
    assert opened[held.screen.no_photo].visible
    assert (opened["held"], opened[held.view.shown], opened[held.view.compared]["value"]) == (None, None, None)
    assert "due" not in opened
    assert list(held.handlers.restore(another, None, False, _canvas(), True, False, MIDDLE)) == []
    with pytest.raises(gr.Error, match="no restored photo"):
        held.view.file("PNG", None)


def test_the_old_print_stands_in_for_the_first_face_until_its_own_photo_is_asked_for(held):
    opened = held.handlers.open(held.first, None, False)
    assert opened["stand_in"].visible
    assert opened["due"]
    own = held.handlers.use_own(held.first, None)
    assert own["own"]
    assert not own["stand_in"].visible


def test_a_face_is_cut_out_and_searched_once_and_repaired_where_its_marks_changed(held, monkeypatch):
    done = []

    def count(name):
        real = getattr(cache, name)
        monkeypatch.setattr(cache, name, lambda *given: done.append(name) or real(*given))

    for name in ("cut_fine", "repair_in_styles", "find_marks"):
        count(name)

    def restore(painted):
        done.clear()
        _restore(held, _canvas(painted), automatic=True)
        return sorted(done)

    assert restore(SCRATCH)[:3] == ["cut_fine", "cut_fine", "find_marks"]
    assert restore(SCRATCH) == []
    assert set(restore(slice(130, 135))) == {"repair_in_styles"}
    held.repairs.clear()
    assert "find_marks" in restore(SCRATCH)


def test_only_so_many_faces_are_kept(held, monkeypatch):
    monkeypatch.setattr(cache, "MOST_FACES", 1)
    first, second = held.uploaded.faces
    kept = held.repairs.crop(held.token, held.uploaded, first)
    assert held.repairs.crop(held.token, held.uploaded, first) is kept
    held.repairs.crop(held.token, held.uploaded, second)
    assert held.repairs.crop(held.token, held.uploaded, first) is not kept


def test_turning_the_dial_repairs_nothing_again(held, model):
    runs = count_runs(model)
    faithful = _restore(held, _canvas(SCRATCH), dial=FAITHFUL)
    assert runs() > 0
    real = _restore(held, _canvas(SCRATCH), dial=REAL)
    assert runs() == 0
    assert faithful[held.view.compared]["value"]["called"] == "Restored, faithful"
    assert real[held.view.compared]["value"]["called"] == "Restored, real"
    pixels = [changed[held.view.shown].faces[0][1].pixels for changed in (faithful, real)]
    assert not torch.equal(*pixels)


def test_without_a_detail_stage_the_repair_is_faithful_wherever_the_dial_is(held, model):
    model.detail, model.styles = None, ("faithful",)
    assert _restore(held, _canvas(SCRATCH), dial=REAL)[held.view.compared]["value"]["called"] == "Restored"


def test_what_is_said_while_it_works(held, monkeypatch):
    _find(held, monkeypatch, certain=SCRATCH)
    steps = list(held.handlers.toggle(held.face, held.nothing, False, _canvas(), True, False, MIDDLE))
    said = [step["words"] for step in steps]
    assert [word.endswith(" ...") for word in said] == [True, True, False]
    assert [step[held.view.compared].get("busy") for step in steps] == [True, True, False]
    assert "Restoring the photo and 2 faces" in said[1]


def test_a_part_of_a_large_photo_is_in_pixels_of_the_photo():
    photo = Image.new("RGB", (3200, 1600))
    marks = no_marks("token", photo.size, (10, 20, 110, 220))
    assert marks.painted.shape == (800, 1600)
    assert marks.part(photo) == (20, 40, 220, 440)
