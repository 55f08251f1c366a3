"""Fields of every form: a day, a unit by its code or name, a person by the number, a file that will be sealed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy as deferred
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.audit.queries import Unfit, kind_in
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import units

MOST = 20
"""How many faults of one field are told line by line."""


FEW = 3
"""Numbers of people of one name that are told."""


class DayField(forms.DateField):
    """A day, chosen or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **given: Any) -> None:
        wrong = {"invalid": lazy("请写成 2026-01-31 这样的日期。"), "required": lazy("请填日期。")}
        super().__init__(**{"error_messages": wrong} | given)


class UnitField(forms.CharField):
    """A unit, by its code or its name of today."""

    @staticmethod
    def typed(unit: Unit | None) -> str:
        """What a form begins with: the name of today; the code where the name is not one unit's alone."""
        names = units().filter(unit=unit).values_list("name", flat=True) if unit else []
        found = [name for name in names if units().filter(name=name).count() == 1]
        return found[0] if found else unit.code if unit else ""

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
    """A person, by the number, or by a name that only one person has."""

    def clean(self, value: Any) -> Person | None:
        """The person; nothing where nothing was filled in."""
        words = super().clean(value)
        if not words:
            return None
        there = Person.objects.filter(left__isnull=True)
        several = list(there.filter(code=words)) or list(there.filter(name=words).order_by("code")[:FEW])
        if not several:
            told = _("没有工号为“%(words)s”、也没有叫这个名字的在册人员。请核对。")
            raise ValidationError(told, "absent", {"words": words})
        if len(several) > 1:
            told = _("叫“%(words)s”的不止一位，工号有 %(codes)s 等。请改填工号。")
            raise ValidationError(told, "several", {"words": words, "codes": _("、").join(one.code for one in several)})
        return several[0]


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


class FilesInput(forms.ClearableFileInput):
    """Several files are chosen at once."""

    allow_multiple_selected = True


def _one_after_another(first: object, then: object) -> str:
    """Two sentences, with a space between them where the language has one."""
    return _("%(first)s%(then)s") % {"first": first, "then": then} if first and then else f"{first}{then}"


class SealedFiles(SealedFile):
    """Several files that will be sealed, each looked at as one is; so many and so large together as the house sets.

    Args:
        limits: gives how many there may be, and how many MB together.
    """

    widget = FilesInput

    def __init__(self, *, limits: Callable[[], tuple[int, int]], **more: Any) -> None:
        self.limits = limits
        super().__init__(**more)

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        """On a page it says how many it takes."""
        number, size = self.limits()
        told = _("最多 %(n)s 份，合计 %(size)s MB 以内。") % {"n": number, "size": size}
        self.help_text = _one_after_another(told, self.plain)
        return super().get_bound_field(form, field_name)

    @property
    def plain(self) -> str:
        """What else is said of it."""
        self.said = getattr(self, "said", str(self.help_text))
        return self.said

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files; none where none was chosen."""
        given = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not given:
            super().clean(None, initial)
            return []
        number, size = self.limits()
        if len(given) > number:
            words = _("选了 %(n)s 份，最多 %(most)s 份。请合并或去掉几份。")
            raise ValidationError(words % {"n": len(given), "most": number}, "many")
        if sum(one.size for one in given) > size << 20:
            raise ValidationError(_("合计超过 %(size)s MB，不收。请压缩图片或分次提交。") % {"size": size}, "large")
        return [super(SealedFiles, self).clean(one, initial) for one in given]


class LinesField(forms.CharField):
    """Several things, one a line."""

    def __init__(self, **given: Any) -> None:
        usual: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 4}), "help_text": lazy("一行一项")}
        super().__init__(**usual | given)

    def clean(self, value: Any) -> Any:
        """The lines with something on them."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class EachField(LinesField):
    """Several things, one a line, each read as one field reads it; what is wrong is told with its line."""

    one: type[forms.CharField]

    def clean(self, value: Any) -> Any:
        """What the lines name, each once."""
        reads, found, wrong = self.one(), [], []
        for number, line in enumerate(super().clean(value), 1):
            try:
                found.append(reads.clean(line))
            except ValidationError as error:
                wrong.append(_at(number, "", error))
        _all_together(wrong)
        return list(dict.fromkeys(found))


