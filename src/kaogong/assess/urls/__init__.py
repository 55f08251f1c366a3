"""Addresses of the room, under /assess/."""

from kaogong.assess.urls import ratings, rounds, runs

app_name = "assess"
urlpatterns = [*rounds.urlpatterns, *ratings.urlpatterns, *runs.urlpatterns]
