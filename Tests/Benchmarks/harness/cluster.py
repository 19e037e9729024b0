"""A private PostgreSQL: Unix socket only, in a temporary directory, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from . import processes
from .migrations import up_parts

BINARIES = Path("/usr/lib/postgresql/15/bin")
OWNER, APPLICATION = "owner", "application"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "600",
    "shared_buffers": "512MB",
    "client_connection_check_interval": "1s",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
}


class Cluster:
    def __init__(self, directory: Path):
        self.directory = directory / "postgresql"
        self.log = directory / "postgresql.log"

    def __enter__(self) -> "Cluster":
        self.directory.mkdir()
        self.directory.parent.chmod(0o755)
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.directory, account.pw_uid, account.pw_gid)
        subprocess.run(
            self._as_server(
                BINARIES / "initdb", "--pgdata", self.directory / "data", "--username", OWNER, "--auth", "trust",
                "--encoding", "UTF8", "--locale", "C.UTF-8",
            ),
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        self.process = processes.start(
            self._as_server(
                BINARIES / "postgres", "-D", self.directory / "data", "-k", self.directory, *settings
            ),
            self.log,
        )
        processes.wait_until(self._is_ready, "PostgreSQL accepting connections")
        self.execute(f"create role {APPLICATION} login", "postgres")
        return self

    def __exit__(self, *_: object) -> None:
        processes.stop(self.process, signal.SIGINT)
        shutil.rmtree(self.directory, ignore_errors=True)

    def backends(self) -> list[int]:
        """The processes that serve a connection; the others write in the background for everybody."""
        return [
            process for process in processes.family(self.process.pid)
            if processes.command_line(process).startswith(f"postgres: {APPLICATION} ")
        ]

    def _as_server(self, *command: object) -> list[str]:
        words = [str(word) for word in command]
        if os.geteuid() != 0:
            return words
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended:\n{self.log.read_text()}")
        return self._psql("postgres", "select 1").returncode == 0

    def _psql(self, database: str, sql: str) -> subprocess.CompletedProcess:
        command = [
            BINARIES / "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1",
            "--host", self.directory, "--username", OWNER, "--dbname", database,
        ]
        return subprocess.run([str(word) for word in command], input=sql, capture_output=True, text=True)

    def execute(self, sql: str, database: str) -> str:
        result = self._psql(database, sql)
        if result.returncode:
            raise RuntimeError(f"SQL failed: {result.stderr}")
        return result.stdout.strip()

    def create_database(self, name: str) -> str:
        """A migrated database, and the URL the application reaches it by."""
        self.execute(f"create database {name}", "postgres")
        for sql in up_parts():
            self.execute(f"begin;\n{sql}\ncommit;", name)
        self.execute(
            f"""
            grant select, insert, update, delete on all tables in schema public to {APPLICATION};
            grant usage on all sequences in schema public to {APPLICATION};
            grant execute on all functions in schema public to {APPLICATION};
            """,
            name,
        )
        return f"postgresql://{APPLICATION}@/{name}?host={self.directory}"
