"""Addresses of the room, under /people/."""

from kaogong.people.urls import archive, careers, presence

app_name = "people"
urlpatterns = [*presence.PATTERNS, *archive.PATTERNS, *careers.PATTERNS]
