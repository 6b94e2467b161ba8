"""The processes of a site, found below the one that was started, and how much memory they hold."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Process:
    pid: int
    parent: int
    command: str

    @property
    def megabytes(self) -> float:
        """Memory in use, by Linux's count of resident pages; what processes share is counted in each."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0


def processes() -> list[Process]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name of the program stands in brackets and may hold spaces.
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, IndexError, ValueError):
            continue
        found.append(Process(int(folder.name), parent, command))
    return found


def below(root: int) -> list[Process]:
    """Every process that descends from this one."""
    every, family = processes(), {root}
    while more := {each.pid for each in every if each.parent in family} - family:
        family |= more
    return [each for each in every if each.pid in family - {root}]


def web_server(root: int) -> Process:
    """The process that starts the web processes."""
    return next(each for each in below(root) if "gunicorn" in each.command and each.parent == root)


def web_processes(root: int) -> list[Process]:
    server = web_server(root)
    return [each for each in below(root) if each.parent == server.pid]


def worker(root: int) -> Process:
    """The process for background work."""
    return next(each for each in below(root) if "db_worker" in each.command)
