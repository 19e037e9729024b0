import shutil
import subprocess

from ..paths import BENCHMARKS, CACHE
from .stack import Stack, Unavailable


class LeanC(Stack):
    """The limit: no validation, the least statement for each route, nothing between libfcgi and libpq, a bare nginx."""

    name, title = "c", "lean C"
    nginx = "lean"

    def prepare(self) -> None:
        if not shutil.which("cc"):
            raise Unavailable("no C compiler")
        build = subprocess.run(
            ["make", "--silent", "-C", BENCHMARKS / "c", f"BUILD={CACHE / 'c'}"], capture_output=True, text=True
        )
        if build.returncode:
            raise Unavailable(build.stderr.strip())

    def fastcgi_params(self) -> dict[str, str]:
        """All that the program reads."""
        return {
            "REQUEST_METHOD": "$request_method",
            "REQUEST_URI": "$request_uri",
            "CONTENT_LENGTH": "$content_length",
            "HTTP_AUTHORIZATION": "$http_authorization",
            "HTTP_USER_AGENT": "$http_user_agent",
        }

    def command(self) -> list[str]:
        return [str(CACHE / "c" / "responder"), str(self.socket), str(self.workers)]
