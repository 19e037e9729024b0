"""Everything that is up at once while measuring: one PostgreSQL, and all stacks, each behind an nginx of its own."""

import base64
import os
import secrets
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from . import processes, users
from .client import json_headers, send
from .cluster import Cluster
from .nginx import Nginx
from .paths import CACHE
from .stacks.all_stacks import ALL
from .stacks.stack import Settings, Stack, Unavailable

DATABASE = "ava"


class Bench:
    """Its stacks run; their variants, further ways to run them, are started by the measure that needs them.

    `variants` has them by the name of the measure, and by that of the stack.
    """

    def __init__(
        self, directory: Path, cluster: Cluster, settings: Settings, stacks: list[Stack],
        variants: dict[str, dict[str, list[Stack]]],
    ):
        self.directory, self.cluster, self.settings = directory, cluster, settings
        self.stacks, self.variants = stacks, variants
        self.secret = settings.jwt_secret
        self.known_users = 0
        self.nginx = {way.name: Nginx(directory, way) for way in self.ways()}

    def ways(self) -> list[Stack]:
        """The stacks and all their variants."""
        return self.stacks + [way for by_stack in self.variants.values() for ways in by_stack.values() for way in ways]

    @contextmanager
    def started(self, measure: str, stack: Stack):
        """The stack's variants for a measure, running."""
        ways = self.variants[measure][stack.name]
        for way in ways:
            self.start(way)
        yield ways
        for way in ways:
            way.stop()

    def url(self, stack: Stack) -> str:
        return self.nginx[stack.name].url

    def urls(self) -> dict[str, str]:
        return {stack.name: self.url(stack) for stack in self.stacks}

    def start(self, stack: Stack) -> None:
        """Starts the stack and waits for its first right answer."""
        stack.start()
        self.wait_for_answer(stack)

    def wait_for_answer(self, stack: Stack) -> None:
        headers = json_headers(users.token(self.secret, 1))

        def answers() -> bool:
            if stack.process.poll() is not None:
                raise RuntimeError(f"{stack.title} ended:\n{stack.log.read_text()[-2000:]}")
            try:
                return send(self.url(stack), "GET", "/api/v1/vapi-settings", headers=headers).status == 200
            except OSError:
                return False

        try:
            processes.wait_until(answers, f"{stack.title} answering", patience=60)
        except TimeoutError as error:
            raise RuntimeError(f"{error}:\n{stack.log.read_text()[-2000:]}") from error

    def grow(self, to: int) -> None:
        if to > self.known_users:
            users.add(self.cluster, DATABASE, self.known_users + 1, to)
            self.known_users = to


def available_stacks(directory: Path, settings: Settings, names: list[str], workers: int, say) -> list[Stack]:
    stacks = []
    for name in names:
        stack = ALL[name](directory, settings, workers)
        try:
            stack.prepare()
            stacks.append(stack)
        except Unavailable as reason:
            say(f"not measured: {stack.title}: {reason}")
    return stacks


@contextmanager
def running(names: list[str], workers: int, known_users: int, say, variants_of=None):
    """A Bench whose stacks all answer; everything it made is gone afterwards.

    `variants_of` has, by the name of a measure, a function that makes each stack's variants from cluster and stacks.
    """
    CACHE.mkdir(exist_ok=True)
    directory = Path(tempfile.mkdtemp(prefix="ava-bench-"))
    with ExitStack() as cleanup:
        cleanup.callback(shutil.rmtree, directory, ignore_errors=True)
        cluster = cleanup.enter_context(Cluster(directory))
        settings = Settings(
            database_url=cluster.create_database(DATABASE),
            jwt_secret=secrets.token_urlsafe(48),
            fernet_keys=base64.urlsafe_b64encode(os.urandom(32)).decode(),
        )
        stacks = available_stacks(directory, settings, names, workers, say)
        variants = {name: make(cluster, stacks) for name, make in (variants_of or {}).items()}
        bench = Bench(directory, cluster, settings, stacks, variants)
        bench.grow(known_users)
        for stack in bench.ways():
            cleanup.enter_context(bench.nginx[stack.name])
            cleanup.callback(stack.stop)
        for stack in bench.stacks:
            bench.start(stack)
        yield bench
