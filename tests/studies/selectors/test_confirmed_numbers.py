"""Confirmed numbers as the one reader finds them: on rows of answers, and for whole studies."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studies.choices import StudyStatus
from studies.models import NumberConfirmation, ReviewTrialRow, Study
from studies.presentation.study_status import status_label
from studies.reported.number_meaning import meaning_of, with_meaning
from studies.reported.reported_numbers import NumberShare
from studies.selectors import read_evidence, read_harms, read_serious_harms, read_trial_evidence, study_numbers
from studies.selectors.confirmations import confirmed_rows, read_confirmations
from studies.selectors.study_numbers import (
    NUMBER_TABLES,
    read_number_shares,
    read_numbers,
    read_told_shares,
    shares_of_records,
)
from tests.factories import (
    confirm_all_numbers,
    make_arm,
    make_harm,
    make_measure,
    make_pool,
    make_reported_contrast,
    make_result,
    make_study,
    make_user,
)

pytestmark = pytest.mark.django_db


def confirm(study, by, field, value, **row):
    (kind, record), *_ = [*row.items(), ("study", study)]
    said = with_meaning(value, meaning_of(kind, record))
    values = {"confirmed_by": by, "confirmed_at": timezone.now(), "field": field, "value": said}
    return NumberConfirmation.objects.create(study=study, **values, **row)


def test_where_nothing_is_confirmed_no_confirmation_is_searched_for():
    make_harm(arm=make_result().arm)
    with CaptureQueriesContext(connection) as asked:
        assert read_harms(read_evidence().arms)
    statements = [query["sql"] for query in asked if "numberconfirmation" in query["sql"]]
    assert len(statements) == 2
    assert not any("JOIN" in statement or "WHERE" in statement for statement in statements)


def test_the_first_page_searches_for_no_confirmation():
    make_harm(arm=make_result().arm, serious="yes")
    with CaptureQueriesContext(connection) as asked:
        assert read_serious_harms(read_trial_evidence().arms)
    assert not any("numberconfirmation" in query["sql"] for query in asked)


def test_rows_of_answers_name_the_numbers_that_another_person_confirmed():
    typist, second = make_user(), make_user()
    study = make_study(extracted_by=typist)
    ozone, sham = (make_arm(study=study, components=(component,)) for component in ("ozone", "sham"))
    result = make_result(arm=ozone, n=40, mean=85.0, sd=3.5, printed={"mean": "85.0"})
    own = make_result(arm=sham, n=40, mean=60, sd=3.5, extracted_by=second)
    contrast = make_reported_contrast(arm_a=ozone, arm_b=sham, p_value=0.03)
    harm = make_harm(study=study, arm=ozone, n_events=2, n_at_risk=40)
    confirm(study, second, "mean", "85.0", result=result)
    # Changed since, entered by the same person, and no number of the row.
    confirm(study, second, "sd", "3.4", result=result)
    confirm(study, second, "mean", "60", result=own)
    confirm(study, second, "weeks", "4", result=result)
    confirm(study, second, "p_value", "0.03", contrast=contrast)
    confirm(study, second, "n_events", "2", harm=harm)
    confirm(study, typist, "n_at_risk", "40", harm=harm)

    evidence = read_evidence()
    assert [row.provenance.confirmed for row in evidence.results] == [{"mean"}, set()]
    assert [row.provenance.confirmed for row in evidence.reported] == [{"p_value"}]
    assert [row.provenance.confirmed for row in read_harms(evidence.arms)] == [{"n_events"}]
    assert read_evidence([ozone.condition.slug]).results == evidence.results


def test_numbers_of_studies_are_listed_by_queries_that_do_not_grow(django_assert_num_queries):
    second = make_user()
    study, other, empty = make_study(n_randomised=80, n_analysed=None), make_study(), make_study()
    result = make_result(arm=make_arm(study=study, n_randomised=40), n=38, events=10, percent=25.0, events_derived=True)
    make_pool(review=other, estimate=-1.5, ci_low=None, ci_high=None)
    confirm(study, second, "n_randomised", "80")
    confirm(study, second, "percent", "25", result=result)

    with django_assert_num_queries(9):
        numbers = read_numbers([study.pk, other.pk, empty.pk])
    assert [(each.row[0], each.field, each.value, each.is_confirmed) for each in numbers[study.pk]] == [
        ("study", "n_randomised", "80", True),
        ("arm", "n_randomised", "40", False),
        ("result", "n", "38", False),
        ("result", "percent", "25", True),
    ]
    assert read_number_shares([study.pk, empty.pk]) == {study.pk: NumberShare(2, 4), empty.pk: NumberShare(0, 0)}


def test_queries_for_the_numbers_of_a_few_studies_are_written_once(monkeypatch):
    studies = [make_study(n_randomised=number) for number in (20, 40, 60)]
    of_all = read_number_shares(Study.objects.values("pk"))
    read_number_shares([studies[0].pk])
    monkeypatch.setattr(study_numbers, "_values", None)
    assert {study.pk: read_number_shares([study.pk])[study.pk] for study in studies} == of_all


def test_shares_are_read_of_those_studies_alone_whose_label_tells_them(django_assert_num_queries):
    confirmed, other = make_study(n_randomised=80), make_study(n_randomised=60)
    signed = make_study(
        n_randomised=40, standing=StudyStatus.SIGNED_OFF, signed_off_by=make_user(), signed_off_at=timezone.now()
    )
    with django_assert_num_queries(1):
        assert read_told_shares({other.pk: other.standing})[other.pk] == NumberShare()
    confirm(confirmed, make_user(), "n_randomised", "80")
    listed = [confirmed, signed, other]
    shares = read_told_shares({study.pk: study.standing for study in listed})
    every = read_number_shares([study.pk for study in listed])
    assert shares == {study.pk: every[study.pk] for study in (confirmed, signed)}
    assert [status_label(study.standing, shares[study.pk]) for study in listed] == [
        status_label(study.standing, every[study.pk]) for study in listed
    ]


def changes():
    """Rows of each kind with what can change of their meaning while every figure stays."""
    study = make_study()
    ozone, sham = (make_arm(study=study, components=(component,)) for component in ("ozone", "sham"))
    of_arm = {"label": "Sham", "stratum": "disc", "role": "comparator", "intervention": "sham"}
    result = make_result(arm=ozone, n=40, mean=3.2, sd=1.5, ci_level=95.0)
    yield ozone, of_arm
    yield (
        result,
        {"arm": sham, "measure": make_measure(), "outcome_name": "pain at rest", "part": "women", "weeks": 12.0}
        | {"timepoint_label": "12 weeks", "clock": "end", "is_change": True, "scale_max": 10.0, "scale_min": 1.0}
        | {"higher_is": "better", "ci_level": 90.0},
    )
    contrast = make_reported_contrast(arm_a=ozone, arm_b=sham, estimate=-1.5, p_value=0.05, p_relation="=")
    yield (
        contrast,
        {"arm_a": make_arm(study=study), "measure": make_measure(), "weeks": 52.0, "part": "women"}
        | {"direction": "favours-comparator", "effect_measure": "RR", "p_relation": "<", "compares_means": True},
    )
    yield (
        make_harm(study=study, arm=ozone, n_events=2, n_at_risk=40),
        {"arm": sham, "event": "Death", "serious": "yes", "denominator_kind": "registry"},
    )
    yield (
        make_pool(review=study),
        {"effect_measure": "OR", "positive_is": "favours-comparator", "weeks": 52.0, "timepoint_label": "a year"},
    )
    yield (
        ReviewTrialRow.objects.create(review=study, pool_locator="Figure 2", study_label="Rossi", arm_a_n=30),
        {"study_label": "Bianchi", "pool_locator": "Figure 3"},
    )


def test_no_confirmation_outlives_a_change_of_what_its_number_means():
    second = make_user()
    rows = list(changes())
    study = rows[0][0].study
    confirm_all_numbers(study, by=second)

    def confirmed():
        return Counter(number.row for number in read_numbers([study.pk])[study.pk] if number.is_confirmed)

    records = {kind: model.objects.filter(**{of: study.pk}) for kind, (model, of) in NUMBER_TABLES.items()}
    shares = shares_of_records(records, read_confirmations(NumberConfirmation.objects.filter(study=study)))
    total = Counter(number.row for number in read_numbers([study.pk])[study.pk])
    assert {row: share for row, share in shares.items() if share.total} == {
        row: NumberShare(confirmed()[row], total[row]) for row in total
    }

    before, kinds = confirmed(), {table.model: kind for kind, table in NUMBER_TABLES.items()}
    for row, meanings in rows:
        for name, value in meanings.items():
            former = getattr(row, name)
            type(row).objects.filter(pk=row.pk).update(**{name: value})
            assert (kinds[type(row)], row.pk) not in confirmed(), name
            type(row).objects.filter(pk=row.pk).update(**{name: former})
    assert confirmed() == before


def test_rows_are_not_looked_at_where_nothing_is_confirmed() -> None:
    rows = [make_result()]
    assert confirmed_rows("result", rows, {}) is rows
