"""Every address of the house. All are closed unless the room says otherwise (tests/fences/test_doors.py lists them)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kaogong.portal.views.sessions import speak
from kaogong.web import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kaogong.portal.urls")),
    path("language/", speak, name="set_language"),
    path("org/", include("kaogong.org.urls")),
    path("audit/", include("kaogong.org.urls.log")),
    path("plan/", include("kaogong.plan.urls")),
    path("monitor/", include("kaogong.monitor.urls")),
    path("approvals/", include("kaogong.approvals.urls")),
    path("listen/", include("kaogong.listen.urls")),
    path("people/", include("kaogong.people.urls")),
    path("supervise/", include("kaogong.supervise.urls")),
    path("assess/", include("kaogong.assess.urls")),
    path("decide/", include("kaogong.decide.urls")),
    path("answer/", include("kaogong.answer.urls")),
    path("api/", api.page, name="api"),
    path("api/openapi.json", api.description, name="api_description"),
    path("api/", api.api.urls),
    path("api/<path:rest>", api.nothing),
]
handler403 = "kaogong.web.faults.refused"
handler404 = "kaogong.web.faults.absent"
handler500 = "kaogong.web.faults.broken"
