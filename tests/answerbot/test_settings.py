"""One table of settings, read once, whose mistakes name themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerbot.commands.init import template
from answerbot.errors import BadSettings
from answerbot.settings import FILE, SETTINGS, home_folder, read


def write(home: Path, text: str) -> Path:
    (home / FILE).write_text(text, encoding="utf-8")
    return home


def test_defaults_then_file_then_environment(tmp_path: Path) -> None:
    home = write(tmp_path, 'name = "Farview"\nport = 9000\n')
    settings = read(home, {"ANSWERBOT_PORT": "9001"})
    assert (settings["name"], settings["port"], settings["host"]) == ("Farview", 9001, "127.0.0.1")


@pytest.mark.parametrize(
    ("text", "environ", "names"),
    [
        ("nmae = 'x'", {}, "nmae"),
        ("port = 'x'", {}, "port = 'x' must be a int"),
        ("port = 99999", {}, "port = 99999 is out of range"),
        ("typing_precision = 2", {}, "typing_precision"),
        ("form_threshold = 0.15", {}, "form_threshold = 0.15 .* form_precision = 0.55"),
        ("", {"ANSWERBOT_TYPING_THRESHOLD": "0.2"}, "TYPING_THRESHOLD='0.2' .* typing_precision"),
        ("port = ", {}, "not TOML"),
        ("[[forms]]\nid = 3", {}, "forms"),
        ("forms = 3", {}, "forms"),
        ("", {"ANSWERBOT_PORT": "x"}, "ANSWERBOT_PORT='x' is not a int"),
        ("", {"ANSWERBOT_MODEL_PRECISION": "int4"}, "int4"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_names_itself(
    tmp_path: Path, text: str, environ: dict[str, str], names: str
) -> None:
    with pytest.raises(BadSettings, match=names):
        read(write(tmp_path, text), environ)


def test_the_file_that_init_writes_can_be_read(tmp_path: Path) -> None:
    settings = read(write(tmp_path, template({"name": 'A "quoted" name'})), {})
    assert settings["name"] == 'A "quoted" name'
    every = {s.name: s.default for s in SETTINGS}
    settings = read(write(tmp_path, template(every)), {})
    assert all(settings[s.name] == s.default for s in SETTINGS)


def test_the_home_folder() -> None:
    assert home_folder("x", {"ANSWERBOT_HOME": "y"}) == Path("x")
    assert home_folder(None, {"ANSWERBOT_HOME": "y"}) == Path("y")
    assert home_folder(None, {}) == Path("answerbot-data")
