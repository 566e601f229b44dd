"""The presenter of a vote, without a browser."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from facevae.ui.voting.route import KEY_HEADER, PATH


@dataclass(frozen=True)
class Presenter:
    """Sends what a presenter's page would send.

    Args:
        address: of the app, with or without / at its end.
        key: of its presenter.
    """

    address: str
    key: str

    def state(self) -> dict[str, Any]:
        """Return what the presenter may know."""
        return self._ask("", None)

    def act(self, action: str, **fields: Any) -> dict[str, Any]:
        """Do one of ``presenter.ACTIONS``, and return the state after it.

        Raises:
            urllib.error.HTTPError: it was refused; its body is one sentence.
        """
        return self._ask(f"/{action}", json.dumps(fields).encode())

    def _ask(self, path: str, body: bytes | None) -> dict[str, Any]:
        url = f"{self.address.rstrip('/')}{PATH}/present{path}"
        with urllib.request.urlopen(urllib.request.Request(url, body, {KEY_HEADER: self.key})) as answer:
            return json.load(answer)
