"""Acts of deciding that need no page of their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kaogong.decide import actions
from kaogong.decide.forms.deeds import BatchForm, NumberForm
from kaogong.decide.guards import may_execute, may_prepare
from kaogong.decide.models import Consequence, Proposal, Settlement
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import PeopleField
from kaogong.org.views.deeds import Deed, to, whoever


def _papers(one: Settlement) -> bool:
    return one.consequences.filter(number="", state="due").exclude(document="").exists()


def _named(one: Consequence) -> dict[str, Any]:
    return {"people": "\n".join(one.people.order_by("code").values_list("code", flat=True))}


DEEDS = (
    Deed(
        room="decide",
        verb=actions.name_people,
        at="results/<int:pk>/people/",
        of=Consequence,
        called="consequence",
        may=may_execute,
        form=ask(people=PeopleField(label=_("涉及人员"))),
        begin=_named,
        when=lambda one: one.state in ("due", "unset"),
        button=_("改涉及人员"),
        told=_("涉及人员已更新。"),
        back=to("decide:consequence", "pk"),
        key="decide.consequence:{.pk}",
        lead=_("条文点名领导的，先按登记的任职和分管列出；有出入在这里改。"),
    ),
    Deed(
        room="decide",
        verb=actions.number_documents,
        at="settlements/<int:pk>/number/",
        of=Settlement,
        called="settlement",
        may=whoever(may_prepare),
        form=NumberForm,
        when=_papers,
        button=_("给文书编号"),
        told=_("文书已编号。"),
        back=to("decide:settlement", "pk"),
        key="decide.settlement:{.pk}",
        warning=_("依次编号，不重号；编了不能收回。"),
    ),
    Deed(
        room="decide",
        verb=actions.add_to_batch,
        at="lines/<int:pk>/batch/",
        of=Proposal,
        called="proposal",
        may=whoever(may_prepare),
        form=BatchForm,
        when=lambda one: _papers(one.settlement),
        button=_("补入一批文书"),
        told=_("已列入并编号。"),
        back=to("decide:line", "pk"),
        key="decide.proposal:{.pk}",
    ),
)
"""On results that are carried out."""
