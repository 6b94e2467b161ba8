"""manage.py check_evidence: check all reported numbers. Exit code 1 while an error has no answer."""

import json
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studies.checks.check_finding import CheckFinding
from studies.checks.run import check_everything
from studies.curation.checks.record import findings_to_record, record_findings, unanswered_errors
from studies.models import DataQuery, Study
from studies.numerics.number_formatting import plural

_JSON = (
    "answer as JSON: a list, worst first, of objects with check, severity (error, doubt, warning, note), study (slug), "
    "where (in words), sentence, arithmetic, field, measure (slug or empty), timepoint_label, part, arm and result "
    "(numbers in the database or null), fingerprint, query (open, answered or resolved; null when none is recorded)"
)


class Command(BaseCommand):
    help = (
        "Look for reported numbers that do not fit. Only reports, unless --record is given. "
        "Exit code 1 while an error has no answer, else 0."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help=_JSON)
        parser.add_argument(
            "--record",
            action="store_true",
            help="open a data query for every warning, doubt and error that has none, and close those "
            "whose numbers have changed; open errors and doubts change what is pooled",
        )
        parser.add_argument("--study", metavar="SLUG", help="only this study")

    def handle(self, *args: Any, record: bool, study: str | None, **options: Any) -> None:
        slugs = chosen_studies(study)
        findings = check_everything(Study.objects.filter(slug__in=slugs) if study else None)
        summary = record_queries(findings, slugs) if record else ""
        if options["json"]:
            self.stdout.write(json.dumps(as_json(findings), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join([*finding_lines(findings), *filter(None, [summary])]))
        unanswered = unanswered_errors(findings)
        if unanswered:
            raise CommandError(f"Not answered yet: {plural(len(unanswered), 'error')}.", returncode=1)


def chosen_studies(study: str | None) -> set[str]:
    """The slugs to check. Raises CommandError on one that does not exist."""
    slugs = set(Study.objects.filter(**({"slug": study} if study else {})).values_list("slug", flat=True))
    if study and not slugs:
        raise CommandError(f"There is no study {study!r}; expected a slug such as yang-2023.", returncode=2)
    return slugs


def record_queries(findings: list[CheckFinding], slugs: set[str]) -> str:
    """Record findings as data queries; a sentence with the counts."""
    queries = DataQuery.objects.filter(study__slug__in=slugs).select_related("study", "measure")
    chosen = {each.fingerprint for each in findings_to_record(findings, queries)}
    counts = record_findings(findings=findings, by=None, now=timezone.now(), chosen=chosen, studies=slugs)
    return (
        f"Recorded: {plural(counts.opened, 'query', 'queries')} opened, {counts.reopened} opened again, "
        f"{counts.closed} closed because the numbers have changed."
    )


def as_json(findings: list[CheckFinding]) -> list[dict[str, Any]]:
    """Findings as the help of --json describes them."""
    states = dict(DataQuery.objects.filter(fingerprint__isnull=False).values_list("fingerprint", "state"))
    names = (
        "check", "study", "where", "sentence", "arithmetic", "field", "measure", "timepoint_label", "part", "arm",
        "result", "fingerprint",
    )  # fmt: skip
    return [
        {name: getattr(each, name) for name in names}
        | {"severity": each.severity.value, "query": states.get(each.fingerprint)}
        for each in findings
    ]


def finding_lines(findings: list[CheckFinding]) -> list[str]:
    """Findings for a person, under their severity."""
    lines = []
    for severity, group in groupby(findings, key=lambda each: each.severity):
        members = list(group)
        lines.append(f"{severity.label}: {len(members)}")
        lines += [
            f"  {each.study}: {each.where}: {each.sentence} [{each.check}]\n    {each.arithmetic}" for each in members
        ]
    return lines or ["Nothing was found."]
