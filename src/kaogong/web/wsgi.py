"""What a web server serves."""

import os
from importlib import import_module

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaogong.web.settings")
django.setup()
import_module(settings.ROOT_URLCONF)  # once, before the server makes its processes
if gate := os.environ.get("KAOGONG_GATE"):
    os.read(int(gate), 1)  # returns when the gate is open (kaogong.web.parts)
application = get_wsgi_application()