class UnitsField(EachField):
    """Units, by code or name."""

    one = UnitField

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"help_text": lazy("编码或全称，一行一个")} | given)


class PeopleField(EachField):
    """People, by their numbers."""

    one = PersonField

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"help_text": lazy("工号或姓名，一行一个")} | given)


def _rows_told(before: object, columns: Mapping[str, forms.Field]) -> str:
    names = _("｜").join(
        _("%(name)s（可空）") % {"name": one.label} if not one.required else str(one.label) for one in columns.values()
    )
    return _one_after_another(before, _("一行一项，依次写：%(names)s。可从表格里复制。") % {"names": names})


_how_rows_are_written = deferred(_rows_told, str)
"""Said in the language of whoever reads the page, not of whoever started the house."""


class RowsField(LinesField):
    """A small table: one row a line, its columns parted by a bar or a tab, so that it can be copied from a workbook."""

    known: Sequence[tuple[str, Sequence[str]]] = ()
    """Rows there are, each with what it is called: to be copied into the field and changed."""
    parts = re.compile(r"\s*(?:\t|\||\uff5c)\s*")

    def __init__(self, columns: Mapping[str, forms.Field], **given: Any) -> None:
        self.columns = columns
        super().__init__(**given)
        self.help_text = _how_rows_are_written(given.get("help_text", ""), columns)

    def clean(self, value: Any) -> Any:
        """The rows, each by the names of its columns."""
        wrong: list[ValidationError] = []
        found = [self._row(number, line, wrong) for number, line in enumerate(super().clean(value), 1)]
        _all_together(wrong)
        return found

    def _row(self, number: int, line: str, wrong: list[ValidationError]) -> dict[str, Any]:
        typed = self.parts.split(line)
        if len(typed) > len(self.columns):
            words = _("第 %(number)s 行有 %(more)s 栏，只应有 %(most)s 栏。请核对。")
            wrong.append(ValidationError(words % {"number": number, "more": len(typed), "most": len(self.columns)}))
            return {}
        found = {}
        for place, (name, field) in enumerate(self.columns.items()):
            try:
                found[name] = field.clean(typed[place] if place < len(typed) else "")
            except ValidationError as error:
                wrong.append(_at(number, str(field.label), error))
        return found


def _all_together(wrong: list[ValidationError]) -> None:
    """What is wrong with every line, at once; of very many, the first and how many there are."""
    if len(wrong) > MOST:
        more = ValidationError(_("……共 %(n)s 处要改。") % {"n": len(wrong)})
        raise ValidationError([*wrong[:MOST], more])
    if wrong:
        raise ValidationError(wrong)


def _at(number: int, column: str, error: ValidationError) -> ValidationError:
    """What is wrong with a line, with its place."""
    told = {"number": number, "column": column, "words": " ".join(error.messages)}
    if column:
        return ValidationError(_("第 %(number)s 行“%(column)s”：%(words)s") % told)
    return ValidationError(_("第 %(number)s 行：%(words)s") % told)


class NamedField(forms.CharField):
    """A choice typed by its words, as in a row of a table; the key is given."""

    def __init__(self, choices: Sequence[tuple[Any, Any]], **given: Any) -> None:
        super().__init__(**given)
        self.choices = choices

    def clean(self, value: Any) -> Any:
        """The key of the words."""
        words = str(value or "").strip()
        if not words and not self.required:
            return ""
        known = {str(name): key for key, name in self.choices if key}
        if words in known:
            return known[words]
        if words in known.values():
            return words
        told = {"words": words, "known": _("、").join(known)}
        raise ValidationError(_("没有“%(words)s”。可写：%(known)s。") % told, "absent")
