"""Paper and telephone: typed in twice by two people; where they differ the differences are shown and a third decides."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.listen.actions.casting import demand_open, into_box, slip_of
from kaogong.listen.actions.projects import where
from kaogong.listen.guards.surveys import may_run, powers_of
from kaogong.listen.models import Batch, Entry, Project, Stratum, Subject
from kaogong.listen.queries.marking import marked, questions_of
from kaogong.listen.queries.sight import ROOM
from kaogong.listen.states.surveys import CHANNELS
from kaogong.org.models import Account

HAND = ("paper", "phone", "visit")


@action
def enter_form(
    *,
    by: Account,
    batch: Batch,
    number: str,
    given: Mapping[str, Any],
    returned_on: dt.date,
    channel: str = "paper",
    assisted: bool = False,
) -> Entry:
    """Type in a form, for the first or the second time; twice the same, it goes into the box and nothing is left here.

    Args:
        by: who types.
        batch: of paper forms.
        number: what the pile is kept in order by while it is typed; not on the form, and not kept with the answer.
        given: the answers.
        returned_on: the day it came back.
        channel: paper, telephone or visit.
        assisted: somebody helped to fill it in.
    """
    demand(may_run(by, batch.project), room=ROOM, verb="enter_form", subject=where(batch.project))
    if channel not in HAND:
        raise Refused(_("渠道须是：%(known)s。") % {"known": _("、").join(_(CHANNELS[one]) for one in HAND)}, "channel")
    if not batch.issued_on <= returned_on:
        raise Refused(_("交回日期早于发放日期。"), "returned_on")
    words = _checked(batch, given)
    held = Entry.objects.select_for_update().filter(batch=batch, number=number).first()
    if held is None:
        held = _first(by, batch, number, words, returned_on, channel, assisted)
    else:
        _second(by, held, words)
    new = {"number": number, "state": held.state}
    record(by=by, room=ROOM, verb="enter_form", subject=where(batch.project), powers=powers_of(by), new=new)
    return held


def _checked(batch: Batch, given: Mapping[str, Any]) -> str:
    demand_open(batch.project)
    marked(
        questions_of(batch.sheet), batch.subjects.values_list("unit_id", flat=True), given, batch.project.straight_from
    )
    return json.dumps(given, ensure_ascii=False, sort_keys=True)


def _first(
    by: Account, batch: Batch, number: str, words: str, returned_on: dt.date, channel: str, assisted: bool
) -> Entry:
    if not number.strip():
        raise Refused(_("请写录入编号。"), "number")
    if batch.entries.count() >= batch.number:
        words_ = _("这一批发放 %(n)s 份，已录入 %(n)s 份，不能再多。")
        raise Refused(words_ % {"n": batch.number}, "number")
    return Entry.objects.create(
        project=batch.project, batch=batch, number=number, channel=channel, returned_on=returned_on, assisted=assisted,
        first=words, first_by=by,
    )  # fmt: skip


def _second(by: Account, held: Entry, words: str) -> None:
    if held.state != "first":
        raise Refused(_("%(number)s 已录入两次。") % {"number": held.number}, "number")
    if held.first_by_id == by.pk:
        raise Refused(_("两次录入须由两人办理。请另一位同事复录。"), "number")
    held.second_by = by
    if held.first == words:
        _boxed(held, words)
    else:
        held.second, held.state = words, "differs"
    held.save()


def _boxed(held: Entry, words: str) -> None:
    """Into the box, with nothing left of it here but that it is there."""
    batch = held.batch
    units = batch.subjects.values_list("unit_id", flat=True)
    ballot = marked(questions_of(batch.sheet), units, json.loads(words), batch.project.straight_from)
    slip = slip_of(batch, ballot, channel=held.channel, day=held.returned_on, assisted=held.assisted)
    into_box(batch.stratum, slip)
    held.state, held.first, held.second = "agreed", "", ""


def _cells(some: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Answers by question; of a matrix by question and row."""
    for code, answer in some.items():
        if isinstance(answer, Mapping):
            yield from ((f"{code}/{row}", one) for row, one in answer.items())
        else:
            yield code, answer


