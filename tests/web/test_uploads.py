"""A file that is not fit is refused at its field, with the reason and what to do, on every form that takes one; nothing is written."""

import io
import re
import zipfile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField

from kaogong.approvals.forms import FindingForm, PatrolForm, TakeForm
from kaogong.assess.forms.rounds import OutcomesForm, VoteForm
from kaogong.assess.forms.selfreports import SelfForm
from kaogong.assess.models import Item, Source
from kaogong.audit.models import Event, Evidence
from kaogong.decide.forms import ExecuteForm
from kaogong.listen.forms.complaints import ComplainForm, EnterForm, ReplyForm
from kaogong.monitor.forms import FeedForm, FilingForm
from kaogong.org.forms import FileForm, IntakeForm
from kaogong.org.forms.fields import SealedFile
from kaogong.org.models import Account, Grant
from kaogong.plan.forms import EditionForm
from kaogong.supervise.forms.ledgers import MarkForm

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(*names, content=b"x", encrypted=False):
    """A packed file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in names:
            whole.writestr(name, content)
    found = out.getvalue()
    if encrypted:  # the bit that says so, in each head of a part and of the list
        found = re.sub(rb"(PK\x03\x04..)\x00", lambda head: head[1] + b"\x01", found, flags=re.DOTALL)
        found = re.sub(rb"(PK\x01\x02....)\x00", lambda head: head[1] + b"\x01", found, flags=re.DOTALL)
    return found


# what it is: name, content, what is said
UNFIT = {
    "empty": ("a.pdf", b"", "文件是空的"),
    "program": ("a.pdf", b"MZ" + bytes(64), "可执行文件"),
    "unknown": ("a.pdf", bytes(range(256)) * 4, "认不出文件类型"),
    "archive": ("a.xlsx", packed("readme"), "压缩包不收"),
    "encrypted workbook": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "加了密"),
    "encrypted pdf": (
        "a.pdf",
        b"%PDF-1.7\n" + b"%" * 9000 + b"\ntrailer <</Encrypt 5 0 R>>\n" + b"%" * 9000,
        "这份 PDF 加了密",
    ),
    "encrypted archive": ("a.xlsx", packed("xl/workbook.xml", encrypted=True), "加了密"),
    "old office": ("a.xls", OLE + bytes(64), "旧格式"),
    "macros": ("a.xlsx", packed("xl/workbook.xml", "xl/vbaProject.bin"), "带宏"),
    "old macros": ("a.xlsx", packed("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "带宏"),
    "said macros": ("a.docx", packed("word/document.xml", "[Content_Types].xml", content=b"macroEnabled.main"), "带宏"),
    "damaged": ("a.xlsx", b"PK\x03\x04" + bytes(64), "已损坏"),
    "trap": ("a.xlsx", packed("xl/workbook.xml", content=bytes(80 << 20)), "解开后过大"),
    "huge": ("a.txt", "数".encode() * 700_000, "不收"),
}
FILES = {
    "docket": (lambda: FileForm, {}, "file"),
    "intake": (lambda: IntakeForm, {}, "file"),
    "rulebook": (lambda: EditionForm, {}, "text"),
    "cases": (lambda: EditionForm, {}, "cases"),
    "feed": (lambda: FeedForm, {"units": []}, "file"),
    "routine": (lambda: FilingForm, {"parts": ("",), "tasks": []}, "evidence"),
    "self-report": (lambda: SelfForm, {"items": [(Item(pk=1, name="甲"), "")], "documents": ["总结"]}, "proof_1"),
    "document": (lambda: SelfForm, {"items": [], "documents": ["总结"]}, "document_0"),
    "vote": (lambda: VoteForm, {"source": Source(options=["好"])}, "evidence"),
    "outcomes": (lambda: OutcomesForm, {"entrants": [], "held": {}}, "evidence"),
    "consequence": (lambda: ExecuteForm, {}, "proof"),
    "cases of approvals": (lambda: TakeForm, {"sources": []}, "file"),
    "finding": (lambda: FindingForm, {"bodies": []}, "evidence"),
    "complaint": (lambda: ComplainForm, {}, "file"),
    "complaint entered": (lambda: EnterForm, {}, "file"),
    "reply to a complaint": (lambda: ReplyForm, {}, "file"),
    "vehicle": (lambda: MarkForm, {}, "file"),
    "patrol": (lambda: PatrolForm, {"bodies": []}, "evidence"),
}
"""Forms that take a file, what they are made with, and the field."""
ASIDE = (
    "AnswersForm",
    "ArticleForm",
    "BookForm",
    "CaseForm",
    "CloseUnitForm",
    "ClosingForm",
    "ConductForm",
    "DoneForm",
    "EvidenceForm",
    "FrameForm",
    "HandInForm",
    "HoldTalkForm",
    "MarkForm",
    "NewcomerItemForm",
    "NominationForm",
    "PatrolForm",
    "PledgeForm",
    "PreviewForm",
    "ProgressForm",
    "PunchForm",
    "RecordForm",
    "SituationForm",
    "StatementForm",
    "UnitCaseForm",
    "WithFile",
)
"""Forms whose field is the same, and which need rows to be made."""


@pytest.fixture
def small(settings, tmp_path):
    """Files may have two megabytes here."""
    settings.EVIDENCE_MOST = 2 << 20
    settings.EVIDENCE = tmp_path / "evidence"
    settings.COMING = tmp_path / "coming"


@pytest.mark.parametrize(
    ("taken", "unfit"),
    [(taken, unfit) for taken in FILES for unfit in UNFIT if (taken, unfit) != ("cases of approvals", "huge")],
)  # a file of cases is read row by row, and may be far larger
def test_what_is_not_fit_is_refused_at_the_field(db, small, taken, unfit):
    (made, given, field), (name, content, said) = FILES[taken], UNFIT[unfit]
    if field in {"text", "cases"}:
        name = "a.yaml"
        content = content * 3 if unfit == "huge" else content
    form = made()({}, {field: SimpleUploadedFile(name, content)}, **given)
    words = " ".join(form.errors.get(field, []))
    assert said in words, (taken, unfit, dict(form.errors))
    assert "请" in words  # and what to do


def test_a_workbook_is_asked_for_where_one_is_read(small):
    for made, given in ((IntakeForm, {}), (FeedForm, {"units": []})):
        form = made({}, {"file": SimpleUploadedFile("a.xlsx", "文字".encode())}, **given)
        assert "不是 xlsx" in form.errors["file"][0]


def test_what_is_fit_is_taken(small):
    for name, content in (
        ("a.pdf", b"%PDF-1.7\n/EncryptMetadata is only spoken of"),
        ("a.xlsx", packed("xl/workbook.xml", "[Content_Types].xml")),
        ("a.csv", "单位,数\n甲,1\n".encode("gb18030")),
    ):
        form = FileForm({}, {"file": SimpleUploadedFile(name, content)})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["file"].read() == content


def every_form():
    found, left = set(), [forms.Form]
    while left:
        for one in left.pop().__subclasses__():
            if one.__module__.startswith("kaogong."):
                found.add(one)
            left.append(one)
    return found


def test_every_form_that_takes_a_file_asks_what_it_is():
    plain = [
        f"{one.__name__}.{name}"
        for one in every_form()
        for name, field in one.base_fields.items()
        if isinstance(field, FileField) and not isinstance(field, SealedFile)
    ]
    assert plain == []
    taking = {
        one.__name__ for one in every_form() if any(isinstance(each, FileField) for each in one.base_fields.values())
    }
    known = {made().__name__ for made, _given, _field in FILES.values()} | {
        "MoveForm",
        "ReportForm",
        "EntryForm",
        *ASIDE,
    }
    assert taking <= known, taking - known


@pytest.mark.parametrize("unfit", UNFIT)
def test_through_a_page_nothing_is_written(client, db, files, small, settings, unfit):
    office = Account.objects.create(username="office")
    Grant.objects.create(account=office, power="office", since="2020-01-01")
    client.force_login(office)
    name, content, said = UNFIT[unfit]
    before = Event.objects.count()
    sent = client.post("/org/intake/", {"file": SimpleUploadedFile(name, content)})
    words = sent.content.decode()
    assert sent.status_code == 422
    assert said in words.split('id="id_file_error"')[1].split("</span>")[0]
    assert (Event.objects.count(), Evidence.objects.count()) == (before, 0)
    assert not list(settings.COMING.glob("*")) if settings.COMING.exists() else True
