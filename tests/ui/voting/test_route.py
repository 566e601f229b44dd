"""What phones and the presenter are answered, and what a phone cannot do."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from facevae.ui.voting.presenter import ACTIONS
from facevae.ui.voting.route import KEY_HEADER, MOST_ACTION, MOST_VOTE, PATH, Voting

AGE: dict[str, Any] = {"key": "age", "text": "How old?", "choices": ["20", "30", "40"]}
ANN, BOB = "a" * 32, "b" * 32


@pytest.fixture
def voting() -> Voting:
    return Voting()


@pytest.fixture
def phone(voting: Voting) -> TestClient:
    return TestClient(Starlette(routes=voting.routes()))


@pytest.fixture
def presenter(voting: Voting) -> TestClient:
    return TestClient(Starlette(routes=voting.routes()), headers={KEY_HEADER: voting.key})


def act(presenter: TestClient, action: str, **fields: Any) -> Any:
    return presenter.post(f"{PATH}/present/{action}", content=json.dumps(fields))


def cast(phone: TestClient, token: Any, choice: Any, round_id: str | None = None) -> Any:
    round_id = phone.get(f"{PATH}/state").json()["round"] if round_id is None else round_id
    return phone.post(f"{PATH}/cast", json={"token": token, "choice": choice, "round": round_id})


def test_before_a_presenter_opens_one_there_is_no_question(phone):
    assert phone.get(f"{PATH}/state").json() == {"stage": "none", "round": "", "text": "", "choices": []}
    answer = cast(phone, ANN, 0)
    assert (answer.status_code, answer.text) == (409, "No question is open.")


def test_a_room_votes_and_sees_the_results_when_they_are_revealed(phone, presenter):
    opened = act(presenter, "open", **AGE).json()
    assert {name: opened[name] for name in ("stage", "key", "text", "choices", "votes", "hands")} == AGE | {
        "stage": "open",
        "votes": 0,
        "hands": 0,
    }
    assert [cast(phone, token, choice).status_code for token, choice in [(ANN, 0), (BOB, 1), (ANN, 2)]] == [204] * 3
    act(presenter, "hands", choice=1, by=4)
    act(presenter, "hands", choice=0)
    act(presenter, "undo")
    closed = act(presenter, "close").json()
    assert (closed["stage"], closed["votes"], closed["hands"]) == ("closed", 2, 4)
    assert cast(phone, ANN, 0).text == "The vote is closed."
    assert act(presenter, "reveal").json()["counts"] == [0, 5, 1]
    state = phone.get(f"{PATH}/state").json()
    assert (state["stage"], state["counts"]) == ("revealed", [0, 5, 1])
    act(presenter, "reset")
    assert act(presenter, "open").json()["votes"] == 0
    assert act(presenter, "end").json()["stage"] == "over"
    assert phone.get(f"{PATH}/state").json() == {"stage": "over", "round": "", "text": "", "choices": []}


def test_no_answer_holds_counts_before_they_are_revealed(phone, presenter):
    answers = [act(presenter, "open", **AGE)]
    answers += [cast(phone, ANN, 1), act(presenter, "hands", choice=1, by=77)]
    answers += [act(presenter, "close"), presenter.get(f"{PATH}/present"), phone.get(f"{PATH}/state")]
    assert not any("counts" in answer.text for answer in answers)
    # What the room is told says not even how many have voted, in bytes or in version.
    before = phone.get(f"{PATH}/state")
    act(presenter, "hands", choice=2, by=5)
    after = phone.get(f"{PATH}/state")
    assert (after.text, after.headers["etag"]) == (before.text, before.headers["etag"])
    assert set(after.json()) == {"stage", "round", "text", "choices"}


def test_an_unchanged_state_is_not_sent_again(phone, presenter):
    act(presenter, "open", **AGE)
    first = phone.get(f"{PATH}/state")
    known = {"If-None-Match": first.headers["etag"]}
    same = phone.get(f"{PATH}/state", headers=known)
    assert (same.status_code, same.content) == (304, b"")
    act(presenter, "close")
    assert phone.get(f"{PATH}/state", headers=known).json()["stage"] == "closed"


@pytest.mark.parametrize("key", [None, "", "guess", "é"])
@pytest.mark.parametrize("action", [*ACTIONS, "nonsense"])
def test_a_phone_cannot_do_what_the_presenter_does(phone, presenter, voting, key, action):
    act(presenter, "open", **AGE)
    before = voting.ballot.view()
    headers = {} if key is None else {KEY_HEADER: key.encode()}
    answer = phone.post(f"{PATH}/present/{action}", json={}, headers=headers)
    assert answer.status_code == 403
    assert answer.text.startswith("Only the presenter can do that")
    assert phone.get(f"{PATH}/present", headers=headers).status_code == 403
    assert voting.ballot.view() == before


def test_each_app_has_a_key_of_its_own_that_no_page_or_print_shows(phone, voting):
    other = Voting()
    assert voting.key != other.key
    assert len(voting.key) == 22  # 128 bits in base 64
    assert voting.key not in phone.get(PATH).text + phone.get(f"{PATH}/state").text + repr(voting)


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (b"", 400, "The request has to say token and choice and round, and nothing else."),
        (b"[]", 400, "The request is no JSON object."),
        (b"\xff", 400, "The request is no JSON object."),
        (b"[" * MOST_VOTE, 400, "The request is no JSON object."),
        (b" " * (MOST_VOTE + 1), 413, "The request is longer than 256 bytes."),
        (bytes(10_000_000), 413, "The request is longer than 256 bytes."),
        (json.dumps({"token": "me", "choice": 0, "round": ""}), 400, "A token is 32 hexadecimal digits."),
        (json.dumps({"token": ANN, "choice": 0, "round": 1}), 409, "This vote is on a question that is over."),
        (
            json.dumps({"token": ANN, "choice": 0, "round": "", "name": "Ann"}),
            400,
            "The request has to say token and choice and round, and nothing else.",
        ),
    ],
)
def test_a_wrong_vote_is_answered_with_a_sentence(phone, presenter, body, status, sentence):
    act(presenter, "open", **AGE)
    answer = phone.post(f"{PATH}/cast", content=body)
    assert (answer.status_code, answer.text) == (status, sentence)


def test_a_choice_that_is_not_there_is_answered_with_a_sentence(phone, presenter):
    act(presenter, "open", **AGE)
    answer = cast(phone, ANN, 3)
    assert (answer.status_code, answer.text) == (400, "A choice is a whole number from 0 to 2.")


@pytest.mark.parametrize(
    ("action", "fields", "status"),
    [
        ("open", {"key": "k"}, 400),
        ("open", {}, 409),
        ("open", AGE | {"choices": "no list"}, 400),
        ("open", AGE | {"text": "half \ud83d"}, 400),
        ("open", AGE | {"text": MOST_ACTION * "t"}, 413),
        ("close", {"really": True}, 400),
        ("hands", {"by": 2}, 400),
        ("card", {"address": "nowhere"}, 400),
        ("nonsense", {}, 404),
    ],
)
def test_what_a_presenter_sends_wrongly_is_answered_with_a_sentence(presenter, action, fields, status):
    answer = act(presenter, action, **fields)
    assert answer.status_code == status
    assert answer.text.endswith(".")


def test_the_presenter_gets_the_card_for_the_address_of_the_page(presenter):
    card = act(presenter, "card", address="http://192.168.1.5:7860/?tab=age#seed=3").json()["card"]
    assert "192.168.1.5:7860/vote" in card


def test_the_longest_question_fits_into_a_request(presenter):
    question = {"key": 40 * "😀", "text": 300 * "😀", "choices": [f"{n}" + 119 * "😀" for n in range(6)]}
    assert act(presenter, "open", **question).json()["text"] == question["text"]


def test_no_answer_sets_a_cookie_or_may_be_kept(phone, presenter):
    act(presenter, "open", **AGE)
    for answer in (phone.get(PATH), phone.get(f"{PATH}/state"), cast(phone, ANN, 0), presenter.get(f"{PATH}/present")):
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


def test_the_page_is_one_small_file_that_names_no_other_host(phone):
    page = phone.get(PATH)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert len(page.content) < 10_000
    assert not re.search(r"https?:|//(?! )|@import|url\(", page.text)
    assert "&#" not in page.text  # nothing of the script was escaped
