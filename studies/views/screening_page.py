"""Everything that the page of one publication to screen shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from studies.actions.screening import may_be_screened
from studies.choices import ExclusionReason, Screening, ScreeningStage
from studies.citations.parse.read_file import abstract_in
from studies.models import Publication, PublicationSource, ScreeningDecision
from studies.opinions import StageStanding, Standing, current, standing_of
from studies.views.screening_queues import Queue, ScreeningQueues, is_blind_for


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """One publication before one person. ``is_blind``: what another person said of it is in nothing shown.

    ``mine`` is this person's opinion at the stage, in words; ``decisions`` is empty while blind.
    """

    publication: Publication
    abstract: str
    sources: Sequence[PublicationSource]
    stage: ScreeningStage
    is_open: bool
    is_blind: bool
    differ: bool
    mine: str
    state: str
    decisions: Sequence[ScreeningDecision]
    queue: Queue
    waiting: int
    next_pk: int | None
    previous_pk: int | None
    study_address: str

    @property
    def stages(self) -> list[ScreeningStage]:
        return list(ScreeningStage)

    @property
    def reasons(self) -> list[ExclusionReason]:
        return list(ExclusionReason)


def screening_page(publication: Publication, queues: ScreeningQueues, asked: QueryDict) -> ScreeningPage:
    """Prepare the page; ``asked`` may name the list it was opened from (queue) and what was read (stage)."""
    stands = queues.standings.get(publication.pk) or standing_of([])
    blind = is_blind_for(stands, queues.person.pk)
    queue = queue_asked(asked)
    sources = list(publication.sources.select_related("batch"))
    stage = _stage(stands, asked, blind=blind)
    said = current(each for each in queues.opinions.get(publication.pk, ()) if each.stage == stage)
    mine = next((Screening(each.decision).label for each in said if each.by == queues.person.pk), "")
    decisions = publication.screening_decisions.select_related("decided_by", "study")
    return ScreeningPage(
        publication=publication,
        abstract=next(filter(None, (abstract_in(source.original) for source in sources)), ""),
        sources=sources,
        stage=stage,
        is_open=may_be_screened(publication),
        is_blind=blind,
        differ=_at(stands, stage).differ,
        mine=mine,
        state=_state(publication, stands, blind=blind),
        decisions=() if blind else list(decisions.order_by("pk")),
        queue=queue,
        waiting=queues.publications(queue).count(),
        next_pk=queues.after(queue, publication.pk),
        previous_pk=queues.before(queue, publication.pk),
        study_address="" if blind or publication.study_id else address_of_new_study(publication),
    )


def queue_asked(asked: QueryDict) -> Queue:
    """The list that an address names; the first opinions when it names none."""
    named = asked.get("queue") or asked.get("screening") or ""
    return Queue(named) if named in set(Queue) else Queue.FIRST


def _stage(stands: Standing, asked: QueryDict, *, blind: bool) -> ScreeningStage:
    """What is asked for; else the full text where the abstract was enough to go on."""
    named = asked.get("stage", "")
    if named in set(ScreeningStage):
        return ScreeningStage(named)
    read = stands.full.was_asked or (not blind and stands.title.stands is not None and stands.screening == "included")
    return ScreeningStage.FULL_TEXT if read else ScreeningStage.TITLE_ABSTRACT


def _at(stands: Standing, stage: ScreeningStage) -> StageStanding:
    return stands.full if stage is ScreeningStage.FULL_TEXT else stands.title


def _state(publication: Publication, stands: Standing, *, blind: bool) -> str:
    if blind:
        return "One person gave an opinion. You see it when you have given yours"
    if stands.decisive.differ:
        return "Opinions differ: nothing stands until somebody settles it"
    settled = ", settled after opinions differed" if stands.decisive.is_settled else ""
    people = len(stands.decisive.people)
    by = f", by {people} {'person' if people == 1 else 'people'}" if people and not settled else ""
    return f"{Screening(publication.screening).label.capitalize()}{by}{settled}"


def address_of_new_study(publication: Publication) -> str:
    """The form for a new study, prefilled with what the publication says of it."""
    return f"{reverse('workbench-new')}?publication={publication.pk}"


def done_words(publication: Publication, decision: ScreeningDecision) -> str:
    """What was done, for the top of the page that comes next."""
    done = "Left open" if decision.decision == Screening.UNSCREENED else Screening(decision.decision).label.capitalize()
    why = f" ({decision.reason})" if decision.reason else ""
    return f"{done}: {publication.display_title[:120]}{why}."
