"""The facts of a study that stand beside its name: people, how it was made, what was read, who judged and paid."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from evidence.pages.study.study_record import StudyRecord
from evidence.synthesis.comparison_labels import join_words
from studies.choices import Blinding, Design, Kind
from studies.curation.risk_of_bias.finished_assessments import AssessmentView
from studies.models import Arm, Condition, Publication, Study
from studies.numerics.number_formatting import count, weeks_text
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.page_addresses import page_address
from studies.presentation.reported_values import NOT_REPORTED, allocation_text
from studies.presentation.study_sources import SourceLink
from studies.selectors.study_people import study_people

_FACT = "<dt>{}</dt>\n<dd>{}</dd>"
_LINK = '<a href="{}">{}</a>'
_REMARKS = """<details class="remark">
  <summary>Remarks on what was read</summary>
  <p class="note">{}</p>
</details>"""
_NOT_READ = "not in the text read (which is not “none”)"


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """What one must know of a study, in words; empty where nothing is stated. ``cohort`` may share its patients."""

    study: Study
    conditions: tuple[Condition, ...]
    people: str
    age_and_sex: str
    allocation: str
    blinding: str
    source: SourceLink
    bias: str
    hides_assessments: bool
    retraction: str
    cohort: tuple[Study, ...]

    @property
    def reported(self) -> SafeString:
        """How it was made and where it was read, as HTML."""
        links = [filled(_LINK, page_address("condition", each.slug), each.name) for each in self.conditions]
        weeks = self.study.max_followup_weeks
        of_people = (
            ("Age and sex", self.age_and_sex or NOT_REPORTED),
            ("Followed", NOT_REPORTED if weeks is None else weeks_text(weeks)),
            *((("Allocation", capfirst(self.allocation)),) if self.allocation else ()),
            ("Blinding", self.blinding or NOT_REPORTED),
        )
        return _facts(
            ("People", self.people or NOT_REPORTED),
            ("Condition", SafeString(",\n".join(links))),
            *(() if self.study.kind == Kind.REVIEW else of_people),
            ("Read from", filled("{}\n{}", self.source.html, filled_if(_REMARKS, self.source.note))),
        )

    @property
    def judged(self) -> SafeString:
        """Who judged and paid, as HTML."""
        study = self.study
        bias = self.bias or ("you are assessing it" if self.hides_assessments else "")
        linked = filled_if('<a href="#bias">{}</a>', bias) or "not assessed here yet"
        return _facts(
            *(() if study.kind == Kind.REVIEW else (("Risk of bias", linked),)),
            ("Registration", study.registration or NOT_REPORTED),
            ("Funding", study.funding or _NOT_READ),
            ("Interests", study.conflicts or _NOT_READ),
            *((("Retraction", self.retraction),) if self.retraction else ()),
            *((("May share patients with", self._cohort),) if study.cohort_group else ()),
        )

    @property
    def _cohort(self) -> SafeString:
        links = [filled(_LINK, other.get_absolute_url(), other.label) for other in self.cohort]
        others = SafeString(",\n".join(links) or "a study that is not listed here")
        return filled("{}.\nOnly one of them enters a pool or a count of people.", others)


def _facts(*facts: tuple[str, str]) -> SafeString:
    return lines_of(filled(_FACT, *fact) for fact in facts)


def study_facts(
    record: StudyRecord, assessments: Iterable[AssessmentView], source: SourceLink, *, hides_assessments: bool
) -> StatedFacts:
    """The facts of a study that was read; one query more where it names its cohort."""
    study = record.study
    return StatedFacts(
        study=study,
        conditions=(study.condition, *record.rows["secondary_conditions"]),
        people=people_text(study, record.arms),
        age_and_sex=age_and_sex_text(study),
        allocation=allocation_text(study),
        blinding=blinding_text(study),
        source=source,
        bias=bias_text(assessments),
        hides_assessments=hides_assessments,
        retraction=retraction_text(record.rows["publications"]),
        cohort=tuple(_may_share_patients(study)),
    )


def _may_share_patients(study: Study) -> Iterable[Study]:
    """Other studies of its cohort; a study that names none asks for none."""
    if not study.cohort_group:
        return ()
    return Study.objects.visible().exclude(pk=study.pk).filter(cohort_group=study.cohort_group)


def people_text(study: Study, arms: Iterable[Arm]) -> str:
    """How many people were randomised, included or analysed, else are in its arms; '' where none was reported."""
    counted = "in the studies it includes" if study.kind == Kind.REVIEW else "included"
    if study.design in {Design.RCT, Design.QUASI_RCT}:
        counted = "randomised"
    numbers = ((study.n_randomised, counted), (study.n_analysed, "analysed"))
    of_arms = study_people(study, arms) if study.n_randomised is None and study.n_analysed is None else None
    shown = (*numbers, (of_arms, "in its arms; no number of the whole study"))
    return ", ".join(f"{count(number)} {words}" for number, words in shown if number is not None)


def age_and_sex_text(study: Study) -> str:
    """The mean age and the share of women; '' where neither was reported."""
    parts = []
    if study.age_mean is not None:
        spread = f" (standard deviation {study.as_printed('age_sd')})" if study.age_sd is not None else ""
        parts.append(f"mean age {study.as_printed('age_mean')} years{spread}")
    if study.pct_female is not None:
        parts.append(f"{study.as_printed('pct_female')}% women")
    return ", ".join(parts)


def blinding_text(study: Study) -> str:
    """Blinding as printed, else the label of its code; '' where none was reported."""
    coded = "" if study.blinding_code == Blinding.NOT_REPORTED else study.get_blinding_code_display()
    return study.blinding or coded


def bias_text(assessments: Iterable[AssessmentView]) -> str:
    """The overall levels that stand, with the scope of each and on whose judgement it rests; '' while there is none."""
    found: dict[tuple[str, str], list[str]] = {}
    for view in assessments:
        if view.basis:
            found.setdefault((view.scope, view.basis), []).append(view.overall.level.lower())
    return "; ".join(
        f"{join_words(dict.fromkeys(levels))} ({scope}; {basis})" for (scope, basis), levels in found.items()
    )


def retraction_text(publications: Iterable[Publication]) -> str:
    """What a check for retraction said of its publications, each answer once; '' without a publication."""
    return "; ".join(dict.fromkeys(each.retraction_text for each in publications))
