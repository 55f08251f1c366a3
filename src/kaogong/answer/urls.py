"""Addresses of the room, under /answer/."""

from django.urls import URLPattern

app_name = "answer"
urlpatterns: list[URLPattern] = []
