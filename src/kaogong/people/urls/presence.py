"""Addresses of presence, learning and talks."""

from django.urls import URLPattern, path

from kaogong.people.views import hub

PATTERNS: list[URLPattern] = [path("", hub.records, name="records")]
