"""Writing the duties of posts, and setting targets under them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Post
from kaogong.org.queries import today
from kaogong.people.guards.archive import demand_here, powers_of
from kaogong.people.guards.archive_staff import may_write_duty
from kaogong.people.models import PostDuty, PostTarget
from kaogong.people.queries.archive import plain
from kaogong.people.queries.archive_duties import duty_of, has_duty, sealed_duty
from kaogong.people.queries.archive_sight import ROOM


@action
def write_duty(
    *, by: Account | None, post: Post, duty: str, accountability: str = "", integrity: str = "", reason: str = ""
) -> PostDuty:
    """Write the duties of a post; what was written before stays as the version before (HB-01)."""
    where = f"org.post:{post.pk}"
    demand_here(by, may_write_duty(by, post) if by else "", "write_duty", where, post.unit.code)
    if not duty.strip():
        raise Refused(_("请写明岗位职责。"), "duty")
    held = Post.objects.select_for_update().get(pk=post.pk)
    before = _as_registered(held)
    said = {"duty": duty.strip(), "accountability": accountability.strip(), "integrity": integrity.strip()}
    sm3 = sealed_duty(**said)
    if before is not None and before.sm3 == sm3:
        raise Refused(_("没有改动。"), "duty")
    if before is not None and not reason.strip():
        raise Refused(_("修订职责请写明事由。"), "reason")
    version = before.version + 1 if before else 1
    made = PostDuty.objects.create(
        post=held, version=version, since=today(), reason=reason.strip(), sm3=sm3, by=by, **said
    )
    for name, words in said.items():
        setattr(held, name, words)
        setattr(post, name, words)
    held.save(update_fields=list(said))
    new = {"version": version, "sm3": sm3}
    code = post.unit.code
    record(by=by, room=ROOM, verb="write_duty", subject=where, unit=code, powers=powers_of(by), new=new, reason=reason)
    return made


def _as_registered(post: Post) -> PostDuty | None:
    """The version in force; what the register says and no version does becomes one of its own first."""
    before = duty_of(post)
    sm3 = sealed_duty(post.duty, post.accountability, post.integrity)
    if not post.duty.strip() or (before is not None and before.sm3 == sm3):
        return before
    return PostDuty.objects.create(
        post=post, version=before.version + 1 if before else 1, duty=post.duty, accountability=post.accountability,
        integrity=post.integrity, since=today() if before else post.since, reason="岗位登记", sm3=sm3,
    )  # fmt: skip


@action
def set_post_target(
    *,
    by: Account | None,
    post: Post,
    year: int,
    name: str,
    standard: str,
    value: Decimal | None = None,
    due: dt.date | None = None,
) -> PostTarget:
    """What a post is to reach in a year. A post without written duties gets none (HB-01)."""
    where = f"org.post:{post.pk}"
    demand_here(by, may_write_duty(by, post) if by else "", "set_post_target", where, post.unit.code)
    if not has_duty(post):
        raise Refused(_("“%(post)s”还没有书面职责，不能定目标。请先写职责。") % {"post": post}, "name")
    if not name.strip() or not standard.strip():
        raise Refused(_("请写明目标和标准。"), "standard" if name.strip() else "name")
    held = _as_registered(post)
    assert held is not None
    made = PostTarget.objects.create(
        post=post, duty=held, year=year, name=name.strip(), standard=standard.strip(), value=value, due=due, by=by
    )
    new = {"year": year, "name": made.name, "value": plain(made.value), "version": held.version}
    code = post.unit.code
    record(by=by, room=ROOM, verb="set_post_target", subject=where, unit=code, powers=powers_of(by), new=new)
    return made


@action
def withdraw_post_target(*, by: Account | None, target: PostTarget, reason: str) -> PostTarget:
    """A target of a post no longer holds."""
    where, unit = f"org.post:{target.post_id}", target.post.unit.code
    demand_here(by, may_write_duty(by, target.post) if by else "", "withdraw_post_target", where, unit)
    if target.state != "set":
        raise Refused(_("这项目标已经撤销。"))
    if not reason.strip():
        raise Refused(_("请写明撤销的理由。"), "reason")
    target.state = "withdrawn"
    target.save(update_fields=["state"])
    record(
        by=by, room=ROOM, verb="withdraw_post_target", subject=where, unit=unit, powers=powers_of(by),
        new={"name": target.name}, reason=reason,
    )  # fmt: skip
    return target
