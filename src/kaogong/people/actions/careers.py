"""Selection: opened, walked step by step, candidates recommended with a signature, one appointed with reasons."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.actions import appoint
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import not_appointable, setting, today
from kaogong.people.actions.pay import where
from kaogong.people.guards.careers import ROOM, demand_here, may_appoint, may_keep_careers, powers_of
from kaogong.people.models.careers import MoveLine, Nomination, Selection, SelectionStep
from kaogong.people.queries.careers import levels, listed, passed_over, ranked
from kaogong.people.states.careers import MODES, SELECTION

SHOWN = 5


@action
def open_selection(
    *,
    by: Account | None,
    title: str,
    unit: Unit,
    level: str,
    mode: str,
    words: str = "",
    day: dt.date | None = None,
) -> Selection:
    """A post is to be filled, in one of the ways there are."""
    demand_here(by, may_keep_careers(by) if by else "", "open_selection", f"{ROOM}.selection", unit.code)
    if mode not in MODES or level not in levels():
        raise Refused(_("请选任用方式和岗位层次。"), "mode" if mode not in MODES else "level")
    when = day or today()
    head = f"XR-{when.year}-"
    last = (
        Selection.objects.filter(number__startswith=head).order_by("-number").values_list("number", flat=True).first()
    )
    number = f"{head}{int(last.removeprefix(head)) + 1 if last else 1:04d}"
    made = Selection.objects.create(
        number=number, title=title, unit=unit, level=level, mode=mode, words=words, opened_on=when, by=by
    )
    steps = [SelectionStep(selection=made, place=n, name=name) for n, name in enumerate(setting("careers.steps"), 1)]
    SelectionStep.objects.bulk_create(steps)
    new = {"number": number, "title": title, "mode": mode}
    record(by=by, room=ROOM, verb="open_selection", subject=where(made), unit=unit.code, powers=powers_of(by), new=new)
    return made


def _held(selection: Selection, verb: str) -> tuple[Selection, str | None]:
    held = Selection.objects.select_for_update(of=("self",)).select_related("unit").get(pk=selection.pk)
    return held, after(SELECTION, held.state, verb)


def _now(selection: Selection, state: str | None) -> str:
    if state is None:
        raise Refused(_("这次选任%(state)s，不能这样办。") % {"state": selection.get_state_display()})
    return state


@action
def take_step(*, by: Account | None, selection: Selection, words: str, day: dt.date | None = None) -> SelectionStep:
    """The next step is done; steps are not skipped (LB-07)."""
    held, state = _held(selection, "take_step")
    demand_here(by, may_keep_careers(by) if by else "", "take_step", where(held), held.unit.code)
    _now(held, state)
    step = held.steps.filter(done_on__isnull=True).first()
    if step is None:
        raise Refused(_("各个步骤都已完成，可以决定任用。"))
    if not words.strip():
        raise Refused(_("请写这一步的情况。"), "words")
    step.done_on, step.words = day or today(), words.strip()
    step.save(update_fields=["done_on", "words"])
    new = {"step": step.name, "on": str(step.done_on)}
    code = held.unit.code
    record(by=by, room=ROOM, verb="take_step", subject=where(held), unit=code, powers=powers_of(by), new=new)
    return step


@action
def nominate(
    *,
    by: Account | None,
    selection: Selection,
    person: Person,
    recommender: Person | None,
    statement: str,
    signed_on: dt.date | None = None,
    letter: Evidence | None = None,
) -> Nomination:
    """A candidate is recommended by somebody who signed for it and answers for it (LB-07).

    Args:
        by: the account that acts.
        selection: for which post.
        person: the candidate.
        recommender: who recommends; must be named.
        statement: why.
        signed_on: the day of the signature.
        letter: the signed letter, sealed; not needed where the recommender acts in person.
    """
    held, state = _held(selection, "nominate")
    demand_here(by, may_keep_careers(by) if by else "", "nominate", where(held), held.unit.code)
    _now(held, state)
    if recommender is None:
        raise Refused(_("推荐须有推荐人。"), "recommender")
    if recommender == person:
        raise Refused(_("推荐人不能推荐自己。"), "recommender")
    in_person = by is not None and by.person_id == recommender.pk
    if signed_on is None or (letter is None and not in_person):
        raise Refused(_("推荐须由推荐人签名：请写签名日期并附签名的推荐书。"), "letter" if signed_on else "signed_on")
    if not statement.strip():
        raise Refused(_("请写推荐理由。"), "statement")
    if held.nominations.filter(person=person).exists():
        raise Refused(_("%(person)s已经列为人选。") % {"person": person}, "person")
    made = Nomination.objects.create(
        selection=held, person=person, recommender=recommender, statement=statement.strip(), signed_on=signed_on,
        letter=letter, by=by,
    )  # fmt: skip
    new = {"person": person.code, "recommender": recommender.code, "sm3": letter.sm3 if letter else ""}
    code = held.unit.code
    record(by=by, room=ROOM, verb="nominate", subject=where(held), unit=code, powers=powers_of(by), new=new)
    return made


@action
def appoint_candidate(
    *,
    by: Account | None,
    nomination: Nomination,
    document: str,
    reason: str = "",
    day: dt.date | None = None,
    post: bool = False,
) -> Selection:
    """Somebody else decides who gets the post. Passing over a better one, or going against the list, needs a reason.

    Args:
        by: the account that acts.
        nomination: the candidate chosen.
        document: the number of the decision.
        reason: why, where one is needed (HB-40, CX-32).
        day: from which day.
        post: enter the post in the register too.
    """
    held, state = _held(nomination.selection, "appoint_candidate")
    demand_here(by, may_appoint(by, held) if by else "", "appoint_candidate", where(held), held.unit.code)
    held.state = _now(held, state)
    if open_ := list(held.steps.filter(done_on__isnull=True)):
        raise Refused(_("还有步骤没有完成：%(steps)s。") % {"steps": _("、").join(one.name for one in open_)})
    if not document.strip():
        raise Refused(_("请写任用决定的文号。"), "document")
    if by is not None and (why := not_appointable(nomination.person, held.unit, held.level, day or today())):
        raise Refused(_("；").join(why))
    line = _reasoned(held, nomination, reason)
    held.ranking = [
        [one.nomination.person.code, one.place, {str(year): grade for year, grade in one.grades.items()}]
        for one in ranked(held)
    ]
    held.chosen, held.appointed_on, held.document = nomination, day or today(), document.strip()
    held.reason, held.decided_by = reason.strip(), by
    held.save()
    if line is not None:
        line.moved, line.moved_on, line.reason = "up", held.appointed_on, reason.strip()
        line.save(update_fields=["moved", "moved_on", "reason"])
    if post:
        appoint(by=None, person=nomination.person, unit=held.unit, title=held.title, grade=held.level,
                since=held.appointed_on)  # fmt: skip
    new = {"person": nomination.person.code, "document": held.document, "ranking": held.ranking}
    record(by=by, room=ROOM, verb="appoint_candidate", subject=where(held), unit=held.unit.code, powers=powers_of(by),
           new=new, reason=held.reason)  # fmt: skip
    return held


def _reasoned(held: Selection, nomination: Nomination, reason: str) -> MoveLine | None:
    """The line of the list this move follows or goes against; a reason is there where one is needed."""
    better = passed_over(held, nomination)
    if better and not reason.strip():
        names = _("、").join(str(one) for one in better[:SHOWN])
        words = _("%(names)s的历年等次更好。越过他们任用须写明理由。")
        raise Refused(words % {"names": names}, "reason")
    line = listed(nomination.person)
    if line is not None and line.outcome != "up" and not reason.strip():
        words = _("%(list)s把%(person)s列为“%(outcome)s”。提任与名单不一致，须写明理由。")
        told = {"list": line.held, "person": nomination.person, "outcome": line.get_outcome_display()}
        raise Refused(words % told, "reason")
    return line if line is not None and not line.moved else None


@action
def fail_selection(*, by: Account | None, selection: Selection, reason: str) -> Selection:
    """Nobody is chosen; the selection stays on record."""
    held, state = _held(selection, "fail_selection")
    demand_here(by, may_keep_careers(by) if by else "", "fail_selection", where(held), held.unit.code)
    held.state = _now(held, state)
    if not reason.strip():
        raise Refused(_("请写明没有选出的理由。"), "reason")
    held.reason = reason.strip()
    held.save(update_fields=["state", "reason"])
    code = held.unit.code
    record(by=by, room=ROOM, verb="fail_selection", subject=where(held), unit=code, powers=powers_of(by), reason=reason)
    return held
