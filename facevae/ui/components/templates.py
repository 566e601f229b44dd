"""HTML with gaps to fill; what is filled in is escaped unless it is HTML of another template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

_ENVIRONMENT = jinja2.Environment(
    autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


class Html(str):
    """HTML that a template made, so that another one takes it as it is.

    Joined to other words it is a plain string again, which a template escapes.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """Return it for Jinja, which asks values by this name whether they are HTML."""
        return self


class Template:
    """A fragment of a page in Jinja's language.

    Args:
        source: the HTML, or the path of a file that holds it.
    """

    def __init__(self, source: str | Path) -> None:
        self._template = _ENVIRONMENT.from_string(
            source.read_text(encoding="utf-8") if isinstance(source, Path) else source
        )

    def __call__(self, **values: Any) -> Html:
        """Fill the gaps.

        Raises:
            jinja2.UndefinedError: a gap has no value.
        """
        return Html(self._template.render(**values).strip())
