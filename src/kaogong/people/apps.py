"""The room as Django sees it."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """人员."""

    name = "kaogong.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        """What this room says before an appointment or of the next year is known to the rooms below."""
        import_module("kaogong.people.queries")
