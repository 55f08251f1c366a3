"""Addresses of the room, under /assess/."""

from kaogong.assess.urls import rounds, runs

app_name = "assess"
urlpatterns = [*rounds.urlpatterns, *runs.urlpatterns]
