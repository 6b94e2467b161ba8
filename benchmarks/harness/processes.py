"""The processes of a site, found below the one that was started: memory and processor time, from Linux's /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# Fields of /proc/PID/stat after the name: the parent's number, ticks in the program, ticks in the system.
PARENT, IN_PROGRAM, IN_SYSTEM = 1, 11, 12


@dataclass(frozen=True, slots=True)
class Process:
    """``processor_seconds`` are those of the process alone, until it was looked at."""

    pid: int
    parent: int
    command: str
    processor_seconds: float

    @property
    def megabytes(self) -> float:
        """Memory in use, by Linux's count of resident pages; what processes share is counted in each."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0


def processes() -> list[Process]:
    """Every process that runs now."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name of the program stands in brackets and may hold spaces.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, IndexError, ValueError):
            continue
        ticks = int(fields[IN_PROGRAM]) + int(fields[IN_SYSTEM])
        found.append(Process(int(folder.name), int(fields[PARENT]), command, ticks / TICKS_A_SECOND))
    return found


def families(*roots: int) -> list[Process]:
    """These processes and every one that descends from them."""
    every, found = processes(), set(roots)
    while more := {each.pid for each in every if each.parent in found} - found:
        found |= more
    return [each for each in every if each.pid in found]


def processor_seconds(*roots: int) -> float:
    """Seconds of these processes and their descendants that run now; those that ended are not counted."""
    return sum(each.processor_seconds for each in families(*roots))


def web_server(root: int) -> Process:
    """The process that starts the web processes."""
    return next(each for each in families(root) if "gunicorn" in each.command and each.parent == root)


def web_processes(root: int) -> list[Process]:
    server = web_server(root)
    return [each for each in families(root) if each.parent == server.pid]


def worker(root: int) -> Process:
    """The process for background work."""
    return next(each for each in families(root) if "db_worker" in each.command)
