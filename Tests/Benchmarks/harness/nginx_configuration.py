"""How each stack's nginx is configured: `FORMS` has them by the name that a stack gives.

Each writes its files into the instance's directory and returns the path of the main one.
"""

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .paths import ROOT, release_program
from .stacks.stack import Stack

# The project's own files, and where they expect to be installed.
PROJECT = ROOT / "nginx"
INSTALLED = "/etc/nginx/ava-onboarding"


@dataclass(frozen=True)
class Place:
    """Where one nginx runs, and what it serves."""

    directory: Path
    port: int
    stack: Stack

    def user(self) -> str:
        """As root, the workers stay root: the directory may be closed to everybody else."""
        return f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""

    def temporary_paths(self) -> str:
        return "\n".join(
            f"    {kind}_temp_path {self.directory}/tmp-{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )

    def main_block(self) -> str:
        """What stands in front of `http`."""
        return f"""{self.user()}
worker_processes auto;
pid {self.directory}/nginx.pid;
error_log {self.directory}/error.log warn;
events {{ worker_connections 4096; }}"""

    def write(self, text: str) -> Path:
        file = self.directory / "nginx.conf"
        file.write_text(text)
        return file


def shipped(place: Place) -> Path:
    """The configuration that the project ships, as nginx/lib/render.sh renders it: with other paths and another port.

    The access log is on. The limits are checked for every request, but all requests come from one address here, so they
    are set where none is refused.
    """
    replacements = {
        r"^user .*": place.user(),
        r"/run/nginx\.pid": f"{place.directory}/nginx.pid",
        rf"{INSTALLED}/": f"{place.directory}/snippets/",
        r"/run/ava-onboarding/": f"{place.stack.socket.parent}/",
        r"/usr/share/ava-onboarding/wizard": f"{PROJECT}/wizard",
        r"/usr/share/ava-onboarding/api/": f"{place.directory}/api/",
        r"/var/log/nginx/": f"{place.directory}/",
        r"\blisten 80;": f"listen 127.0.0.1:{place.port};",
        r"\blisten \[::\]:80;": "",
        r"\brate=\d+r/[sm]": "rate=100000r/s",
        r"\b(limit_conn\s+\S+\s+)\d+;": r"\g<1>60000;",
        r"^http \{": f"http {{\n{place.temporary_paths()}",
    }
    shutil.copy(PROJECT / "nginx.conf", place.directory)
    shutil.copytree(PROJECT / "snippets", place.directory / "snippets")
    # What is made from the route tables: a location for each route, and the upstreams.
    subprocess.run([release_program("onboardingctl"), "openapi", place.directory / "api"], check=True)
    for file in place.directory.rglob("*.conf"):
        text = file.read_text()
        for pattern, replacement in replacements.items():
            text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
        file.write_text(text)
    return place.directory / "nginx.conf"


def lean(place: Place) -> Path:
    """The least that passes a request on: nothing is logged, matched, added or intercepted."""
    params = "\n".join(
        f"            fastcgi_param {name} {value};" for name, value in place.stack.fastcgi_params().items()
    )
    return place.write(f"""
{place.main_block()}
http {{
    access_log off;
{place.temporary_paths()}
    server {{
        listen 127.0.0.1:{place.port} backlog=4096;
        client_body_buffer_size 64k;
        location / {{
            fastcgi_pass unix:{place.stack.socket};
            fastcgi_pass_request_headers off;
{params}
        }}
    }}
}}
""")


def shared(place: Place) -> Path:
    """The project's snippets around a `server` block of our own, without the log: for the peers that need not be lean."""
    for snippet in (PROJECT / "snippets").glob("*.conf"):
        (place.directory / snippet.name).write_text(snippet.read_text().replace(INSTALLED, str(place.directory)))
    # Three times the same socket, as the project's own configuration does, so that a refused connection is retried.
    peers = f"server unix:{place.stack.socket} max_fails=0;" * 3
    http = place.stack.protocol == "http"
    return place.write(f"""
{place.main_block()}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    server_tokens off;
    client_max_body_size 64k;
    client_body_buffer_size 64k;
    include {place.directory}/variables.conf;
{place.temporary_paths()}
    upstream {place.stack.name} {{ {peers} {"keepalive 64;" if http else ""} }}
    server {{
        listen 127.0.0.1:{place.port} backlog=4096;
        include {place.directory}/headers.conf;
        include {place.directory}/errors.conf;
        location / {{
            {_over_http(place) if http else _over_fastcgi(place)}
        }}
    }}
}}
""")


def _over_http(place: Place) -> str:
    return f"""
            proxy_pass http://{place.stack.name};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;"""


def _over_fastcgi(place: Place) -> str:
    """In the project's own way of handing requests over."""
    return f"""
            fastcgi_pass {place.stack.name};
            include {place.directory}/application.conf;""" + "".join(
        f"\n            fastcgi_param {name} {value};" for name, value in place.stack.fastcgi_params().items()
    )


FORMS = {"shipped": shipped, "lean": lean, "shared": shared}
