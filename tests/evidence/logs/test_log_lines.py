"""Lines of the log and letters about errors: what they hold, and what they never hold."""

import json
import logging
import logging.config
import sys
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.db.utils import IntegrityError
from django.test import override_settings

from evidence.logs.error_mail import LETTERS_AN_HOUR, ErrorMailHandler, text_of
from evidence.logs.log_lines import JsonFormatter, TextFormatter
from evidence.logs.log_settings import log_settings
from evidence.logs.request_id import set_request_id

SECRETS = ("an abstract that somebody typed", "abc-9f3")


def failed_record(message: str = "Server Error: %s") -> logging.LogRecord:
    """A row that the database refused, as PostgreSQL says it, in a request under a secret address."""
    try:
        try:
            raise ValueError("the driver")
        except ValueError as error:
            raise IntegrityError(f"violates a check\nDETAIL:  Failing row contains ({SECRETS[0]}).\n") from error
    except IntegrityError:
        info = sys.exc_info()
    return logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, message, (f"/password/new/MQ/{SECRETS[1]}/",), info
    )


def test_json_is_one_line_with_the_request_and_its_fields():
    record = failed_record()
    record.fields = {"status": 500, "user": "", "kept": None}
    set_request_id("0123456789abcdef")
    text = JsonFormatter().format(record)
    line = json.loads(text)

    assert "\n" not in text
    assert line["request_id"] == "0123456789abcdef"
    assert line["level"] == "ERROR"
    assert line["message"] == "Server Error: /password/new/***"
    assert line["status"] == 500
    assert "user" not in line
    assert "kept" not in line
    first, second = (part.splitlines()[-1] for part in line["exception"].split("ValueError: the driver"))
    assert "raise ValueError" in first
    assert second == "IntegrityError: violates a check"


@pytest.fixture(autouse=True)
def no_request() -> Iterator[None]:
    yield
    set_request_id("")


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
def test_nothing_secret_is_written(formatter: logging.Formatter):
    text = formatter.format(failed_record())

    assert not [secret for secret in SECRETS if secret in text]


def test_a_line_to_read_names_the_request():
    record = logging.LogRecord("studies", logging.WARNING, "", 0, "careful", (), None)
    set_request_id("0123456789abcdef")
    inside = TextFormatter().format(record)
    set_request_id("")

    assert inside.endswith("WARNING studies: careful [request 0123456789abcdef]")
    assert TextFormatter().format(record).endswith("WARNING studies: careful")


@pytest.mark.parametrize("control", ["\n", "\r", "\x1b[2J", "\x9b2J", "\u2028", "\u202e"])
def test_what_somebody_sent_imitates_no_line_and_moves_no_cursor(control: str):
    sent = f"/a{control}2026-11-29 03:00:00 ERROR django: made up"
    record = logging.LogRecord("studies", logging.ERROR, "a.py", 1, "asked for %s", (sent,), None)
    try:
        raise ValueError(sent)
    except ValueError:
        failed = logging.LogRecord("studies", logging.ERROR, "a.py", 1, "failed", (), sys.exc_info())

    texts = [form.format(each) for form in (TextFormatter(), JsonFormatter()) for each in (record, failed)]
    texts += [text_of(record), text_of(failed)]

    assert [text for text in texts if control in text.replace("\n", "") or "\n2026-" in text[1:]] == []
    assert TextFormatter().format(record).count("\n") == 0


def test_settings_of_the_log_can_be_used():
    before = {name: list(logging.getLogger(name).handlers) for name in (None, "django")}
    try:
        for form in ("text", "json"):
            logging.config.dictConfig(log_settings(form=form))
            assert not logging.getLogger("django").handlers
    finally:
        for name, handlers in before.items():
            logging.getLogger(name).handlers = handlers


# -- Letters --------------------------------------------------------------------------------------------------------


@pytest.fixture
def operators() -> Iterator[None]:
    cache.clear()
    with override_settings(ADMINS=[("ops@example.org", "ops@example.org")]):
        yield
    cache.clear()


@pytest.mark.usefixtures("operators")
def test_a_fault_is_reported_once_an_hour_without_secrets(monkeypatch: pytest.MonkeyPatch):
    now = 1_000.0
    monkeypatch.setattr("evidence.logs.error_mail.time.monotonic", lambda: now)
    monkeypatch.setattr("evidence.logs.error_mail._is_first_to_report", lambda fault: True)
    handler = ErrorMailHandler()

    handler.handle(failed_record())
    handler.handle(failed_record())
    assert len(mail.outbox) == 1
    now += 3_600
    handler.handle(failed_record())

    letter, _ = mail.outbox
    assert letter.to == ["ops@example.org"]
    assert letter.subject.startswith("[Ozone for back pain] IntegrityError at test_log_lines.py:")
    assert "/password/new/***" in letter.body
    assert "IntegrityError: violates a check" in letter.body
    assert not [secret for secret in SECRETS if secret in letter.body + letter.subject]


@pytest.mark.usefixtures("operators")
def test_processes_that_share_a_cache_report_a_fault_once():
    for handler in (ErrorMailHandler(), ErrorMailHandler()):
        handler.handle(failed_record())

    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("operators")
def test_many_faults_make_few_letters():
    handler = ErrorMailHandler()
    for number in range(LETTERS_AN_HOUR + 5):
        handler.handle(logging.LogRecord("studies", logging.ERROR, "a.py", 1, f"wrong {number}", (), None))

    assert len(mail.outbox) == LETTERS_AN_HOUR
    assert mail.outbox[0].subject == "[Ozone for back pain] wrong 0"


@pytest.mark.usefixtures("operators")
def test_a_mail_server_that_is_away_breaks_nothing(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    def refuse(*args: object) -> None:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr("evidence.logs.error_mail.mail_admins", refuse)
    ErrorMailHandler().handle(failed_record())

    assert [record.getMessage() for record in caplog.records] == [
        "A letter about an error could not be sent: no server"
    ]
    assert caplog.records[0].levelno == logging.WARNING


def test_without_operators_nothing_is_sent():
    ErrorMailHandler().handle(failed_record())

    assert mail.outbox == []


def test_a_warning_is_no_letter():
    handler = ErrorMailHandler()

    assert handler.level == logging.ERROR
