"""The figures as text and as a block of Markdown."""

import os
import platform
from collections import defaultdict
from datetime import UTC, datetime
from statistics import median

from .measured_requests import ALL as REQUESTS
from .measures.rounds import Sample
from .stacks.all_stacks import ALL as STACKS


def title(stack: str) -> str:
    return STACKS[stack].title


def grouped(samples: list[Sample]) -> dict[tuple[str, int, int], dict[str, list[Sample]]]:
    """(request, clients, users) → stack → its rounds."""
    groups: dict = defaultdict(lambda: defaultdict(list))
    for sample in samples:
        groups[sample.request, sample.clients, sample.users][sample.stack].append(sample)
    return groups


def machine() -> str:
    model = "unknown processor"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) / 1024 / 1024
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, Linux {platform.release()}"


def date() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")


THROUGHPUT = ["stack", "requests/s", "spread", "of the first", "p50 ms", "p99 ms", "failed"]


def throughput_rows(by_stack: dict[str, list[Sample]]) -> list[list[str]]:
    rates = {stack: median(sample.per_second for sample in samples) for stack, samples in by_stack.items()}
    ordered = [stack for stack in STACKS if stack in by_stack]
    rows = []
    for stack in ordered:
        samples = by_stack[stack]

        def middle(name: str) -> float:
            return median(getattr(sample, name) for sample in samples)

        low, high = (edge(sample.per_second for sample in samples) for edge in (min, max))
        rows.append(
            [
                title(stack), f"{rates[stack]:,.0f}", f"{low:,.0f}–{high:,.0f}",
                f"{rates[stack] / (rates[ordered[0]] or 1):.2f}", f"{middle('p50') * 1000:.2f}",
                f"{middle('p99') * 1000:.2f}", str(sum(sample.failed for sample in samples)),
            ]
        )
    return rows


CPU = ["stack", "nginx", "worker", "PostgreSQL", "sum", "of lean C", "spread", "requests/s", "failed"]
LIMIT = "c"


def cpu_rows(by_stack: dict[str, list[Sample]]) -> list[list[str]]:
    """Microseconds per request. The ratio is of what the limit uses to what the stack uses, round by round."""
    rows = []
    for stack in STACKS:
        if not (samples := by_stack.get(stack)):
            continue
        parts = [median(getattr(s.cpu, part) for s in samples) * 1e6 for part in ("nginx", "worker", "postgres")]
        ratios = sorted(
            limit.cpu_sum / (sample.cpu_sum or 1) for limit, sample in zip(by_stack.get(LIMIT, []), samples)
        )
        rows.append(
            [
                title(stack), *(f"{part:.0f}" for part in parts),
                f"{median(sample.cpu_sum for sample in samples) * 1e6:.0f}",
                f"{median(ratios):.2f}" if ratios else "–",
                f"{ratios[0]:.2f}–{ratios[-1]:.2f}" if ratios else "–",
                f"{median(sample.per_second for sample in samples):,.0f}",
                str(sum(sample.failed for sample in samples)),
            ]
        )
    return rows


def other_rows(results: dict) -> list[tuple[str, list[str], list[list[str]]]]:
    """The smaller measures: a heading, the columns and the rows of each."""
    tables = []
    if rows := results.get("memory"):
        tables.append(
            (
                "Memory per worker, MiB", ["stack", "workers", "private", "proportional", "all together"],
                [
                    [title(r["stack"]), str(r["workers"])]
                    + [f"{r[k] / 1024:.1f}" for k in ("private_kib", "proportional_kib", "total_proportional_kib")]
                    for r in rows
                ],
            )
        )
    if rows := results.get("startup"):
        tables.append(
            (
                "Start to first answer, ms", ["stack", "median", "least", "most"],
                [[r["stack"]] + [f"{r[k] * 1000:.0f}" for k in ("seconds", "least", "most")] for r in rows],
            )
        )
    for measure, heading, way, first in [
        ("recycling", "Workers that leave after so many requests", "max_requests", "never"),
        ("growth", "More users", "users", "few"),
    ]:
        if rows := results.get(measure):
            tables.append(
                (
                    heading,
                    ["request", "stack", way.split("_")[-1], "requests/s", f"of {first}", "least", "most", "failed"],
                    [
                        [
                            REQUESTS[r["request"]].title, title(r["stack"]), f"{r[way]:,}" if r[way] else first,
                            f"{r['per_second']:,.0f}", *(f"{r[k]:.2f}" for k in ("ratio", "least", "most")),
                            str(r["failed"]),
                        ]
                        for r in rows
                    ],
                )
            )
    if rows := results.get("instructions"):
        tables.append(
            (
                "Instructions of a worker per request", ["request", "stack", "instructions"],
                [[REQUESTS[r["request"]].title, title(r["stack"]), f"{r['instructions']:,.0f}"] for r in rows],
            )
        )
    return tables


def all_tables(results: dict) -> list[tuple[str, list[str], list[list[str]]]]:
    tables = []
    for measure, what, columns, rows in [
        ("cpu", "CPU time per request, µs: ", CPU, cpu_rows),
        ("throughput", "", THROUGHPUT, throughput_rows),
    ]:
        for (request, clients, users), by_stack in grouped(results.get(measure, [])).items():
            heading = f"{what}{REQUESTS[request].title}, {clients} clients, {users:,} users"
            tables.append((heading, columns, rows(by_stack)))
    return tables + other_rows(results)


def as_text(results: dict) -> str:
    parts = [f"{date()}, {machine()}"]
    for heading, columns, rows in all_tables(results):
        widths = [max(len(row[i]) for row in [columns, *rows]) for i in range(len(columns))]
        lines = [
            "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))).rstrip()
            for row in [columns, *rows]
        ]
        parts.append("\n".join([heading, "-" * len(heading), *lines]))
    return "\n\n".join(parts) + "\n"


def as_markdown(results: dict) -> str:
    parts = [
        f"Measured on {date()}: {machine()}; medians over the rounds, each stack behind an nginx of its own, all on one "
        "PostgreSQL 15."
    ]
    for heading, columns, rows in all_tables(results):
        alignment = ["---"] + ["---:"] * (len(columns) - 1)
        parts.append(
            "\n".join([f"**{heading}**", ""] + ["| " + " | ".join(row) + " |" for row in [columns, alignment, *rows]])
        )
    return "\n\n".join(parts) + "\n"
