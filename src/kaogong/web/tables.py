"""Tables as this version has them: an empty database gets them all at once, one in use goes from migration to migration.

Going through every migration of a new database takes longer than everything else at the first start, since Django
makes the models anew after each. What the migrations end with is what the models say (`makemigrations --check`), so an
empty database gets the tables of the models, then the statements the migrations hold beside them (triggers, the queue
of the background work). `tests/web/test_tables.py` shows that both ways lead to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

OWN = "kaogong."
PREPARING = 0x4B41504F
"""Key of the lock of the database under which its tables are changed."""


def prepare() -> None:
    """Make what is missing; does nothing where nothing is. Pages and background work may be started at once: one makes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        try:
            if not at_once() and _missing(MigrationExecutor(connection)):
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])


def at_once() -> bool:
    """Make all tables where there is none; gives whether it did."""
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    steps = _missing(executor)
    if moves_rows(steps):
        return False
    _make(executor, steps)
    return True


def _missing(executor: MigrationExecutor) -> list[Migration]:
    return [step for step, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def moves_rows(steps: Sequence[Migration]) -> bool:
    """A migration of ours writes rows: then all of them are gone through."""
    own = {one.label for one in apps.get_app_configs() if one.name.startswith(OWN)}
    return any(isinstance(one, RunPython) for step in steps if step.app_label in own for one in _operations(step))


def _operations(step: Migration) -> Iterator[Operation]:
    for one in step.operations:
        yield from getattr(one, "database_operations", [one])


def _make(executor: MigrationExecutor, steps: Sequence[Migration]) -> None:
    """All tables, keys and indexes, then triggers and functions; all of it or nothing."""
    state = ProjectState()  # plain statements ask nothing of it
    with connection.schema_editor(atomic=True) as editor:
        executor.recorder.ensure_schema()
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:  # noqa: SLF001 - as Django names what it knows of a table
                editor.create_model(model)
        for step in steps:
            for one in _operations(step):
                if isinstance(one, RunSQL):
                    one.database_forwards(step.app_label, editor, state, state)
        executor.recorder.migration_qs.bulk_create(
            executor.recorder.Migration(app=step.app_label, name=step.name) for step in steps
        )
