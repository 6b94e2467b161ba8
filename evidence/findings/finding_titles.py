"""The findings of a condition by their titles, by which the search finds them, kept where they were answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from evidence.findings.answer_texts import measured_times
from evidence.findings.comparison_cells import short_state
from evidence.findings.condition_answers import answer_href
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import lower_first
from evidence.synthesis.question_title import question_title
from evidence.synthesis.state_phrases import studies_text
from studies.models import Condition
from studies.numerics.number_formatting import WEEKS_PER_MONTH, people, plural
from studies.reported.comparisons import Comparison
from studies.revisions.kept_values import find_value, is_keeping, store_value
from studies.search.search_tokens import tokens_of

# No phrase of a reader goes over it.
_BREAK = " x0 "


@dataclass(frozen=True, slots=True)
class FindingTitle:
    """One finding with a figure or a value. ``about`` is what it rests on, or what it has in place of a figure.

    ``studies`` are those in its figure; 0 where that is not usable.
    ``heading`` and ``body`` are the tokens of its title, and of what else it is found by.
    """

    title: str
    href: str
    comparison: Comparison
    about: str
    studies: int
    heading: tuple[str, ...]
    body: tuple[str, ...]


class _KeptTitles(NamedTuple):
    """The titles of a condition, and a digest of all that they follow from; empty where that was not known."""

    digest: str
    titles: tuple[FindingTitle, ...]


def kept_titles(slug: str, version: int | None) -> tuple[FindingTitle, ...] | None:
    """The titles of all findings of a condition at this data version; None where they are not kept."""
    kept = find_value(_name(slug)) if version is not None and is_keeping() else None
    return kept.value.titles if kept is not None and kept.version == version else None


def keep_titles(condition: Condition, answers: Iterable[Answer], version: int | None, digest: str = "") -> None:
    """Keep the titles of these answers of a condition, made from rows of this data version."""
    if version is not None and is_keeping():
        titles = tuple(finding_titles(condition, answers))
        store_value(_name(condition.slug), version, _KeptTitles(digest, titles))


def renew_titles(slug: str, version: int | None, digest: str) -> None:
    """Keep for this data version what is kept of another with the same digest, if anything."""
    kept = find_value(_name(slug)) if version is not None and is_keeping() else None
    if kept is not None and kept.version != version and digest and kept.value.digest == digest:
        store_value(_name(slug), version, kept.value)


def finding_titles(condition: Condition, answers: Iterable[Answer]) -> Iterator[FindingTitle]:
    """The title of each answer that the list of findings of the condition has, in reading order."""
    name, patients = tokens_of(condition.name), tokens_of(f"{condition.plain_name}{_BREAK}")
    for answer in answers:
        if answer.has_value:
            yield FindingTitle(
                title=f"{condition.name}, {lower_first(question_title(answer))}",
                href=answer_href(condition.slug, answer),
                comparison=answer.question.comparison,
                about=_about(answer),
                studies=answer.k,
                heading=(*name, *_tokens_of_title(answer)),
                body=(*patients, *_other_tokens(answer)),
            )


@once_per_answer
def _tokens_of_title(answer: Answer) -> list[str]:
    return tokens_of(lower_first(question_title(answer)))


def _about(answer: Answer) -> str:
    """What it rests on, or what it has in place of a figure."""
    if not answer.k:
        return short_state(answer)
    size = f", {people(answer.people)}" if answer.people else ""
    return f"{studies_text(answer.k, randomised=answer.question.randomised)}{size}"


@once_per_answer
def _other_tokens(answer: Answer) -> list[str]:
    """The tokens of other words for it: of its comparison, of its instruments, times and design."""
    return tokens_of(_BREAK.join(_words(answer)))


def _words(answer: Answer) -> Iterator[str]:
    """Times in weeks and in months, too."""
    question = answer.question
    yield from (question.words.heading, question.window.label, question.window.span)
    yield from measured_times(answer)
    firsts = [entry.lines[0].first for entry in answer.all_entries]
    firsts += [value.contrast for value in answer.values]
    yield from sorted({first.measure.name for first in firsts})
    for weeks in sorted({first.weeks for first in firsts if first.weeks}):
        yield f"{plural(round(weeks), 'week')} {plural(round(weeks / WEEKS_PER_MONTH), 'month')}"
    yield "randomised trial" if question.randomised else "not randomised"


def _name(slug: str) -> str:
    return f"finding titles of condition {slug}"
