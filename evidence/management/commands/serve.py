"""manage.py serve: run the web server and a worker until Ctrl-C, and leave no process running.

Where the worker is a service of its own (compose.yaml, deploy/systemd), `--without-worker` runs the web server alone.
"""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evidence.management.served_site import wait_for_answer
from evidence.metrics.metrics_folder import empty_metrics_folder
from evidence.metrics.metrics_server import start_metrics_server

logger = logging.getLogger(__name__)

# Threads answer while others wait, for the database or a page (evidence/middleware/client_places.py); more processes
# come from WEB_WORKERS.
THREADS_PER_WORKER = 8
# deploy/nginx keeps a connection for 60 seconds.
SECONDS_TO_KEEP_A_CONNECTION = 75
# Running requests may finish in this time; then the process is killed.
SECONDS_TO_STOP = 10
SECONDS_BETWEEN_WORKERS = 5


class Command(BaseCommand):
    help = "Serve the site with gunicorn and print its address once it is ready."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
        parser.add_argument("--without-worker", action="store_true", help="the worker runs elsewhere: db_worker")
        parser.add_argument("--synthetic", action="store_true", help="serve made-up studies, from a separate database")

    def handle(self, *args: Any, host: str, port: int, synthetic: bool, without_worker: bool, **options: Any) -> None:
        if sys.platform == "win32":
            raise CommandError("The server of production does not run on Windows. Use: python manage.py runserver")
        demand_free_port(host, port)
        # Figures of made-up studies, which lie in another database than the one of this process, are of no use.
        if settings.METRICS_PORT and not synthetic:
            if port == settings.METRICS_PORT:
                raise CommandError(f"METRICS_PORT is {port}, as the port of the site; readers may not see the figures.")
            demand_free_port(settings.METRICS_HOST, settings.METRICS_PORT, option="METRICS_PORT=")
            empty_metrics_folder()
            start_metrics_server(settings.METRICS_HOST, settings.METRICS_PORT)
        programs = environment(synthetic=synthetic)
        listen_for_end()
        running: list[subprocess.Popen[bytes]] = []
        try:
            if synthetic:
                prepare(programs)
            demand_static_files()
            commands = programs_of_site(host, port, without_worker=without_worker)
            running.extend(start(command, programs) for command in commands)
            wait_for_answer(host, port, watch=lambda: demand_all_running(running), say=self.say)
            self.say(f"Ready: http://{host}:{port}/  (Ctrl-C stops it)")
            if synthetic:
                show_tour(programs, f"http://{host}:{port}")
            wait_for_end(running, restart=lambda: start(worker(), programs))
        except KeyboardInterrupt:
            self.stdout.write("Stopping")
        finally:
            stop(running)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def start(command: list[str], programs: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own.

    Ctrl-C in a terminal then reaches this process alone, which ends each program once: a worker that is signalled
    twice gives up its current task.
    """
    return subprocess.Popen(command, env=programs, process_group=0)


def demand_free_port(host: str, port: int, *, option: str = "--port ") -> None:
    """Raise ``CommandError`` where the port cannot be listened on; ``option`` is what chooses another."""
    name = option.rstrip("= ")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OverflowError as error:
        raise CommandError(f"{port} is not a port; choose one from 1024 to 65535 with {name}.") from error
    except PermissionError as error:
        raise CommandError(f"Port {port} is reserved for the system; choose one from 1024 with {name}.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} is used by another program. Stop that program, or choose another port: {option}{port + 1}"
            ) from error
        raise CommandError(f"Cannot listen on {host}, port {port}: {error.strerror}.") from error


def demand_static_files() -> None:
    """Raise ``CommandError`` where style sheets are not collected: every page would be an error."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise CommandError(f"Nothing is prepared in {settings.LOCAL_DIR}. Run it first: python manage.py prepare")


def programs_of_site(host: str, port: int, *, without_worker: bool) -> list[list[str]]:
    """Each runs as long as the site is served; the web server comes first."""
    return [web_server(host, port), *([] if without_worker else [worker()])]


def web_server(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "evidence.wsgi:application"),
        *("--bind", f"{host}:{port}"),
        *("--worker-class", "evidence.management.web_worker.WebWorker"),
        *("--workers", str(settings.WEB_WORKERS), "--threads", str(THREADS_PER_WORKER)),
        # The code is loaded once, before the workers start, so that an error in it is reported once.
        "--preload",
        # Longer than a proxy keeps it, which would else send a request on a connection that was just closed.
        *("--keep-alive", str(SECONDS_TO_KEEP_A_CONNECTION)),
        *("--graceful-timeout", str(SECONDS_TO_STOP // 2)),
        *("--log-level", "warning"),
        # The running server is not controlled through a socket.
        "--no-control-socket",
    ]


def worker() -> list[str]:
    """The program for background work, such as importing a large file."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker", "--no-startup-delay", "--verbosity", "0"]


def environment(*, synthetic: bool) -> dict[str, str]:
    """The current environment without DEBUG, so that error pages never show settings to readers.

    For made-up studies also without DATABASE_URL: they have a separate database.
    """
    ours = {**os.environ, "DEBUG": "0"}
    return ours | {"SYNTHETIC": "1", "DATABASE_URL": ""} if synthetic else ours


def prepare(programs: dict[str, str]) -> None:
    """Create the database of made-up studies if it does not exist yet."""
    try:
        subprocess.run([sys.executable, "manage.py", "prepare"], env=programs, cwd=settings.BASE_DIR, check=True)
    except subprocess.CalledProcessError as failure:
        raise CommandError("The made-up studies could not be prepared; the message is above.") from failure


def show_tour(programs: dict[str, str], site: str) -> None:
    """Print addresses of the made-up studies. The site is served without them too, so a failure only shows itself."""
    command = [sys.executable, "manage.py", "show_tour", "--site", site]
    subprocess.run(command, env=programs, cwd=settings.BASE_DIR, check=False)


def listen_for_end() -> None:
    """Let a service manager and the end of the terminal stop the site, unless nohup has it outlive its terminal."""
    for end in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(end) is not signal.SIG_IGN:
            signal.signal(end, interrupt)


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Treat SIGTERM, and SIGHUP of a terminal that is closed, like Ctrl-C."""
    raise KeyboardInterrupt


def demand_all_running(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is not None:
            raise CommandError(f"A program of the site ended with code {process.returncode}; its message is above.")


def wait_for_end(running: list[subprocess.Popen[bytes]], *, restart: Callable[[], subprocess.Popen[bytes]]) -> None:
    """Wait for an interrupt; it is an error if the web server ends before.

    A worker that was killed is replaced: the new one continues its work, and pages do not depend on it. One that ends
    at once, again and again, is given a pause.
    """
    web, *_ = running
    started = time.monotonic()
    while True:
        demand_all_running([web])
        has_ended = bool(running[1:]) and running[-1].poll() is not None
        if has_ended and time.monotonic() - started > SECONDS_BETWEEN_WORKERS:
            logger.warning("The worker ended with code %s; a new one is started.", running[-1].returncode)
            running[-1], started = restart(), time.monotonic()
        time.sleep(0.5)


def stop(running: list[subprocess.Popen[bytes]]) -> None:
    """Terminate every program, and kill those that do not end in time. A second Ctrl-C must not leave one running."""
    for end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, signal.SIG_IGN)
    for process in running:
        process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in running:
        try:
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
