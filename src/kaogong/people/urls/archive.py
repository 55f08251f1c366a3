"""Addresses of post duties, results, staff appraisal and archives."""

from django.urls import URLPattern

PATTERNS: list[URLPattern] = []
