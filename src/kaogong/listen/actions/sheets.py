"""Questionnaires: a draft, its questions, frozen when it is issued."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.listen.actions.projects import where
from kaogong.listen.guards.surveys import demand_here, may_run, powers_of
from kaogong.listen.models import Project, Question, Questionnaire
from kaogong.listen.queries.coverage import coverage
from kaogong.listen.queries.sight import ROOM
from kaogong.listen.states.surveys import KINDS, SHEET_NAMES
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today


def sheet_key(sheet: Questionnaire) -> str:
    """A questionnaire as the audit names it."""
    return f"{ROOM}.questionnaire:{sheet.pk}"


def _demand(by: Account | None, sheet: Questionnaire, verb: str) -> None:
    demand_here(by, may_run(by, sheet.project) if by else "", verb, sheet_key(sheet))
    if sheet.state != "draft":
        words = _("这份问卷“%(state)s”，题目不能再改。需要修改请另拟一版。")
        raise Refused(words % {"state": _(SHEET_NAMES[sheet.state])})


@action
def draft_sheet(
    *,
    by: Account | None,
    project: Project,
    title: str,
    designed_by: Unit | None = None,
    like: Questionnaire | None = None,
) -> Questionnaire:
    """A new version, empty or with the questions of another one."""
    demand_here(by, may_run(by, project) if by else "", "draft_sheet", where(project))
    last = project.sheets.order_by("-version").values_list("version", flat=True).first() or 0
    made = Questionnaire.objects.create(project=project, version=last + 1, title=title, designed_by=designed_by)
    copied = list(like.questions.all()) if like else []
    for one in copied:
        one.pk, one.sheet = None, made
    Question.objects.bulk_create(copied)
    new = {"version": made.version, "title": title, "questions": len(copied)}
    record(by=by, room=ROOM, verb="draft_sheet", subject=sheet_key(made), powers=powers_of(by), new=new)
    return made


@action
def set_question(
    *,
    by: Account | None,
    sheet: Questionnaire,
    code: str,
    kind: str,
    words: str,
    options: Sequence[Mapping[str, Any]] = (),
    rows: Sequence[str] = (),
    **more: Any,
) -> Question:
    """Add a question, or change the one with the same number. `options`: key, words and points, the last as text."""
    _demand(by, sheet, "set_question")
    if kind not in KINDS:
        raise Refused(_("没有这种题型。"), "kind")
    if kind != "text" and len(options) < 2:
        raise Refused(_("至少要有两个选项。"), "options")
    if kind == "matrix" and not rows:
        raise Refused(_("矩阵题须写各行。"), "rows")
    held = [{"key": str(one["key"]), "words": one["words"], "points": _points(one.get("points"))} for one in options]
    if len({one["key"] for one in held}) < len(held):
        raise Refused(_("选项的编码不能相同。"), "options")
    place = more.pop("place", None) or sheet.questions.count() + 1
    given = {"kind": kind, "words": words, "options": held, "rows": list(rows), "place": place, **more}
    made, _fresh = Question.objects.update_or_create(sheet=sheet, code=code, defaults=given)
    record(
        by=by,
        room=ROOM,
        verb="set_question",
        subject=sheet_key(sheet),
        powers=powers_of(by),
        new={"code": code, **given},
    )
    return made


def _points(value: Any) -> str | None:
    if value in (None, ""):
        return None
    found = Decimal(str(value))
    if not 0 <= found <= 100:
        raise Refused(_("选项的分值在 0 到 100 之间。"), "options")
    return f"{found:f}"


@action
def drop_question(*, by: Account | None, sheet: Questionnaire, code: str) -> None:
    """Take a question out of a draft."""
    _demand(by, sheet, "drop_question")
    if not sheet.questions.filter(code=code).delete()[0]:
        raise Refused(_("没有第 %(code)s 题。") % {"code": code}, "code")
    record(by=by, room=ROOM, verb="drop_question", subject=sheet_key(sheet), powers=powers_of(by), old={"code": code})


@action
def issue_sheet(*, by: Account | None, sheet: Questionnaire) -> list[str]:
    """Freeze a version; the one before is replaced. Gives the questions without content, which is only a warning (YL-09)."""
    _demand(by, sheet, "issue_sheet")
    project = sheet.project
    if project.state not in ("draft", "publicise"):
        raise Refused(_("评议已经开始，问卷不能更换。"))
    if not any(one.counts for one in sheet.questions.all()):
        raise Refused(_("至少要有一道对各单位计分的题。"))
    found = coverage(sheet)
    if found.missing_topics:
        words = _("主题只覆盖 %(n)s，缺：%(names)s。每个主题至少要有一道题。")
        raise Refused(words % {"n": found.topics_said, "names": _("、").join(found.missing_topics)})
    if found.missing_families:
        words = _("考评内容没有对应的题：%(names)s。每项内容至少要有一道题。")
        raise Refused(words % {"names": _("、").join(found.missing_families)})
    project.sheets.filter(state="issued").update(state="replaced")
    sheet.state, sheet.issued_on, sheet.issued_by, sheet.sm3 = "issued", today(), by, fingerprint(sheet)
    sheet.save(update_fields=["state", "issued_on", "issued_by", "sm3"])
    new = {"version": sheet.version, "sm3": sheet.sm3, "unlinked": found.unlinked}
    record(by=by, room=ROOM, verb="issue_sheet", subject=sheet_key(sheet), powers=powers_of(by), new=new)
    return found.unlinked


def fingerprint(sheet: Questionnaire) -> str:
    """The SM3 of everything a questionnaire asks."""
    names = ("place", "code", "kind", "words", "each", "options", "rows", "unknown", "content", "topic")
    told = [{name: getattr(one, name) for name in names} for one in sheet.questions.order_by("place", "code")]
    plain = json.dumps([sheet.title, sheet.version, told], ensure_ascii=False, sort_keys=True)
    return hashlib.new("sm3", plain.encode()).hexdigest()
