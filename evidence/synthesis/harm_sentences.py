"""Serious harm in sentences: case reports, then trials one by one, then other studies; deaths are always stated."""

from collections.abc import Sequence

from evidence.synthesis.comparison_labels import join_words, treatment_text
from evidence.synthesis.serious_harm import ArmHarm, PeopleRange, SeriousHarm, StudyHarm, range_text, together
from studies.numerics.number_formatting import count, people, percent, plural

# Studies that are named one by one: as many as the real evidence has. The others are on the safety page.
MOST_NAMED = 8
_ONE = PeopleRange(1, 1)


def harm_sentences(harm: SeriousHarm) -> list[str]:
    """Everything that is known of serious harm. The harms of case reports come before any count of none."""
    return [*short_harm_sentences(harm), *_each(harm.counted), *_others(harm.others)]


def short_harm_sentences(harm: SeriousHarm) -> list[str]:
    """The people on record, and how many trials counted: what is known before any study is named."""
    return [*_on_record(harm), *_case_reports(harm.case_reports), _counted(harm)]


def _on_record(harm: SeriousHarm) -> list[str]:
    """All people on record, where more than one kind of source has any: people, never a share."""
    sources = [
        any(arm.people.least for study in studies for arm in study.ozone)
        for studies in (harm.case_reports, harm.counted, harm.others)
    ]
    if sum(sources) < 2:
        return []
    return [f"On record after ozone: {_people_text(harm.people)} with serious harm{_deaths(harm.arms)}."]


def _case_reports(reports: Sequence[StudyHarm]) -> list[str]:
    if not reports:
        return []
    arms = [arm for study in reports if not study.same_people_as for arm in study.ozone]
    with_harm = together(arm.people for arm in arms)
    if not with_harm.least:
        return ["Case reports describe serious harm here without a number of people; they give no rate."]
    return [
        f"Case reports describe {_people_text(with_harm)} with serious harm here{_deaths(arms)}; they give no rate."
    ]


def _counted(harm: SeriousHarm) -> str:
    if not harm.trials:
        return "No randomised trial isolates ozone here, so none could count serious harm."
    if harm.trials == 1:
        was = "was counted" if harm.counted else "was not counted"
        return f"Serious harm {was} in the one randomised trial that isolates ozone, in the text read."
    counted = count(len(harm.counted)) if harm.counted else "none"
    of = f"{counted} of the {count(harm.trials)} randomised trials that isolate ozone"
    return f"Serious harm was counted in {of}, in the text read."


def _others(studies: Sequence[StudyHarm]) -> list[str]:
    if not studies:
        return []
    others = plural(len(studies), "other study", "other studies")
    return [f"Serious harm was counted in {others} of ozone.", *_each(studies)]


def _each(studies: Sequence[StudyHarm]) -> list[str]:
    """A sentence a study, and one for those beyond the first."""
    return [*(_study(item) for item in studies[:MOST_NAMED]), *_rest(studies[MOST_NAMED:])]


def _study(harm: StudyHarm) -> str:
    arms = join_words(_arm(arm, [*harm.ozone, *harm.comparators]) for arm in (*harm.ozone, *harm.comparators))
    shared = f"; they may be the same people as in {harm.same_people_as}" if harm.same_people_as else ""
    return f"{harm.study.label}: {arms}{shared}."


def _arm(harm: ArmHarm, of_study: Sequence[ArmHarm]) -> str:
    """One arm: people of people treated with what it received, what follows for the share, and who died."""
    treatment = treatment_text(harm.arm.components)
    alike = sum(treatment_text(other.arm.components) == treatment for other in of_study)
    name = treatment if alike == 1 else harm.arm.label
    of = f" of {count(harm.treated)}" if harm.treated else ""
    return f"{range_text(harm.people)}{of} with {name}{_share(harm)}{_deaths([harm])}"


def _share(harm: ArmHarm) -> str:
    if harm.no_rate:
        return f" ({harm.no_rate})"
    interval = harm.interval
    if interval is None or not harm.arm.with_ozone:
        return ""
    if harm.people.most == 0:
        return f" (up to {percent(interval.high, digits=1)} cannot be excluded)"
    return f" (95% interval {percent(interval.low, digits=1)} to {percent(interval.high, digits=1)})"


def _deaths(arms: Sequence[ArmHarm]) -> str:
    """How many of them died; empty where no one had a harm. A text that names no death does not report survival."""
    with_harm, died, unstated = (
        together(getattr(arm, name) for arm in arms) for name in ("people", "died", "unstated")
    )
    if not with_harm.least:
        return ""
    if died.least:
        text = f", of whom {range_text(died)} died" if with_harm != died else ", who died"
        return f"{text} (not stated of {range_text(unstated)})" if unstated.least else text
    is_one = with_harm == _ONE
    if unstated.least:
        return f" (whether {'this person' if is_one else 'anybody'} died is not stated)"
    return ", who did not die" if is_one else ", none of whom died"


def _rest(studies: Sequence[StudyHarm]) -> list[str]:
    """Studies that are not named: in how many no one had any, and the people on record in the others."""
    if not studies:
        return []
    arms = [arm for study in studies if not study.same_people_as for arm in study.ozone]
    with_harm = [study for study in studies if any(arm.people.least for arm in study.ozone)]
    text = f"In {plural(len(studies), 'further study', 'further studies')}, listed under harms, "
    if not with_harm:
        return [f"{text}no one with ozone had any."]
    had = f"{_people_text(together(arm.people for arm in arms))} with ozone had any{_deaths(arms)}"
    without_harm = len(studies) - len(with_harm)
    return [f"{text}{had}{f'; in {count(without_harm)} of them no one had' if without_harm else ''}."]


def _people_text(number: PeopleRange) -> str:
    """People, "at least" where the bounds differ.

    >>> _people_text(PeopleRange(6, 6)), _people_text(PeopleRange(1, None))
    ('6 people', 'at least 1 person')
    """
    return f"{'' if number.is_exact else 'at least '}{people(number.least)}"
