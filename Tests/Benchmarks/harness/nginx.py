"""One private nginx in front of all stacks, each on a port of its own."""

import os
import pwd
import shutil
import socket
from pathlib import Path

from . import processes
from .paths import ROOT
from .stacks.stack import Stack

# The project's own way of handing requests over; the peers are reached in the same way.
SNIPPETS = ROOT / "nginx" / "snippets"
INSTALLED = "/etc/nginx/ava-onboarding"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    def __init__(self, directory: Path, stacks: list[Stack]):
        self.directory = directory / "nginx"
        self.ports = {stack.name: free_port() for stack in stacks}
        self.stacks = stacks

    def url(self, stack: Stack) -> str:
        return f"http://127.0.0.1:{self.ports[stack.name]}"

    def __enter__(self) -> "Nginx":
        self.directory.mkdir()
        for snippet in SNIPPETS.glob("*.conf"):
            (self.directory / snippet.name).write_text(snippet.read_text().replace(INSTALLED, str(self.directory)))
        configuration = self.directory / "nginx.conf"
        configuration.write_text(self._configuration())
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = processes.start(
            [program, "-p", str(self.directory), "-c", str(configuration), "-g", "daemon off;"],
            self.directory / "nginx.log",
        )
        processes.wait_until(self._is_listening, "nginx listening")
        return self

    def __exit__(self, *_: object) -> None:
        processes.stop(self.process)

    def _is_listening(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"nginx ended:\n{(self.directory / 'nginx.log').read_text()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", next(iter(self.ports.values())))) == 0

    def _configuration(self) -> str:
        user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
        temporary = "\n".join(
            f"    {kind}_temp_path {self.directory}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        servers = "\n".join(self._server(stack) for stack in self.stacks)
        return f"""
{user}
worker_processes auto;
pid {self.directory}/nginx.pid;
error_log {self.directory}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    server_tokens off;
    keepalive_requests 1000000;
    client_max_body_size 64k;
    client_body_buffer_size 64k;
    include {self.directory}/variables.conf;
{temporary}
{servers}
}}
"""

    def _server(self, stack: Stack) -> str:
        # Three times the same socket, as the project's own configuration does, so that a refused connection is retried.
        peers = f"server unix:{stack.socket} max_fails=0;" * 3
        if stack.protocol == "http":
            keepalive = "keepalive 64;"
            passing = f"""
            proxy_pass http://{stack.name};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;"""
        else:
            keepalive = ""
            handing_over = (self.directory / "application.conf").read_text()
            passing = handing_over.replace("fastcgi_pass ava_onboarding;", f"fastcgi_pass {stack.name};") + "".join(
                f"\n            fastcgi_param {name} {value};" for name, value in stack.fastcgi_params().items()
            )
        return f"""
    upstream {stack.name} {{ {peers} {keepalive} }}
    server {{
        listen 127.0.0.1:{self.ports[stack.name]} backlog=4096;
        include {self.directory}/headers.conf;
        include {self.directory}/errors.conf;
        location / {{
            {passing}
        }}
    }}"""
