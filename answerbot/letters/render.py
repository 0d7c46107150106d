"""Templates to text and HTML: ours, or the deployment's own in its place.

Knows: Jinja2's sandbox, where templates lie, which is taken.
Must not know: tickets, what a message is sent for.

A template of the deployment's own lies in `mail/` of the home folder, under the name that ours
has: `mail/fr-CA/auto_reply.txt` for a locale, `mail/fr/…` for a language, `mail/…` for all.
One that is broken is told with its file and line, and ours is taken, so that no mail waits.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from answerbot.errors import AnswerbotError
from answerbot.letters.words import words

SHIPPED = Path(str(files("answerbot") / "letters" / "templates"))
FOLDER = "mail"

log = logging.getLogger(__name__)


class BadTemplate(AnswerbotError):
    """A template that cannot be used; the message names its file and line."""

    code = "bad_settings"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written. `own` says whether a template of the deployment's own wrote it."""

    text: str
    html: str
    own: bool = False


def rendered(home: Path, name: str, locale: str, data: Mapping[str, Any]) -> Letter:
    """The letter by the nearest templates. One that is broken is replaced by ours."""
    try:
        return strictly(home, name, locale, data)
    except BadTemplate as error:
        log.error("%s; the template that comes with answerbot is used instead", error)
        return strictly(None, name, locale, data)


def strictly(home: Path | None, name: str, locale: str, data: Mapping[str, Any]) -> Letter:
    """The letter by the nearest templates; raises BadTemplate. Without a `home`, by ours."""
    folders = [*(_own(home / FOLDER, locale) if home else ()), SHIPPED]
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=lambda template: bool(template and template.endswith(".html")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    known = {"t": words(locale), "locale": locale, **data}
    text, ours = _written(environment, f"{name}.txt", known)
    html, too = _written(environment, f"{name}.html", known)
    return Letter(text, html, own=not (ours and too))


def _own(folder: Path, locale: str) -> Iterator[Path]:
    """Where the deployment's own templates may lie, nearest first."""
    if locale.replace("-", "").isalnum():  # a locale may come from a request
        yield folder / locale
        yield folder / locale.split("-")[0]
    yield folder


def _written(
    environment: jinja2.Environment, name: str, data: Mapping[str, Any]
) -> tuple[str, bool]:
    """The text, and whether the template is ours."""
    try:
        template = environment.get_template(name)
        file = template.filename or ""
        return template.render(data), Path(file).is_relative_to(SHIPPED)
    except jinja2.TemplateSyntaxError as error:
        raise BadTemplate(
            f"{error.filename or name}, line {error.lineno}: {error.message}"
        ) from None
    except (UnicodeDecodeError, OSError) as error:
        raise BadTemplate(f"{name} cannot be read: {error}") from None
    except Exception as error:  # noqa: BLE001 - an expression may raise anything
        raise BadTemplate(f"{_place(error, name)}: {type(error).__name__}: {error}") from None


def _place(error: BaseException, name: str) -> str:
    """File and line of the template in which an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if f.filename.endswith((".txt", ".html"))]
    return f"{inside[-1].filename}, line {inside[-1].lineno}" if inside else name
