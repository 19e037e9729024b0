"""Requests per second, latency and CPU time per request, in interleaved rounds."""

from dataclasses import asdict, dataclass

from ..bench import Bench
from ..load import Load
from ..measured_requests import MeasuredRequest
from ..stacks.stack import Stack
from .cpu import Ended, Groups, Meter

# Unmeasured bursts come first, until the rate stops rising: connections, plans, caches and just-in-time compilers.
WARM_UP_SECONDS = 2
WARM_UP_BURSTS = 5
STILL_RISING = 1.1
# How often a turn is taken in which no process ends.
TRIES = 3


@dataclass(frozen=True)
class Sample:
    stack: str
    request: str
    clients: int
    round: int
    users: int
    per_second: float
    # Seconds.
    p50: float
    p99: float
    failed: int
    # Seconds of CPU time per request.
    cpu: Groups

    @property
    def cpu_sum(self) -> float:
        return self.cpu.nginx + self.cpu.worker + self.cpu.postgres

    def raw(self) -> dict:
        return asdict(self)


def measure(
    bench: Bench, requests: list[MeasuredRequest], clients: list[int], rounds: int, seconds: float, say,
    with_session: bool = False,
) -> list[Sample]:
    loads = {
        request.name: Load(bench.directory, request, bench.secret, bench.known_users, with_session)
        for request in requests
    }
    samples = []
    for number in range(rounds):
        for request in requests:
            for count in clients:
                # Every round starts with another stack, so that none is always first.
                turn = number % len(bench.stacks)
                for stack in bench.stacks[turn:] + bench.stacks[:turn]:
                    if request.name in stack.skipped_requests:
                        continue
                    if number == 0:
                        _warm_up(bench.url(stack), loads[request.name], count)
                    sample = _sample(bench, stack, loads[request.name], request, count, number, seconds)
                    say(
                        f"round {number + 1}  {request.title:26} {count:3} clients  {stack.title:22}"
                        f"{sample.per_second:9.0f}/s  p99 {sample.p99 * 1000:7.2f} ms  CPU {sample.cpu_sum * 1e6:6.0f} µs"
                    )
                    samples.append(sample)
    return samples


def _warm_up(base: str, load: Load, clients: int) -> None:
    best = 0.0
    for _ in range(WARM_UP_BURSTS):
        rate = load.run(base, clients, WARM_UP_SECONDS).per_second
        if rate < best * STILL_RISING:
            return
        best = max(best, rate)


def _sample(
    bench: Bench, stack: Stack, load: Load, request: MeasuredRequest, clients: int, number: int, seconds: float
) -> Sample:
    for _ in range(TRIES):
        meter = Meter(bench, stack)
        result = load.run(bench.url(stack), clients, seconds)
        try:
            used = meter.stop()
        except Ended:
            continue
        answered = max(result.requests, 1)
        return Sample(
            stack.name, request.name, clients, number, bench.known_users, result.per_second, result.p50, result.p99,
            result.failed, Groups(used.nginx / answered, used.worker / answered, used.postgres / answered),
        )
    raise RuntimeError(
        f"{stack.title}: a process or a connection ended in each of {TRIES} turns:\n{stack.log.read_text()[-2000:]}"
    )
