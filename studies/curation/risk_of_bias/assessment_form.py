"""The forms of risk of bias: one starts an assessment, one holds its answers and judgements."""

from collections.abc import Sequence
from typing import Any

from django import forms

from studies.appraisal.instrument import OVERALL, Instrument, InstrumentDomain, Level
from studies.choices import SignallingResponse
from studies.curation.risk_of_bias.assess import ReasonedJudgement, SupportedAnswer
from studies.curation.risk_of_bias.consensus import LONGEST_SUPPORT
from studies.models import OutcomeMeasure


class StartAssessmentForm(forms.Form):
    """With which version of a tool, and of what.

    That is the study (''), an outcome ("12") or an outcome at one time ("12@4.345").
    """

    tool = forms.ChoiceField()
    scope = forms.ChoiceField(label="Of what", required=False)

    def __init__(
        self, *args: Any, instruments: Sequence[Instrument], scopes: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instruments = {instrument.key: instrument for instrument in instruments}
        self.fields["tool"] = forms.ChoiceField(choices=[(each.key, each.name) for each in instruments])
        self.fields["scope"] = forms.ChoiceField(label="Of what", required=False, choices=scopes)

    def start_values(self) -> dict[str, Any]:
        """The tool, version, measure and weeks that were chosen."""
        instrument = self.instruments[self.cleaned_data["tool"]]
        measure, _, weeks = self.cleaned_data["scope"].partition("@")
        return {
            "tool": instrument.tool,
            "version": instrument.version,
            "measure": OutcomeMeasure.objects.get(pk=measure) if measure else None,
            "weeks": float(weeks) if weeks else None,
        }


class AppraisalForm(forms.Form):
    """An answer and its support for every question, a level and its reason for every judged section and overall."""

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        for question in instrument.questions:
            choices = [(answer.value, question.label_of(answer)) for answer in question.answers]
            self.fields[f"answer-{question.number}"] = _radio(question.text, choices)
            self.fields[f"support-{question.number}"] = _text(f"Support for {question.number}")
        for key, levels in levels_of(instrument).items():
            choices = [(level.value, level.label) for level in levels]
            self.fields[f"level-{key}"] = _radio("Judgement", choices)
            self.fields[f"reason-{key}"] = _text("Reason, where it differs from the proposal")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.instrument.questions:
            if cleaned.get(f"support-{question.number}") and not cleaned.get(f"answer-{question.number}"):
                self.add_error(f"answer-{question.number}", "Give the answer that this support is for.")
        return cleaned

    def answers(self) -> dict[str, SupportedAnswer]:
        """The questions answered, by number."""
        answers = {
            question.number: self.cleaned_data[f"answer-{question.number}"] for question in self.instrument.questions
        }
        return {
            number: SupportedAnswer(SignallingResponse(answer), self.cleaned_data[f"support-{number}"].strip())
            for number, answer in answers.items()
            if answer
        }

    def judgements(self) -> dict[str, ReasonedJudgement]:
        """The sections judged, by key; with "overall"."""
        judgements: dict[str, ReasonedJudgement] = {}
        for key, levels in levels_of(self.instrument).items():
            chosen = self.cleaned_data[f"level-{key}"]
            reason = self.cleaned_data[f"reason-{key}"].strip()
            judgements.update((key, ReasonedJudgement(level, reason)) for level in levels if level == chosen)
        return judgements


def levels_of(instrument: Instrument) -> dict[str, tuple[Level, ...]]:
    """The levels to choose from, by section that is judged and then overall."""
    sections: tuple[InstrumentDomain, ...] = instrument.judged_sections
    return {**{section.key: section.levels for section in sections}, OVERALL: instrument.overall_levels}


def _radio(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


def _text(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_SUPPORT, widget=forms.Textarea(attrs={"rows": 2})
    )
