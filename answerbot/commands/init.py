"""`answerbot init`: a home folder with a settings file to edit.

Knows: how the table of settings is written as TOML.
Must not know: what settings do.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from answerbot.commands.common import home_option, shown
from answerbot.settings import FILE, SETTINGS, home_folder

FORMS = """
# Contact forms, with the articles to show before anything is typed:
# [[forms]]
# id = "account"
# title = { en = "Account and billing", it = "Account e pagamenti" }
# quick_links = ["reset-your-password"]

# Automatic answers with articles to new tickets, once each. The first rule that matches decides:
# [[auto_reply]]
# name = "partners have their own people"
# audiences = ["partner"]
# send = false
#
# [[auto_reply]]
# name = "nights and weekends"
# channels = ["email", "form"]
# hours = "18:00-08:00"
# timezone = "Europe/Paris"
# incident = "first"
"""


def template(values: dict[str, object] | None = None) -> str:
    """A settings file: every setting with its help, commented out unless in `values`."""
    values = values or {}
    lines = ["# answerbot's settings; docs/SETTINGS.md explains them.", ""]
    for setting in SETTINGS:
        unit = f" ({setting.unit})" if setting.unit else ""
        lines.append(f"# {setting.help}{unit}")
        mark = "" if setting.name in values else "# "
        value = json.dumps(values.get(setting.name, setting.default), ensure_ascii=False)
        lines += [f"{mark}{setting.name} = {value}", ""]
    return "\n".join(lines) + FORMS


def write(home: Path, text: str) -> bool:
    """Write the settings file unless there is one; returns whether it was written."""
    home.mkdir(parents=True, exist_ok=True)
    try:
        with (home / FILE).open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        return False
    return True


@click.command()
@click.option("--name", default="", help="The help center's name.")
@home_option
def init(name: str, home: str | None) -> None:
    """Prepare a home folder with a settings file to edit."""
    folder = home_folder(home)
    written = write(folder, template({"name": name} if name else {}))
    file = shown(folder / FILE)
    click.echo(f"Wrote {file}" if written else f"{file} is there already; nothing was changed")
    click.echo("Next: answerbot import SOURCE, answerbot index, answerbot serve")
