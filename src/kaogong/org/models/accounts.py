"""Accounts: how a person signs in. What an account may do is granted apart from it (powers.py)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Ordinary accounts, and the three administrators, who are never one person (trust.md, 三员分立)."""

    ORDINARY = "ordinary", _("业务账号")
    SYSTEM = "system", _("系统管理员")
    SECURITY = "security", _("安全保密管理员")
    AUDIT = "audit", _("安全审计员")


class Account(AbstractBaseUser):
    """账号. A new account has no powers at all."""

    username = models.CharField("账号", max_length=60, unique=True)
    person = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+", verbose_name="人员")
    role = models.CharField("账号类别", max_length=10, choices=Role.choices, default=Role.ORDINARY)
    is_active = models.BooleanField("启用", default=True)
    must_change = models.BooleanField("须修改密码", default=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.username

    @property
    def administers(self) -> bool:
        """One of the three administrators, who neither read nor change business data."""
        return self.role != Role.ORDINARY
