"""How a room gets to the vote: the address as a QR code, and in large type for who cannot or will not scan it."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

import segno
from markupsafe import Markup

from facevae.ui.components.templates import Template

LONGEST = 200
"""Characters of an address; a code of more has squares too small for the last row."""

_CARD = Template(Path(__file__).with_name("join_card.html"))


def join_card(address: str) -> Markup:
    """Draw the card that leads to the vote.

    Args:
        address: with which the presenter's page was opened (``location.href``). That it is reached by this address is
            known; which of the machine's network cards faces the room is not.
    Returns:
        A <figure>: the code as SVG, dark on light in either theme, and the address as one would type it.
    Raises:
        ValueError: it is no web address, is too long, or leads a phone to itself.
    """
    link = vote_link(address)
    code = segno.make_qr(link, error="m")
    drawn = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return _CARD(link=link, short=short(link), code=Markup(drawn))  # noqa: S704 (squares, no text)


def vote_link(address: str) -> str:
    """Return the address of the vote beside that of the app; what follows ? and # stays behind."""
    problem = f"A web address of at most {LONGEST} characters is needed."
    if not isinstance(address, str) or len(address) > LONGEST:
        raise ValueError(problem)
    try:
        parts = urlsplit(address)
    except ValueError:
        raise ValueError(problem) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(problem)
    if _leads_to_oneself(parts.hostname):
        raise ValueError(
            f"To a phone, {parts.hostname} is the phone: open this page by the machine's name or number in the network."
        )
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}/vote"


def short(link: str) -> str:
    """Return an address as one types it: without http, and without https where no port misleads the browser."""
    parts = urlsplit(link)
    return link if parts.scheme == "https" and parts.port else link.removeprefix(f"{parts.scheme}://")


def _leads_to_oneself(host: str) -> bool:
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return number.is_loopback or number.is_unspecified
