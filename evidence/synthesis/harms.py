"""Harm: counted in people treated, or told by case reports, which give no rate."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from evidence.formatting import count, percent, plural, trials
from evidence.statistics.intervals import Interval
from evidence.statistics.single_arm import clopper_pearson
from evidence.synthesis.rows import StudyRow
from studies.vocabulary import DenominatorKind, Serious


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One harm as one study counted it in one arm."""

    study: StudyRow
    event: str
    serious: Serious
    denominator: DenominatorKind
    with_ozone: bool
    n_events: int | None = None
    n_at_risk: int | None = None


@dataclass(frozen=True, slots=True)
class SeriousHarm:
    """Serious harm in people treated with ozone in randomised trials, and in case reports.

    ``events`` of ``exposed`` are of the trials that counted; ``bound`` is their two-sided 95% Clopper-Pearson interval.
    ``told`` are the people of whom case reports tell.
    """

    trials: int
    reporting: tuple[StudyRow, ...]
    events: int
    exposed: int
    bound: Interval | None
    told: int


def serious_harm(rows: Iterable[HarmRow], trial_ids: Collection[int]) -> SeriousHarm:
    """Sum serious harm over the randomised trials of a condition; each trial's people are counted once."""
    serious = [row for row in rows if row.serious is Serious.YES and row.with_ozone]
    most: dict[int, HarmRow] = {}
    for row in serious:
        counted = row.denominator is DenominatorKind.TREATED and row.n_events is not None and row.n_at_risk
        # Two kinds of event in one arm may have struck the same people: the larger count stands for the study.
        if counted and row.study.id in trial_ids and _events(row) >= _events(most.get(row.study.id)):
            most[row.study.id] = row
    events, exposed = sum(_events(row) for row in most.values()), sum(row.n_at_risk or 0 for row in most.values())
    return SeriousHarm(
        trials=len(trial_ids),
        reporting=tuple(row.study for row in most.values()),
        events=events,
        exposed=exposed,
        bound=clopper_pearson(events, exposed) if exposed else None,
        told=sum(row.n_events or 0 for row in serious if row.denominator is DenominatorKind.CASE_REPORT),
    )


def harm_sentences(harm: SeriousHarm) -> list[str]:
    """Say serious harm: what trials counted, with a bound where it is zero, and what case reports tell."""
    told = f"Case reports tell of {plural(harm.told, 'person', 'people')} with serious harm here; they give no rate."
    return [_counted(harm), *([told] if harm.told else [])]


def _counted(harm: SeriousHarm) -> str:
    if not harm.trials:
        return "No randomised trial isolates ozone here, so none could count serious harm."
    if harm.bound is None:
        return f"Serious harm was counted in none of the {plural(harm.trials, 'randomised trial')}, in the text read."
    of_trials = f"{trials(len(harm.reporting))} of {count(harm.trials)}"
    seen = f"{count(harm.events)} of {plural(harm.exposed, 'person', 'people')} treated with ozone"
    if harm.events == 0:
        bound = f"up to {percent(harm.bound.high, digits=1)} cannot be excluded"
    else:
        bound = f"95% CI {percent(harm.bound.low, digits=1)} to {percent(harm.bound.high, digits=1)}"
    return f"Serious harm was counted in {of_trials} that isolate ozone: {seen} ({bound})."


def _events(row: HarmRow | None) -> int:
    return -1 if row is None or row.n_events is None else row.n_events
