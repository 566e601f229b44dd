"""The routes of the vote: what phones ask for and send, and what only the presenter may do.

Phones ask for the state every few seconds and mostly hear that it is the same (304). A stream to each phone would cost
less while nothing happens, but has to be kept through proxies that hold answers back and phones that fall asleep.

The presenter is whoever knows the key, which the app draws at its start and tells nobody but its terminal. It comes in
a header, which no foreign page can make a browser send. To be on the same machine counts for nothing: behind a proxy
everybody seems to be. Handlers of Gradio never touch the ballot, for each visitor of the app can call them.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from facevae.lecture import Ballot, NotNowError, View
from facevae.ui.voting import presenter
from facevae.ui.voting.body import TooLongError, fields, named
from facevae.ui.voting.page import vote_page

PATH = "/vote"
"""Address of the page, from the root of the app; the other routes lie below it."""

KEY_HEADER = "X-FaceVAE-Presenter"
"""In which the presenter's key comes."""

MOST_VOTE = 256
"""Bytes of a vote."""

MOST_ACTION = 16384
"""Bytes of what the presenter sends: enough for the longest question, each character of it written as escapes."""

_NO_STORE = {"Cache-Control": "no-store"}

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Voting:
    """The vote of one app.

    Attributes:
        ballot: what is voted on.
        key: makes whoever knows it the presenter; 128 random bits.
    """

    ballot: Ballot = field(default_factory=Ballot)
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)

    def routes(self) -> list[Route]:
        """Return the routes; what is wrong in form is answered with status 400 and one sentence, what is right and
        not possible now with 409, what is too long with 413, and who is not the presenter with 403.
        """
        return [
            Route(PATH, _page),
            Route(f"{PATH}/state", self._state),
            Route(f"{PATH}/cast", _answering(self._cast), methods=["POST"]),
            Route(f"{PATH}/present", _answering(self._presented)),
            Route(f"{PATH}/present/{{action}}", _answering(self._act), methods=["POST"]),
        ]

    async def _state(self, request: Request) -> Response:
        view = self.ballot.view()
        tag = f'"{view.version}"'
        headers = _NO_STORE | {"ETag": tag}
        # A proxy that compresses writes W/ before it.
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(json.dumps(public(view)), media_type="application/json", headers=headers)

    async def _cast(self, request: Request) -> Response:
        token, choice, round_id = named(await fields(request, MOST_VOTE), "token", "choice", "round")
        self.ballot.cast(token, choice, round_id)
        return Response(status_code=204, headers=_NO_STORE)

    async def _presented(self, request: Request) -> Response:
        self._check_key(request)
        return self._presenters_view()

    async def _act(self, request: Request) -> Response:
        self._check_key(request)
        name = request.path_params["action"]
        if name not in presenter.ACTIONS:
            return _sentence(f"The presenter can {', '.join(presenter.ACTIONS)}.", 404)
        more = presenter.ACTIONS[name](self.ballot, await fields(request, MOST_ACTION))
        return self._presenters_view(more)

    def _presenters_view(self, more: dict[str, str] | None = None) -> Response:
        view, turnout = self.ballot.view(), self.ballot.turnout()
        said = public(view) | {"key": view.question.key if view.question else ""}
        said |= {"votes": turnout.votes, "hands": turnout.hands} | (more or {})
        return Response(json.dumps(said), media_type="application/json", headers=_NO_STORE)

    def _check_key(self, request: Request) -> None:
        given = request.headers.get(KEY_HEADER, "")
        if not secrets.compare_digest(given.encode(), self.key.encode()):
            raise PermissionError("Only the presenter can do that, with the key that the app printed when it started.")


def public(view: View) -> dict[str, object]:
    """Return a view as the page takes it; counts are in it only when they are revealed."""
    question = view.question
    said: dict[str, object] = {
        "stage": view.stage,
        "round": view.round_id,
        "text": question.text if question else "",
        "choices": question.choices if question else (),
    }
    return said if view.counts is None else said | {"counts": view.counts}


async def _page(_: Request) -> Response:
    return HTMLResponse(vote_page(), headers=_NO_STORE)


def _answering(handler: Handler) -> Handler:
    """Answer with a sentence where a handler refuses."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except PermissionError as error:
            return _sentence(str(error), 403)
        except TooLongError as error:
            return _sentence(str(error), 413)
        except NotNowError as error:
            return _sentence(str(error), 409)
        except ValueError as error:
            return _sentence(str(error), 400)

    return answer


def _sentence(text: str, status: int) -> Response:
    return PlainTextResponse(text, status_code=status, headers=_NO_STORE)
