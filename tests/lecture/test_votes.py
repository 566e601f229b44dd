"""What a ballot counts, what it shows and when, and what it refuses."""

from __future__ import annotations

import threading

import pytest

from facevae.lecture import Ballot, NotNowError, Poll, Stage, Turnout, votes

ANN, BOB, CY = (32 * digit for digit in "abc")
AGE = Poll("age", "How old?", ("20", "30", "40"))
HOLE = Poll("hole", "What is behind the hole?", ("Nothing", "Many faces"))


@pytest.fixture
def ballot() -> Ballot:
    """One that is open on AGE."""
    made = Ballot()
    made.open(AGE)
    return made


def cast(ballot: Ballot, token: str, choice: int) -> None:
    ballot.cast(token, choice, ballot.view().round_id)


def revealed(ballot: Ballot) -> tuple[int, ...] | None:
    ballot.reveal()
    return ballot.view().counts


def test_each_token_has_one_vote_and_the_last_one_counts(ballot):
    for token, choice in [(ANN, 0), (BOB, 2), (ANN, 2), (CY, 1), (CY, 1), (ANN, 1)]:
        cast(ballot, token, choice)
    assert ballot.turnout() == Turnout(votes=3, hands=0)
    assert revealed(ballot) == (0, 2, 1)


def test_counts_are_seen_only_when_they_are_revealed(ballot):
    cast(ballot, ANN, 0)
    assert (ballot.view().stage, ballot.view().counts) == (Stage.OPEN, None)
    ballot.close()
    assert (ballot.view().stage, ballot.view().counts) == (Stage.CLOSED, None)
    ballot.reveal()
    assert (ballot.view().stage, ballot.view().counts) == (Stage.REVEALED, (1, 0, 0))
    ballot.close()
    assert ballot.view().counts == (1, 0, 0)
    ballot.open()
    assert (ballot.view().stage, ballot.view().counts) == (Stage.OPEN, None)
    ballot.reveal()
    ballot.reset()
    assert (ballot.view().stage, ballot.view().counts) == (Stage.CLOSED, None)


def test_a_vote_does_not_change_what_everybody_sees(ballot):
    before = ballot.view()
    cast(ballot, ANN, 0)
    ballot.add(1)
    assert ballot.view() == before


def test_every_step_is_a_new_version(ballot):
    versions = [ballot.view().version]
    for step in (
        ballot.close,
        ballot.open,
        ballot.reveal,
        lambda: ballot.add(0),
        ballot.undo,
        ballot.reset,
        ballot.end,
    ):
        step()
        versions.append(ballot.view().version)
    assert len(set(versions)) == 8
    assert Ballot().view().version != Ballot().view().version


@pytest.mark.parametrize("stop", [Ballot.close, Ballot.reveal])
def test_a_closed_vote_counts_no_more_and_goes_on_with_its_votes_when_it_is_opened_again(ballot, stop):
    cast(ballot, ANN, 0)
    stop(ballot)
    with pytest.raises(NotNowError, match=r"^The vote is closed\.$"):
        cast(ballot, ANN, 1)
    ballot.open(AGE)
    cast(ballot, BOB, 1)
    assert revealed(ballot) == (1, 1, 0)


def test_another_question_begins_with_no_votes(ballot):
    cast(ballot, ANN, 0)
    ballot.add(0, by=5)
    late = ballot.view().round_id
    ballot.open(HOLE)
    with pytest.raises(NotNowError, match=r"^This vote is on a question that is over\.$"):
        ballot.cast(BOB, 0, late)
    assert ballot.turnout() == Turnout(0, 0)
    assert revealed(ballot) == (0, 0)


def test_a_reset_forgets_the_votes_and_lets_an_open_vote_go_on(ballot):
    cast(ballot, ANN, 0)
    late = ballot.view().round_id
    ballot.reset()
    assert ballot.view().stage is Stage.OPEN
    with pytest.raises(NotNowError):
        ballot.cast(BOB, 0, late)
    cast(ballot, BOB, 2)
    assert revealed(ballot) == (0, 0, 1)


