"""Results of persons, archives, duties, staff appraisal, integrity."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kaogong.org.models.sealed
import kaogong.people.models.archive_staff
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
CREATE TRIGGER people_annual_sealed BEFORE UPDATE OR DELETE ON people_annualline
    FOR EACH ROW EXECUTE FUNCTION people_refuse();
CREATE TRIGGER people_entry_kept BEFORE DELETE ON people_archiveentry
    FOR EACH ROW WHEN (OLD.holder = 'central') EXECUTE FUNCTION people_refuse();
"""
LOOSEN = """
DROP TRIGGER people_annual_sealed ON people_annualline;
DROP TRIGGER people_entry_kept ON people_archiveentry;
DROP TRIGGER people_entry_sealed ON people_archiveentry;
DROP TRIGGER people_result_sealed ON people_personresult;
DROP FUNCTION people_refuse();
"""


class Migration(migrations.Migration):
    """Results and what is sealed can only be added to; the unit's own copy may be destroyed."""

    initial = True

    dependencies = [
        ("people", "0001_presence"),
        ("audit", "0002_sealed"),
        ("org", "0002_evidence"),
        ("plan", "0001_begin"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField(verbose_name="年度")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待本人总结"),
                            ("written", "待领导评鉴"),
                            ("graded", "待审定"),
                            ("filed", "已归档"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="个人总结")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="等次")),
                ("words", models.TextField(blank=True, verbose_name="领导评鉴")),
                ("opened_on", models.DateField(verbose_name="建立日期")),
                (
                    "graded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="评鉴人",
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
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "公务员年度考核表",
                "verbose_name_plural": "公务员年度考核表",
                "ordering": ("-year", "person__sort_key", "person__code"),
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
            },
        ),
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
            name="Honour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="荣誉")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("state", "国家级"),
                            ("province", "省级"),
                            ("city", "市级"),
                            ("county", "县级"),
                            ("unit", "本单位"),
                        ],
                        default="city",
                        max_length=10,
                        verbose_name="级别",
                    ),
                ),
                ("issuer", models.CharField(max_length=120, verbose_name="授予机关")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("given_on", models.DateField(verbose_name="授予日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("given", "有效"), ("withdrawn", "已撤销")],
                        default="given",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("withdrawn_on", models.DateField(null=True, verbose_name="撤销日期")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="撤销理由")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.archiveentry",
                        verbose_name="档案条目",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "表彰奖励",
                "verbose_name_plural": "表彰奖励",
                "ordering": ("-given_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="IntegrityFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_on", models.DateField(verbose_name="建档日期")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建档人",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "廉政档案",
                "verbose_name_plural": "廉政档案",
                "ordering": ("person__sort_key", "person__code"),
            },
        ),
        migrations.CreateModel(
            name="IntegrityRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("violation", "违规问题"),
                            ("letter", "函询"),
                            ("talk", "廉政约谈"),
                            ("lead", "问题线索"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("words", kaogong.org.models.sealed.SealedText(verbose_name="内容")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "未了结"), ("closed", "已了结")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("conclusion", kaogong.org.models.sealed.SealedText(blank=True, verbose_name="结论")),
                ("closed_on", models.DateField(null=True, verbose_name="了结日期")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="people.integrityfile",
                        verbose_name="廉政档案",
                    ),
                ),
            ],
            options={
                "verbose_name": "廉政记录",
                "verbose_name_plural": "廉政记录",
                "ordering": ("file", "-day", "-id"),
            },
        ),
        migrations.CreateModel(
            name="IntegritySummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="出具日期")),
                ("open_violations", models.PositiveSmallIntegerField(verbose_name="未了结违规")),
                ("words", kaogong.org.models.sealed.SealedText(verbose_name="摘要")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="出具人",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summaries",
                        to="people.integrityfile",
                        verbose_name="廉政档案",
                    ),
                ),
            ],
            options={
                "verbose_name": "廉政档案摘要",
                "verbose_name_plural": "廉政档案摘要",
                "ordering": ("file", "-day", "-id"),
            },
        ),
        migrations.CreateModel(
            name="LeaderAppraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField(verbose_name="年度")),
                ("standard", models.TextField(blank=True, verbose_name="个人标准")),
                ("team_score", kaogong.plan.models.exact.Exact(null=True, verbose_name="班子得分数")),
                ("score", kaogong.plan.models.exact.Exact(null=True, verbose_name="个人得分数")),
                ("evaluation", models.TextField(blank=True, verbose_name="综合考评")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="等次")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "考评中"), ("final", "已定稿")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="启动日期")),
                ("final_on", models.DateField(null=True, verbose_name="定稿日期")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="启动人",
                    ),
                ),
                (
                    "evaluated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="考评人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="领导",
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
                "verbose_name": "领导干部个人考评",
                "verbose_name_plural": "领导干部个人考评",
                "ordering": ("-year", "person__sort_key", "person__code"),
            },
        ),
        migrations.CreateModel(
            name="LeaderNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("superior", "上级"),
                            ("peer", "同级"),
                            ("subordinate", "下级"),
                            ("public", "服务对象"),
                        ],
                        max_length=12,
                        verbose_name="访谈对象",
                    ),
                ),
                ("words", kaogong.org.models.sealed.SealedText(verbose_name="记录")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="people.leaderappraisal",
                        verbose_name="个人考评",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "考评访谈记录",
                "verbose_name_plural": "考评访谈记录",
                "ordering": ("appraisal", "day", "id"),
            },
        ),
        migrations.CreateModel(
            name="LeaderTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="目标")),
                ("standard", models.CharField(blank=True, max_length=300, verbose_name="标准")),
                ("aim", kaogong.plan.models.exact.Exact(null=True, verbose_name="目标值")),
                ("result", kaogong.plan.models.exact.Exact(null=True, verbose_name="完成值")),
                ("done", models.BooleanField(null=True, verbose_name="完成")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="people.leaderappraisal",
                        verbose_name="个人考评",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.target",
                        verbose_name="年度目标",
                    ),
                ),
            ],
            options={
                "verbose_name": "领导个人目标",
                "verbose_name_plural": "领导个人目标",
                "ordering": ("appraisal", "id"),
            },
        ),
        migrations.CreateModel(
            name="LifeMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160, verbose_name="主题")),
                ("planned_on", models.DateField(verbose_name="拟开日期")),
                ("held_on", models.DateField(null=True, verbose_name="召开日期")),
                ("superior", models.CharField(blank=True, max_length=120, verbose_name="到会上级")),
                ("criticism", models.TextField(blank=True, verbose_name="批评与自我批评")),
                ("circulated_on", models.DateField(null=True, verbose_name="通报日期")),
                ("scope", models.CharField(blank=True, max_length=160, verbose_name="通报范围")),
                ("reported_on", models.DateField(null=True, verbose_name="反馈日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "会前准备"),
                            ("held", "已召开"),
                            ("circulated", "已通报"),
                            ("reported", "已反馈"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
                        to="people.lifemeeting",
                        verbose_name="上一次",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "民主生活会",
                "verbose_name_plural": "民主生活会",
                "ordering": ("-planned_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="LifeProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=300, verbose_name="问题")),
                ("measure", models.CharField(max_length=300, verbose_name="整改措施")),
                ("due", models.DateField(null=True, verbose_name="整改期限")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[("", "没有说明"), ("doing", "正在整改"), ("done", "已整改"), ("long", "长期坚持")],
                        default="",
                        max_length=6,
                        verbose_name="整改情况",
                    ),
                ),
                ("told", models.TextField(blank=True, verbose_name="情况说明")),
                ("told_on", models.DateField(null=True, verbose_name="说明日期")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="people.lifemeeting",
                        verbose_name="民主生活会",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="责任人",
                    ),
                ),
            ],
            options={
                "verbose_name": "整改事项",
                "verbose_name_plural": "整改事项",
                "ordering": ("meeting", "id"),
            },
        ),
        migrations.CreateModel(
            name="LifeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("study", "学习"),
                            ("opinions", "征求意见"),
                            ("problems", "找准问题"),
                            ("talks", "沟通"),
                            ("analysis", "自我剖析"),
                        ],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("words", models.TextField(verbose_name="情况")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="people.lifemeeting",
                        verbose_name="民主生活会",
                    ),
                ),
            ],
            options={
                "verbose_name": "会前准备",
                "verbose_name_plural": "会前准备",
                "ordering": ("meeting", "on", "id"),
            },
        ),
        migrations.CreateModel(
            name="Newcomer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[("promoted", "提拔"), ("moved", "调任")],
                        default="promoted",
                        max_length=10,
                        verbose_name="任职方式",
                    ),
                ),
                ("on", models.DateField(verbose_name="任职日期")),
                ("batch", models.CharField(blank=True, max_length=40, verbose_name="批次")),
                ("due", models.DateField(verbose_name="应办齐日期")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
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
            ],
            options={
                "verbose_name": "新任职干部",
                "verbose_name_plural": "新任职干部",
                "ordering": ("-on", "person__sort_key", "id"),
            },
        ),
        migrations.CreateModel(
            name="NewcomerItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("talk", "廉政谈话"),
                            ("test", "知识测试"),
                            ("pledge", "廉政承诺书"),
                            ("file", "廉政档案"),
                        ],
                        max_length=8,
                        verbose_name="事项",
                    ),
                ),
                ("on", models.DateField(verbose_name="办理日期")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="情况")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.evidence",
                        verbose_name="材料",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="people.newcomer",
                        verbose_name="新任职干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "四项办理",
                "verbose_name_plural": "四项办理",
                "ordering": ("newcomer", "on", "id"),
            },
        ),
        migrations.CreateModel(
            name="PersonalReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("matter", "个人重大事项报告"),
                            ("annual", "年度个人事项报告"),
                            ("income", "收入申报"),
                        ],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("year", models.IntegerField(verbose_name="年度")),
                ("covers", models.JSONField(default=list, verbose_name="涉及")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="发生日期")),
                ("filed_on", models.DateField(verbose_name="报告日期")),
                ("words", kaogong.org.models.sealed.SealedText(verbose_name="内容")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报告人",
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
            ],
            options={
                "verbose_name": "报告和申报",
                "verbose_name_plural": "报告和申报",
                "ordering": ("-filed_on", "-id"),
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
            },
        ),
        migrations.CreateModel(
            name="AnnualLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="people.annualform",
                        verbose_name="年度考核表",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.personresult",
                        verbose_name="人员结果",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度考核表预填",
                "verbose_name_plural": "年度考核表预填",
                "ordering": ("form", "result__every", "result__period", "result"),
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField(verbose_name="年度")),
                ("organisation", models.CharField(blank=True, max_length=120, verbose_name="党组织")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("signed_on", models.DateField(verbose_name="签订日期")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.evidence",
                        verbose_name="承诺书",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "承诺书",
                "verbose_name_plural": "承诺书",
                "ordering": ("-year", "-signed_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="PostDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                ("duty", models.TextField(verbose_name="职责")),
                ("accountability", models.TextField(blank=True, verbose_name="责任")),
                ("integrity", models.TextField(blank=True, verbose_name="廉政要求")),
                ("since", models.DateField(verbose_name="自")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="事由")),
                ("sm3", models.CharField(max_length=64, verbose_name="SM3")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="写入人",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.post",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "岗位职责",
                "verbose_name_plural": "岗位职责",
                "ordering": ("post", "-version"),
            },
        ),
        migrations.CreateModel(
            name="PostTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField(verbose_name="年度")),
                ("name", models.CharField(max_length=200, verbose_name="目标")),
                ("standard", models.CharField(max_length=300, verbose_name="标准")),
                ("value", kaogong.plan.models.exact.Exact(blank=True, null=True, verbose_name="目标值")),
                ("due", models.DateField(blank=True, null=True, verbose_name="时限")),
                (
                    "state",
                    models.CharField(
                        choices=[("set", "已定"), ("withdrawn", "已撤销")],
                        default="set",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="设定人",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="people.postduty",
                        verbose_name="所依职责",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.post",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "岗位目标",
                "verbose_name_plural": "岗位目标",
                "ordering": ("post", "year", "id"),
            },
        ),
        migrations.CreateModel(
            name="PromotionSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "use",
                    models.CharField(
                        choices=[("review", "考察提拔"), ("appoint", "任用"), ("remove", "罢免")],
                        max_length=8,
                        verbose_name="用途",
                    ),
                ),
                ("day", models.DateField(verbose_name="出具日期")),
                ("content", models.JSONField(verbose_name="内容")),
                ("blockers", models.JSONField(default=list, verbose_name="障碍")),
                ("flags", models.JSONField(default=list, verbose_name="提示")),
                ("sm3", models.CharField(max_length=64, verbose_name="SM3")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="出具人",
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
                    "summary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.integritysummary",
                        verbose_name="廉政档案摘要",
                    ),
                ),
            ],
            options={
                "verbose_name": "干部情况表",
                "verbose_name_plural": "干部情况表",
                "ordering": ("-day", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Situation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "context",
                    models.CharField(
                        choices=[
                            ("critical", "关键时刻"),
                            ("emergency", "突发事件"),
                            ("grassroots", "基层一线"),
                            ("revenue", "税收主战场"),
                            ("reform", "改革改制"),
                            ("stability", "维护稳定"),
                            ("investment", "招商引资"),
                        ],
                        max_length=12,
                        verbose_name="情形",
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                ("words", models.TextField(verbose_name="表现")),
                ("source", models.CharField(max_length=120, verbose_name="来源")),
                (
                    "state",
                    models.CharField(
                        choices=[("recorded", "待核实"), ("verified", "已核实"), ("withdrawn", "已撤销")],
                        default="recorded",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.evidence",
                        verbose_name="佐证",
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
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核实人",
                    ),
                ),
            ],
            options={
                "verbose_name": "情形记录",
                "verbose_name_plural": "情形记录",
                "ordering": ("-day", "-id"),
            },
        ),
        migrations.CreateModel(
            name="StaffLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, verbose_name="岗位")),
                ("peers", models.JSONField(default=dict, verbose_name="互评票")),
                ("deducted", kaogong.plan.models.exact.Exact(null=True, verbose_name="平时检查扣分")),
                ("self_score", kaogong.plan.models.exact.Exact(null=True, verbose_name="自评得分数")),
                ("peer_score", kaogong.plan.models.exact.Exact(null=True, verbose_name="互评得分数")),
                ("leader_score", kaogong.plan.models.exact.Exact(null=True, verbose_name="领导评分")),
                ("leader_words", models.TextField(blank=True, verbose_name="领导点评")),
                ("score", kaogong.plan.models.exact.Exact(null=True, verbose_name="季度得分数")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="等次")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "考评对象",
                "verbose_name_plural": "考评对象",
                "ordering": ("round", "person__sort_key", "person__code"),
            },
        ),
        migrations.CreateModel(
            name="StaffCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("words", models.CharField(max_length=300, verbose_name="情况")),
                ("points", kaogong.plan.models.exact.Exact(verbose_name="扣分")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="检查人",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="people.staffline",
                        verbose_name="考评对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "平时效能检查",
                "verbose_name_plural": "平时效能检查",
                "ordering": ("line", "day", "id"),
            },
        ),
        migrations.CreateModel(
            name="StaffRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=8, verbose_name="季度")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checks", "平时效能检查"),
                            ("selfs", "每月个人自评"),
                            ("peers", "每季群众互评"),
                            ("comments", "领导点评"),
                            ("review", "局效能办审核"),
                            ("approval", "效能和行风建设领导小组审定"),
                            ("publicity", "优秀人员公示"),
                            ("payable", "发放奖励金"),
                            ("paid", "奖励金已发"),
                        ],
                        default="checks",
                        max_length=10,
                        verbose_name="步骤",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="启动日期")),
                ("warnings", models.JSONField(default=list, verbose_name="评优提示")),
                ("publicity_since", models.DateField(null=True, verbose_name="公示起")),
                ("publicity_until", models.DateField(null=True, verbose_name="公示至(含)")),
                ("paid_on", models.DateField(null=True, verbose_name="发放日期")),
                ("payment", models.CharField(blank=True, max_length=80, verbose_name="发放单号")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="启动人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "季度考评",
                "verbose_name_plural": "季度考评",
                "ordering": ("-quarter", "unit"),
            },
        ),
        migrations.CreateModel(
            name="StaffObjection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(verbose_name="异议")),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待答复"), ("upheld", "采纳"), ("dismissed", "不采纳")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_on", models.DateField(null=True, verbose_name="答复日期")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staffline",
                        verbose_name="涉及人员",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="people.staffround",
                        verbose_name="季度考评",
                    ),
                ),
            ],
            options={
                "verbose_name": "优秀公示异议",
                "verbose_name_plural": "优秀公示异议",
                "ordering": ("round", "id"),
            },
        ),
        migrations.AddField(
            model_name="staffline",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="people.staffround",
                verbose_name="季度考评",
            ),
        ),
        migrations.CreateModel(
            name="StaffBallot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="投票人",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="people.staffround",
                        verbose_name="季度考评",
                    ),
                ),
            ],
            options={
                "verbose_name": "互评投票",
                "verbose_name_plural": "互评投票",
            },
        ),
        migrations.CreateModel(
            name="StaffApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="日期")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审定人",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="people.staffround",
                        verbose_name="季度考评",
                    ),
                ),
            ],
            options={
                "verbose_name": "领导小组审定",
                "verbose_name_plural": "领导小组审定",
            },
        ),
        migrations.CreateModel(
            name="StaffScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("basis", models.TextField(verbose_name="依据和办法")),
                (
                    "weights",
                    models.JSONField(default=kaogong.people.models.archive_staff.usual_weights, verbose_name="权重(%)"),
                ),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至(不含)")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "拟稿"), ("active", "施行"), ("ended", "已停用")],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审签人",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟稿人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作人员考评方案",
                "verbose_name_plural": "工作人员考评方案",
                "ordering": ("unit", "-since"),
            },
        ),
        migrations.AddField(
            model_name="staffround",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="people.staffscheme",
                verbose_name="考评方案",
            ),
        ),
        migrations.CreateModel(
            name="StaffSelf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.CharField(max_length=8, verbose_name="月份")),
                ("words", models.TextField(verbose_name="工作情况")),
                ("score", kaogong.plan.models.exact.Exact(verbose_name="自评分")),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="selfs",
                        to="people.staffline",
                        verbose_name="考评对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "每月个人自评",
                "verbose_name_plural": "每月个人自评",
                "ordering": ("line", "month"),
            },
        ),
        migrations.AddConstraint(
            model_name="annualform",
            constraint=models.UniqueConstraint(fields=("person", "year"), name="annual_form_once"),
        ),
        migrations.AddIndex(
            model_name="archiveentry",
            index=models.Index(fields=["person", "holder", "period"], name="archive_person"),
        ),
        migrations.AddIndex(
            model_name="archiveentry",
            index=models.Index(fields=["unit", "holder", "period"], name="archive_unit"),
        ),
        migrations.AddIndex(
            model_name="archiveentry",
            index=models.Index(fields=["period", "kind", "state"], name="archive_period"),
        ),
        migrations.AddConstraint(
            model_name="archiveentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False), ("unit__isnull", False), _connector="OR"),
                name="archive_entry_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="honour",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False), ("unit__isnull", False), _connector="OR"),
                name="honour_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="leaderappraisal",
            constraint=models.UniqueConstraint(fields=("person", "year"), name="leader_appraisal_once"),
        ),
        migrations.AddConstraint(
            model_name="leadertarget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("target__isnull", False)), fields=("appraisal", "target"), name="leader_target_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.UniqueConstraint(fields=("meeting", "step"), name="life_step_once"),
        ),
        migrations.AddConstraint(
            model_name="newcomer",
            constraint=models.UniqueConstraint(fields=("person", "on"), name="newcomer_once"),
        ),
        migrations.AddConstraint(
            model_name="newcomeritem",
            constraint=models.UniqueConstraint(fields=("newcomer", "item"), name="newcomer_item_once"),
        ),
        migrations.AddConstraint(
            model_name="personalreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ("annual", "income"))),
                fields=("person", "kind", "year"),
                name="yearly_report_once",
            ),
        ),
        migrations.AddIndex(
            model_name="personresult",
            index=models.Index(fields=["kind", "period", "grade"], name="person_result_period"),
        ),
        migrations.AddConstraint(
            model_name="personresult",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True)),
                fields=("person", "kind", "period"),
                name="person_result_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualline",
            constraint=models.UniqueConstraint(fields=("form", "result"), name="annual_line_once"),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", False), models.Q(("organisation", ""), _negated=True), _connector="OR"
                ),
                name="pledge_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="postduty",
            constraint=models.UniqueConstraint(fields=("post", "version"), name="post_duty_version"),
        ),
        migrations.AddIndex(
            model_name="situation",
            index=models.Index(fields=["person", "state"], name="situation_person"),
        ),
        migrations.AddConstraint(
            model_name="staffline",
            constraint=models.UniqueConstraint(fields=("round", "person"), name="staff_line_once"),
        ),
        migrations.AddConstraint(
            model_name="staffballot",
            constraint=models.UniqueConstraint(fields=("round", "voter"), name="staff_ballot_once"),
        ),
        migrations.AddConstraint(
            model_name="staffapproval",
            constraint=models.UniqueConstraint(fields=("round", "by"), name="staff_approval_once"),
        ),
        migrations.AddConstraint(
            model_name="staffscheme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")), fields=("unit",), name="staff_scheme_one_active"
            ),
        ),
        migrations.AddIndex(
            model_name="staffround",
            index=models.Index(fields=["state"], name="staff_round_state"),
        ),
        migrations.AddConstraint(
            model_name="staffround",
            constraint=models.UniqueConstraint(fields=("unit", "quarter"), name="staff_round_once"),
        ),
        migrations.AddConstraint(
            model_name="staffself",
            constraint=models.UniqueConstraint(fields=("line", "month"), name="staff_self_once"),
        ),
        migrations.RunSQL(REFUSE, LOOSEN),
    ]
