"""The settings of the log: one stream, one form of lines, letters about errors. Settings use it."""

from typing import Any

FORMATTERS = {"text": "evidence.logs.log_lines.TextFormatter", "json": "evidence.logs.log_lines.JsonFormatter"}

# What these say while a database or a cache is lost, they would say every few seconds or with every page.
LOGGERS_OF_LOOPS = (
    "evidence.management.commands.db_worker",
    "evidence.management.stopped_work",
    "evidence.repeated_work",
    "studies.revisions.kept_store",
    "studies.search.index_work",
)


def log_settings(*, form: str) -> dict[str, Any]:
    """``LOGGING``: everything to standard error, as lines of ``form`` ("text" or "json")."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": FORMATTERS[form]}},
        "filters": {
            "database_loss": {"()": "evidence.logs.quiet_lines.DatabaseLossFilter"},
            "intended_outage": {"()": "evidence.logs.quiet_lines.IntendedOutageFilter"},
            "repeated_line": {"()": "evidence.logs.quiet_lines.RepeatedLineFilter"},
            "unknown_host": {"()": "evidence.logs.quiet_lines.UnknownHostFilter"},
            "silence": {"()": "evidence.logs.quiet_lines.SilenceFilter"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "letters": {"class": "evidence.logs.error_mail.ErrorMailHandler"},
        },
        "root": {"handlers": ["stderr", "letters"], "level": "WARNING"},
        "loggers": {
            # Django's own handlers would send whole requests, with what somebody typed.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # Requests that were refused are in the access log.
            "django.request": {"filters": ["intended_outage", "database_loss"], "level": "ERROR"},
            "django.security.DisallowedHost": {"filters": ["unknown_host"]},
            "gunicorn.error": {"handlers": [], "filters": ["silence"], "level": "WARNING", "propagate": True},
            "evidence.access": {"level": "INFO"},
            # What the worker computed beside its tasks, and how long it took.
            "evidence.warming": {"level": "INFO"},
            **{name: {"filters": ["repeated_line"]} for name in LOGGERS_OF_LOOPS},
        },
    }
