"""The page everything is compared with: one query, fifty rows, one template, nothing around it. Served as the house is."""

from __future__ import annotations

import os

import django
from django.conf import settings

PAGE = """<!doctype html><html lang="en"><title>Fifty rows</title><h1>Fifty rows</h1><table>
<thead><tr><th>id</th><th>code</th><th>name</th><th>short</th><th>since</th></tr></thead>
<tbody>{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.place }}</td><td>{{ row.name }}</td><td>{{ row.short }}</td>
<td>{{ row.since|date:"Y-m-d" }}</td></tr>{% endfor %}</tbody></table></html>"""

settings.configure(
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ.get("BARE_SOCKET", ""),
            "USER": "kaogong",
            "NAME": "kaogong",
            "CONN_MAX_AGE": 60,
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"page.html": PAGE})]},
        }
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - Django must be set up first
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    """A version of a unit, as the house keeps it."""

    name = models.TextField()
    short = models.TextField()
    place = models.IntegerField()
    since = models.DateField()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "org_unitversion"


def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "page.html", {"rows": Row.objects.order_by("id")[:50]})


urlpatterns = [path("", page)]
application = get_wsgi_application()
