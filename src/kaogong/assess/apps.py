"""The room as Django sees it."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """考评."""

    name = "kaogong.assess"
    label = "assess"
    verbose_name = "考评"
