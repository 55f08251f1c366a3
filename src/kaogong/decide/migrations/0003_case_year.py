from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decide", "0002_consequences")]

    operations = [
        migrations.AddField(
            model_name="accountabilitycase",
            name="year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="满意度年度"),
        ),
    ]
