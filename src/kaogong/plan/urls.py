"""Addresses of the room, under /plan/."""

from django.urls import path

from kaogong.org.views.deeds import doors
from kaogong.org.views.shelves import shelves
from kaogong.plan.views import adjustments, cycles, editions, indicators, letters, several, targets, tasks
from kaogong.plan.views import shelves as kept
from kaogong.plan.views.deeds import CYCLE_DEEDS, INDICATOR_DEEDS, TARGET_DEEDS, TASK_DEEDS

app_name = "plan"
urlpatterns = [
    path("cycle/", cycles.one, name="cycle"),
    path("indicators/<int:pk>/", kept.indicator, name="indicator"),
    path("workplans/<int:pk>/", kept.workplan, name="workplan"),
    path("contests/<int:pk>/", kept.contest, name="contest"),
    *shelves(kept.SHELVES),
    *doors((*CYCLE_DEEDS, *INDICATOR_DEEDS, *TARGET_DEEDS, *TASK_DEEDS)),
    path("cycle/new/", cycles.prepare, name="prepare_cycle"),
    path("cycle/<int:pk>/calendar/", cycles.calendar, name="set_calendar"),
    path("cycle/<int:pk>/rules/", cycles.rules, name="set_rules"),
    path("cycle/<int:pk>/open/", cycles.begin, name="open_cycle"),
    path("cycle/<int:pk>/close/", cycles.end, name="close_cycle"),
    path("rulebooks/", editions.shelf, name="rulebooks"),
    path("rulebooks/new/", editions.bring, name="bring_edition"),
    path("rulebooks/<int:pk>/", editions.read, name="rulebook"),
    path("rulebooks/<int:pk>/check/", editions.check, name="check_edition"),
    path("rulebooks/<int:pk>/adopt/", editions.adopt, name="adopt_edition"),
    path("targets/", targets.tree, name="targets"),
    path("targets/several/", several.targets, name="several_targets"),
    path("targets/issue/<int:unit>/", targets.issue, name="issue_targets"),
    path("targets/<int:pk>/", targets.one, name="target"),
    path("targets/<int:pk>/round/", targets.put_forward, name="round"),
    path("targets/<int:pk>/agree/", targets.agree, name="agree"),
    path("targets/<int:pk>/state/", targets.state, name="state_target"),
    path("targets/<int:pk>/parts/", targets.break_down, name="decompose"),
    path("indicators/", indicators.listed, name="indicators"),
    path("indicators/new/", indicators.add, name="add_indicator"),
    path("indicators/submit/<int:unit>/", indicators.submit, name="submit_indicators"),
    path("indicators/<int:pk>/target/", indicators.target, name="set_target"),
    path("indicators/<int:pk>/endorse/", indicators.endorse, name="endorse_indicator"),
    path("tasks/", tasks.listed, name="tasks"),
    path("tasks/<int:pk>/acknowledge/", tasks.acknowledge, name="acknowledge_task"),
    path("letters/", letters.listed, name="letters"),
    path("letters/draw/<int:unit>/", letters.draw, name="draw_letter"),
    path("letters/<int:pk>/", letters.one, name="letter"),
    path("letters/<int:pk>/sign/", letters.sign, name="sign_letter"),
    path("letters/<int:pk>/letter.<str:kind>", letters.document, name="letter_document"),
    path("adjustments/", adjustments.listed, name="adjustments"),
    path("adjustments/new/<int:unit>/", adjustments.ask, name="ask_adjustment"),
    path("adjustments/<int:pk>/", adjustments.one, name="adjustment"),
    path("adjustments/<int:pk>/step/", adjustments.step, name="approve_adjustment"),
]
