"""Processor time of a process and of all that it started, from /proc."""

import os
from collections import defaultdict
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# Fields of /proc/PID/stat after the name: the parent's number, ticks in the program, ticks in the system.
PARENT, IN_PROGRAM, IN_SYSTEM = 1, 11, 12


def processor_seconds(*roots: int) -> float:
    """Seconds of these processes and their descendants that run now; those that ended are not counted."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    ticks: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        number = int(entry.parent.name)
        children[int(fields[PARENT])].append(number)
        ticks[number] = int(fields[IN_PROGRAM]) + int(fields[IN_SYSTEM])
    total, waiting = 0, list(roots)
    while waiting:
        number = waiting.pop()
        total += ticks.get(number, 0)
        waiting += children[number]
    return total / TICKS_A_SECOND
