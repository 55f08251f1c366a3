"""The room as Django sees it."""

from django.apps import AppConfig


class DecideConfig(AppConfig):
    """评定."""

    name = "kaogong.decide"
    label = "decide"
    verbose_name = "评定"
