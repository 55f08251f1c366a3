"""Codes on their way out: letters with a QR code to be printed, or a list for the SMS centre. Written nowhere."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kaogong.audit.reports.workbook import comma_separated
from kaogong.listen.actions.codes import Handed, spaced
from kaogong.listen.models import Batch


def address_of(code: str, base: str) -> str:
    """Where a code is used: in the path, which this house writes into no log (docs/decisions/0010)."""
    return f"{settings.ADDRESS or base}{reverse('listen:ballot_code', args=[code])}"


def _picture(code: str, base: str) -> SafeString:
    drawn = segno.make(address_of(code, base), micro=False).svg_inline(scale=4, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 - drawn from our own words


def letters(batch: Batch, handed: Sequence[Handed], base: str) -> bytes:
    """Letters, one a page, each with its code in letters and as a picture."""
    lines = [{"name": one.name, "code": spaced(one.code), "picture": _picture(one.code, base)} for one in handed]
    where = f"{settings.ADDRESS or base}{reverse('listen:ballot')}"
    return render_to_string("listen/letters_print.html", {"batch": batch, "lines": lines, "where": where}).encode()


def messages(batch: Batch, handed: Sequence[Handed], base: str) -> bytes:
    """A list for the SMS centre: number, words."""
    words = _("%(name)s：请您在 %(day)s 前评议，%(link)s 评议码 %(code)s，用后即销，不记姓名。")
    rows = [
        (
            one.contact,
            words
            % {
                "name": batch.project.name,
                "day": batch.due_on,
                "link": address_of(one.code, base),
                "code": spaced(one.code),
            },
        )
        for one in handed
    ]
    return comma_separated([_("手机号"), _("短信内容")], rows)
