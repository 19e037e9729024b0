"""Where things are."""

import os
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1]
ROOT = BENCHMARKS.parents[1]

# What is built or downloaded once and kept between runs; git-ignored.
CACHE = ROOT / ".run-peers"


def migrations() -> Path:
    return Path(os.environ.get("MIGRATIONS", ROOT / "Migrations"))


def release_program(name: str) -> Path:
    return Path(os.environ.get("RELEASE_DIRECTORY", ROOT / ".build" / "release")) / name
