"""The site as a deployment runs it: web processes in production, with PostgreSQL, Redis and the proxy in front."""

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness.ports import free_port, wait_for_port
from benchmarks.service.proxy import ROOT

HOST = "localhost"
SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Site:
    """Running web processes; ``environment`` is theirs."""

    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


def copy_image_files(folder: Path) -> None:
    """The code as the image has it: what the Dockerfile copies, and nothing else of the project."""
    names = re.findall(r"^COPY (\w[\w./-]*) ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def production(database_url: str, local: Path, cache_url: str = "") -> dict[str, str]:
    """The environment of a deployment with that database, without anything of the shell but its paths."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "PG_BIN") if name in os.environ}
    return kept | {
        "ENVIRONMENT": "production",
        # All requests come from one address, and nearly all have to be computed after a change.
        "COMPUTING_SECONDS": "0",
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": HOST,
        "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
        "DATABASE_URL": database_url,
        "CACHE_URL": cache_url,
        "LOCAL_DIR": str(local),
        "PROXY_COUNT": "1",
        "WEB_WORKERS": str(os.cpu_count() or 2),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "evidence.settings",
    }


def manage(environment: dict[str, str], *arguments: str, code: Path = ROOT) -> None:
    """Run a command of the site to its end, silently."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=code, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def running_site(database_url: str, *, cache_url: str = "", code: Path = ROOT) -> Iterator[Site]:
    """The web processes of that code with a prepared database, as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        environment = production(database_url, Path(folder), cache_url)
        manage(environment, "prepare", code=code)
        port = free_port()
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        # Code of before that option runs its worker too, which has nothing to do.
        if "--without-worker" in (code / "evidence" / "management" / "commands" / "serve.py").read_text():
            command.append("--without-worker")
        log = Path(folder) / "site.log"
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=code, env=environment, stdout=output, stderr=output)
        try:
            wait_for_port(port, process, SECONDS_TO_START, log=log)
            yield Site(port, environment, process)
        finally:
            process.terminate()
            process.wait()
