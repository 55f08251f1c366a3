"""Scoring runs and scores."""

from django.urls import path

from kaogong.assess.views import runs

urlpatterns = [
    path("runs/", runs.listed, name="runs"),
    path("runs/<int:pk>/", runs.one, name="run"),
]