def test_nothing_is_left_after_the_end(ballot):
    cast(ballot, ANN, 0)
    ballot.add(2, by=3)
    ballot.end()
    view = ballot.view()
    assert (view.stage, view.round_id, view.question, view.counts) == (Stage.OVER, "", None, None)
    assert ballot.turnout() == Turnout(0, 0)
    ballot.open(AGE)
    assert revealed(ballot) == (0, 0, 0)


def test_hands_count_beside_votes_and_the_last_ones_can_be_taken_back(ballot):
    cast(ballot, ANN, 1)
    ballot.close()
    for choice, by in [(0, 1), (1, 12), (1, 1), (2, 30)]:
        ballot.add(choice, by)
    ballot.undo()
    ballot.undo()
    assert ballot.turnout() == Turnout(votes=1, hands=13)
    assert revealed(ballot) == (1, 13, 0)
    ballot.undo()
    ballot.undo()
    with pytest.raises(NotNowError, match=r"^No hands are left to take back\.$"):
        ballot.undo()
    assert ballot.view().counts == (0, 1, 0)


@pytest.mark.parametrize("token", ["", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 32 + "\n", "\u0661" * 32, 7, None])
def test_what_is_no_token_is_refused(ballot, token):
    with pytest.raises(ValueError, match=r"^A token is 32 hexadecimal digits\.$"):
        cast(ballot, token, 0)


@pytest.mark.parametrize("choice", [-1, 3, 1.0, "1", True, None, [1]])
def test_what_is_no_choice_is_refused(ballot, choice):
    for count in (lambda: cast(ballot, ANN, choice), lambda: ballot.add(choice)):
        with pytest.raises(ValueError, match=r"^A choice is a whole number from 0 to 2\.$"):
            count()
    assert ballot.turnout() == Turnout(0, 0)


@pytest.mark.parametrize("by", [0, -1, 4001, 1.5, "2", True])
def test_what_is_no_number_of_hands_is_refused(ballot, by):
    with pytest.raises(ValueError, match=r"^Hands are added by 1 to 4000\.$"):
        ballot.add(0, by)


@pytest.mark.parametrize(
    "act", [Ballot.open, Ballot.close, Ballot.reveal, Ballot.reset, lambda b: b.add(0), lambda b: b.cast(ANN, 0, "")]
)
@pytest.mark.parametrize("after", ["nothing", "the end"])
def test_without_a_question_there_is_nothing_to_do(act, after):
    ballot = Ballot()
    if after == "the end":
        ballot.open(AGE)
        ballot.end()
    with pytest.raises(NotNowError, match=r"^No question is open\.$"):
        act(ballot)


def test_more_voters_than_fit_are_refused_and_those_inside_may_still_change(ballot, monkeypatch):
    monkeypatch.setattr(votes, "MOST_VOTERS", 2)
    cast(ballot, ANN, 0)
    cast(ballot, BOB, 0)
    with pytest.raises(NotNowError, match=r"^2 have voted, and more are not counted\.$"):
        cast(ballot, CY, 0)
    cast(ballot, ANN, 1)
    assert revealed(ballot) == (1, 1, 0)


def test_hands_are_not_added_without_end(ballot, monkeypatch):
    monkeypatch.setattr(votes, "MOST_HANDS", 2)
    ballot.add(0)
    ballot.add(0)
    with pytest.raises(NotNowError):
        ballot.add(0)
    assert ballot.turnout().hands == 2


def test_fifty_threads_of_twenty_votes_count_exactly(ballot):
    start = threading.Barrier(50)

    def vote(number: int) -> None:
        start.wait()
        for vote in range(20):
            # Ten tokens of one's own, each cast twice: first for 0, then for the number's remainder.
            cast(ballot, f"{10 * number + vote % 10:032x}", 0 if vote < 10 else number % 3)
            ballot.add(2)

    threads = [threading.Thread(target=vote, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ballot.turnout() == Turnout(votes=500, hands=1000)
    assert revealed(ballot) == (170, 170, 160 + 1000)  # 17, 17 and 16 threads
