"""Matters by mode and problem, what was watched, what is silent: the warnings of efficiency supervision."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.models.labels import labels
from kaogong.org.queries import today, unit_names
from kaogong.org.views.deeds import Table, thing_page
from kaogong.org.views.listing import Cell
from kaogong.plan.views.pages import allowed, asker
from kaogong.supervise.guards.tasks import may_keep
from kaogong.supervise.queries.matters import (
    channels,
    corrected,
    counted,
    let_pass,
    refusals,
    request_breaches,
    silent,
    tally,
    unattended,
)
from kaogong.supervise.states.tasks import MODES, PROBLEMS, WATCHED
from kaogong.supervise.views.tabs import task_tabs


def _watched_tables(year: int) -> list[Table]:
    """What was watched in a year by kind, and the major matters that were closed with nobody there (QH-32, QH-34)."""
    watched, bare = tally(year), list(unattended().order_by("-closed_on", "id")[:200])
    names = unit_names([one.unit_id for one in bare])
    kinds = [[Cell(words), Cell(watched.get(key, 0))] for key, words in labels(WATCHED)]
    rows = [[Cell(one.words), Cell(names.get(one.unit_id, "")), Cell(str(one.closed_on))] for one in bare]
    return [
        Table(_("监督事项"), (_("类别"), _("件数")), kinds, _("没有。")),
        Table(_("重大事项没有参与记录"), (_("事项"), _("单位"), _("办结日期")), rows, _("没有。")),
    ]


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Matters by mode and problem, findings by channel, what is silent, what was not reported or filed in time."""
    allowed(may_keep(asker(request)))
    year, day = today().year, today()
    modes, problems = counted(year, "mode"), counted(year, "problem")
    done, every, share = corrected(year)
    filed, refused = refusals()
    tables = [
        Table(_("方式"), (_("方式"), _("项目数")), [[Cell(words), Cell(modes[key])] for key, words in labels(MODES)], _("没有。")),
        Table(_("问题类型"), (_("类型"), _("项目数")), [[Cell(words), Cell(problems[key])] for key, words in labels(PROBLEMS)], _("没有。")),
        Table(_("监督渠道"), (_("渠道"), _("发现"), _("状态")),
              [[Cell(words), Cell(number), Cell(_("活跃"), tag="green") if number else Cell(_("未启用"), tag="red")]
               for _key, words, number in channels(year)], _("没有。")),
        *_watched_tables(year),
        Table(_("久无督查活动"), (_("项目"), _("立项日期")),
              [[Cell(one.name, reverse("supervise:matter", args=[one.pk])), Cell(str(one.opened_on))] for one in silent(day)],
              _("没有。")),
        Table(_("应发现而未发现"), (_("风险"), _("责任人"), _("发生日期")),
              [[Cell(one.words), Cell(str(one.person)), Cell(str(one.real_on))] for one in let_pass()], _("没有。")),
        Table(_("首问逾期"), (_("事项"), _("责任人")), [[Cell(one.words), Cell(str(one.owner))] for one, _pk in request_breaches(day)],
              _("没有。")),
    ]  # fmt: skip
    facts = [
        (_("发现问题整改"), Cell(f"{done}/{every}", small="" if share is None else f"{share}%")),
        (_("否定报备"), Cell(f"{filed}/{refused}")),
    ]
    return thing_page(
        request, title=gettext("分类与预警"), lead=gettext("%(year)s 年") % {"year": year}, facts=facts, tables=tables,
        tabs=task_tabs(request),
    )  # fmt: skip
