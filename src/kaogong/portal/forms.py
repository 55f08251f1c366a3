"""What is typed at the doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaogong.org.models import Account
from kaogong.portal.actions import note_failure
from kaogong.portal.queries.door import locked_until


class SignInForm(AuthenticationForm):
    """Name and password. A door that is closed says until when."""

    username = forms.CharField(
        label=gettext_lazy("账号"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("密码"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Let in, or say why not; every failure is counted and recorded."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password:
            return self.cleaned_data
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        until = locked_until(name, address)
        if until is None:
            found = authenticate(self.request, username=name, password=password)
            if isinstance(found, Account):
                self.user_cache = found
                return self.cleaned_data
            until = note_failure(by=None, username=name, address=address)
        if until is not None:
            words = _("失败次数过多，%(when)s 前不能登录。请稍后再试；忘记密码请找系统管理员。")
            raise ValidationError(words % {"when": f"{timezone.localtime(until):%H:%M}"}, "locked")
        raise ValidationError(_("账号或密码不对。请核对后再试；忘记密码请找系统管理员。"), "wrong")


if TYPE_CHECKING:
    PasswordTwice = SetPasswordForm[Account]
else:
    PasswordTwice = SetPasswordForm


class PasswordForm(PasswordTwice):
    """A new password, twice, with the old one first."""

    field_order = ("old", "new_password1", "new_password2")
    old = forms.CharField(
        label=gettext_lazy("现在的密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password1"].help_text = _("至少 10 位，不能全是数字，不能是常见密码，也不能与账号相近。")
        self.fields["new_password2"].label = _("再写一遍新密码")
        self.fields["new_password2"].help_text = ""

    def clean_old(self) -> str:
        """The old password is right."""
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise ValidationError(_("现在的密码不对。"), "wrong")
        return old


class CodeForm(forms.Form):
    """Six digits from the authenticator."""

    code = forms.CharField(
        label=gettext_lazy("动态口令"),
        max_length=10,
        help_text=gettext_lazy("手机上现在显示的 6 位数字"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class DoorForm(forms.Form):
    """Whose door, what is to be done with it, and why."""

    DOES = (("open_door", gettext_lazy("解除锁定")), ("withdraw_second_key", gettext_lazy("解除动态口令绑定")))
    account = forms.CharField(label=gettext_lazy("账号"), max_length=60)
    does = forms.ChoiceField(label=gettext_lazy("办理"), choices=DOES)
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=200, help_text=gettext_lazy("凭什么确认是本人，例如核对了工作证")
    )

    def clean_account(self) -> Account:
        """An account there is."""
        found = Account.objects.filter(username=self.cleaned_data["account"].strip()).first()
        if found is None:
            raise ValidationError(_("没有这个账号。请核对。"), "unknown")
        return found


class ColleagueField(forms.ModelChoiceField[Account]):
    """An account, by the name of its person."""

    def label_from_instance(self, obj: Account) -> str:
        """Name, and account where there are two of a name."""
        return _("%(name)s（%(account)s）") % {"name": obj.person, "account": obj} if obj.person else str(obj)


class ForwardForm(forms.Form):
    """To which colleague, and what to look out for."""

    taker = ColleagueField(Account.objects.none(), label=gettext_lazy("转办给"), empty_label=None)
    words = forms.CharField(label=gettext_lazy("交代一句"), max_length=200, required=False)

    def __init__(self, *given: Any, there: list[Account], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["taker"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Account.objects.filter(pk__in=[one.pk for one in there]).select_related("person")


class GiveBackForm(forms.Form):
    """Why it is given back."""

    reason = forms.CharField(label=gettext_lazy("退回理由"), max_length=200)
