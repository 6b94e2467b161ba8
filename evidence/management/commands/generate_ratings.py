"""manage.py generate_ratings: made-up people rate findings of made-up studies."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.management.synthetic_ratings import rate_synthetic_findings
from evidence.models import CertaintyAssessment
from studies.synthetic import RealDataPresentError, make_people, refuse_with_real_studies


class Command(BaseCommand):
    help = "Make up ratings of findings, in a database that holds made-up studies alone."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            refuse_with_real_studies()
        except RealDataPresentError as refusal:
            raise CommandError(f"{refusal} Nothing was rated.") from refusal
        if CertaintyAssessment.objects.exists():
            raise CommandError("Findings of this database are rated already. Nothing was rated.")
        self.stdout.write(f"{rate_synthetic_findings(make_people())} findings rated, all made up.")
