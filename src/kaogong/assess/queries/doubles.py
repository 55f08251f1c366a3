"""Nothing counts twice: the same fact or the same ballots of the same subject and period, asked in two rounds."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kaogong.assess.models import Asked, Entrant, Round, Source


def counted_twice(one: Round) -> Iterator[str]:
    """What another round of the same edition and period already asks of the same subjects."""
    others = Round.objects.filter(cycle=one.cycle_id, adoption=one.adoption_id, period=one.period)
    held = list(others.exclude(pk=one.pk).exclude(state="draft"))
    if one.adoption_id is None or not held:
        return
    facts, groups = _facts(one), _groups(one)
    mine = set(one.entrants.values_list("unit", "person"))
    for other in held:
        same = sorted((facts & _facts(other)) | (groups & _groups(other)))
        both = mine & set(Entrant.objects.filter(round=other).values_list("unit", "person")) if same else set()
        if both:
            told = {"other": other.name, "period": one.period, "n": len(both), "what": _("、").join(same)}
            words = _(
                "“%(other)s”已经考过 %(period)s 的 %(what)s，涉及 %(n)s 个对象，再考就计了两次。请去掉这些内容或对象。"
            )
            yield words % told


def _facts(one: Round) -> set[str]:
    held = Asked.objects.filter(source__round=one, item__taken_from__isnull=True).exclude(fact="")
    return set(held.exclude(source__kind="self").values_list("item__name", flat=True))


def _groups(one: Round) -> set[str]:
    held = Source.objects.filter(round=one, kind__in=("rate", "vote", "sheet")).exclude(ratings="").exclude(group="")
    return {f"{ratings}/{group}" for ratings, group in held.values_list("ratings", "group")}
