"""How often something was done from somewhere: counted where all processes see it, and a restart forgets nothing."""

from __future__ import annotations

from django.db import models


class Often(models.Model):
    """频次: of one thing from one address, which lies here only as a keyed hash, until the time is over."""

    key = models.CharField("对象", max_length=64, primary_key=True)
    number = models.PositiveIntegerField("次数")
    until = models.DateTimeField("计至", db_index=True)

    class Meta:
        verbose_name = "频次"
        verbose_name_plural = "频次"

    def __str__(self) -> str:
        return self.key[:8]
