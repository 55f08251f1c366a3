"""Duties of posts: the version in force, and what is bare."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from kaogong.core.chain import canonical, digest
from kaogong.org.models import Account, Post
from kaogong.org.models.powers import Power
from kaogong.org.queries import posts, reach
from kaogong.people.models import PostDuty, PostTarget


def sealed_duty(duty: str, accountability: str, integrity: str) -> str:
    """The SM3 of what a post has written."""
    return digest(canonical({"duty": duty, "accountability": accountability, "integrity": integrity}))


def duty_of(post: Post) -> PostDuty | None:
    """The version in force."""
    return PostDuty.objects.filter(post=post).order_by("-version").first()


def has_duty(post: Post) -> bool:
    """Whether a post has written duties, here or as the register took them over."""
    return bool(post.duty.strip()) or PostDuty.objects.filter(post=post).exists()


def bare(several: Iterable[Post]) -> list[Post]:
    """The posts without a written duty."""
    there = list(several)
    written = set(PostDuty.objects.filter(post__in=[one.pk for one in there]).values_list("post_id", flat=True))
    return [one for one in there if not one.duty.strip() and one.pk not in written]


def seen_duties(account: Account) -> QuerySet[Post]:
    """The posts whose duties an account may see, each with the version in force (`version`)."""
    latest = PostDuty.objects.filter(post=OuterRef("pk")).order_by("-version")
    found = posts().annotate(version=Subquery(latest.values("version")[:1])).order_by("unit__code", "-main", "pk")
    held = reach(account)
    if any(held.has(one, room="people") for one in (Power.OFFICE, Power.DECISION, Power.DISCIPLINE)):
        return found
    units = held.units(Power.HEAD, Power.LIAISON, Power.LEADER, Power.STAFF)
    if units is None:
        return found
    return found.filter(unit__in=units)


def targets_of(post: Post, year: int) -> QuerySet[PostTarget]:
    """What a post is to reach in a year."""
    return PostTarget.objects.filter(post=post, year=year, state="set").select_related("duty")
