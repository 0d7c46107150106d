"""/experiments: does the bot cause what its figures show?

Knows: the list, the form with its calculator, one experiment, what is taken away.
Must not know: SQL, statistics, how anybody is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Acting, Shared
from answerbot.errors import Invalid, NotFound
from answerbot.experiments.experiment import (
    CHANNELS,
    EMAIL,
    VARIED,
    Experiment,
    Kind,
    Stage,
    checked,
)
from answerbot.experiments.reading import Line, headline, relative
from answerbot.pages.colleagues import names
from answerbot.pages.experiments_form import (
    EFFECTS,
    Sent,
    chosen,
    costs,
    experiment_of,
    too_short,
    usual_days,
)
from answerbot.pages.experiments_plot import known_plot
from answerbot.pages.exports import csv_file, svg_file
from answerbot.pages.view import AdminsOnly, EditorsOnly, page, see
from answerbot.readings import reading_of
from answerbot.services import Services
from answerbot.staff import STAFF
from answerbot.store.experiments import Experiments
from answerbot.store.traffic import told_apart, traffic
from indexer.generation import existing

router = APIRouter(dependencies=[EditorsOnly])

WINDOW = "experiment_days"
ARMS = {
    Kind.HOLDOUT: ("With suggestions", "Nothing shown", "with the bot"),
    Kind.SETTING: ("As it is set", "The other setting", "with the other setting"),
    Kind.GENERATION: ("The one that serves", "The other generation", "with the other generation"),
}
BY_MAIL = ("With automatic answers", "None sent", "with automatic answers")
"""What the arms are called, and what is tried."""


@router.get("/experiments")
def experiments(request: Request, shared: Shared) -> HTMLResponse:
    """All of them, with what each says."""
    now = shared.clock()
    readings = [reading_of(shared, one) for one in Experiments(shared.store).all()]
    return page(
        request,
        "experiments.html",
        readings=readings,
        heads={one.experiment.id: headline(one, now) for one in readings},
        names=_names(shared),
    )


@router.get("/experiments/new", dependencies=[AdminsOnly])
def new(request: Request, shared: Shared) -> HTMLResponse:
    """The form, with what it takes beside it."""
    return _form(request, shared, Sent())


@router.post("/experiments/new", dependencies=[AdminsOnly])
def begin(
    request: Request, shared: Shared, acting: Acting, sent: Annotated[Sent, Form()]
) -> Response:
    """Begin it, or only work out what it takes; what was typed stays."""
    if sent.work_out:
        return _form(request, shared, sent)
    now, held = shared.clock(), Experiments(shared.store)
    window = shared.settings[WINDOW]
    past = traffic(shared.store, now=now, channels=sent.channel, forms=sent.forms)
    try:
        needed = chosen(sent, past, window)
        made = experiment_of(sent, past, window, now=now, random=shared.random, by=acting.who)
        _know_forms(shared, made)
        _know_generation(shared, made)
        made = checked(made, held.all(), now=now)
        if sent.sure != sent.named and (short := too_short(made, needed, past)):
            return _form(request, shared, sent, short=short)
        held.add(made, now=now)
    except Invalid as error:
        return _form(request, shared, sent, error)
    return see(f"/experiments/{made.id}?done=begun")


@router.get("/experiments/{experiment}")
def one(
    request: Request,
    shared: Shared,
    experiment: str,
    done: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """What it says, how sure that is, and what must not get worse."""
    found = Experiments(shared.store).get(experiment)
    reading, now = reading_of(shared, found), shared.clock()
    return page(
        request,
        "experiment.html",
        made=found,
        reading=reading,
        head=headline(reading, now),
        relative=relative(reading.head) if found.kind is Kind.HOLDOUT else None,
        plot=known_plot(reading),
        arms=BY_MAIL if found.by_mail else ARMS[found.kind],
        names=_names(shared),
        done=done,
        Stage=Stage,
    )


@router.get("/experiments/{experiment}/stop", dependencies=[AdminsOnly])
def ask_to_stop(request: Request, shared: Shared, experiment: str) -> HTMLResponse:
    """What happens then, and whether it is meant."""
    found = Experiments(shared.store).get(experiment)
    over = found.stage(shared.clock()) is Stage.OVER
    return page(request, "experiment_stop.html", made=found, reading=reading_of(shared, found),
                over=over)  # fmt: skip


@router.post("/experiments/{experiment}/stop", dependencies=[AdminsOnly])
def stop(shared: Shared, acting: Acting, experiment: str) -> Response:
    """End it. Pressed twice it is stopped once."""
    held = Experiments(shared.store)
    if held.get(experiment).stage(shared.clock()) is not Stage.OVER:
        held.stop(experiment, by=acting.who, now=shared.clock())
    return see(f"/experiments/{experiment}?done=stopped")


@router.get("/experiments/{experiment}/assignments.csv")
def assignments(shared: Shared, experiment: str) -> Response:
    """Who was in which arm, by a hash that leads to nobody, and what they did."""
    held = Experiments(shared.store)
    found = held.get(experiment)
    heads = ("person", "arm", "drawn_at", "counted", "enquiries", "submitted", "silent",
             "accepted", "offered", "satisfaction", "rated", "answered", "later",
             "told_apart_by")  # fmt: skip

    def rows() -> Iterator[Sequence[object]]:
        for unit, counted, person, known in held.everybody(found.id):
            yield (unit, person.arm.value, person.exposed_at.isoformat(), int(counted),
                   person.enquiries, person.submitted, person.silent, person.accepted,
                   person.offered, person.satisfaction, person.rated, person.answered,
                   person.later, known)  # fmt: skip

    return csv_file(f"assignments-{_plain(found)}.csv", heads, rows())


@router.get("/experiments/{experiment}/figures.csv")
def figures(shared: Shared, experiment: str) -> Response:
    """All measures in both arms, with their intervals."""
    found = Experiments(shared.store).get(experiment)
    reading = reading_of(shared, found)
    heads = ("measure", "people_usual", "part_usual", "whole_usual", "people_other", "part_other",
             "whole_other", "other_minus_usual", "any_day_low", "any_day_high", "one_look_low",
             "one_look_high", "verdict")  # fmt: skip
    return csv_file(f"figures-{_plain(found)}.csv", heads, map(_cells, reading.lines))


@router.get("/experiments/{experiment}/known.svg")
def picture(shared: Shared, experiment: str) -> Response:
    """What was known day by day, as a file of its own. Raises NotFound if nothing is."""
    found = Experiments(shared.store).get(experiment)
    plot = known_plot(reading_of(shared, found))
    if plot is None:
        raise NotFound(f"nothing is known of {found.name!r} yet")
    return svg_file(f"known-{_plain(found)}.svg", plot)


def _form(
    request: Request,
    shared: Services,
    sent: Sent,
    error: Invalid | None = None,
    short: str = "",
) -> HTMLResponse:
    wrong = {error.field or "name": error.message} if error else {}
    past = traffic(shared.store, now=shared.clock(), channels=sent.channel, forms=sent.forms)
    known = told_apart(shared.store, now=shared.clock(), channels=sent.channel, forms=sent.forms)
    plan, window = None, shared.settings[WINDOW]
    try:
        plan = chosen(sent, past, window)
    except Invalid as unreadable:
        wrong.setdefault(unreadable.field, unreadable.message)
    return page(
        request,
        "experiment_new.html",
        422 if wrong or short else 200,
        sent=sent,
        wrong=wrong,
        short=short,
        usual=usual_days(plan),
        traffic=past,
        told=known,
        plan=plan,
        effects=EFFECTS,
        window=window,
        costs=costs(past, window, EFFECTS),
        generations=_generations(shared),
        settings={name: shared.settings[name] for name in VARIED},
        channels=CHANNELS,
        by_mail=EMAIL in sent.channel,
        forms={form.id: form.title_in(shared.settings["locale"]) for form in shared.settings.forms},
    )


def _names(shared: Services) -> dict[str, str]:
    """Names by what the record keeps of who did it."""
    return {f"{STAFF}{member}": name for member, name in names(shared).items()}


def _know_forms(shared: Services, made: Experiment) -> None:
    known = {form.id for form in shared.settings.forms}
    for form in made.forms:
        if form not in known:
            raise Invalid(f"no form {form!r}; there are {sorted(known)}", field="form")


def _generations(shared: Services) -> list[str]:
    """Those that may be compared with the one that serves."""
    serving = shared.searcher.manifest.name if shared.searcher else ""
    return [name for name in existing(shared.settings.index) if name != serving]


def _know_generation(shared: Services, made: Experiment) -> None:
    if made.generation and made.generation not in (known := _generations(shared)):
        raise Invalid(f"no other generation {made.generation!r}; there are {known}",
                      field="generation")  # fmt: skip


def _cells(line: Line) -> tuple[object, ...]:
    counts = (line.measure.name, line.usual.n, line.usual.part, line.usual.whole, line.other.n,
              line.other.part, line.other.whole)  # fmt: skip
    found = line.found
    if found is None:
        return (*counts, "", "", "", "", "", line.verdict.value)
    values = (found.value, found.always.low, found.always.high, found.fixed.low, found.fixed.high)
    return (*counts, *(f"{value:.5f}" for value in values), line.verdict.value)


def _plain(made: Experiment) -> str:
    """Part of a file's name."""
    return f"{made.begins_at:%Y-%m-%d}"
