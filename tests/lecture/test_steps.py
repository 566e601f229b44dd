"""Lectures read from TOML, and the sentences about what is wrong with one."""

from __future__ import annotations

import pytest

from facevae import lecture
from facevae.lecture.steps import MOST_SEED
from facevae.ui.components.controls import MAX_SEED

KNOWN = lecture.Known(["kernels", "reading"], ["grace-hopper", "old-print"], ["order-of-kernels"])

STEP = {
    "tab": '"kernels"',
    "face": '"grace-hopper"',
    "spotlight": '"kernels-pictures"',
    "text": '"Drag it. Add up."',
    "minutes": "2.5",
}


@pytest.fixture
def read(tmp_path):
    """Read a lecture from its text."""

    def read(text):
        path = tmp_path / "own.toml"
        path.write_text(text, "utf-8")
        return lecture.read(path, KNOWN)

    return read


def toml(title='title = "Mine"', **changed):
    """A lecture of one step; None leaves a key out."""
    lines = [f"{key} = {value}" for key, value in {**STEP, **changed}.items() if value is not None]
    return "\n".join([title, "[[steps]]", *lines])


def test_a_step_holds_what_the_file_says(read):
    settings = '{ sigma = 75, method = "vae", live = true, strength = 0.5 }'
    found = read(toml(settings=settings, question='"order-of-kernels"') + "\n" + toml(title="", face='"invented:7"'))
    assert found.title == "Mine"
    assert found.minutes == 5
    first, second = found.steps
    assert first.settings == {"sigma": 75, "method": "vae", "live": True, "strength": 0.5}
    assert (first.tab, first.spotlight, first.question) == ("kernels", "kernels-pictures", "order-of-kernels")
    assert (second.face, second.question, second.settings) == ("invented:7", None, {})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (toml(title='titel = "Mine"'), "own.toml: unknown key 'titel'. Did you mean 'title'?"),
        (toml(title=""), "own.toml: missing title."),
        (toml(title='title = " "'), "own.toml: title is empty."),
        ('title = "Mine"', "own.toml: missing steps."),
        ('title = "Mine"\nsteps = []', "own.toml: steps must be tables, at least one; begin each with [[steps]]."),
        (toml(minutse="3"), "own.toml: step 1: unknown key 'minutse'. Did you mean 'minutes'?"),
        (
            toml(zzz="3"),
            "own.toml: step 1: unknown key 'zzz'. Keys are tab, face, spotlight, text, minutes, settings, question.",
        ),
        (toml(text=None, tab=None), "own.toml: step 1: missing tab, text."),
        (toml(text="3"), "own.toml: step 1: text must be a text in quotes, not 3."),
        (toml(minutes='"3"'), "own.toml: step 1: minutes must be a number, not '3'."),
        (toml(minutes="true"), "own.toml: step 1: minutes must be a number, not True."),
        (toml(minutes="0"), "own.toml: step 1: minutes is 0; give more than 0."),
        (toml(minutes="-2.5"), "own.toml: step 1: minutes is -2.5; give more than 0."),
        (toml(minutes="nan"), "own.toml: step 1: minutes is nan; give more than 0."),
        (toml(minutes="inf"), "own.toml: step 1: minutes is inf; give more than 0."),
        (toml(tab='"kernel"'), "own.toml: step 1: There is no tab 'kernel'; did you mean 'kernels'?"),
        (toml(tab='"zzz"'), "own.toml: step 1: There is no tab 'zzz'; choose from kernels, reading."),
        (toml(face='"grace"'), "own.toml: step 1: There is no face 'grace'; did you mean 'grace-hopper'?"),
        (
            toml(face='"invented:12345"'),
            "own.toml: step 1: face is 'invented:12345'; give invented and a seed from 0 to 9999, as in invented:7.",
        ),
        (
            toml(question='"order-of-kernel"'),
            "own.toml: step 1: There is no question 'order-of-kernel'; did you mean 'order-of-kernels'?",
        ),
        (toml(question="1"), "own.toml: step 1: question must be a text in quotes, not 1."),
        (toml(settings="3"), "own.toml: step 1: settings must be a table, not 3."),
        (
            toml(settings="{ sigma = [1] }"),
            "own.toml: step 1: setting sigma must be a text, a number, true or false, not [1].",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(read, text, sentence):
    with pytest.raises(lecture.LectureError) as error:
        read(text)
    assert str(error.value) == sentence


def test_the_step_that_is_wrong_is_named(read):
    with pytest.raises(lecture.LectureError, match=r"^own.toml: step 2: missing face\.$"):
        read(toml() + "\n" + toml(title="", face=None))


@pytest.mark.parametrize("text", ["title = ", 'title = "Mine"\ntitle = "Yours"'])
def test_what_is_no_toml_is_refused(read, text):
    with pytest.raises(lecture.LectureError, match=r"^own.toml is not valid TOML: .+\.$"):
        read(text)


def test_bytes_are_no_lecture(tmp_path):
    path = tmp_path / "photo.toml"
    path.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(lecture.LectureError, match=r"^photo.toml is not valid TOML: "):
        lecture.read(path, KNOWN)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(lecture.LectureError, match=r"^none.toml cannot be read: No such file or directory\.$"):
        lecture.read(tmp_path / "none.toml", KNOWN)


@pytest.mark.parametrize(
    ("face", "seed"),
    [("invented:0", 0), ("invented:9999", 9999), ("invented:10000", None), ("invented:", None), ("grace-hopper", None)],
)
def test_the_seed_stands_in_the_name(face, seed):
    assert lecture.invented_seed(face) == seed


def test_seeds_are_those_of_the_page():
    assert MOST_SEED == MAX_SEED
