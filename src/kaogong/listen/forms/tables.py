"""Tables of an evaluation that come as files: what cannot be read is told with its line before anything is written."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop

from kaogong.listen.forms.surveys import OfProject
from kaogong.org.forms.fields import SealedFile
from kaogong.org.models.labels import in_every_language
from kaogong.org.queries.filed import day_of

MOST: Final = 1 << 26
"""Bytes of a frame."""
FORMS: Final = ("utf-8-sig", "gb18030")
"""How a file that workbooks write is coded."""
HEAD: Final = gettext_noop("抽样层")
"""What the first column of a frame is called."""
BEFORE: Final = 3
"""Columns before the first question: group, stratum, day."""
Row = tuple[int, list[str]]


class TableField(SealedFile):
    """A CSV file as workbooks write it; gives its rows with the numbers of their lines."""

    def __init__(self, **more: Any) -> None:
        super().__init__(only=("txt, csv",), most=MOST, **more)

    def clean(self, data: Any, initial: Any = None) -> list[Row]:
        """The rows with something on them."""
        text = _decoded(super().clean(data, initial).read())
        rows = csv.reader(io.StringIO(text))
        try:
            held = [(rows.line_num, [cell.strip() for cell in row]) for row in rows]
        except csv.Error as error:
            words = _("第 %(n)s 行读不下去，可能引号不成对。请核对后另存为 CSV 再传。")
            raise ValidationError(words % {"n": rows.line_num}, "unread") from error
        return [(number, row) for number, row in held if any(row)]


def _decoded(raw: bytes) -> str:
    for form in FORMS:
        try:
            return raw.decode(form)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("文件里有认不出的字。请另存为 CSV（UTF-8）再传。"), "unread")


class FrameForm(OfProject):
    """The people of a group, as a file."""

    group = forms.ChoiceField(label=lazy("评价主体"))
    file = TableField(label=lazy("抽样框"), help_text=lazy("CSV，三列：抽样层、姓名、联系方式。"))

    def clean_file(self) -> list[tuple[str, str, str]]:
        """The people of the file."""
        people = []
        for place, (number, row) in enumerate(self.cleaned_data["file"]):
            stratum, name, contact = [*row, "", ""][:3]
            if not place and stratum in in_every_language(HEAD):
                continue
            if not stratum or not (name or contact):
                words = _("第 %(n)s 行缺抽样层，或姓名和联系方式都没有。请补全这一行再传。")
                raise ValidationError(words % {"n": number}, "lacks")
            people.append((stratum, name, contact))
        return people

    def given(self) -> dict[str, Any]:
        """What was typed, with the people of the file."""
        held = super().given()
        return held | {"people": held.pop("file")}


class AnswersForm(OfProject):
    """Answers of a survey centre, as a file."""

    channel = forms.ChoiceField(
        label=lazy("渠道"),
        choices=[("phone", lazy("电话调查")), ("visit", lazy("集中走访")), ("paper", lazy("现场问卷"))],
    )
    file = TableField(
        label=lazy("答卷文件"),
        help_text=lazy("CSV，表头：评价主体编码、抽样层、日期，之后每列一题，如 单位编码.q1；只问一次的题写题号。"),
    )

    def clean_file(self) -> list[tuple[str, str, dt.date, dict[str, Any]]]:
        """The answers of the file, by unit and question."""
        held = self.cleaned_data["file"]
        heads = held[0][1] if held else []
        if len(heads) <= BEFORE or len(held) == 1:
            words = _("文件里没有答卷。第一行是表头：评价主体编码、抽样层、日期，之后每列一题；第二行起一行一份。")
            raise ValidationError(words, "empty")
        asked = [self._asked(head) for head in heads[BEFORE:]]
        return [self._answers(number, [*row, "", "", ""], asked) for number, row in held[1:]]

    def _asked(self, head: str) -> tuple[str, str]:
        """The unit and the question a column is about."""
        code, dot, question = head.rpartition(".")
        sheet = self.project.sheets.filter(state="issued").first()
        unit = self.project.subjects.filter(unit__code=code).values_list("unit_id", flat=True).first() if dot else None
        if dot and unit is None:
            words = _("表头“%(head)s”：被评名单里没有编码为“%(code)s”的单位。请核对单位编码。")
            raise ValidationError(words % {"head": head, "code": code}, "absent")
        if sheet and not sheet.questions.filter(code=question).exists():
            words = _("表头“%(head)s”：问卷里没有题号“%(code)s”。请核对题号。")
            raise ValidationError(words % {"head": head, "code": question}, "absent")
        return str(unit or ""), question

    def _answers(
        self, number: int, row: list[str], asked: list[tuple[str, str]]
    ) -> tuple[str, str, dt.date, dict[str, Any]]:
        """One row."""
        day = day_of(row[2])
        if day is None:
            words = _("第 %(n)s 行“日期”写作“%(words)s”。请写成 2026-01-31 这样的日期。")
            raise ValidationError(words % {"n": number, "words": row[2]}, "invalid")
        said: dict[str, Any] = {"u": {}, "g": {}}
        for (unit, question), cell in zip(asked, row[BEFORE:], strict=False):
            if cell:
                (said["u"].setdefault(unit, {}) if unit else said["g"])[question] = cell
        return row[0], row[1], day, said

    def given(self) -> dict[str, Any]:
        """What was typed, with the answers of the file."""
        held = super().given()
        return held | {"rows": held.pop("file")}
