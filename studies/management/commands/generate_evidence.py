"""manage.py generate_evidence --studies N --seed S: made-up studies into a database that holds no real one."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from studies.models import OutcomeResult, Study
from studies.search.index_work import index_notes
from studies.synthetic import RealDataPresentError, generate

WORDS_FROM = Path(settings.BASE_DIR) / "fixtures" / "evidence"


class Command(BaseCommand):
    help = "Make up studies for trying the site, in a separate database: no real study, no real patient."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--studies", type=int, required=True, help="how many primary studies")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same studies (1)")

    def handle(self, *args: Any, studies: int, seed: int, **options: Any) -> None:
        if studies < 1:
            raise CommandError(f"--studies is {studies}; expected 1 or more.")
        try:
            generate(studies=studies, seed=seed, words_from=WORDS_FROM)
        except RealDataPresentError as refusal:
            raise CommandError(f"{refusal} Nothing was written. Use a separate database (DATABASE_URL).") from refusal
        index_notes()
        self.stdout.write(f"{Study.objects.count()} studies and {OutcomeResult.objects.count()} results, all made up.")
