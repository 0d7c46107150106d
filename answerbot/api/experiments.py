"""GET /v1/metrics/experiments: what experiments say, for other programs.

Knows: how a reading looks on the wire.
Must not know: SQL, statistics.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from answerbot.api.callers import Analyst, Shared
from answerbot.experiments.experiment import MILLION, Experiment, Kind, Stage
from answerbot.experiments.known import Known
from answerbot.experiments.measures import Sums
from answerbot.experiments.reading import Line, Point, Reading, Verdict, headline
from answerbot.experiments.sequence import Difference, Range
from answerbot.readings import reading_of
from answerbot.store.experiments import Experiments

router = APIRouter(tags=["metrics"])


class ExperimentResponse(BaseModel):
    """An experiment: what it does to whom, and when. Times are UTC."""

    id: str
    name: str
    kind: Kind
    stage: Stage
    share: float = Field(description="The share of persons in the other arm.")
    setting: str = Field(description="Of `setting` only: which setting is another there.")
    value: float = Field(description="Its value there.")
    generation: str = Field(description="Of `generation` only: which one answers there.")
    channels: list[str]
    forms: list[str] = Field(description="Empty: all, and where there is none.")
    begins_at: datetime
    over_at: datetime
    final_at: datetime = Field(description="From when on its figures change no more.")
    window_days: int = Field(description="What a person does counts for so long.")


class RangeResponse(BaseModel):
    """An interval."""

    low: float
    high: float


class DifferenceResponse(BaseModel):
    """The other arm minus the usual one."""

    value: float
    any_day: RangeResponse = Field(
        description="Holds on all days at once with probability 95 %: look whenever you like."
    )
    one_look: RangeResponse = Field(description="The usual 95 % interval, for a single look.")


class ArmResponse(BaseModel):
    """What is counted in an arm: `part` of `whole`, over `n` persons."""

    n: int
    part: int
    whole: int


class MeasureResponse(BaseModel):
    """A measure in both arms."""

    name: str
    label: str
    definition: str
    usual: ArmResponse
    other: ArmResponse
    difference: DifferenceResponse | None = Field(description="None: too few to tell.")
    verdict: Verdict = Field(description="Of the other arm against the usual one.")


class BalanceResponse(BaseModel):
    """Whether the arms are as large as they were drawn; `p` by chi-square, `wrong` below 0.001."""

    usual: int
    other: int
    expected: float
    p: float
    wrong: bool


class DayResponse(BaseModel):
    """What was known at the end of a day, of `n` persons."""

    day: date
    n: int
    difference: DifferenceResponse | None


class ReadingResponse(BaseModel):
    """All that an experiment says. The first measure decides."""

    object: Literal["experiment"] = "experiment"
    experiment: ExperimentResponse
    headline: str
    counted: int = Field(description="Persons whose window has passed.")
    waiting: int = Field(description="Persons who were drawn, and are not counted yet.")
    balance: BalanceResponse
    told_apart: dict[Known, int] = Field(
        description="Persons by what they are told apart: a verified identity (`person`), an"
        " address (`email`), what their browser keeps (`visitor`), or only by page load"
        " (`session`). Those drawn before this was kept are in none."
    )
    measures: list[MeasureResponse]
    days: list[DayResponse]


@router.get("/v1/metrics/experiments")
def experiments(_who: Analyst, shared: Shared) -> list[ExperimentResponse]:
    """All experiments, the latest first."""
    now = shared.clock()
    return [_made(one, now) for one in Experiments(shared.store).all()]


@router.get("/v1/metrics/experiments/{experiment}")
def experiment(experiment: str, _who: Analyst, shared: Shared) -> ReadingResponse:
    """What one says by now."""
    now = shared.clock()
    reading = reading_of(shared, Experiments(shared.store).get(experiment))
    return ReadingResponse(
        experiment=_made(reading.experiment, now),
        headline=headline(reading, now),
        counted=reading.counted,
        waiting=reading.waiting,
        balance=_balance(reading),
        told_apart=dict(reading.told.counts),
        measures=[_measure(line) for line in reading.lines],
        days=[_day(point) for point in reading.points],
    )


def _made(made: Experiment, now: datetime) -> ExperimentResponse:
    return ExperimentResponse(
        id=made.id,
        name=made.name,
        kind=made.kind,
        stage=made.stage(now),
        share=made.share / MILLION,
        setting=made.setting,
        value=made.value,
        generation=made.generation,
        channels=list(made.channels),
        forms=list(made.forms),
        begins_at=made.begins_at,
        over_at=made.over_at,
        final_at=made.final_at,
        window_days=made.window,
    )


def _balance(reading: Reading) -> BalanceResponse:
    found = reading.balance
    return BalanceResponse(
        usual=found.usual,
        other=found.other,
        expected=found.expected,
        p=found.p,
        wrong=found.wrong,
    )


def _measure(line: Line) -> MeasureResponse:
    return MeasureResponse(
        name=line.measure.name,
        label=line.measure.label,
        definition=line.measure.definition,
        usual=_arm(line.usual),
        other=_arm(line.other),
        difference=_difference(line.found),
        verdict=line.verdict,
    )


def _arm(found: Sums) -> ArmResponse:
    return ArmResponse(n=found.n, part=found.part, whole=found.whole)


def _difference(found: Difference | None) -> DifferenceResponse | None:
    if found is None:
        return None
    return DifferenceResponse(
        value=found.value, any_day=_range(found.always), one_look=_range(found.fixed)
    )


def _range(found: Range) -> RangeResponse:
    return RangeResponse(low=found.low, high=found.high)


def _day(point: Point) -> DayResponse:
    return DayResponse(day=point.day, n=point.n, difference=_difference(point.found))
