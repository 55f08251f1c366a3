"""The room as Django sees it."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """监测."""

    name = "kaogong.monitor"
    label = "monitor"
    verbose_name = "监测"
