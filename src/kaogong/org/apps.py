"""The room in Django."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    """机构人员."""

    name = "kaogong.org"
    label = "org"
    verbose_name = "机构与人员"
