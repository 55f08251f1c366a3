"""Addresses of the room."""

from django.urls import path

from kaogong.decide.views import answerable, followed, notices, publicity, register, settlements
from kaogong.decide.views.deeds import DEEDS
from kaogong.decide.views.deeds import answerable as answerable_deeds
from kaogong.decide.views.deeds import followed as followed_deeds
from kaogong.org.views.deeds import doors
from kaogong.org.views.shelves import shelves

app_name = "decide"
urlpatterns = [
    path("", settlements.listed, name="grades"),
    path("draw/", settlements.draw, name="draw"),
    path("settlements/<int:pk>/", settlements.one, name="settlement"),
    path("settlements/<int:pk>/correct/", settlements.correct, name="correct"),
    path("settlements/<int:pk>/begin/", publicity.begin, name="begin"),
    path("settlements/<int:pk>/return/", publicity.give_back, name="return"),
    path("settlements/<int:pk>/drop/", publicity.drop, name="drop"),
    path("settlements/<int:pk>/close/", publicity.close, name="close"),
    path("settlements/<int:pk>/approve/", publicity.approve, name="approve"),
    path("settlements/<int:pk>/publish/", publicity.publish, name="publish"),
    path("settlements/<int:pk>/pack.<str:kind>", settlements.pack, name="pack"),
    path("settlements/<int:pk>/points/", followed.points, name="points"),
    path("settlements/<int:pk>/object/", publicity.object_to, name="object"),
    path("settlements/<int:pk>/feedback/", register.feed_back, name="feed_back"),
    path("objections/<int:pk>/answer/", publicity.answer, name="answer"),
    path("lines/<int:pk>/", settlements.line, name="line"),
    path("lines/<int:pk>/nominate/", register.nominate, name="nominate"),
    path("moves/<int:pk>/approve/", settlements.approve_move, name="approve_move"),
    path("moves/<int:pk>/refuse/", settlements.refuse_move, name="refuse_move"),
    path("notices/", notices.listed, name="notices"),
    path("notices/<int:pk>/", notices.one, name="notice"),
    path("notices/<int:pk>/circular.<str:kind>", notices.circular, name="circular"),
    path("disclosures/", notices.disclosures, name="disclosures"),
    path("results/", register.listed, name="consequences"),
    path("results/<int:pk>/", register.one, name="consequence"),
    path("results/next-year/", followed.effects, name="effects"),
    path("results/nominations/", followed.nominations, name="nominations"),
    path("reports/<int:pk>/", followed.report, name="report"),
    path("papers/<int:pk>/", followed.paper, name="paper"),
    path("papers/<int:pk>/paper.<str:kind>", followed.paper_file, name="paper_file"),
    path("cases/<int:pk>/", answerable.case, name="case"),
    path("cases/figures/", answerable.figures, name="case_figures"),
    *shelves((*followed.SHELVES, *answerable.SHELVES)),
    *doors((*DEEDS, *answerable_deeds.EVERY, *followed_deeds.EVERY)),
    path("results/<int:pk>/waive/", register.waive, name="waive"),
    path("results/sheets/", register.sheets, name="sheets"),
    path("results/sheets/<int:pk>/", register.sheet, name="sheet"),
    path("results/deliveries/", register.deliveries, name="deliveries"),
    path("results/deliveries/<int:pk>/", register.use, name="use"),
    path("results/deliveries/remind/", register.remind, name="remind"),
]
