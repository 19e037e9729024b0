"""Both servers on this machine, each with a database of its own."""

import base64
import os
import secrets
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from harness import users
from harness.bench import Bench
from harness.cluster import Cluster
from harness.paths import CACHE
from harness.stacks.all_stacks import ALL
from harness.stacks.stack import Settings


@contextmanager
def running(ours: str, reference: str, say):
    """The base URLs of two stacks, by name."""
    CACHE.mkdir(exist_ok=True)
    directory = Path(tempfile.mkdtemp(prefix="ava-differential-"))
    with ExitStack() as cleanup:
        cleanup.callback(shutil.rmtree, directory, ignore_errors=True)
        cluster = cleanup.enter_context(Cluster(directory))
        secret, key = secrets.token_urlsafe(48), base64.urlsafe_b64encode(os.urandom(32)).decode()
        stacks = []
        for role, name in (("ours", ours), ("reference", reference)):
            own = directory / role
            own.mkdir()
            database = f"{role}_database"
            url = cluster.create_database(database)
            users.add(cluster, database, 1, 1)
            stack = ALL[name](own, Settings(url, secret, key), workers=2)
            stack.name = role
            stack.prepare()
            stacks.append(stack)
        bench = Bench(directory, cluster, stacks[0].settings, stacks, variants={})
        for stack in stacks:
            cleanup.enter_context(bench.nginx[stack.name])
            cleanup.callback(stack.stop)
            bench.start(stack)
        yield bench.url(stacks[0]), bench.url(stacks[1])
        for log in (stacks[0].log, *(nginx.directory / "error.log" for nginx in bench.nginx.values())):
            if written := log.read_text()[-4000:]:
                say(f"{log.name}:\n{written}")
