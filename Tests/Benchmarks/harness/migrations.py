"""The `-- migrate:up` parts of Migrations/, in order."""

from .paths import migrations


def up_parts() -> list[str]:
    files = sorted(migrations().glob("*.sql"))
    if not files:
        raise FileNotFoundError(f"no migrations in {migrations()}")
    return [file.read_text().partition("-- migrate:up")[2].partition("-- migrate:down")[0] for file in files]
