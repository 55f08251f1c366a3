"""Addresses of the room."""

from django.urls import path

from kaogong.decide.views import notices, publicity, register, settlements
from kaogong.decide.views.deeds import DEEDS
from kaogong.org.views.deeds import doors

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
    *doors(DEEDS),
    path("results/<int:pk>/waive/", register.waive, name="waive"),
    path("results/sheets/", register.sheets, name="sheets"),
    path("results/sheets/<int:pk>/", register.sheet, name="sheet"),
    path("results/deliveries/", register.deliveries, name="deliveries"),
    path("results/deliveries/<int:pk>/", register.use, name="use"),
    path("results/deliveries/remind/", register.remind, name="remind"),
]
