"""manage.py show_tour: addresses of the made-up studies, and what is seen there."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from evidence.management.synthetic_tour import synthetic_tour


class Command(BaseCommand):
    help = "Print a short tour of the made-up studies: addresses, and what is seen there."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", default="", help="what every address begins with, such as http://127.0.0.1:8000")

    def handle(self, *args: Any, site: str, **options: Any) -> None:
        for stop in synthetic_tour():
            self.stdout.write(f"  {site}{stop.address}  {stop.promise}")
