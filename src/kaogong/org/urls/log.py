"""Addresses of the auditor's console: what room audit keeps, shown to those this room lets in."""

from django.urls import path

from kaogong.org.views import log

app_name = "audit"
urlpatterns = [
    path("", log.events_page, name="events"),
    path("event/<int:number>/", log.event_page, name="event"),
    path("verify/", log.verify_page, name="verify"),
]
