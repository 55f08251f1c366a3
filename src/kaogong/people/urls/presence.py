"""Addresses of presence, learning and talks."""

from django.urls import URLPattern

PATTERNS: list[URLPattern] = []
