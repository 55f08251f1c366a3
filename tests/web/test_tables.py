"""An empty database gets its tables at once: the same that going through every migration leads to."""

from typing import ClassVar

import psycopg
import pytest
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.operations import RunPython, RunSQL

from kaogong.web.postgres import Server
from kaogong.web.run import DATABASE
from kaogong.web.tables import moves_rows

TOLD = {
    "columns": """
        SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, is_nullable,
               column_default, is_identity, identity_generation
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name !~ '^auth_'""",
    "keys and checks": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """
        SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "sequences": "SELECT sequencename, start_value, increment_by FROM pg_sequences",
    "types": """
        SELECT t.typname, e.enumlabel, e.enumsortorder FROM pg_type AS t JOIN pg_enum AS e ON e.enumtypid = t.oid""",
    "migrations": "SELECT app, name FROM django_migrations",
}
"""What is asked of both. Django's own permissions, which the house does not use, have keys of another width."""


@pytest.mark.slow
@pytest.mark.django_db
def test_both_ways_lead_to_the_same(new_house, monkeypatch) -> None:
    gone_through = new_house()
    done = gone_through.run("manage", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    monkeypatch.setenv("KAOGONG_HOME", str(gone_through.folder))
    from kaogong.web.home import home

    server = Server(home(), durable=False)
    server.start()
    try:
        with psycopg.connect(**server.address(DATABASE)) as link, connection.cursor() as cursor:
            for what, query in TOLD.items():
                cursor.execute(query)
                assert set(cursor.fetchall()) == set(link.execute(query).fetchall()), what
    finally:
        server.stop()


def test_rows_a_migration_moves_are_not_left_out() -> None:
    class Step(Migration):
        operations: ClassVar = [RunSQL("SELECT 1")]

    class Moving(Migration):
        operations: ClassVar = [RunPython(RunPython.noop)]

    assert not moves_rows([Step("one", "plan")])
    assert not moves_rows([Moving("one", "contenttypes")])
    assert moves_rows([Step("one", "plan"), Moving("two", "plan")])
