"""Results of persons, archives, duties, staff appraisal, integrity."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kaogong.plan.models.exact

REFUSE = """
CREATE FUNCTION people_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege', HINT = 'file a correction';
END $$;
CREATE TRIGGER people_result_sealed BEFORE UPDATE OR DELETE ON people_personresult
    FOR EACH ROW EXECUTE FUNCTION people_refuse();
CREATE TRIGGER people_entry_sealed BEFORE UPDATE OF content, sm3, person_id, unit_id, period, kind, holder
    ON people_archiveentry FOR EACH ROW EXECUTE FUNCTION people_refuse();
CREATE TRIGGER people_entry_kept BEFORE DELETE ON people_archiveentry
    FOR EACH ROW WHEN (OLD.holder = 'central') EXECUTE FUNCTION people_refuse();
"""
LOOSEN = """
DROP TRIGGER people_entry_kept ON people_archiveentry;
DROP TRIGGER people_entry_sealed ON people_archiveentry;
DROP TRIGGER people_result_sealed ON people_personresult;
DROP FUNCTION people_refuse();
"""


class Migration(migrations.Migration):
    """Results and what is sealed can only be added to; the unit's own copy may be destroyed."""

    initial = True

    dependencies = [
        ("org", "0002_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArchiveYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField(unique=True, verbose_name="年度")),
                ("closed_on", models.DateField(verbose_name="关闭日期")),
                ("entries", models.IntegerField(verbose_name="锁定条数")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关闭人",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="保管单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "归档年度",
                "verbose_name_plural": "归档年度",
                "ordering": ("-year",),
            },
        ),
        migrations.CreateModel(
            name="ArchiveEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "holder",
                    models.CharField(
                        choices=[("central", "集中保管"), ("unit", "单位保管")],
                        default="central",
                        max_length=8,
                        verbose_name="保管",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("result", "考核结果"),
                            ("material", "有关资料"),
                            ("annual", "年度考核表"),
                            ("appraisal", "领导干部考核"),
                            ("honour", "表彰奖励"),
                            ("integrity", "廉政"),
                            ("situation", "情形记录"),
                            ("learning", "学习培训"),
                            ("discipline", "处理处分"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("period", models.CharField(blank=True, max_length=8, verbose_name="时期")),
                ("title", models.CharField(max_length=200, verbose_name="题名")),
                ("content", models.JSONField(verbose_name="内容")),
                ("sm3", models.CharField(max_length=64, verbose_name="SM3")),
                ("room", models.CharField(max_length=20, verbose_name="来自系统")),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="依据")),
                ("filed_on", models.DateField(verbose_name="归档日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "已归档"),
                            ("locked", "已锁定"),
                            ("withdrawn", "已撤销"),
                            ("discarded", "已销毁"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("ended_on", models.DateField(null=True, verbose_name="撤销日期")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="归档人",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="people.archiveentry",
                        verbose_name="更正哪一条",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="保管单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "档案条目",
                "verbose_name_plural": "档案条目",
                "ordering": ("-period", "-filed_on", "-id"),
                "indexes": [
                    models.Index(fields=["person", "holder", "period"], name="archive_person"),
                    models.Index(fields=["unit", "holder", "period"], name="archive_unit"),
                    models.Index(fields=["period", "kind", "state"], name="archive_period"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", False), ("unit__isnull", False), _connector="OR"),
                        name="archive_entry_of_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "工作人员考评"),
                            ("leader", "领导干部考核"),
                            ("annual", "公务员年度考核"),
                            ("special", "专项考核"),
                        ],
                        default="staff",
                        max_length=8,
                        verbose_name="考核",
                    ),
                ),
                (
                    "every",
                    models.CharField(
                        choices=[("month", "月"), ("quarter", "季"), ("half", "半年"), ("year", "年")],
                        max_length=8,
                        verbose_name="周期",
                    ),
                ),
                ("period", models.CharField(max_length=8, verbose_name="时期")),
                ("score", kaogong.plan.models.exact.Exact(null=True, verbose_name="得分数")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="等次")),
                ("room", models.CharField(max_length=20, verbose_name="来自系统")),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="依据")),
                ("fixed_on", models.DateField(verbose_name="审定日期")),
                ("fixed_by", models.CharField(blank=True, max_length=120, verbose_name="审定机构")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="更正理由")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="归集时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="归集人",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="people.personresult",
                        verbose_name="更正哪一条",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="时任单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员结果",
                "verbose_name_plural": "人员结果",
                "ordering": ("person", "period", "kind", "id"),
                "indexes": [models.Index(fields=["kind", "period", "grade"], name="person_result_period")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrects__isnull", True)),
                        fields=("person", "kind", "period"),
                        name="person_result_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(REFUSE, LOOSEN),
    ]
