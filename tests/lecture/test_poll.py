import pytest

from facevae.lecture import Poll


def test_a_question_of_the_longest_texts_is_taken():
    question = Poll("k" * 40, "t" * 300, tuple(f"{number}" * 120 for number in range(6)))
    assert len(question.choices) == 6


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"key": ""}, "The key is a text of 1 to 40 characters."),
        ({"key": 7}, "The key is a text of 1 to 40 characters."),
        ({"text": "t" * 301}, "The question is a text of 1 to 300 characters."),
        ({"text": " "}, "The question is a text of 1 to 300 characters."),
        ({"text": "half \ud83d"}, "The question has half a character in it."),
        ({"choices": ("Yes",)}, "A question has 2 to 6 choices."),
        ({"choices": tuple("ABCDEFG")}, "A question has 2 to 6 choices."),
        ({"choices": ["Yes", "No"]}, "A question has 2 to 6 choices."),
        ({"choices": ("Yes", None)}, "A choice is a text of 1 to 120 characters."),
        ({"choices": ("Yes", "No" * 61)}, "A choice is a text of 1 to 120 characters."),
        ({"choices": ("Yes", "Yes")}, "Two choices of a question are the same."),
    ],
)
def test_anything_else_is_refused_with_a_sentence(change, sentence):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (compared as a whole)
        Poll(**{"key": "key", "text": "Is it?", "choices": ("Yes", "No")} | change)
    assert str(refused.value) == sentence
