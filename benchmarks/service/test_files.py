"""The files of a deployment: each is read by the program that it is written for, as far as that can be had here."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from benchmarks.harness.ports import free_port
from benchmarks.harness.programs import require_program
from benchmarks.harness.redis_server import REDIS_OPTIONS
from benchmarks.service.proxy import FILES, ROOT, write_configuration
from studies.citations.parse.limits import MOST_MEGABYTES

DEPLOY = ROOT / "deploy"


def output_of(*command: str | Path, folder: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_the_dockerfile_has_no_findings():
    assert output_of(require_program("hadolint"), "--failure-threshold", "style", "Dockerfile") == ""


def test_the_compose_file_is_read_with_the_example_of_its_environment(tmp_path: Path):
    shutil.copy(ROOT / "compose.yaml", tmp_path)
    example = (DEPLOY / "environment.example").read_text()
    (tmp_path / ".env").write_text(example.replace("POSTGRES_PASSWORD=", "POSTGRES_PASSWORD=not-a-secret"))

    services = output_of(require_program("docker-compose"), "config", "--services", folder=tmp_path).split()
    read = output_of(require_program("docker-compose"), "config", folder=tmp_path)

    assert sorted(services) == ["backup", "cache", "database", "prepare", "proxy", "web", "worker"]
    # Each has a root that cannot be written, no rights of the system, and an end to its memory.
    for line in ("read_only: true", "no-new-privileges:true", "memory: "):
        assert read.count(line) == len(services), line
    assert read.count("DATABASE_URL: postgresql://evidence:not-a-secret@database:5432/evidence") == 4
    # The cache that is measured is the one that is deployed.
    assert f"command: {json.dumps(['redis-server', *REDIS_OPTIONS])}" in (ROOT / "compose.yaml").read_text()


def test_the_compose_file_asks_for_the_password(tmp_path: Path):
    shutil.copy(ROOT / "compose.yaml", tmp_path)
    shutil.copy(DEPLOY / "environment.example", tmp_path / ".env")

    command = [require_program("docker-compose"), "config"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "POSTGRES_PASSWORD" in done.stderr


def test_the_image_has_every_folder_of_the_site():
    ignored = (ROOT / ".dockerignore").read_text()
    copied = re.findall(r"^COPY (\w[\w./-]*) ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)

    assert sorted(copied) == sorted(re.findall(r"^!(.+)$", ignored, flags=re.MULTILINE))
    assert set(copied) >= {"evidence", "studies", "templates", "static", "fixtures", "manage.py", "requirements.lock"}
    assert all((ROOT / name).exists() for name in copied)


def test_the_units_of_systemd_are_read(tmp_path: Path):
    units = sorted((DEPLOY / "systemd").iterdir())
    for unit in units:
        # Here the site lies in this folder.
        (tmp_path / unit.name).write_text(unit.read_text().replace("/srv/evidence", str(ROOT)))

    assert output_of(require_program("systemd-analyze"), "verify", *sorted(tmp_path.iterdir())) == ""
    assert len(units) == 6


def test_nginx_reads_its_configuration_with_and_without_tls(tmp_path: Path):
    tmp_path.chmod(0o755)
    without, with_tls = tmp_path / "without", tmp_path / "with"
    with_tls.mkdir()
    make_certificate(with_tls, free_port())

    for tls in (without, with_tls):
        configuration = write_configuration(
            tmp_path, listen=f"127.0.0.1:{free_port()}", web_server="127.0.0.1:8000", tls=tls
        )
        said = output_of(require_program("nginx"), "-e", tmp_path / "error.log", "-t", "-c", configuration)
        assert "test is successful" in said
        assert "warn" not in said


def make_certificate(folder: Path, port: int) -> None:
    """A certificate of its own signature for localhost, and listen.conf from the example with that port."""
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    request = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
    output_of(require_program("openssl"), *request, "-keyout", key, "-out", certificate)
    example = (FILES / "tls" / "listen.conf.example").read_text()
    (folder / "listen.conf").write_text(example.replace("/etc/evidence/tls", str(folder)).replace("8443", str(port)))


def test_the_proxy_takes_as_much_as_the_largest_form():
    template = (FILES / "nginx.conf.template").read_text()
    taken = re.search(r"client_max_body_size (\d+)m;", template)

    assert taken is not None
    # A form is a little larger than the files in it.
    assert MOST_MEGABYTES < int(taken[1]) < MOST_MEGABYTES + 10


def test_every_error_page_exists_and_says_what_to_do():
    template = (FILES / "nginx.conf.template").read_text()
    named = re.findall(r"error_page (\d+) /proxy-errors/(\d+)\.html;", template)

    assert named == [(status, status) for status in ("413", "429", "502", "504")]
    for status, _ in named:
        page = (FILES / "errors" / f"{status}.html").read_text()
        assert re.search(r"<p>[A-Z].+(Load|Wait|send).+\.</p>", page)
        # The policy of these pages names their one style by its digest, and nothing else.
        (style,) = re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
        assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}';" in template
        assert "style=" not in page
        assert "script" not in page
