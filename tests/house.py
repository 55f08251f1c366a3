"""The house under test: an embedded PostgreSQL of its own for every test process, thrown away at the end."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

THERE = importlib.util.find_spec("django") is not None
"""The core is tested without Django too."""

if THERE:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kaogong.web.settings"
    os.environ["KAOGONG_HOME"] = tempfile.mkdtemp(prefix="kaogong-test-")
    import django

    django.setup()


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page asked for in English leaves its language to the thread; the next test begins in that of the house again."""
    yield
    if THERE:
        from django.utils.translation import deactivate

        deactivate()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Every process has a house of its own: none takes over the settings of the one that started it."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


@pytest.fixture(scope="session")
def files() -> None:
    """The files beside the pages: pages name them by their hash, which is known once they are collected."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(files: None) -> Iterator[None]:
    """Before the first test that needs the database: start it; after the last one: stop it, and leave nothing."""
    import shutil

    from kaogong.web.home import home
    from kaogong.web.postgres import Server

    _empty_what_refuses()
    _tables_at_once()
    if os.environ.get("DATABASE_URL"):
        yield
        return
    server = Server(home(), durable=False)
    server.start()
    server.ensure_database("kaogong")
    yield
    server.stop()
    shutil.rmtree(home().folder, ignore_errors=True)
    shutil.rmtree(home().socket, ignore_errors=True)


def _empty_what_refuses() -> None:
    """Tests that commit empty the tables afterwards; those of the audit refuse it, save to the owner of the database."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def sql_flush(self: Any, *given: Any, **more: Any) -> list[str]:
        return [
            "SET session_replication_role = 'replica'",
            *plain(self, *given, **more),
            "RESET session_replication_role",
        ]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


def _tables_at_once() -> None:
    """The tables of the tests are made as those of a new installation are."""
    from django.core.management.commands.migrate import Command

    from kaogong.web import tables

    plain = Command.handle

    def handle(self: Any, *given: Any, **more: Any) -> None:
        if not tables.at_once():
            plain(self, *given, **more)

    Command.handle = handle  # type: ignore[method-assign]


@pytest.fixture
def account(db: None) -> Any:
    """An ordinary account."""
    from kaogong.org.models import Account

    return Account.objects.create(username="liaison")


def small_register() -> Any:
    """The units and people of a small demonstration city."""
    from kaogong.core.engine.city.cast import City
    from kaogong.core.engine.city.register import Register

    return Register(City(units=50, districts=2, townships=5), institutions=3, leaders=60, staff=120)


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """A small demonstration city with its years, for the tests of a file; gone after them."""
    from django.db import transaction

    from kaogong.web.city import load

    with django_db_blocker.unblock(), transaction.atomic():
        yield load(small_register())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def whole_city(
    city: dict[str, int], tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[dict[str, int]]:
    """The same city with everything that is done in the background after its first page."""
    from django.conf import settings

    from kaogong.assess.actions.runs import perform_run
    from kaogong.assess.models import Run
    from kaogong.web.city import jobs

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(settings, "RUNS", tmp_path_factory.mktemp("runs"))
        for run in Run.objects.filter(state="queued").order_by("cycle__year"):
            perform_run(run)
        jobs.perform()
        yield city
