"""The Repair tab: marks on the photo come in, the repaired photo goes out."""

from __future__ import annotations

from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
import torch
from PIL import Image

from facevae import align, photos
from facevae.restore import scratch_detection
from facevae.restore.scratch_repair import repair_marks
from facevae.ui.components.dial import FAITHFUL, MIDDLE, REAL
from facevae.ui.photo.current import Place, current_face
from facevae.ui.photo.store import PhotoStore, UploadedPhoto
from facevae.ui.tabs.photo_result import NO_PHOTO, PhotoResultView, apply_edits
from facevae.ui.tabs.repair import cache
from facevae.ui.tabs.repair.cache import RepairCache
from facevae.ui.tabs.repair.handlers import ALL, NOTHING, THIS, MarkedPhoto, RepairHandlers, RepairScreen
from facevae.ui.tabs.repair.marked_photo import draw_photo, mark_size
from tests.support.drawing import count_runs, with_details
from tests.support.photos import couple
from tests.support.pictures import saved


@pytest.fixture
def model(model):
    """The screen's model with a detail stage."""
    return with_details(model)


@pytest.fixture
def held(model):
    """Handlers, the components that they change, and the larger face of a scratched photo."""
    photo_store = PhotoStore()
    photo = couple()
    photo.paste((255, 255, 255), (0, 165, 640, 168))
    uploaded = UploadedPhoto(photos.read(saved(photo, "PNG")), tuple(align.find(couple())))
    token = photo_store.put(uploaded)
    face = current_face(align.cut(photo, uploaded.faces[0], 32).pixels, "Me", place=Place(token, uploaded.faces[0]))
    with gr.Blocks():
        view = PhotoResultView(photo_store, "test", "Before", "After")
    screen = RepairScreen("marks", "automatic", "dial", "whose", "words", "drawn", view)
    repairs = RepairCache(model)
    return SimpleNamespace(
        handlers=RepairHandlers(photo_store, repairs, screen),
        repairs=repairs,
        view=view,
        uploaded=uploaded,
        token=token,
        face=face,
        drawn=MarkedPhoto(token, uploaded.faces[:1], automatic=False),
    )


def _marks(rows: slice = slice(0, 0)) -> torch.Tensor:
    marks = torch.zeros(1, 1, 320, 640)
    marks[..., rows, :] = 1
    return marks


SCRATCH = slice(164, 169)


def test_nothing_is_repaired_before_anything_is_marked(held):
    changed = held.handlers.repair(held.face, held.drawn, _marks(), False, MIDDLE, THIS)
    assert changed["words"] == NOTHING
    assert changed[held.view.shown].made == ()
    assert "Nothing is changed" in changed[held.view.words]


@pytest.mark.parametrize(("whose", "faces"), [(THIS, 1), (ALL, 2)])
def test_a_marked_scratch_is_repaired_inside_the_frames_only(held, whose, faces):
    changed = held.handlers.repair(held.face, held.drawn, _marks(SCRATCH), False, MIDDLE, whose)
    assert len(changed[held.view.shown].made) == faces
    assert "repaired" in changed["words"]
    before, after = held.uploaded.photo, apply_edits(held.uploaded, changed[held.view.shown])
    for face in held.uploaded.faces[:faces]:
        x, _ = face.frame.at(0.5, 0.5)
        assert before.getpixel((int(x), 166)) == (255, 255, 255)
        assert after.getpixel((int(x), 166)) != (255, 255, 255)
    rows, _ = (np.asarray(before).astype(int) != np.asarray(after)).any(2).nonzero()
    # Four pixels of the finest crop, each twice as large as one of the photo, on either side.
    assert rows.min() >= 164 - 8
    assert rows.max() <= 168 + 8
    assert after.getpixel((5, 166)) == (255, 255, 255)


def test_marks_stay_while_it_is_the_same_photo(held):
    same = held.handlers.show_face(held.face, held.drawn, _marks(SCRATCH), False, MIDDLE, THIS)
    assert "marks" not in same
    assert len(same[held.view.shown].made) == 1
    other = MarkedPhoto("another", (), automatic=False)
    new = held.handlers.show_face(held.face, other, torch.ones(1, 1, 3, 4), False, MIDDLE, THIS)
    assert (new["marks"]["value"], new["marks"]["wide"], new["marks"]["high"]) == (None, 640, 320)
    assert new["drawn"] == held.drawn
    assert new[held.view.shown].made == ()


def test_a_stroke_leaves_the_photo_on_the_canvas_and_a_switch_does_not(held):
    assert "marks" not in held.handlers.repair(held.face, held.drawn, _marks(SCRATCH), False, MIDDLE, THIS)
    found = held.handlers.repair(held.face, held.drawn, _marks(SCRATCH), True, MIDDLE, THIS)
    assert set(found["marks"]) == {"__type__", "face"}
    assert found["drawn"] == MarkedPhoto(held.token, held.uploaded.faces[:1], automatic=True)


