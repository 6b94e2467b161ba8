"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError

from evidence.logs.database_loss import is_database_lost
from studies.disk_full import is_disk_full


def main(arguments: list[str]) -> None:
    """Run one command. What an operator can mend ends it with a sentence, not with a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    try:
        execute_from_command_line(arguments)
    except KeyboardInterrupt:
        sys.exit(130)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except (OSError, DatabaseError, InterfaceError) as error:
        sentence = trouble_of_machine(error)
        if not sentence:
            raise
        sys.exit(f"{str(error).strip()}\n{sentence} Then run it again: {' '.join(arguments)}")


def trouble_of_machine(error: Exception) -> str:
    """What an operator has to do about an error; '' where it is a fault of the code."""
    if is_disk_full(error):
        return "The disk is full. What was saved before is kept. Make room."
    if is_database_lost(error):
        return (
            "The database of DATABASE_URL does not answer. Start it, correct the address, or make it: "
            "python manage.py prepare."
        )
    if isinstance(error, PermissionError):
        return "This user may not write there. LOCAL_DIR names the folder that the site writes into."
    return ""


if __name__ == "__main__":
    main(sys.argv)
