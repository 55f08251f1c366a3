"""The room in Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """存证: events and evidence."""

    name = "kaogong.audit"
    label = "audit"
    verbose_name = "审计存证"
