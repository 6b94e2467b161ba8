"""Limits of the child processes that read files of others: pages, memory, computing time, and no file to write."""

from dataclasses import dataclass

try:
    import resource
except ImportError:
    # Windows. What cannot be limited is not started.
    CAN_LIMIT = False
else:
    CAN_LIMIT = True

_MEGABYTE = 1024 * 1024
MOST_PAGES = 300


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What a child process may use: address space, seconds of computing, and seconds until it is killed."""

    memory_megabytes: int = 1024
    computing_seconds: int = 120
    seconds: float = 180.0

    @property
    def arguments(self) -> list[str]:
        """The limits that the child sets itself, as it receives them."""
        return [str(self.memory_megabytes), str(self.computing_seconds)]


def limit_this_process(memory_megabytes: int, computing_seconds: int) -> None:
    """Limit this process for good. At the first limit the system refuses memory, at the second it ends the process."""
    memory = memory_megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (computing_seconds, computing_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
