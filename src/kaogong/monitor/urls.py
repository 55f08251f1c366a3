"""Addresses of the room, under /monitor/."""

from django.urls import path

from kaogong.monitor.views import feeds, listing, reports, routines, several
from kaogong.monitor.views import shelves as kept
from kaogong.monitor.views.deeds import CYCLE_DEEDS, ROUTINE_DEEDS, TARGET_DEEDS
from kaogong.org.views.deeds import doors
from kaogong.org.views.shelves import shelves

app_name = "monitor"
urlpatterns = [
    path("", listing.reports, name="reports"),
    path("several/", several.reports, name="several_reports"),
    path("feeds/several/", several.feeds, name="several_feeds"),
    path("targets/<int:pk>/milestones/", kept.milestones, name="milestones"),
    path("routines/<int:pk>/", kept.routine, name="routine"),
    path("constructions/<int:pk>/", kept.construction, name="construction"),
    *shelves(kept.SHELVES),
    *doors((*CYCLE_DEEDS, *ROUTINE_DEEDS, *TARGET_DEEDS)),
    path("red/", listing.red, name="red"),
    path("liveness/", listing.owners, name="liveness"),
    path("targets/<int:pk>/<str:period>/", reports.entry, name="entry"),
    path("targets/<int:pk>/<str:period>/light/", reports.light, name="light"),
    path("reports/<int:pk>/", reports.one, name="report"),
    path("reports/<int:pk>/sign/", reports.sign, name="sign_report"),
    path("reports/<int:pk>/verify/", reports.verify, name="verify_report"),
    path("reports/<int:pk>/return/", reports.give_back, name="return_report"),
    path("reports/<int:pk>/explain/", reports.explain, name="explain"),
    path("attachments/<int:pk>/withdraw/", reports.withdraw, name="withdraw_attachment"),
    path("targets/<int:pk>/<str:period>/urge/", listing.urge, name="urge"),
    path("feeds/", feeds.listed, name="feeds"),
    path("feeds/new/", feeds.preview, name="supply"),
    path("feeds/new/take/", feeds.take, name="take_feed"),
    path("feeds/<int:pk>/", feeds.one, name="feed"),
    path("routines/<int:pk>/<str:period>/", routines.file, name="file"),
]
