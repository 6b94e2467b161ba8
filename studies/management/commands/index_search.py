"""manage.py index_search: index for the search what has changed, or everything."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from studies.numerics.number_formatting import plural
from studies.search.index_work import index_notes, rebuild_index


class Command(BaseCommand):
    help = "Index what has changed since it was indexed. The worker does so by itself; a search is right without it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="empty the index and index every study")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self.stdout.write(f"Indexed {plural(rebuild_index(), 'study', 'studies')} anew.")
        else:
            self.stdout.write(f"Indexed what {plural(index_notes(), 'change')} touched.")
