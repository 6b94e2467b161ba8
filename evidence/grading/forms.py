"""The forms for rating a finding and for withdrawing a rating."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms

from evidence.choices import GradeDomain
from evidence.grading.domains.judgement import Judgement, Suggestion

LONGEST_REASON = 2000
CHANGED = (
    "The data of this finding changed while your page was open. The facts below are the new ones; what you typed is "
    "kept. Look at it again and save."
)


class DomainRow(NamedTuple):
    """One domain of the form: what is suggested, and the two fields to decide with.

    ``changed_facts`` are facts of the earlier rating that have changed since.
    """

    domain: GradeDomain
    suggestion: Suggestion
    levels: forms.BoundField
    reason: forms.BoundField
    changed_facts: tuple[str, ...] = ()


def _choices(domain: GradeDomain) -> list[tuple[str, str]]:
    sign, verb = ("+", "gained") if domain.rates_up else ("−", "lost")
    plurals = [(str(count), f"{sign}{count}: {count} level{'' if count == 1 else 's'} {verb}") for count in range(4)]
    return [("", "Decide"), ("0", f"0: no level {verb}"), *plurals[1 : domain.most + 1]]


def _reason_field(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}), **more)


class RatingForm(forms.Form):
    """A decision and, where it differs from the suggestion or has none, a reason for every domain.

    ``fingerprint`` is that of today's data; the person sends the one they saw. ``earlier_facts`` are the facts of the
    rating that is replaced, which needs a reason of its own; None where no rating is replaced.
    """

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        suggestions: Mapping[GradeDomain, Suggestion],
        fingerprint: str,
        earlier_facts: Mapping[GradeDomain, tuple[str, ...]] | None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.suggestions, self.current_fingerprint, self.earlier_facts = suggestions, fingerprint, earlier_facts or {}
        for domain in suggestions:
            self.fields[f"{domain}-levels"] = forms.TypedChoiceField(
                label="Decision",
                choices=_choices(domain),
                coerce=int,
                error_messages={
                    "required": f"Decide: how many levels does it {'gain' if domain.rates_up else 'cost'}?"
                },
            )
            self.fields[f"{domain}-reason"] = _reason_field("Reason", required=False)
        if earlier_facts is not None:
            self.fields["reason"] = _reason_field("Reason for rating the finding again: what the review showed")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("fingerprint") != self.current_fingerprint:
            self.add_error(None, CHANGED)
        for domain, suggestion in self.suggestions.items():
            levels, reason = cleaned.get(f"{domain}-levels"), cleaned.get(f"{domain}-reason", "")
            if levels is not None and levels != suggestion.levels and not reason:
                self.add_error(f"{domain}-reason", self._missing_reason(suggestion))
        return cleaned

    def judgements(self) -> list[Judgement]:
        """The decisions of a valid form, domain by domain."""
        cleaned = self.cleaned_data
        return [
            Judgement(domain, cleaned[f"{domain}-levels"], cleaned[f"{domain}-reason"], suggestion)
            for domain, suggestion in self.suggestions.items()
        ]

    def rows(self) -> Iterator[DomainRow]:
        """The domains in their order, as the page lists them."""
        for domain, suggestion in self.suggestions.items():
            changed_facts = tuple(
                line for line in self.earlier_facts.get(domain, ()) if line not in suggestion.arithmetic
            )
            yield DomainRow(domain, suggestion, self[f"{domain}-levels"], self[f"{domain}-reason"], changed_facts)

    @staticmethod
    def _missing_reason(suggestion: Suggestion) -> str:
        if suggestion.levels is None:
            return "Nothing could be suggested here: give a reason for your decision."
        return f"This differs from the suggestion ({suggestion.levels}): give a reason."


class WithdrawalForm(forms.Form):
    """Why a rating is withdrawn."""

    because = _reason_field("Reason for withdrawing the rating")
