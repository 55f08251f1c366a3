"""Acts of assessing that need no page of their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaogong.assess import actions
from kaogong.assess.forms.deeds import SystemsForm, WeightsForm
from kaogong.assess.guards.rounds import may_keep_rounds
from kaogong.assess.models import Entrant, Round
from kaogong.org.views.deeds import Deed, to, whoever

DEEDS = (
    Deed(
        room="assess",
        verb=actions.state_systems,
        at="rounds/<int:pk>/systems/",
        of=Round,
        called="one",
        may=whoever(may_keep_rounds),
        form=SystemsForm,
        when=lambda one: one.state == "draft" and bool(one.needs),
        button=_("写明体系"),
        told=_("已写明。"),
        back=to("assess:round", "pk"),
        key="assess.round:{.pk}",
    ),
    Deed(
        room="assess",
        verb=actions.set_weights,
        at="rounds/entrants/<int:pk>/weights/",
        of=Entrant,
        called="entrant",
        may=whoever(may_keep_rounds),
        form=WeightsForm,
        when=lambda one: one.round.state == "draft",
        button=_("定权重"),
        told=_("权重已定。"),
        back=to("assess:round", "round_id"),
        key="assess.entrant:{.pk}",
        warning=_("只对这个对象有效；合计须为 100，启动后不能再改。"),
    ),
)
"""On rounds that are being prepared."""
