"""Addresses of the room, under /listen/."""

from django.urls import URLPattern

app_name = "listen"
urlpatterns: list[URLPattern] = []
