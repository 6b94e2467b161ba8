"""What `manage.py serve` says of a port, and what it does about a worker that ends."""

import logging
import os
import signal
import socket
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from evidence.management import served_site
from evidence.management.commands import serve


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "70000"], "70000 is not a port; choose one from 1024 to 65535 with --port."),
        (["--host", "192.0.2.1"], "Cannot listen on 192.0.2.1, port 8000: "),
    ],
)
def test_unusable_address_gives_a_clear_message(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("serve", *arguments)
    assert str(refusal.value).startswith(sentence)


def test_busy_port_gives_a_message_with_a_solution() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with pytest.raises(CommandError) as refusal:
            call_command("serve", "--port", str(port))
    assert str(refusal.value) == (
        f"Port {port} is used by another program. Stop that program, or choose another port: --port {port + 1}"
    )


def test_a_busy_port_of_figures_names_the_variable_that_chooses_another() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with pytest.raises(CommandError, match=rf"or choose another port: METRICS_PORT={port + 1}$"):
            serve.demand_free_port("127.0.0.1", port, option="METRICS_PORT=")
    with pytest.raises(CommandError, match="from 1024 to 65535 with METRICS_PORT"):
        serve.demand_free_port("127.0.0.1", 99999, option="METRICS_PORT=")


def test_figures_are_not_served_on_the_port_of_the_site(settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.METRICS_PORT = int(probe.getsockname()[1])
    with pytest.raises(CommandError, match="as the port of the site"):
        serve.Command().handle(host="127.0.0.1", port=settings.METRICS_PORT, synthetic=False, without_worker=False)


def test_the_worker_of_another_machine_is_not_started_here() -> None:
    web, worker = serve.programs_of_site("127.0.0.1", 8000, without_worker=False)
    assert "gunicorn" in web
    assert "db_worker" in worker
    assert serve.programs_of_site("127.0.0.1", 8000, without_worker=True) == [web]


def test_an_interrupt_in_the_terminal_does_not_reach_the_programs() -> None:
    """It reaches every process of the group of its program, which then ends each other one once."""
    program = serve.start(["sleep", "60"], dict(os.environ))
    try:
        assert os.getpgid(program.pid) == program.pid != os.getpgid(0)
    finally:
        program.kill()
        program.wait()


def test_a_site_ends_with_its_terminal_unless_nohup_is_asked() -> None:
    before = {end: signal.getsignal(end) for end in (signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        serve.listen_for_end()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        serve.listen_for_end()
        assert signal.getsignal(signal.SIGHUP) is signal.getsignal(signal.SIGTERM) is serve.interrupt
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)


def test_a_worker_that_ends_is_replaced_with_a_line_and_never_twice_at_once(monkeypatch, caplog) -> None:
    clock = iter([0.0, 1.0, 6.0, 6.0, 7.0, 12.0, 12.0])
    web = SimpleNamespace(poll=lambda: None)
    ended = SimpleNamespace(poll=lambda: -9, returncode=-9)
    running = [web, ended]
    started: list[int] = []

    def restart() -> SimpleNamespace:
        started.append(1)
        if len(started) == 2:
            web.poll, web.returncode = (lambda: 3), 3
        return ended

    monkeypatch.setattr(serve, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=lambda seconds: None))
    with caplog.at_level(logging.WARNING), pytest.raises(CommandError, match="ended with code 3"):
        serve.wait_for_end(running, restart=restart)

    assert len(started) == 2
    assert caplog.text.count("The worker ended with code -9; a new one is started.") == 2


def test_a_site_that_was_not_prepared_is_not_started(settings, tmp_path) -> None:
    settings.LOCAL_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    with pytest.raises(CommandError, match="Run it first: python manage.py prepare"):
        serve.demand_static_files()
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    serve.demand_static_files()


def test_a_first_page_that_takes_long_to_compute_is_waited_for_and_a_fault_is_not(monkeypatch) -> None:
    answers = [(503, b""), (503, b""), (200, b""), (500, b"")]
    said: list[str] = []
    monkeypatch.setattr(served_site, "ask", lambda host, port, path: answers.pop(0))
    monkeypatch.setattr(served_site.time, "sleep", lambda seconds: None)

    def wait() -> None:
        served_site.wait_for_first_page("127.0.0.1", 1, watch=lambda: None, say=said.append)

    wait()
    assert said == ["Not ready yet. The first page is being computed."]
    with pytest.raises(CommandError, match="answers 500 instead of 200"):
        wait()
