"""The programs of the service that Python does not bring: found, or installed by apt."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Each program with the Debian package that has it.
PACKAGES = {
    "nginx": "nginx-light",
    "redis-server": "redis-server",
    "docker-compose": "docker-compose",
    "envsubst": "gettext-base",
    "systemd-analyze": "systemd",
    "openssl": "openssl",
}
# Where Debian keeps programs of the system; a user's PATH may lack it.
SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"


class ProgramMissingError(Exception):
    """A program could not be found or installed; the message says what to do."""


def find_program(name: str) -> Path | None:
    beside_python = Path(sys.executable).parent / name
    if beside_python.is_file():
        return beside_python
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:{SYSTEM_FOLDERS}")
    return Path(found) if found else None


def require_program(name: str) -> Path:
    found = find_program(name)
    if found is None:
        package = PACKAGES.get(name, name)
        raise ProgramMissingError(f"{name} was not found. On Debian install it with: apt-get install {package}")
    return found


def install_programs() -> None:
    """Install what is missing, which needs root and apt; without them the first missing program is an error."""
    missing = [name for name in PACKAGES if find_program(name) is None]
    apt = shutil.which("apt-get")
    if missing and apt and os.geteuid() == 0:
        packages = [PACKAGES[name] for name in missing]
        print(f"Installing with apt-get: {', '.join(packages)}", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            subprocess.run([apt, "-qq", *command], env=environment, check=True, capture_output=True)
    for name in PACKAGES:
        require_program(name)
