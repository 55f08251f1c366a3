"""Fields of every form: a day, a unit by its code or name, a person by the number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import units


class DayField(forms.DateField):
    """A day, chosen or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **given: Any) -> None:
        wrong = {"invalid": lazy("请写成 2026-01-31 这样的日期。"), "required": lazy("请填日期。")}
        super().__init__(**{"error_messages": wrong} | given)


class UnitField(forms.CharField):
    """A unit, by its code or its name of today."""

    def clean(self, value: Any) -> Unit | None:
        """The unit; nothing where nothing was filled in."""
        words = super().clean(value)
        if not words:
            return None
        found = units().filter(unit__code=words).first() or units().filter(name=words).first()
        if found is None:
            raise ValidationError(_("没有编码或名称为“%(words)s”的单位。请核对。"), "absent", {"words": words})
        return found.unit


class PersonField(forms.CharField):
    """A person, by the number."""

    def clean(self, value: Any) -> Person | None:
        """The person; nothing where nothing was filled in."""
        words = super().clean(value)
        if not words:
            return None
        found = Person.objects.filter(code=words, left__isnull=True).first()
        if found is None:
            raise ValidationError(_("没有工号为“%(words)s”的在册人员。请核对。"), "absent", {"words": words})
        return found


class AccountField(forms.CharField):
    """An account, by its name."""

    def clean(self, value: Any) -> Account | None:
        """The account."""
        words = super().clean(value)
        found = Account.objects.filter(username=words).first()
        if found is None:
            raise ValidationError(_("没有名为“%(words)s”的账号。请核对。"), "absent", {"words": words})
        return found
