"""Addresses of the room, under /approvals/."""

from django.urls import path

from kaogong.approvals.views import board, cards, handling, inventory, months, records, taking

app_name = "approvals"
urlpatterns = [
    path("", board.cases, name="cases"),
    path("cases/new/", handling.new, name="new_case"),
    path("cases/<int:pk>/handle/", handling.one, name="handle"),
    path("cases/<int:pk>/", board.one, name="case"),
    path("cards/", cards.listed, name="cards"),
    path("cards/<int:pk>/", cards.one, name="card"),
    path("rules/", cards.rules, name="rules"),
    path("rules/<int:pk>/end/", cards.end, name="end_rule"),
    path("items/", inventory.items, name="items"),
    path("items/new/", inventory.new_item, name="new_item"),
    path("items/<int:pk>/", inventory.one, name="item"),
    path("items/<int:pk>/limits/", inventory.limits, name="limits"),
    path("bodies/new/", inventory.new_body, name="new_body"),
    path("changes/", inventory.changes, name="changes"),
    path("intakes/", taking.listed, name="intakes"),
    path("sources/", taking.sources, name="sources"),
    path("intakes/new/", taking.take, name="take"),
    path("intakes/<int:pk>/", taking.one, name="intake"),
    path("findings/", records.findings, name="findings"),
    path("findings/new/", records.new, name="new_finding"),
    path("findings/<int:pk>/", records.one, name="finding"),
    path("patrols/", records.patrols, name="patrols"),
    path("gaps/", records.gaps, name="gaps"),
    path("platform/", board.platform, name="platform"),
    path("months/", months.listed, name="months"),
    path("months/<str:period>/", months.one, name="month"),
    path("months/<str:period>/<str:kind>/", months.document, name="bulletin"),
    path("open/<str:period>/", months.open_page, name="open_month"),
]
