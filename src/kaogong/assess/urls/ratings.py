"""Ratings by groups, meetings, declarations, hearings, duty reports."""

from django.urls import path

from kaogong.assess.views import meetings, ratings
from kaogong.assess.views.deeds.ratings import DEEDS, DUTIES
from kaogong.org.views.deeds import doors

urlpatterns = [
    *doors(DEEDS),
    *doors(DUTIES),
    path("rounds/<int:pk>/raters/", ratings.raters, name="raters"),
    path("rounds/<int:pk>/tallies/", ratings.tallies, name="tallies"),
    path("rounds/sources/<int:pk>/raters/<int:entrant>/", ratings.set_raters, name="set_raters"),
    path("ratings/", ratings.mine, name="mine"),
    path("ratings/<int:pk>/", ratings.rate, name="rate"),
    path("ratings/of/<int:pk>/", ratings.tally, name="tally"),
    path("meetings/<int:pk>/", meetings.one, name="meeting"),
    path("b/", meetings.ballot, name="ballot"),
    path("b/<str:code>/", meetings.ballot, name="ballot_code"),
    path("declarations/", ratings.declarations, name="declarations"),
    path("hearings/", ratings.hearings, name="hearings"),
    path("duties/<int:pk>/", ratings.duty, name="duty"),
]
