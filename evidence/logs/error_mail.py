"""Letters to the operators about errors: where, when and in which request; nothing of what somebody sent.

Each fault is reported once an hour, and no more than a few letters go out in an hour, whatever happens.
"""

import logging
import time
from hashlib import blake2b
from smtplib import SMTPException

from django.conf import settings
from django.core.cache import cache
from django.core.mail import mail_admins

from evidence.logs.log_lines import describe_exception, on_one_line
from evidence.logs.request_id import current_request_id
from evidence.logs.secret_addresses import mask_secrets

SECONDS_BETWEEN_LETTERS = 60 * 60
LETTERS_AN_HOUR = 10
LONGEST_SUBJECT = 100
# Not a child of the loggers whose errors are sent.
logger = logging.getLogger("evidence.logs.error_mail")


class ErrorMailHandler(logging.Handler):
    """Sends an error to ``ADMINS``, unless it was sent within the hour; does nothing where there are none."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self._sent: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if settings.ADMINS and self.may_send(fault_of(record)):
                mail_admins(subject_of(record), text_of(record))
        except (OSError, SMTPException) as error:
            # A warning: an error would come back here.
            logger.warning("A letter about an error could not be sent: %s", error)
        except Exception:  # noqa: BLE001 - as in every handler of logging: a fault here must not break what is logged
            self.handleError(record)

    def may_send(self, fault: str) -> bool:
        """Whether a fault may be reported now; if so, it counts as reported, in all processes that share a cache."""
        now = time.monotonic()
        self._sent = {each: at for each, at in self._sent.items() if now - at < SECONDS_BETWEEN_LETTERS}
        if fault in self._sent or len(self._sent) >= LETTERS_AN_HOUR:
            return False
        self._sent[fault] = now
        return _is_first_to_report(fault)


def _is_first_to_report(fault: str) -> bool:
    try:
        return cache.add(f"error-mail/{fault}", 1, timeout=SECONDS_BETWEEN_LETTERS)
    except Exception:  # noqa: BLE001 - a broken cache must not silence errors; each process then counts for itself
        return True


def fault_of(record: logging.LogRecord) -> str:
    """A short name that is the same for errors of the same place, and without a place for those of the same words."""
    fault = place_of(record) or str(record.msg)
    return blake2b(fault.encode(), digest_size=8).hexdigest()


def place_of(record: logging.LogRecord) -> str:
    """The kind of an error, and the file and line where it was raised; '' where no error was raised."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None or error.__traceback__ is None:
        return ""
    last = error.__traceback__
    while last.tb_next is not None:
        last = last.tb_next
    name = last.tb_frame.f_code.co_filename.rpartition("/")[2]
    return f"{type(error).__qualname__} at {name}:{last.tb_lineno}"


def subject_of(record: logging.LogRecord) -> str:
    """The place of an error, or else the beginning of what is said, on one line."""
    words = " ".join(record.getMessage().split())[:LONGEST_SUBJECT]
    return mask_secrets(place_of(record) or words)


def text_of(record: logging.LogRecord) -> str:
    """What happened, without the parameters, the form, the cookies and the person of the request."""
    request = getattr(record, "request", None)
    lines = [
        mask_secrets(on_one_line(record.getMessage())),
        f"Logger: {record.name}",
        f"Request: {current_request_id() or 'none'}" + (f" ({request.method})" if request is not None else ""),
        "",
        describe_exception(record.exc_info) if record.exc_info else "",
        "",
        "The log has every occurrence; search it for the number of the request to see who asked, and when.",
        "The next letter about this fault is sent in an hour at the earliest.",
    ]
    return "\n".join(lines)
