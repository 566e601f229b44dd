"""The route that answers latents with a face, as often as a slider moves; it keeps nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from facevae.latent import codec
from facevae.ui.components.encoding import jpeg
from facevae.ui.components.request_body import read_body
from facevae.ui.components.turns import BusyError, Turns

if TYPE_CHECKING:
    from facevae.model import FaceVae

PATH = "/facevae/decode"
"""Address of the route, from the root of the app."""

SIDE = 384
"""Pixels of the JPEG, each way."""

_NO_STORE = {"Cache-Control": "no-store"}


def decode_route(model: FaceVae, turns: Turns) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of the route: D little-endian float32 latents in, one JPEG out.

    The query may ask for a ``style``, as ``FaceVae.decode`` takes it: "faithful", which is the fastest, if it does not.

    Args:
        model: as ``facevae.load`` returns it.
        turns: who computes when.
    Returns:
        An async Starlette handler; what is no latents or no style is answered with status 400 and one sentence, and
        where too many wait, with 503 and one sentence.
    """

    most = 4 * model.latent_dim

    async def decode(request: Request) -> Response:
        style = request.query_params.get("style", "faithful")
        try:
            model.check_style(style)
            too_long = ValueError(f"The request is longer than the {most} bytes of one face's latents.")
            latents = codec.from_bytes(await read_body(request, most, too_long), model.latent_dim)
        except ValueError as error:
            return PlainTextResponse(str(error), status_code=400, headers=_NO_STORE)
        try:
            picture = await turns.take(f"{PATH} {style}", lambda: jpeg(model.decode(latents, style), SIDE, quality=90))
        except BusyError as error:
            return PlainTextResponse(str(error), status_code=503, headers=_NO_STORE)
        return Response(picture, media_type="image/jpeg", headers=_NO_STORE)

    return decode
