"""The room as Django sees it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """人员."""

    name = "kaogong.people"
    label = "people"
    verbose_name = "人员"