def test_a_face_without_a_photo_is_told_so(held, face):
    changed = held.handlers.show_face(face, held.drawn, _marks(), False, MIDDLE, THIS)
    assert (changed["drawn"], changed["words"], changed[held.view.shown]) == (None, NO_PHOTO, None)


def test_marks_of_another_shape_are_refused_with_a_sentence(held):
    with pytest.raises(gr.Error, match="expected"):
        held.handlers.repair(held.face, held.drawn, torch.zeros(3, 4), False, MIDDLE, THIS)


def test_a_face_is_cut_out_and_searched_once_and_repaired_where_its_marks_changed(held, monkeypatch):
    done = []

    def count(module, name):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given: done.append(name) or real(*given))

    count(cache, "cut_fine")
    count(cache, "repair_in_styles")
    count(scratch_detection, "find_scratches")

    def repair(marks):
        done.clear()
        held.repairs.repair(held.token, held.uploaded, held.uploaded.faces[0], marks, automatic=True)
        return sorted(done)

    assert repair(_marks()) == ["cut_fine", "find_scratches", "repair_in_styles"]
    assert repair(_marks()) == []
    assert repair(_marks(slice(130, 135))) == ["repair_in_styles"]
    held.repairs.clear()
    assert "cut_fine" in repair(_marks())


def test_only_so_many_faces_are_kept(held, monkeypatch):
    monkeypatch.setattr(cache, "MOST_FACES", 1)
    first, second = held.uploaded.faces
    kept = held.repairs.crop(held.token, held.uploaded, first)
    assert held.repairs.crop(held.token, held.uploaded, first) is kept
    held.repairs.crop(held.token, held.uploaded, second)
    assert held.repairs.crop(held.token, held.uploaded, first) is not kept


@pytest.mark.parametrize(("size", "marked"), [((640, 320), (640, 320)), ((4096, 2048), (1024, 512))])
def test_marks_are_as_fine_as_a_small_photo_and_coarser_than_a_large_one(size, marked):
    assert mark_size(Image.new("RGB", size)) == marked


def test_frames_and_scratches_that_were_found_are_drawn_into_the_photo(held):
    face = held.uploaded.faces[0]
    plain = draw_photo(held.uploaded, [], [])
    assert plain.tobytes() == held.uploaded.photo.tobytes()
    x, y = face.frame.at(0.5, 0.0)
    framed = draw_photo(held.uploaded, [face], [])
    assert {(0, 0, 0), (255, 255, 255)} <= {framed.getpixel((int(x), int(y) + down)) for down in (-2, -1, 0, 1, 2)}
    found = held.repairs.crop(held.token, held.uploaded, face).mark(_marks(SCRATCH))
    x, _ = face.frame.at(0.5, 0.5)
    tinted = draw_photo(held.uploaded, [], [found])
    assert tinted.getpixel((int(x), 166)) == pytest.approx((255, 64, 161), abs=2)
    rows, _ = (np.asarray(tinted).astype(int) != np.asarray(plain)).any(2).nonzero()
    assert rows.min() >= SCRATCH.start - 8
    assert rows.max() <= SCRATCH.stop + 7


def test_both_ends_of_the_dial_are_what_the_library_repairs(held, model):
    marked = held.repairs.crop(held.token, held.uploaded, held.uploaded.faces[0]).mark(_marks(SCRATCH))
    faithful, real = (repair_marks(model, marked, style).pixels for style in ("faithful", "real"))
    assert not torch.equal(faithful, real)
    middle = torch.lerp(faithful, real, 0.5)
    for dial, pixels, called in (
        (FAITHFUL, faithful, "Repaired, faithful"),
        (MIDDLE, middle, "Repaired, 50 % real"),
        (REAL, real, "Repaired, real"),
    ):
        changed = held.handlers.repair(held.face, held.drawn, _marks(SCRATCH), False, dial, THIS)
        ((_, edit),) = changed[held.view.shown].made
        assert torch.equal(edit.after.pixels, pixels)
        assert torch.equal(edit.after.mask, marked.mask)
        assert changed[held.view.compared]["called"] == called


def test_turning_the_dial_repairs_nothing_again(held, model):
    runs = count_runs(model)
    held.handlers.repair(held.face, held.drawn, _marks(SCRATCH), False, MIDDLE, ALL)
    assert runs() > 0
    for dial in (FAITHFUL, 30, REAL):
        held.handlers.repair(held.face, held.drawn, _marks(SCRATCH), False, dial, ALL)
    assert runs() == 0


def test_without_a_detail_stage_the_repair_is_faithful_wherever_the_dial_is(held, model):
    model.detail, model.styles = None, ("faithful",)
    changed = held.handlers.repair(held.face, held.drawn, _marks(SCRATCH), False, REAL, THIS)
    marked = held.repairs.crop(held.token, held.uploaded, held.uploaded.faces[0]).mark(_marks(SCRATCH))
    ((_, edit),) = changed[held.view.shown].made
    assert torch.equal(edit.after.pixels, repair_marks(model, marked).pixels)
    assert changed[held.view.compared]["called"] == "Repaired"
