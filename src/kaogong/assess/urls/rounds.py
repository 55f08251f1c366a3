"""Rounds, self-reports, reviews, sheets."""

from django.urls import path

from kaogong.assess.views import entering, rounds, selfreports

urlpatterns = [
    path("rounds/", rounds.listed, name="rounds"),
    path("rounds/new/", rounds.new, name="new_round"),
    path("rounds/<int:pk>/", rounds.one, name="round"),
    path("rounds/<int:pk>/open/", rounds.start, name="open_round"),
    path("rounds/<int:pk>/close/", rounds.close, name="close_round"),
    path("rounds/<int:pk>/release/", rounds.release, name="release_bundles"),
    path("rounds/<int:pk>/gaps/", rounds.gaps, name="gaps"),
    path("steps/<int:pk>/<str:verb>/", rounds.step, name="step"),
    path("entrants/<int:pk>/self/", selfreports.write, name="self"),
    path("entrants/<int:pk>/self/keep/", selfreports.keep, name="keep_self"),
    path("entrants/<int:pk>/", selfreports.one, name="report"),
    path("entrants/<int:pk>/sign/", selfreports.sign, name="sign_self"),
    path("entrants/<int:pk>/return/", selfreports.give_back, name="return_self"),
    path("entrants/<int:pk>/review/", entering.review, name="review"),
    path("proofs/<int:pk>/", selfreports.proof, name="proof"),
    path("proofs/<int:pk>/withdraw/", selfreports.withdraw, name="withdraw_proof"),
    path("bundles/<int:pk>/", selfreports.bundle, name="bundle"),
    path("sources/<int:pk>/", entering.sheets, name="sheets"),
    path("sources/<int:pk>/assessors/", entering.assessors, name="assessors"),
    path("sources/<int:pk>/outcomes/", entering.outcomes, name="outcomes"),
    path("sources/<int:pk>/<int:entrant>/", entering.sheet, name="sheet"),
    path("sources/<int:pk>/<int:entrant>/vote/", entering.vote, name="vote"),
    path("votes/<int:pk>/opinion/", entering.opinion, name="opinion"),
]
