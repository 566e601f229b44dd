import pytest

from facevae.lecture import QUESTIONS, LectureError
from facevae.ui.lecture.plan import plan, read_lecture, shipped_lecture
from facevae.ui.tabs.registry import TABS

STEP = '[[steps]]\ntab = "kernels"\nface = "invented:7"\nspotlight = "kernels-pictures"\ntext = "Look."\nminutes = 2\n'


def test_a_lecture_is_told_to_the_page_as_it_stands_in_its_file(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(f'title = "Own"\n{STEP}settings = {{ seed = 3 }}\nquestion = "order-of-kernels"\n{STEP}')
    told = plan(read_lecture(file, [tab.key for tab in TABS]))
    asked = QUESTIONS["order-of-kernels"]
    assert told["lecture"] == "Own"
    assert told["steps"][0] == {
        "tab": "kernels",
        "spotlight": "kernels-pictures",
        "text": "Look.",
        "minutes": 2,
        "settings": {"seed": 3},
        "question": {"key": "order-of-kernels", "text": asked.text, "choices": asked.choices},
    }
    assert told["steps"][1]["question"] is None


def test_a_tab_that_the_page_has_not_is_refused(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(f'title = "Own"\n{STEP}')
    with pytest.raises(LectureError, match="step 1"):
        read_lecture(file, ["damage"])


def test_of_the_shipped_lecture_a_smaller_page_has_the_steps_of_its_tabs():
    assert [step.tab for step in shipped_lecture(["size", "kernels", "other"]).steps] == ["kernels", "size"]
    assert shipped_lecture(["morph"]) is None
