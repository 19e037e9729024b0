"""The command line of `run`."""

import argparse
import secrets
import sys
from contextlib import nullcontext

from . import compare
from .cases import all_cases
from .server import Server

SHOWN_FAILURES = 60


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="Tests/Differential/run",
        description="Sends the same requests to two servers and compares status, errors and what was stored. "
        "Without URLs it starts both. With URLs it signs up one new user on each.",
    )
    parser.add_argument("--ours", metavar="URL")
    parser.add_argument("--reference", metavar="URL")
    parser.add_argument("--ours-stack", default="ours", help="the stack to start in the place of ours")
    parser.add_argument("--count", type=int, default=2000, help="random requests, on top of the fixed ones")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if bool(options.ours) != bool(options.reference):
        parser.error("give both --ours and --reference, or neither")
    return options


def servers(options: argparse.Namespace):
    if options.ours:
        return nullcontext((options.ours, options.reference))
    from .servers import running

    return running(options.ours_stack, "fastapi", say)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def report(outcome: compare.Outcome) -> None:
    for failure in outcome.failures[:SHOWN_FAILURES]:
        print(failure)
    if len(outcome.failures) > SHOWN_FAILURES:
        print(f"… and {len(outcome.failures) - SHOWN_FAILURES} more")
    for reason, count in outcome.departures.most_common():
        print(f"known departure, {count} times: {reason}")
    for wording, count in outcome.wordings.most_common(20):
        print(f"other words, {count} times: {wording}")
    print(f"{sum(outcome.departures.values())} known departures, {sum(outcome.wordings.values())} other wordings")
    print(f"{outcome.passed} passed, {len(outcome.failures)} failed")


def main() -> int:
    options = arguments()
    with servers(options) as (ours_url, reference_url):
        ours, reference = Server(ours_url), Server(reference_url, retries_lost_requests=True)
        email = f"differential-{secrets.token_hex(6)}@example.com"
        for server in (ours, reference):
            server.sign_up(email, "Tr0ub4dor&3-and-more")
        outcome = compare.run(
            all_cases(options.count, options.seed), ours, reference, say,
        )
    report(outcome)
    return 1 if outcome.failures else 0
