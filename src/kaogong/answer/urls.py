"""Addresses of the room, under /answer/."""

from django.urls import path

from kaogong.answer.views import appeals
from kaogong.answer.views.deeds import DEEDS
from kaogong.org.views.deeds import doors

app_name = "answer"
urlpatterns = [
    path("", appeals.listed, name="appeals"),
    path("<int:pk>/", appeals.one, name="appeal"),
    path("new/<str:kind>/<int:pk>/", appeals.new, name="lodge"),
    path("notices/<int:pk>/receive/", appeals.receive, name="receive"),
    path("notices/<int:pk>/<str:kind>/", appeals.ruling, name="ruling"),
    path("proofs/<int:pk>/", appeals.proof, name="proof"),
    *doors(DEEDS),
]
