"""All settings, in one file. Values come from the environment (docs/guide/install.md lists the names)."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
from django.utils.translation import gettext_lazy

from kaogong.core.sealing import use_key
from kaogong.web.home import ROOT, from_outside, home
from kaogong.web.postgres import USER

django_stubs_ext.monkeypatch()  # fields and managers can be named with their types

HOME = home()
HERE = Path(__file__).parent


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no from the environment."""
    return os.environ.get(name, "yes" if default else "no").lower() in ("1", "yes", "true", "on")


def listed(name: str, default: str = "") -> list[str]:
    """Words parted by commas from the environment."""
    return [one.strip() for one in os.environ.get(name, default).split(",") if one.strip()]


def database() -> dict[str, Any]:
    """PostgreSQL: the server `DATABASE_URL` names, else the embedded one of this installation."""
    common = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    url = from_outside("DATABASE_URL")
    if not url:
        return common | {"NAME": "kaogong", "USER": USER, "HOST": str(HOME.socket)}
    parts = urlsplit(url)
    return common | {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


DEBUG = False
SECRET_KEY = from_outside("KAOGONG_SECRET_KEY") or HOME.secret("django")
use_key(from_outside("KAOGONG_WORDS_KEY") or HOME.secret("words"))  # opens sealed columns
ALLOWED_HOSTS = listed("KAOGONG_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = listed("KAOGONG_ORIGINS")
BEHIND_TLS = flag("KAOGONG_TLS")
PROXIES = int(os.environ.get("KAOGONG_PROXIES") or BEHIND_TLS)  # servers of ours in front
"""Whether a server in front speaks TLS: cookies then travel by TLS only, and plain requests are sent there."""

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False  # every action has its own transaction

INSTALLED_APPS = [
    "kaogong.audit",
    "kaogong.org",
    "kaogong.portal",
    "kaogong.plan",
    "kaogong.monitor",
    "kaogong.approvals",
    "kaogong.listen",
    "kaogong.people",
    "kaogong.supervise",
    "kaogong.assess",
    "kaogong.decide",
    "kaogong.answer",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
]
AUTH_USER_MODEL = "org.Account"
AUTHENTICATION_BACKENDS = ["kaogong.web.known.Known"]
SESSION_ENGINE = "kaogong.web.known"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

MIDDLEWARE = [
    "kaogong.web.origin.Origin",
    "kaogong.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kaogong.web.once.Once",
    "kaogong.web.gate.Gate",
    "kaogong.web.typed.Typed",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kaogong.web.faults.Faults",
]
ROOT_URLCONF = "kaogong.web.urls"
WSGI_APPLICATION = "kaogong.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kaogong.portal.views.shell.context",
            ]
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = "kaogong.web.formats"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
TODAY = dt.date.fromisoformat(os.environ["KAOGONG_TODAY"]) if os.environ.get("KAOGONG_TODAY") else None
"""The day a demonstration is set in; clocks of deadlines and lights stand on it. Events always carry the real time."""

STATIC_URL = "static/"
STATIC_ROOT = HOME.folder / "static"
STATICFILES_FINDERS = ["kaogong.web.files.Listed"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kaogong.web.files.Kept"},
}
NODE_MODULES = Path(os.environ.get("KAOGONG_NODE_MODULES") or ROOT / "node_modules")
EVENTS_OF_APPROVALS = ("kaogong.listen.queries.complaints_scored.of_approvals",)
"""What gives the monthly bulletin of approvals more events than its own room: functions of two days."""
INSTALLATION = os.environ.get("KAOGONG_NAME") or gettext_lazy("绩效管理")
EVIDENCE = HOME.evidence
EVIDENCE_BUCKET = os.environ.get("KAOGONG_EVIDENCE", "").removeprefix("s3://").strip("/")
"""A bucket, and a folder in it, that takes the place of the folder above; files on their way still pass through it."""
S3_ENDPOINT = os.environ.get("KAOGONG_S3_ENDPOINT", "")
S3_REGION = os.environ.get("KAOGONG_S3_REGION", "us-east-1")
S3_KEY, S3_SECRET = os.environ.get("KAOGONG_S3_KEY", ""), from_outside("KAOGONG_S3_SECRET")
EVIDENCE_MOST = int(os.environ.get("KAOGONG_EVIDENCE_MB", "50")) << 20  # bytes of one file
EVIDENCE_COUNT = 20  # files that may come together
EVIDENCE_SCAN = os.environ.get("KAOGONG_SCAN", "")  # a virus check, such as: clamdscan --no-summary --fdpass
ANCHORS = HOME.anchors
DROPS = os.environ.get("KAOGONG_DROPS", "") or HOME.folder / "drops"  # files of events, one folder a source
RUNS = HOME.runs  # sealed scoring runs
COMING = HOME.folder / "coming"  # workbooks shown but not yet taken in
ADDRESS = os.environ.get("KAOGONG_ADDRESS", "").rstrip("/")  # of the house, as letters name it
POST = urlsplit(from_outside("KAOGONG_SMTP"))
"""The mail server: smtp://name:secret@host:587, or smtps:// where it speaks TLS from the start. None: no letters."""
EMAIL_HOST, EMAIL_PORT = POST.hostname or "", POST.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(POST.username or ""), unquote(POST.password or "")
EMAIL_USE_SSL = POST.scheme == "smtps"
EMAIL_USE_TLS = POST.scheme == "smtp" and bool(POST.username)  # no secret travels in the clear
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("KAOGONG_SENDER", "kaogong@localhost")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["kaogong.web.city.jobs"]

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
SECOND_STEP_URL = "/sign-in/code/"
SECOND_KEY = os.environ.get("KAOGONG_SECOND_KEY", "offered")
"""Who must have a second key: `offered` (nobody must), `administrators`, `all`."""
OIDC_ISSUER = os.environ.get("KAOGONG_OIDC_ISSUER", "")
OIDC_CLIENT = os.environ.get("KAOGONG_OIDC_CLIENT", "")
OIDC_SECRET = from_outside("KAOGONG_OIDC_SECRET")
OIDC_CLAIM = os.environ.get("KAOGONG_OIDC_CLAIM", "preferred_username")
OIDC_NAME = os.environ.get("KAOGONG_OIDC_NAME") or gettext_lazy("统一身份认证")
"""An identity server of the owner's: its address, our name and secret there, which of its words is the account's name."""
FAILURES_OF_ACCOUNT = int(os.environ.get("KAOGONG_FAILURES", "5"))
FAILURES_OF_ADDRESS = int(os.environ.get("KAOGONG_FAILURES_OF_ADDRESS", "50"))
LOCKED_FOR = dt.timedelta(minutes=int(os.environ.get("KAOGONG_LOCKED_MINUTES", "15")))
"""So many failures within this time close the door for as long: for a name, and for an address (many share one)."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20  # bytes of a form or a call, its files apart: 20,000 events of cases fit
API_CALLS_A_MINUTE = int(os.environ.get("KAOGONG_API_CALLS", "300"))  # of one token
SESSION_COOKIE_AGE = int(os.environ.get("KAOGONG_SESSION_MINUTES", "30")) * 60
SESSION_LONGEST = int(os.environ.get("KAOGONG_SESSION_HOURS", "12")) * 3600
"""A session ends after so many minutes without a request, and after so many hours however busy it was."""
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "kaogong.web.faults.forged"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KAOGONG_LOG", "WARNING")},
}
