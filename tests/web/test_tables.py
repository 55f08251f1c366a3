"""An empty database gets its tables at once: the same that going through every migration leads to."""

from contextlib import contextmanager
from typing import ClassVar

import psycopg
import pytest
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.state import ProjectState

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
}
"""What is asked of both. Django's own permissions, which the house does not use, have keys of another width."""


@contextmanager
def one_model_at_a_time(monkeypatch):
    """After every step Django makes anew all models that hang together with the one concerned, which is nearly all of
    them, hundreds of times. A new model or index changes no other; what is compared at the end would tell if it did.
    """

    def add_model(self, model_state):
        key = model_state.app_label, model_state.name_lower
        self.models[key] = model_state
        if self._relations is not None:
            self.resolve_model_relations(key)
        if "apps" in self.__dict__:
            model_state.render(self.apps)

    def append_option(self, app_label, model_name, option_name, obj):
        options = self.models[app_label, model_name].options
        options[option_name] = [*options[option_name], obj]

    with monkeypatch.context() as patch:
        patch.setattr(ProjectState, "add_model", add_model)
        patch.setattr(ProjectState, "_append_option", append_option)
        yield


@pytest.fixture
def beside(db):
    """A connection to an empty database beside that of the tests."""
    given = connection.settings_dict
    link = {"host": given["HOST"], "port": given["PORT"] or None, "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(**link, dbname="postgres", autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS gone_through")
        server.execute("CREATE DATABASE gone_through")
        other = connection.copy()
        other.settings_dict["NAME"] = "gone_through"
        yield other
        other.close()
        server.execute("DROP DATABASE gone_through")


@pytest.mark.slow
def test_both_ways_lead_to_the_same(beside, monkeypatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        noted = set(
            cursor.fetchall()
        )  # before: what is gone through beside is noted under the same name, and undone after
    executor = MigrationExecutor(beside)
    with one_model_at_a_time(monkeypatch):
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert noted == set(executor.loader.graph.nodes)
    with beside.cursor() as other, connection.cursor() as cursor:
        for what, query in TOLD.items():
            cursor.execute(query)
            other.execute(query)
            assert set(cursor.fetchall()) == set(other.fetchall()), what


def test_rows_a_migration_moves_are_not_left_out() -> None:
    class Step(Migration):
        operations: ClassVar = [RunSQL("SELECT 1")]

    class Moving(Migration):
        operations: ClassVar = [RunPython(RunPython.noop)]

    assert not moves_rows([Step("one", "plan")])
    assert not moves_rows([Moving("one", "contenttypes")])
    assert moves_rows([Step("one", "plan"), Moving("two", "plan")])
