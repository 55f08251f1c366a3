"""Addresses of the room, under /supervise/."""

from django.urls import URLPattern

app_name = "supervise"
urlpatterns: list[URLPattern] = []
