"""`python -m kaogong.web`: start the house, and keep it.

run                      database, pages and background work together; Ctrl-C stops all of it
serve | worker           the pages alone, the background work alone (for systemd and containers)
migrate                  tables as this version has them
manage COMMAND ...       any command of Django
demo-city [--units N ...]  the demonstration city, of any size, into an empty database
administrator NAME OFFICE  the first account of an office: system, security or audit; its password is asked for
audit-export FOLDER      the chain of events, for kaogong verify-audit
backup FILE [--keys]     database, evidence and anchors as one file; --keys: the keys of sealed columns too
restore FILE             a backup, into an empty installation
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaogong.web.settings")

from kaogong.web.parts import say
from kaogong.web.postgres import NoServer
from kaogong.web.run import database, prepare, run

SIZES = {"units": 90, "districts": 12, "townships": 140, "institutions": 30, "leaders": 510, "staff": 6000}
"""How large the demonstration city is unless asked otherwise."""


def migrate(asked: argparse.Namespace) -> int:
    """Tables and files as this version has them."""
    del asked
    with database():
        prepare()
    return 0


def manage(asked: argparse.Namespace) -> int:
    """A command of Django."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - the database must be there first

    with database():
        execute_from_command_line(["python -m kaogong.web manage", *asked.words])
    return 0


def demo_city(asked: argparse.Namespace) -> int:
    """The demonstration city, into an empty database."""
    from kaogong.core.engine.city.cast import City  # noqa: PLC0415 - only where it is made
    from kaogong.core.engine.city.register import Register  # noqa: PLC0415 - as above

    with database():
        prepare()
        from kaogong.web import city  # noqa: PLC0415 - Django must be set up first

        small = City(units=asked.units, districts=asked.districts, townships=asked.townships)
        counts = city.load(Register(small, asked.institutions, asked.leaders, asked.staff), say=say)
    say(f"{counts['units']} 个单位 · units，{counts['people']} 人 · people，{counts['reports']} 份进展 · reports")
    return 0


def administrator(asked: argparse.Namespace) -> int:
    """The first account of an office of administration."""
    from kaogong.web import keep  # noqa: PLC0415 - as above

    with database():
        keep.ready()
        from django.core.exceptions import ValidationError  # noqa: PLC0415 - as above

        from kaogong.web import first  # noqa: PLC0415 - as above

        try:
            made = first.administrator(asked.name, asked.office, first.asked_password())
        except ValidationError as weak:
            raise RuntimeError(first.spoken(weak)) from weak
    say(f"已开通 · opened: {made.username} ({made.get_role_display()})")
    return 0


def audit_export(asked: argparse.Namespace) -> int:
    """The chain of events as a folder."""
    from kaogong.web import keep  # noqa: PLC0415 - as above

    with database():
        keep.ready()
        count = keep.audit_export(asked.folder)
    say(f"{count} 条事件 · events → {asked.folder}")
    say(f"核验 · verify: kaogong verify-audit {asked.folder}")
    return 0


def backup(asked: argparse.Namespace) -> int:
    """Everything as one file."""
    from kaogong.web import keep  # noqa: PLC0415 - as above

    with database():
        keep.ready()
        manifest = keep.backup(asked.file, keys=asked.keys)
    say(f"{len(manifest['files'])} 个文件 · files → {asked.file}")
    if not asked.keys:
        say("密钥不在其中，请另行保管 secrets/ · the keys are not in it: keep secrets/ apart")
    return _lost(manifest["lost"])


def _lost(lost: Sequence[str]) -> int:
    """Say which sealed files are gone or altered; gives the exit code."""
    for one in lost:
        sys.stderr.write(f"佐证不在或已改动 · sealed file gone or altered: {one}\n")
    return 1 if lost else 0


def restore(asked: argparse.Namespace) -> int:
    """A backup, put back and proved."""
    from kaogong.web import keep  # noqa: PLC0415 - as above

    with database():
        keep.ready()
        found = keep.restore(asked.file)
    chain = found.chain
    say(f"已恢复 · restored: {chain.events} 条事件 · events, {found.evidence} 份佐证 · sealed files")
    say(f"未改动 · unaltered: {'yes' if chain.unaltered else 'NO'}")
    say(f"完整 · complete: {'yes' if chain.complete else 'no anchor' if chain.complete is None else 'NO'}")
    say(f"佐证如存证时 · evidence as sealed: {'NO' if found.lost else 'yes'}")
    say(f"链头 · head: {chain.head}")
    _lost(found.lost)
    return 0 if found.holds else 1


def main(given: Sequence[str] | None = None) -> int:
    """Exit code 0: done; 1: not done, or not all of it: the reason is on standard error."""
    words = list(sys.argv[1:] if given is None else given)
    ask = argparse.ArgumentParser(
        "python -m kaogong.web", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    verbs = ask.add_subparsers(required=True, metavar="COMMAND")

    def verb(name: str, does: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, prefix_chars="-")
        added.set_defaults(does=does)
        return added

    verb("run", lambda asked: run())
    verb("serve", lambda asked: run(work=False))
    verb("worker", lambda asked: run(pages=False))
    verb("migrate", migrate)
    verb("manage", manage).add_argument("words", nargs=argparse.REMAINDER)
    sized = verb("demo-city", demo_city)
    for name, usual in SIZES.items():
        sized.add_argument(f"--{name}", type=int, default=usual)
    office = verb("administrator", administrator)
    office.add_argument("name")
    office.add_argument("office", choices=["system", "security", "audit"])
    verb("audit-export", audit_export).add_argument("folder", type=Path)
    saved = verb("backup", backup)
    saved.add_argument("file", type=Path)
    saved.add_argument("--keys", action="store_true")
    verb("restore", restore).add_argument("file", type=Path)
    asked = ask.parse_args(words)
    try:
        return int(asked.does(asked))
    except (NoServer, RuntimeError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
