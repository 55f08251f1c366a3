"""The room as Django sees it."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """谋划."""

    name = "kaogong.plan"
    label = "plan"
    verbose_name = "谋划"
