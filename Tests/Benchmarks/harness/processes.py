"""Starting, stopping and looking at processes, always by their id."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def start(command: list[str], log: Path, environment: dict[str, str] | None = None, stdin=subprocess.DEVNULL):
    """A child in its own session, so that stopping it stops what it started."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=output,
            stderr=output,
            env=os.environ | (environment or {}),
            start_new_session=True,
        )


def stop(process: subprocess.Popen, with_signal: int = signal.SIGTERM, patience: float = 10) -> None:
    """Asks the leader to end, waits, and then ends what is left of its session."""
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def wait_until(condition: Callable[[], bool], what: str, patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {patience:g} s")
        time.sleep(0.005)


def family(root: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            stat = _stat(int(entry))
            if stat:
                children.setdefault(int(stat[1]), []).append(int(entry))
    found, queue = [], [root]
    while queue:
        process = queue.pop()
        found.append(process)
        queue += children.get(process, [])
    return found


def cpu_times(processes: list[int]) -> dict[int, float]:
    """User and system time of each process, in seconds; those that have ended are left out.

    From /proc/PID/task/TID/schedstat, which counts nanoseconds; /proc/PID/stat counts hundredths of a second, which is
    much for a process that answers 500 requests in a round.
    """
    times = {}
    for process in processes:
        try:
            threads = list(Path(f"/proc/{process}/task").iterdir())
            times[process] = sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
        except (FileNotFoundError, ProcessLookupError):
            pass
    return times


def command_line(process: int) -> str:
    """The words of its command with spaces between, or what the process has put in their place."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _stat(process: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the command name: [0] state, [1] parent."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


@dataclass(frozen=True)
class Memory:
    """KiB."""

    private: int
    proportional: int


def memory(process: int) -> Memory:
    values = {}
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]:
        name, amount = line.split()[:2]
        values[name] = int(amount)
    return Memory(values["Private_Clean:"] + values["Private_Dirty:"], values["Pss:"])
