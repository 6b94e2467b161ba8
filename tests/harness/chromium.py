"""A Chromium for the journeys: found or installed, and started as a test needs it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

# The first shows pages and nothing else: no window with buttons, which takes more of the processor than the pages.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A browser under test fetches no updates, lists or suggestions, and draws without a graphics card.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSTALL_LINE = "apt-get install -y chromium-headless-shell"


class ChromiumMissingError(Exception):
    """No Chromium could be found or installed; the message says what to do."""


def find_chromium() -> Path | None:
    """CHROMIUM, else one on PATH, else the one that Playwright downloaded."""
    if chosen := os.environ.get("CHROMIUM"):
        if not Path(chosen).is_file():
            raise ChromiumMissingError(f"CHROMIUM is {chosen!r}, but there is no such file.")
        return Path(chosen)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.is_file() else None


def require_chromium() -> Path:
    found = find_chromium()
    if found is None:
        raise ChromiumMissingError(
            f"The journeys need a Chromium and none was found. Install one with: {INSTALL_LINE}  "
            "(or set CHROMIUM to the program)"
        )
    return found


def find_or_install_chromium() -> Path:
    """Debian's by apt where that is possible, else Playwright's own download."""
    found = find_chromium()
    if found is not None:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run_quietly(["apt-get", "update", "-qq"], quiet)
        # Some systems have the second alone.
        for package in NAMES[:2]:
            print(f"Installing {package} with apt-get", flush=True)
            run_quietly(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], quiet)
            if found := find_chromium():
                return found
    else:
        print("Installing chromium with Playwright", flush=True)
        run_quietly([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))
    return require_chromium()


def run_quietly(command: list[str], environment: dict[str, str]) -> None:
    """Show its output only when it failed; the caller checks whether it was enough."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"{' '.join(command)} ended with code {done.returncode}:\n{done.stdout}{done.stderr}", flush=True)


def launch(playwright: Playwright) -> Browser:
    # Chromium's own sandbox refuses to run as root, which containers and build machines are.
    sandbox = () if os.geteuid() else ("--no-sandbox",)
    return playwright.chromium.launch(executable_path=require_chromium(), args=[*FLAGS, *sandbox])
