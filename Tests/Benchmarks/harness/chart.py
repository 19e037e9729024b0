"""Throughput as an SVG bar chart: one group per request, one bar per stack."""

from html import escape
from statistics import median

from .measured_requests import ALL as REQUESTS
from .report import date, grouped, machine, title
from .stacks.all_stacks import ALL as STACKS

COLOURS = {"ours": "#0b6e4f", "c": "#333333", "go": "#2a7ab9", "php": "#8a63b5", "fastapi": "#c8641b"}
WIDTH, LABEL, BAR, GAP = 760, 170, 16, 34


def as_svg(samples: list, clients: int) -> str:
    groups = {request: stacks for (request, count, _), stacks in grouped(samples).items() if count == clients}
    parts, top = [], 56
    for request, by_stack in groups.items():
        rates = {s: median(sample.per_second for sample in by_stack[s]) for s in STACKS if s in by_stack}
        parts.append(f'<text x="8" y="{top}" font-weight="bold">{escape(REQUESTS[request].title)}</text>')
        for number, (stack, rate) in enumerate(rates.items()):
            y = top + 8 + number * (BAR + 3)
            width = rate / max(rates.values()) * (WIDTH - LABEL - 90)
            parts.append(
                f'<text x="{LABEL - 6}" y="{y + BAR - 4}" text-anchor="end">{escape(title(stack))}</text>'
                f'<rect x="{LABEL}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{COLOURS[stack]}"/>'
                f'<text x="{LABEL + width + 6:.1f}" y="{y + BAR - 4}">{rate:,.0f}</text>'
            )
        top += 8 + len(rates) * (BAR + 3) + GAP
    heading = f"Requests per second, {clients} clients"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" role="img" '
        f'aria-label="{heading}" font-family="system-ui, sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="white"/>'
        f'<text x="8" y="18" font-size="14" font-weight="bold">{heading}</text>'
        f'<text x="8" y="34" fill="#666">{escape(date())}, {escape(machine())}</text>' + "".join(parts) + "</svg>\n"
    )