def differences(entry: Entry) -> list[tuple[str, str, str, str]]:
    """Where two entries differ: unit, question (with its row, after a stroke), first, second."""
    first, second = (json.loads(one or "{}") for one in (entry.first, entry.second))
    flat = []
    for held in (first, second):
        several = [*held.get("u", {}).items(), ("", held.get("g", {}))]
        flat.append({(unit, code): answer for unit, some in several for code, answer in _cells(some)})
    keys = sorted(set(flat[0]) | set(flat[1]))
    return [
        (unit, code, str(flat[0].get((unit, code), "")), str(flat[1].get((unit, code), "")))
        for unit, code in keys
        if flat[0].get((unit, code)) != flat[1].get((unit, code))
    ]


@action
def settle_entry(*, by: Account, entry: Entry, right: str, reason: str) -> Entry:
    """A third person looks at the form and decides which entry is right: `first` or `second`."""
    demand(may_run(by, entry.project), room=ROOM, verb="settle_entry", subject=where(entry.project))
    if entry.state != "differs":
        raise Refused(_("这份没有不一致。"))
    if by.pk in (entry.first_by_id, entry.second_by_id):
        raise Refused(_("不一致的须由第三人对照原件裁定。"))
    if right not in ("first", "second") or not reason.strip():
        raise Refused(_("请选以哪次为准，并写明理由。"), "reason")
    _boxed(entry, entry.first if right == "first" else entry.second)
    entry.settled_by = by
    entry.save()
    new = {"number": entry.number, "right": right}
    record(
        by=by,
        room=ROOM,
        verb="settle_entry",
        subject=where(entry.project),
        powers=powers_of(by),
        new=new,
        reason=reason,
    )
    return entry


@action
def take_answers(
    *, by: Account, project: Project, channel: str, rows: Sequence[tuple[str, str, dt.date, Mapping[str, Any]]]
) -> int:
    """Answers an independent survey centre collected by telephone, on visits or on site, as it hands them in (CX-28).

    Args:
        by: an operator of the project.
        project: what they answer.
        channel: paper, phone or visit; each is shown by itself (LZ-16).
        rows: group, stratum, day and answers of each. One without its group is refused, and with it all (FZ-12).
    """
    demand(may_run(by, project), room=ROOM, verb="take_answers", subject=where(project))
    if channel not in HAND:
        raise Refused(_("渠道须是：%(known)s。") % {"known": _("、").join(_(CHANNELS[one]) for one in HAND)}, "channel")
    demand_open(project)
    sheet = project.sheets.get(state="issued")
    questions = questions_of(sheet)
    units = list(Subject.objects.filter(project=project).values_list("unit_id", flat=True))
    known = {
        (one.group.code, one.name): one
        for one in Stratum.objects.filter(group__project=project).select_related("group")
    }
    for place, (group, stratum, day, given) in enumerate(rows, 1):
        held = known.get((group, stratum))
        if held is None:
            words = _(
                "第 %(place)s 份没有写明评价主体和层，或名单里没有“%(group)s %(stratum)s”。没有评价主体的答卷不收。"
            )
            raise Refused(words % {"place": place, "group": group, "stratum": stratum}, "group")
        try:
            ballot = marked(questions, units, given, project.straight_from)
        except Refused as refused:
            told = {"place": place, "why": str(refused)}
            raise Refused(_("第 %(place)s 份：%(why)s") % told, "file") from refused
        slip = {
            "project": project.pk, "sheet": sheet.pk, "channel": channel, "day": str(day), "assisted": channel != "paper",
            "hasty": False, "late": False, "content": ballot.content, "scores": ballot.scores,
            "flags": ["straight"] if ballot.straight else [], "words": ballot.words,
        }  # fmt: skip
        into_box(held, slip)
    new = {"channel": channel, "ballots": len(rows)}
    record(by=by, room=ROOM, verb="take_answers", subject=where(project), powers=powers_of(by), new=new)
    return len(rows)
