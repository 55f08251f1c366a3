"""Addresses of moves, selection and performance pay."""

from django.urls import URLPattern

PATTERNS: list[URLPattern] = []
