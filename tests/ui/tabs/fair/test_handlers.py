"""Whose face is read, what is shown step by step, and that what is old ends."""

from __future__ import annotations

import dataclasses
import json

import gradio as gr
import pytest
import torch

from facevae import CheckpointError, reading
from facevae.models.attributes import ETHNICITIES, GENDERS
from facevae.models.face_reader import FaceReader
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.fair import filled_faces
from facevae.ui.tabs.fair.board import SIDE
from facevae.ui.tabs.fair.filled_faces import SEED, Asked, FilledFaces
from facevae.ui.tabs.fair.handlers import FairHandlers, FairScreen
from facevae.ui.tabs.result_stage import Turn

ONE = ("eyes", 1, "faithful")
NINE = ("left-half", 9, "real")


@pytest.fixture
def screen() -> FairScreen:
    with gr.Blocks():
        radios = [gr.Radio() for _ in range(3)]
        return FairScreen(*radios, gr.Markdown(), gr.HTML(), gr.Textbox(), gr.State())


@pytest.fixture
def stand_in(tiny_model, make_faces) -> CurrentFace:
    return current_face(make_faces(2, tiny_model.image_size)[1:], "A shipped face", link="invented:1")


@pytest.fixture
def own(tiny_model, make_faces) -> CurrentFace:
    """A face as a visitor brings it."""
    return current_face(make_faces(1, tiny_model.image_size), "Your photo")


@pytest.fixture
def shipped(own) -> CurrentFace:
    return dataclasses.replace(own, name="Somebody shipped", link="invented:2")


@pytest.fixture
def on(tiny_model, tiny_reader, screen, stand_in, monkeypatch) -> FairHandlers:
    monkeypatch.setattr(filled_faces, "face_reader", lambda: tiny_reader)
    return FairHandlers(tiny_model, screen, stand_in, None)


def boards(on, screen, face, settings) -> list[str]:
    """All that is shown one after another."""
    turn = Turn()
    asked = on.ask(face, turn, *settings)
    return [asked[screen.board], *(made[screen.board] for made in on.show(asked[screen.due], face, turn, *settings))]


@pytest.mark.parametrize("settings", [ONE, NINE])
def test_of_an_own_face_nothing_is_read_filled_or_shown(
    on, screen, own, stand_in, tiny_model, settings, monkeypatch, capsys, caplog
):
    seen = []
    for kind, name in ((FaceReader, "predict"), (type(tiny_model), "restore_encode"), (type(tiny_model), "encode")):
        real = getattr(kind, name)
        monkeypatch.setattr(
            kind, name, lambda self, faces, *rest, real=real: seen.append(faces) or real(self, faces, *rest)
        )
    shown = boards(on, screen, own, settings)
    known = ~reading.HOLES[settings[0]](tiny_model.image_size).bool()[0, 0]
    assert seen
    for faces in seen:
        assert torch.equal(faces[..., known], stand_in.pixels[..., known].expand(len(faces), -1, -1))
    text = json.dumps(shown)
    assert own.name not in text
    assert data_uri(own.pixels, SIDE) not in text
    assert stand_in.name in text
    assert on.ask(own, Turn(), *settings)[screen.notice] == {
        **gr.update(visible=True),
        "value": on.ask(own, Turn(), *settings)[screen.notice]["value"],
    }
    assert stand_in.name in on.ask(own, Turn(), *settings)[screen.notice]["value"]
    captured = capsys.readouterr()
    assert captured.out == captured.err == caplog.text == ""


def test_what_makes_the_columns_refuses_an_own_face(tiny_model, own):
    with pytest.raises(ValueError, match="Only shipped"):
        next(FilledFaces(tiny_model).steps(own, Asked(*ONE)))


def test_a_shipped_face_is_read_before_and_after(on, screen, shipped, tiny_model, tiny_reader):
    *_, last = boards(on, screen, shipped, ONE)
    assert not on.ask(shipped, Turn(), *ONE)[screen.notice]["visible"]
    hidden, linear = reading.bar_and_linear(tiny_model, shipped.pixels, "eyes")
    *_, filled = reading.fill(tiny_model, shipped.pixels, "eyes", 1, "faithful", SEED)
    faces = torch.cat([shipped.pixels, hidden, linear, filled.faces])
    for years in tiny_reader.predict(faces).age.tolist():
        assert f"<td>{years:.0f}</td>" in last
    assert all(f'<th scope="row">{name}</th>' in last for name in (*GENDERS, *ETHNICITIES))
    assert "Read as" in last
    assert last.count("<img") == 4
    assert "data-busy" not in last


def test_each_step_is_told_and_nine_are_counted(on, screen, shipped, tiny_reader, tiny_model):
    shown = boards(on, screen, shipped, NINE)
    assert [f"Step {number} of 4" in board for number, board in zip((1, 1, 2, 3, 4), shown, strict=False)] == [True] * 5
    assert all("data-busy" in board for board in shown[:-1])
    assert [board.count("<img") for board in shown] == [1, 1, 3, 4, 4, 4]
    *_, nine = reading.fill(tiny_model, shipped.pixels, *NINE, SEED)
    found = reading.sum_up(tiny_reader.predict(nine.faces))
    most = max(found.ethnicity.counts)
    assert f"<small>{most} of 9</small>" in shown[-1]
    assert f"<td>{found.age:.0f}</td>" in shown[-1]


def test_going_back_costs_nothing(on, screen, shipped, monkeypatch):
    *_, first = boards(on, screen, shipped, ONE)
    boards(on, screen, shipped, NINE)
    monkeypatch.setattr(filled_faces.reading, "fill", None)
    assert boards(on, screen, shipped, ONE)[1:] == [first]


def test_leaving_forgets_all_faces(on, screen, shipped):
    boards(on, screen, shipped, ONE)
    on.forget()
    assert len(boards(on, screen, shipped, ONE)) > 2


def test_what_is_no_longer_asked_for_ends(on, screen, shipped):
    turn = Turn()
    due = on.ask(shipped, turn, *ONE)[screen.due]
    making = on.show(due, shipped, turn, *ONE)
    next(making)
    on.ask(shipped, turn, *NINE)
    assert list(making) == []


def test_without_the_network_that_reads_it_is_one_sentence(on, screen, shipped, monkeypatch):
    def missing():
        raise CheckpointError("There is no folder face_reader.")

    monkeypatch.setattr(on._filled, "_reader", missing)
    *_, last = boards(on, screen, shipped, ONE)
    assert "There is no folder face_reader." in last
    assert "data-busy" not in last
