"""Addresses of the room, under /assess/."""

from kaogong.assess.urls import runs

app_name = "assess"
urlpatterns = [*runs.urlpatterns]
