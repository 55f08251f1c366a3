"""Scoring runs, scores and back-tests."""

from django.urls import path

from kaogong.assess.views import backtests, goals, runs, scores

urlpatterns = [
    path("goals/", goals.goals, name="goals"),
    path("scores/", scores.listed, name="scores"),
    path("scores/<int:pk>/", scores.one, name="score"),
    path("scores/<int:pk>/package.zip", scores.package, name="score_package"),
    path("scores/<int:pk>/evidence/<slug:sm3>/", scores.evidence, name="evidence"),
    path("runs/", runs.listed, name="runs"),
    path("runs/<int:pk>/", runs.one, name="run"),
    path("runs/<int:pk>/package.zip", runs.package, name="run_package"),
    path("runs/<int:pk>/again/", runs.again, name="rerun"),
    path("runs/<int:pk>/compare/<int:other>/", runs.compare, name="compare"),
    path("runs/<int:run>/of/<str:subject>/", scores.latest, name="score_of"),
    path("backtests/", backtests.listed, name="backtests"),
    path("backtests/<int:pk>/", backtests.one, name="backtest"),
    path("backtests/<int:pk>/cancel/", backtests.cancel, name="cancel_backtest"),
    *(
        path(f"runs/<int:pk>/{verb}/", runs.act, {"verb": verb}, name=f"{verb}_run")
        for verb in ("cancel", "retry", "verify")
    ),
]
