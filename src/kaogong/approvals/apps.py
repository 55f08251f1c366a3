"""The room as Django sees it."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """行政审批电子监察."""

    name = "kaogong.approvals"
    label = "approvals"
    verbose_name = "电子监察"
