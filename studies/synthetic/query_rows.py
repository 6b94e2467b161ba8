"""Data queries about made-up studies: errors, doubts, warnings and notes; open, answered and resolved."""

from django.contrib.auth.models import User
from django.db.models import Model

from studies.choices import QueryState, Severity
from studies.models import DataQuery, OutcomeMeasure, QueryReply, Study
from studies.synthetic.distribution import REMARK
from studies.synthetic.features import Features
from studies.synthetic.synthetic_people import DONE_AT

_REPLIES = {
    QueryState.ANSWERED: "The source was read again: it prints the same mean in its table 2 (made up).",
    QueryState.RESOLVED: "The authors sent the right mean, and the record has it (made up).",
}


def query_rows(
    study: Study, features: Features, people: tuple[User, ...], *, score: OutcomeMeasure, count: OutcomeMeasure
) -> list[Model]:
    """The queries about a study's scores and counts, with the replies of people."""
    rows: list[Model] = []
    if features.severity:
        query = DataQuery(
            study=study,
            measure=score,
            # Every other query is about all times.
            timepoint_label="4 weeks" if features.number % 2 else "",
            field="mean",
            problem="the mean does not follow from the figures next to it (made up)",
            severity=Severity(features.severity),
            state=features.query_state,
            detail=REMARK,
        )
        rows += [query, *_replies(query, people[0])]
    if features.remark:
        rows.append(
            DataQuery(
                study=study,
                measure=count,
                timepoint_label="6 months",
                field="n",
                problem="the people counted are not those of the table before (made up)",
                severity=Severity(features.remark),
                detail=REMARK,
            )
        )
    return rows


def _replies(query: DataQuery, by: User) -> list[QueryReply]:
    """What people replied until the query had its state."""
    states = [QueryState.ANSWERED, QueryState.RESOLVED]
    if query.state not in states:
        return []
    until = states[: states.index(QueryState(query.state)) + 1]
    return [QueryReply(query=query, state=state, text=_REPLIES[state], by=by, at=DONE_AT) for state in until]
