"""Rounds, self-reports, reviews, sheets."""

from django.urls import path

from kaogong.assess.views import entering, rounds, selfreports, several
from kaogong.assess.views.deeds import DEEDS
from kaogong.org.views.deeds import doors

urlpatterns = [
    path("rounds/", rounds.listed, name="rounds"),
    *doors(DEEDS),
    path("rounds/new/", rounds.new, name="new_round"),
    path("rounds/<int:pk>/", rounds.one, name="round"),
    path("rounds/<int:pk>/several/", several.entrants, name="several_entrants"),
    path("rounds/<int:pk>/open/", rounds.start, name="open_round"),
    path("rounds/<int:pk>/close/", rounds.close, name="close_round"),
    path("rounds/<int:pk>/release/", rounds.release, name="release_bundles"),
    path("rounds/<int:pk>/gaps/", rounds.gaps, name="gaps"),
    path("rounds/steps/<int:pk>/<str:verb>/", rounds.step, name="step"),
    path("rounds/entrants/<int:pk>/self/", selfreports.write, name="self"),
    path("rounds/entrants/<int:pk>/self/keep/", selfreports.keep, name="keep_self"),
    path("rounds/entrants/<int:pk>/", selfreports.one, name="report"),
    path("rounds/entrants/<int:pk>/sign/", selfreports.sign, name="sign_self"),
    path("rounds/entrants/<int:pk>/return/", selfreports.give_back, name="return_self"),
    path("rounds/entrants/<int:pk>/review/", entering.review, name="review"),
    path("rounds/proofs/<int:pk>/", selfreports.proof, name="proof"),
    path("rounds/proofs/<int:pk>/withdraw/", selfreports.withdraw, name="withdraw_proof"),
    path("rounds/bundles/<int:pk>/", selfreports.bundle, name="bundle"),
    path("rounds/sources/<int:pk>/", entering.sheets, name="sheets"),
    path("rounds/sources/<int:pk>/assessors/", entering.assessors, name="assessors"),
    path("rounds/sources/<int:pk>/outcomes/", entering.outcomes, name="outcomes"),
    path("rounds/sources/<int:pk>/<int:entrant>/", entering.sheet, name="sheet"),
    path("rounds/sources/<int:pk>/<int:entrant>/vote/", entering.vote, name="vote"),
    path("rounds/sheets/<int:pk>/return/", entering.give_back, name="return_sheet"),
    path("rounds/votes/<int:pk>/opinion/", entering.opinion, name="opinion"),
]
