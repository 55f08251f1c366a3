"""The frame: groups, strata, who is listed; quotas by share; a draw anybody can repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.listen.actions.projects import still_arranged, where
from kaogong.listen.guards.surveys import demand_here, may_open_raw, may_run, powers_of
from kaogong.listen.models import Group, Listed, Project, Sampling, Stratum
from kaogong.listen.queries.estimates import allocated, sample_size
from kaogong.listen.queries.samples import drawn_numbers, seal_of
from kaogong.listen.queries.sight import ROOM
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today

PIECE = 2_000


@action
def add_group(
    *,
    by: Account | None,
    project: Project,
    code: str,
    name: str,
    strata: Mapping[str, int],
    quota: int | None = None,
    weight: Decimal | None = None,
    categories: Sequence[str] = (),
    issuer: Unit | None = None,
) -> Group:
    """A group of raters with its strata, and how many people each has.

    Args:
        by: the account that acts.
        project: whose group.
        code: its code, once in a project.
        name: what it is called.
        strata: people of each part that is drawn by itself.
        quota: how many of the group are asked; spread over the strata by their size.
        weight: of the group in the index, in per cent; by its share of the frame where the measure says nothing.
        categories: the categories of units it rates; empty: all.
        issuer: the unit that hands out its forms.
    """
    demand_here(by, may_run(by, project) if by else "", "add_group", where(project))
    still_arranged(project)
    if project.groups.filter(code=code).exists():
        raise Refused(_("已有编码为“%(code)s”的评价主体。") % {"code": code}, "code")
    if not strata:
        raise Refused(_("至少要有一个抽样层，写明总体人数。"), "strata")
    if quota and quota > sum(strata.values()):
        raise Refused(_("配额大于总体人数。"), "quota")
    made = Group.objects.create(
        project=project, code=code, name=name, quota=quota, weight=weight, categories=list(categories)
    )
    shares = allocated(dict(enumerate(strata.values())), quota or 0)
    Stratum.objects.bulk_create(
        Stratum(group=made, name=title, frame=frame, quota=shares[place], issuer=issuer)
        for place, (title, frame) in enumerate(strata.items())
    )
    new = {
        "code": code,
        "name": name,
        "strata": dict(strata),
        "quota": quota,
        "weight": None if weight is None else f"{weight:f}",
    }
    record(by=by, room=ROOM, verb="add_group", subject=where(project), powers=powers_of(by), new=new)
    return made


@action
def set_quota(*, by: Account | None, group: Group, quota: int) -> Group:
    """How many of a group are asked, spread over its strata by their size."""
    demand_here(by, may_run(by, group.project) if by else "", "set_quota", where(group.project))
    still_arranged(group.project)
    strata = list(group.strata.all())
    if not 0 < quota <= sum(one.frame for one in strata):
        raise Refused(_("配额须在 1 到总体人数之间。"), "quota")
    shares = allocated({one.pk: one.frame for one in strata}, quota)
    for one in strata:
        one.quota = shares[one.pk]
    Stratum.objects.bulk_update(strata, ["quota"])
    old, group.quota = group.quota, quota
    group.save(update_fields=["quota"])
    new = {"group": group.code, "quota": quota}
    record(
        by=by,
        room=ROOM,
        verb="set_quota",
        subject=where(group.project),
        powers=powers_of(by),
        old={"quota": old},
        new=new,
    )
    return group


@action
def size_for_error(*, by: Account | None, group: Group, error: Decimal, effect: Decimal = Decimal(1)) -> int:
    """Set the quota of a group from the error wanted, in percentage points; for so few people, less is enough."""
    frame = sum(group.strata.values_list("frame", flat=True))
    if not 0 < error < 50 or effect < 1:
        raise Refused(_("误差须在 0 到 50 个百分点之间，设计效应不小于 1。"), "error")
    number = sample_size(frame, float(error), float(group.project.confidence), float(effect))
    set_quota(by=by, group=group, quota=number)
    new = {"group": group.code, "error": f"{error:f}", "effect": f"{effect:f}", "number": number}
    record(by=by, room=ROOM, verb="size_for_error", subject=where(group.project), powers=powers_of(by), new=new)
    return number


@action
def load_frame(*, by: Account | None, group: Group, people: Iterable[tuple[str, str, str]]) -> dict[str, int]:
    """Take in the frame of a group: stratum, name, contact of each. Strata and their sizes follow from it."""
    project = group.project
    demand_here(by, may_open_raw(by, project) if by else "", "load_frame", where(project))
    still_arranged(project)
    if Listed.objects.filter(stratum__group=group).exists():
        raise Refused(_("这个评价主体已有抽样框。"))
    by_name: dict[str, list[tuple[str, str]]] = {}
    for stratum, name, contact in people:
        by_name.setdefault(stratum, []).append((name, contact))
    if not by_name:
        raise Refused(_("抽样框是空的。"), "file")
    issuer = group.strata.values_list("issuer", flat=True).first()
    for title, members in by_name.items():
        held, _fresh = Stratum.objects.update_or_create(
            group=group,
            name=title,
            defaults={"frame": len(members)},
            create_defaults={"frame": len(members), "issuer_id": issuer},
        )
        Listed.objects.bulk_create(
            (
                Listed(stratum=held, number=number, name=name, contact=contact)
                for number, (name, contact) in enumerate(members, 1)
            ),
            batch_size=PIECE,
        )
    group.strata.exclude(name__in=by_name).delete()
    shares = allocated({one.pk: one.frame for one in group.strata.all()}, group.quota or 0)
    for one in group.strata.all():
        Stratum.objects.filter(pk=one.pk).update(quota=shares[one.pk])
    counts = {title: len(members) for title, members in by_name.items()}
    record(
        by=by,
        room=ROOM,
        verb="load_frame",
        subject=where(project),
        powers=powers_of(by),
        new={"group": group.code, "strata": counts},
    )
    return counts


@action
def draw_sample(*, by: Account | None, stratum: Stratum, seed: str) -> Sampling:
    """Draw the quota of a stratum from its frame; the seed is published beforehand and stays on record."""
    project = stratum.group.project
    demand_here(by, may_run(by, project) if by else "", "draw_sample", where(project))
    still_arranged(project)
    if not seed.strip():
        raise Refused(_("请写随机种子，如公证当日的开奖号码。"), "seed")
    if not stratum.quota:
        raise Refused(_("“%(name)s”还没有样本数。") % {"name": stratum.name})
    if stratum.samplings.exists():
        raise Refused(_("“%(name)s”已经抽过样，结果不能重抽。") % {"name": stratum.name})
    numbers = drawn_numbers(f"{seed}:{stratum.pk}", stratum.frame, stratum.quota)
    stratum.listed.filter(number__in=numbers).update(drawn=True)
    sm3 = seal_of(numbers)
    made = Sampling.objects.create(
        stratum=stratum, seed=seed, size=stratum.quota, frame=stratum.frame, drawn_on=today(), sm3=sm3
    )
    new = {"stratum": stratum.name, "seed": seed, "size": made.size, "frame": made.frame, "sm3": sm3}
    record(by=by, room=ROOM, verb="draw_sample", subject=where(project), powers=powers_of(by), new=new)
    return made
