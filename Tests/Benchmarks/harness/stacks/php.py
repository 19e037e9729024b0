import shutil
import subprocess
from textwrap import dedent

from ..paths import BENCHMARKS
from .stack import Stack, Unavailable

PROGRAM = "php-fpm8.2"
OPTIONS = {
    "opcache.enable": "1",
    "opcache.validate_timestamps": "0",
    "opcache.jit": "tracing",
    "opcache.jit_buffer_size": "32M",
    "pgsql.allow_persistent": "1",
    "expose_php": "0",
}


class PHP(Stack):
    """PHP-FPM with OPcache and a persistent connection per worker."""

    name, title = "php", "PHP-FPM"
    # Debian's PHP brings its own crypt, which does not know yescrypt.
    skipped_requests = frozenset({"login"})

    def prepare(self) -> None:
        if not shutil.which(PROGRAM):
            raise Unavailable("php8.2-fpm is not installed")
        modules = subprocess.run([PROGRAM, "-m"], capture_output=True, text=True).stdout.split()
        if "pgsql" not in modules:
            raise Unavailable("php8.2-pgsql is not installed")

    def fastcgi_params(self) -> dict[str, str]:
        return {"SCRIPT_FILENAME": str(BENCHMARKS / "php" / "index.php")}

    def command(self) -> list[str]:
        configuration = self.directory / f"{self.name}-fpm.conf"
        configuration.write_text(
            dedent(f"""\
            [global]
            daemonize = no
            error_log = {self.directory}/{self.name}-fpm.log
            [bench]
            user = root
            group = root
            listen = {self.socket}
            listen.backlog = 4096
            clear_env = no
            pm = static
            pm.max_children = {self.workers}
            pm.max_requests = {self.max_requests}
            """)
        )
        options = [part for name, value in OPTIONS.items() for part in ("-d", f"{name}={value}")]
        return [PROGRAM, "--nodaemonize", "--allow-to-run-as-root", "--fpm-config", str(configuration), *options]
