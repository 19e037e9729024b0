import shutil
import subprocess

from ..paths import BENCHMARKS, CACHE
from .stack import Stack, Unavailable


class BareC(Stack):
    """The limit: no validation, one statement, nothing between libfcgi and libpq."""

    name, title = "c", "bare C"

    def prepare(self) -> None:
        if not shutil.which("cc"):
            raise Unavailable("no C compiler")
        build = subprocess.run(
            ["make", "--silent", "-C", BENCHMARKS / "c", f"BUILD={CACHE / 'c'}"], capture_output=True, text=True
        )
        if build.returncode:
            raise Unavailable(build.stderr.strip())

    def command(self) -> list[str]:
        return [str(CACHE / "c" / "responder"), str(self.socket), str(self.workers)]
