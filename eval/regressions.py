"""Figures that must not fall: kept in a file, checked against new reports.

Knows: the file of floors, what counts as a fall.
Must not know: how figures are made or shown.

The file is TOML: a table for each dataset and way of measuring it, a figure a line, and one
`tolerance` for all; a figure may have its own as {floor = 0.9, tolerance = 0.03}. Where
less is better the figure is a ceiling.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from eval.errors import BadLabels
from eval.means import AVERAGED
from eval.significance import LESS_IS_BETTER

TOLERANCE = 0.01
LOOSE = dict.fromkeys(
    ("solved@p80", "solved@p80_silver", "precision", "coverage", "oos_recall"), 0.03
)
"""Tolerances of new entries: these hang on a threshold, which one question can move."""

HEAD = "# Written by `answerbot evaluate FOLDER... --check FILE --update`; tolerances by hand.\n"


class Floor(NamedTuple):
    """The least that a figure may be, but for the tolerance (None: that of the file)."""

    figure: float
    tolerance: float | None = None


class Floors(NamedTuple):
    """The whole file: dataset -> way of measuring -> measure -> floor."""

    tolerance: float
    tables: Mapping[str, Mapping[str, Mapping[str, Floor]]]


def read_floors(file: Path) -> Floors:
    """Read the file. Raises BadLabels, which names the table that is not understood."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadLabels(file, None, f"cannot be read: {error.strerror or error}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadLabels(file, None, f"not TOML: {error}") from None
    tolerance = data.pop("tolerance", TOLERANCE)
    if not _is_number(tolerance):
        raise BadLabels(file, None, f"the tolerance {tolerance!r} is not a number")
    return Floors(float(tolerance), {name: _ways(file, name, ways) for name, ways in data.items()})


def write_floors(file: Path, floors: Floors) -> None:
    """Write the file anew, datasets in the order of their names."""
    lines = [HEAD, f"tolerance = {floors.tolerance:g}\n"]
    for dataset, ways in sorted(floors.tables.items()):
        for way, figures in sorted(ways.items()):
            lines.append(f"\n[{_quoted(dataset)}.{_quoted(way)}]\n")
            lines += [f"{_quoted(name)} = {_written(one)}\n" for name, one in figures.items()]
    file.write_text("".join(lines), encoding="utf-8")


def way_of(report: Mapping[str, Any]) -> str:
    """How a report was measured, as the file names it: the model, and what was known."""
    settings = report["settings"]
    model = f"{settings['model']}-{settings['precision']}" if settings["model"] else "words"
    return f"{model} {settings['train']}" if settings["train"] else model


def falls(reports: Sequence[Mapping[str, Any]], floors: Floors) -> Iterator[str]:
    """A line for each figure that fell by more than its tolerance, or is gone."""
    for report in reports:
        found = floors.tables.get(report["dataset"], {}).get(way_of(report), {})
        for name, floor in found.items():
            tolerance = floors.tolerance if floor.tolerance is None else floor.tolerance
            if _fell(report.get(name), floor.figure, tolerance, less=name in LESS_IS_BETTER):
                yield (
                    f"{report['dataset']}, {way_of(report)}: {name} is {report.get(name)}, "
                    f"was {floor.figure:g} (tolerance {tolerance:g})"
                )


def unknown(reports: Sequence[Mapping[str, Any]], floors: Floors) -> Iterator[str]:
    """A line for each report that the file says nothing about."""
    for report in reports:
        if way_of(report) not in floors.tables.get(report["dataset"], {}):
            yield f"{report['dataset']}, {way_of(report)}: no figures to check; add --update"


def updated(reports: Sequence[Mapping[str, Any]], floors: Floors) -> Floors:
    """The floors with the present figures of these reports; tolerances stay."""
    tables = {name: dict(ways) for name, ways in floors.tables.items()}
    for report in reports:
        ways = tables.setdefault(report["dataset"], {})
        before = ways.get(way_of(report), {})
        ways[way_of(report)] = {
            name: Floor(report[name], before[name].tolerance if name in before else LOOSE.get(name))
            for name in AVERAGED
            if report.get(name) is not None
        }
    return floors._replace(tables=tables)


def _fell(value: float | None, floor: float, tolerance: float, *, less: bool) -> bool:
    if value is None:
        return True
    lost = value - floor if less else floor - value
    return lost > tolerance + 1e-9


def _ways(file: Path, dataset: str, ways: Any) -> dict[str, dict[str, Floor]]:
    if not isinstance(ways, dict):
        raise BadLabels(file, None, f"{dataset!r} must be a table, not {ways!r}")
    return {way: _figures(file, f"{dataset}, {way}", found) for way, found in ways.items()}


def _figures(file: Path, table: str, found: Any) -> dict[str, Floor]:
    if not isinstance(found, dict):
        raise BadLabels(file, None, f"{table!r} must be a table, not {found!r}")
    unknown_names = sorted(found.keys() - set(AVERAGED))
    if unknown_names:
        raise BadLabels(file, None, f"{table}: there is no measure {unknown_names[0]!r}")
    return {name: _floor(file, f"{table}, {name}", value) for name, value in found.items()}


def _floor(file: Path, place: str, value: Any) -> Floor:
    if _is_number(value):
        return Floor(float(value))
    whole = isinstance(value, dict) and value.keys() == {"floor", "tolerance"}
    if whole and all(map(_is_number, value.values())):
        return Floor(float(value["floor"]), float(value["tolerance"]))
    raise BadLabels(file, None, f"{place}: {value!r} is neither a number nor a floor and tolerance")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _quoted(name: str) -> str:
    """A text of TOML: that of JSON, but for characters beyond ASCII, which stay, and DEL."""
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(floor: Floor) -> str:
    if floor.tolerance is None:
        return f"{floor.figure:.4f}"
    return f"{{ floor = {floor.figure:.4f}, tolerance = {floor.tolerance:g} }}"
