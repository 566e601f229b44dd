from types import SimpleNamespace

import gradio as gr
import pytest

from facevae.ui.links import handlers
from facevae.ui.links.link_dialog import LinkDialog
from facevae.ui.photo.current import current_face

STATE = "the face"


def linked(model, current, face):
    event = SimpleNamespace(_data={"face": face, "turn": 1})
    return handlers.linked(model, STATE, current, event)


@pytest.fixture
def warned(monkeypatch):
    said = []
    monkeypatch.setattr(gr, "Warning", said.append)
    return said


def test_a_link_takes_the_face_that_it_names(tiny_model, make_faces, warned):
    current = current_face(make_faces(1, tiny_model.image_size), "Your photo")
    taken = linked(tiny_model, current, "invented:7")[STATE]
    assert (taken.name, taken.link) == ("Invented face 7", "invented:7")
    assert linked(tiny_model, taken, "invented:7") == {}
    assert linked(tiny_model, current, "") == {}
    assert warned == []


@pytest.mark.parametrize("name", ["nobody", "invented:", "invented:12345", "../eileen-collins"])
def test_a_face_that_is_not_here_is_said_and_the_present_one_stays(tiny_model, make_faces, warned, name):
    current = current_face(make_faces(1, tiny_model.image_size), "Your photo")
    assert linked(tiny_model, current, name) == {}
    assert warned == [handlers.GONE]


@pytest.mark.parametrize("sent", [None, [], {"face": "a"}, {"face": 1, "turn": 1}, {"face": "a", "turn": True}])
def test_what_is_no_link_is_refused_in_a_sentence(sent):
    with pytest.raises(gr.Error, match="no link of this page"):
        LinkDialog.read(SimpleNamespace(_data=sent))


def test_a_visitors_face_has_no_name_that_a_link_could_carry(tiny_model, make_faces):
    own = current_face(make_faces(1, tiny_model.image_size), "Your photo")
    assert (own.link, own.public) == ("", False)
