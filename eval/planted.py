"""Are the gaps of `answerbot demo` found? Its customers' questions are made up, so what each is
about is known.

Knows: what the simulation's customers ask, and of which gap each question is.
Must not know: how gaps are found.

Run `python -m eval.planted HOME` on the home folder of a demo. A gap of the demo counts as found
as in `eval.gaps`.
"""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import click

from answerbot.settings import read
from answerbot.simulation.wanted import wanted_in
from answerbot.store.db import Store
from answerbot.store.gap_searches import Searches
from answerbot.store.gaps import Gaps
from eval.errors import NoAnswers
from eval.gaps import PURE, Figures, figures

SAMPLE = Path(__file__).resolve().parent.parent / "corpora" / "samples" / "farview"


def planted_in(home: Path) -> tuple[Figures, int, int]:
    """The figures of the last search, how many groups it made, and how many of the largest are
    each of one planted gap before the first that is not. Raises NoAnswers without a search."""
    settings, wanted = read(home, {}), wanted_in(SAMPLE)
    about = {one.text.rstrip(): one.intent for one in wanted.wordings}
    with closing(Store(settings.database)) as store:
        last = Searches(store).last_finished()
        if last is None:
            raise NoAnswers(f"{home} was not searched for gaps; run: answerbot gaps find")
        asked = list(Searches(store).questions(last.first, settings["locale"]))
        place = {one.enquiry: number for number, one in enumerate(asked)}
        labels = [about.get(one.text.rstrip(), "") for one in asked]
        labels = [label if label in wanted.gaps else "" for label in labels]
        held = Gaps(store)
        groups = [
            [
                place[one.enquiry]
                for _, one in held.members(gap, most=n.volume)
                if one.enquiry in place
            ]
            for gap, n in held.counted().items()
        ]
    groups.sort(key=lambda group: (-len(group), group))
    first = next((n for n, group in enumerate(groups) if not _pure(group, labels)), len(groups))
    return figures(groups, labels, 0.0), len(groups), first


def _pure(group: list[int], labels: list[str]) -> bool:
    named = [labels[number] for number in group]
    return max(named.count(name) for name in {*named, "?"} if name) >= PURE * len(group)


@click.command()
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def main(home: Path, as_json: bool) -> None:
    """What the last search for gaps found of those that the demo in HOME has."""
    try:
        found, groups, first = planted_in(home)
    except NoAnswers as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps({**found._asdict(), "groups": groups, "first_other": first + 1}))
        return
    click.echo(
        f"found {found.found:.2f}  purity {found.purity:.2f}  held {found.held:.2f}"
        f"  of {groups} groups the first that is not of one planted gap is number {first + 1};"
        f" {found.noise:.0%} of other questions are in a group"
    )


if __name__ == "__main__":
    main()
