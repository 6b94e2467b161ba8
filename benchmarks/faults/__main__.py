"""Put the site under faults and print which of its promises it keeps.

    python -m benchmarks.faults            # every part, about ten minutes
    python -m benchmarks.faults disk-full  # one part

Ends with status 1 when a promise is broken. Everything runs on this machine, on its loopback address. Filling a disk
needs root, as a container of CI has it.
"""

import sys
from collections.abc import Callable, Iterator, Mapping

from benchmarks.faults import disk_full, killed, many_clients, slow_clients
from benchmarks.faults.promises import Promise

Part = Callable[[], Iterator[Promise]]
PARTS: Mapping[str, Part] = {
    "disk-full-sqlite": lambda: disk_full.check("SQLite"),
    "disk-full-postgresql": lambda: disk_full.check("PostgreSQL"),
    "killed-sqlite": lambda: killed.check("SQLite"),
    "killed-postgresql": lambda: killed.check("PostgreSQL"),
    "many-clients": many_clients.check,
    "slow-clients": slow_clients.check,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if not any(part.startswith(name) for part in PARTS)]
    if unknown:
        print(f"No such part: {', '.join(unknown)}. There are: {', '.join(PARTS)}.")
        return 2
    promises: list[Promise] = []
    for name, part in PARTS.items():
        for promise in part() if is_chosen(name, names) else ():
            print(promise.line, flush=True)
            promises.append(promise)
    broken = sum(not each.kept for each in promises)
    print(f"{len(promises)} promises, {broken} broken")
    return 1 if broken else 0


def is_chosen(name: str, names: list[str]) -> bool:
    return not names or any(name.startswith(chosen) for chosen in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
