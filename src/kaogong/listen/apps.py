"""The room as Django sees it."""

from django.apps import AppConfig


class ListenConfig(AppConfig):
    """公众评议与投诉."""

    name = "kaogong.listen"
    label = "listen"
    verbose_name = "公众评议与投诉"
