"""Where the CPU time of a request goes: nginx, the stack's own processes, and PostgreSQL's for its connections."""

from dataclasses import dataclass

from .. import processes
from ..bench import Bench
from ..stacks.stack import Stack


@dataclass(frozen=True)
class Groups:
    """Seconds, or a difference of them."""

    nginx: float
    worker: float
    postgres: float


class Ended(Exception):
    """A process ended while it was counted, and its last share is lost."""


class Meter:
    """Counts from when it is made.

    Each stack has its own nginx. The connections of all stacks are counted, because only the one under load uses its.
    PostgreSQL's background processes (WAL writer, checkpointer, autovacuum) are left out: they work in their own time,
    for whichever stack then has its turn.
    """

    def __init__(self, bench: Bench, stack: Stack):
        self.bench, self.stack = bench, stack
        self.before = self._times()

    def stop(self) -> Groups:
        """The CPU time since then. Raises `Ended` where it cannot be known."""
        groups = []
        for before, after in zip(self.before, self._times()):
            if before.keys() - after.keys():
                raise Ended
            groups.append(sum(after.values()) - sum(before.values()))
        return Groups(*groups)

    def _times(self) -> list[dict[int, float]]:
        nginx = self.bench.nginx[self.stack.name].process.pid
        families = [processes.family(nginx), self.stack.pids(), self.bench.cluster.backends()]
        return [processes.cpu_times(family) for family in families]
