"""The room as Django sees it."""

from importlib import import_module

from django.apps import AppConfig


class DecideConfig(AppConfig):
    """评定."""

    name = "kaogong.decide"
    label = "decide"
    verbose_name = "评定"

    def ready(self) -> None:
        """What this room says before an appointment or of the next year is known to the rooms below."""
        import_module("kaogong.decide.queries")
