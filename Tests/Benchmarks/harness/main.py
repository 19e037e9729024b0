"""The command line of `run`."""

import argparse
import json
import os
import sys
from pathlib import Path

from . import agreement, bench, chart, report
from .measured_requests import ALL as REQUESTS
from .measures import growth, instructions, memory, recycling, rounds, startup
from .paths import ROOT
from .stacks.all_stacks import ALL as STACKS

MEASURES = ["cpu", "throughput", "memory", "startup", "recycling", "instructions", "growth"]
CHARTED_CLIENTS = 16
QUIET_LOAD = 0.5


def names(allowed):
    def parse(text: str) -> list[str]:
        chosen = text.split(",")
        for name in chosen:
            if name not in allowed:
                raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(allowed)}")
        return chosen

    return parse


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="Tests/Benchmarks/run", description="Measures the responder against its peers, each behind an nginx."
    )
    parser.add_argument("--quick", action="store_true", help="a few minutes: two requests, 16 clients, three stacks")
    parser.add_argument("--only", type=names(MEASURES), default=MEASURES, help=f"measures, of {','.join(MEASURES)}")
    parser.add_argument("--stacks", type=names(STACKS), default=list(STACKS), help=f"of {','.join(STACKS)}")
    parser.add_argument("--requests", type=names(REQUESTS), default=list(REQUESTS), help=f"of {','.join(REQUESTS)}")
    parser.add_argument("--clients", type=lambda text: [int(n) for n in text.split(",")], default=[1, 16, 64])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5, help="of load per stack, request, client count and round")
    parser.add_argument("--workers", type=int, default=16, help="processes per stack (FastAPI: one per core)")
    parser.add_argument("--with-session", action="store_true", help="tokens that name a session, which is looked up")
    parser.add_argument("--users", type=int, default=1000)
    parser.add_argument("--out", type=Path, default=ROOT / ".run-bench")
    options = parser.parse_args()
    if options.quick:
        options.only, options.clients = ["cpu", "throughput"], [16]
        options.requests = ["get-vapi", "patch-profile"]
        options.stacks = [stack for stack in options.stacks if stack in ("ours", "c", "fastapi")]
    return options


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def measure(running: bench.Bench, options: argparse.Namespace) -> dict:
    requests = [REQUESTS[name] for name in options.requests]
    results: dict = {}
    samples = None
    for name in options.only:
        if name in ("cpu", "throughput"):
            # Two tables of the same rounds.
            samples = samples or rounds.measure(
                running, requests, options.clients, options.rounds, options.seconds, say, options.with_session
            )
            results[name] = samples
        elif name in ("growth", "recycling"):
            module = {"growth": growth, "recycling": recycling}[name]
            results[name] = module.measure(running, options.rounds, options.seconds, say)
        else:
            module = {"memory": memory, "startup": startup, "instructions": instructions}[name]
            results[name] = module.measure(running, say)
    return results


def write(results: dict, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    raw = {name: [row if isinstance(row, dict) else row.raw() for row in rows] for name, rows in results.items()}
    (directory / "figures.json").write_text(
        json.dumps({"date": report.date(), "machine": report.machine()} | raw, indent=1)
    )
    (directory / "table.txt").write_text(report.as_text(results))
    (directory / "readme-block.md").write_text(report.as_markdown(results))
    if results.get("throughput"):
        counts = {sample.clients for sample in results["throughput"]}
        clients = CHARTED_CLIENTS if CHARTED_CLIENTS in counts else max(counts)
        (directory / "chart.svg").write_text(chart.as_svg(results["throughput"], clients))


def main() -> int:
    options = arguments()
    load = os.getloadavg()[0]
    if load > QUIET_LOAD:
        say(f"The machine is busy (load {load:.1f}): the figures will favour stacks with many processes.")
    variants = {
        name: module.variants
        for name, module in {"recycling": recycling, "growth": growth}.items()
        if name in options.only
    }
    with bench.running(options.stacks, options.workers, options.users, say, variants) as running:
        skipped = {stack.name: stack.skipped_requests for stack in running.stacks}
        try:
            compared = agreement.check(
                running.urls(), running.secret, [REQUESTS[name] for name in options.requests], skipped
            )
        except agreement.Disagreement as difference:
            say(f"The stacks do not agree, so there is nothing to compare.\n{difference}")
            for stack in running.stacks:
                if written := stack.log.read_text()[-1000:]:
                    say(f"{stack.title} wrote:\n{written}")
            return 1
        say(f"{compared} answers compared: the stacks agree")
        results = measure(running, options)
    write(results, options.out)
    print(report.as_text(results), end="")
    say(f"written to {options.out}")
    return 0
