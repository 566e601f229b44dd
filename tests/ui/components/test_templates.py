import jinja2
import pytest

from facevae.ui.components.templates import Template

PARAGRAPH = Template("<p>{{ words }}</p>")


def test_what_is_filled_in_cannot_become_html():
    assert PARAGRAPH(words='<b>"&') == "<p>&lt;b&gt;&#34;&amp;</p>"


def test_a_template_inside_another_stays_html_and_words_joined_to_it_are_escaped():
    assert PARAGRAPH(words=PARAGRAPH(words="<")) == "<p><p>&lt;</p></p>"
    assert PARAGRAPH(words=PARAGRAPH(words="x") + "<") == "<p><p>x</p>&lt;</p>"


def test_a_gap_without_a_value_is_an_error():
    with pytest.raises(jinja2.UndefinedError, match="words"):
        PARAGRAPH()


def test_a_template_can_be_a_file(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<i>{{ words }}</i>\n")
    assert Template(path)(words="é") == "<i>é</i>"
