"""The room as Django sees it."""

from django.apps import AppConfig


class SuperviseConfig(AppConfig):
    """督查."""

    name = "kaogong.supervise"
    label = "supervise"
    verbose_name = "督查"
