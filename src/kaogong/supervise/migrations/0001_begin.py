from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [("plan", "0001_begin")]

    operations: ClassVar = []
