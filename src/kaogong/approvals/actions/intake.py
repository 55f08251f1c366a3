"""Events come in: from a system that pushes them, from a file, from the folder where files are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.core.files import File
from django.utils.translation import gettext as _

from kaogong.approvals.actions.days import count_days, days_moved
from kaogong.approvals.actions.staging import stage, write
from kaogong.approvals.guards import ROOM, demand_here, may_feed, may_keep, powers_of
from kaogong.approvals.models import Intake, Source
from kaogong.approvals.queries.reading import lines_of
from kaogong.audit.actions import Refused, action, record, seal
from kaogong.audit.models import Evidence
from kaogong.audit.queries import Unfit, place
from kaogong.org.models import Account, Unit

SUFFIXES = {".csv", ".xlsx"}


@action
def add_source(
    *, by: Account | None, code: str, name: str, unit: Unit | None = None, level: str = "prefecture"
) -> Source:
    """Make a system known that will tell of cases."""
    demand_here(by, may_keep(by) if by else "", "add_source", f"{ROOM}.source:{code}")
    if Source.objects.filter(code=code).exists():
        raise Refused(_("已有编码为“%(code)s”的来源。请换一个编码。") % {"code": code}, "code")
    made = Source.objects.create(code=code, name=name, unit=unit, level=level)
    told = {"code": code, "name": name, "unit": unit.code if unit else "", "level": level}
    record(by=by, room=ROOM, verb="add_source", subject=f"{ROOM}.source:{made.pk}", powers=powers_of(by), new=told)
    return made


@action
def take(
    *,
    by: Account | None,
    source: Source,
    lines: Iterable[tuple[int, Sequence[str]]],
    way: str,
    name: str,
    whole: bool = False,
    evidence: Evidence | None = None,
) -> Intake:
    """Take in events. The same event again changes nothing; bad rows are all told, the rest is kept.

    Args:
        by: the account that acts.
        source: which system tells of them.
        lines: number of the row and its cells, in the order of `queries.columns.COLUMNS`.
        way: how they came.
        name: what the batch is called.
        whole: one bad row, and nothing is taken.
        evidence: the file they came in, sealed.

    Raises:
        Refused: `whole`, and something is wrong; every fault is told.
    """
    code = source.unit.code if source.unit else ""
    demand_here(by, may_feed(by, source) if by else "", "take", f"{ROOM}.source:{source.pk}", code)
    try:
        found = stage(source, lines)
    except Unfit as unfit:
        raise Refused(str(unfit), "file") from unfit
    if whole and found.faults:
        words = _("有 %(number)s 处错误，一行也没有收下。改好后重传整个文件。") % {"number": len(found.faults)}
        raise Refused("\n".join([words, *found.told()]), "file")
    bad = len({one[0] for one in found.faults})
    made = Intake.objects.create(
        source=source, way=way, name=name[:160], evidence=evidence, whole=whole, rows=found.rows, by=by,
        again=found.again, bad=bad, faults=found.faults,
    )  # fmt: skip
    made.taken = write(source, made)
    made.save(update_fields=["taken"])
    told = {"rows": found.rows, "taken": made.taken, "again": found.again, "bad": bad, "way": way}
    told["sm3"] = evidence.sm3 if evidence else ""
    where = f"{ROOM}.intake:{made.pk}"
    record(by=by, room=ROOM, verb="take", subject=where, unit=code, powers=powers_of(by), new=told)
    return made


def take_file(
    *, account: Account | None, source: Source, file: File[bytes], name: str, whole: bool, way: str
) -> Intake:
    """Seal a file, then take in what it holds."""
    ready()
    sealed = seal(by=account, file=file, name=name)
    lines = lines_of(place(sealed.sm3), name)
    return take(by=account, source=source, lines=lines, way=way, name=name, whole=whole, evidence=sealed)


def ready() -> None:
    """The working days are counted by the calendar of today."""
    if days_moved():
        count_days(by=None)


def collect(folder: Path) -> list[Intake]:
    """Take in the files left in a folder: one below it for each source, named by its code. What was read is put away."""
    made = []
    for source in Source.objects.order_by("code"):
        for path in sorted((folder / source.code).glob("*")):
            if path.suffix.lower() not in SUFFIXES or path.name.startswith("."):
                continue
            made += _collected(source, path)
    return made


def _collected(source: Source, path: Path) -> list[Intake]:
    taken, kept = [], "done"
    try:
        with path.open("rb") as file:
            taken = [take_file(
                account=None, source=source, file=File(file, path.name), name=path.name, whole=False, way="drop"
            )]  # fmt: skip
    except Refused as refused:
        kept = "refused"
        path.with_suffix(path.suffix + ".txt").write_text(f"{refused}\n", "utf-8")
    target = path.parent / kept
    target.mkdir(exist_ok=True)
    path.replace(target / path.name)
    return taken
