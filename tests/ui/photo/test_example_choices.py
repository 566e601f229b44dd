"""The row of examples: what is shown of each, and what a click means."""

from __future__ import annotations

import gradio as gr
import pytest

from facevae.ui.app import build_demo
from facevae.ui.photo.current import current_face
from facevae.ui.photo.example_choices import NONE, ExampleChoices, choices
from facevae.ui.photo.examples import PORTRAITS, invented, portraits
from tests.support.events import Sent


def test_every_example_has_its_name_and_source_before_its_picture(face):
    names = [(one.name, one.about) for one in PORTRAITS]
    assert [(one["name"], one["about"], one["picture"]) for one in choices(PORTRAITS)] == [(*n, "") for n in names]
    pictured = choices(PORTRAITS[:2], [face, current_face(face.pixels.flip(-1), "Bob")])
    assert [one["name"] for one in pictured] == [one.name for one in PORTRAITS[:2]]
    assert len({one["picture"] for one in pictured}) == 2


def test_a_click_is_the_number_of_an_example():
    assert ExampleChoices.read_index(Sent({"index": 1}), 2) == 1


@pytest.mark.parametrize("sent", [None, {}, {"index": 2}, {"index": -1}, {"index": "1"}, {"index": True}])
def test_anything_else_is_refused_with_a_sentence(sent):
    with pytest.raises(gr.Error, match="no such example"):
        ExampleChoices.read_index(Sent(sent), 2)


def test_the_example_in_use_is_marked_and_no_other(model):
    handlers = build_demo(model).blocks.fns.values()
    which = next(one.fn for one in handlers if one.fn is not None and one.fn.__name__ == "which_example")
    marked = [which(face)["chosen"] for face in [*portraits(model), invented(model, 1)]]
    assert marked == [*range(len(PORTRAITS)), NONE]
