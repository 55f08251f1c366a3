"""Every address of the house. All are closed unless the room says otherwise (tests/fences/test_doors.py lists them)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
