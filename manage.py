"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError

from studies.disk_full import is_disk_full


def main(arguments: list[str]) -> None:
    """Run one command. A full disk ends it with a sentence, not with a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    try:
        execute_from_command_line(arguments)
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, DatabaseError) as error:
        if not is_disk_full(error):
            raise
        again = " ".join(arguments)
        sys.exit(f"{error}\nThe disk is full. What was saved before is kept. Make room, then run it again: {again}")


if __name__ == "__main__":
    main(sys.argv)
