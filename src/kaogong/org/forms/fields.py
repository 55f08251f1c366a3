"""Fields of every form: a day, a unit by its code or name, a person by the number, a file that will be sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.audit.queries import Unfit, kind_in
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


class SealedFile(forms.FileField):
    """A file that will be sealed: what it is stands at the field before anything is written.

    Args:
        only: labels of the kinds that are taken here; none: every kind that is taken at all.
        most: bytes it may have; by default what a sealed file may have.
    """

    def __init__(self, *, only: Sequence[str] = (), most: int = 0, **more: Any) -> None:
        self.only, self.most = only, most
        more.setdefault("error_messages", {"empty": lazy("文件是空的。请核对后重新选择。")})
        super().__init__(**more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, if it is fit to be sealed."""
        file = super().clean(data, initial)
        if file:
            self._fit(file)
        return file

    def _fit(self, file: Any) -> None:
        most = self.most or settings.EVIDENCE_MOST
        if file.size > most:
            words = _("“%(name)s”超过 %(most)s MB，不收。请压缩图片或拆分后再传。")
            raise ValidationError(words % {"name": file.name, "most": most >> 20}, "large")
        try:
            kind = kind_in(file.file, file.size)
        except Unfit as unfit:
            raise ValidationError(_("“%(name)s”：%(words)s") % {"name": file.name, "words": unfit}, "unfit") from unfit
        if self.only and kind.label not in self.only:
            words = _("“%(name)s”不是 %(labels)s，这里不收。请核对后重新选择。")
            raise ValidationError(words % {"name": file.name, "labels": _("、").join(self.only)}, "kind")
