"""The room in Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """门户."""

    name = "kaogong.portal"
    label = "portal"
    verbose_name = "门户"
