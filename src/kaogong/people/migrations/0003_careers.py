"""Selection, moves and cases; pay to the cent."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kaogong.org.models.sealed
import kaogong.plan.models.exact


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_sealed"),
        ("org", "0002_evidence"),
        ("people", "0002_archive"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PayCircumstance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="情形")),
                (
                    "effect",
                    models.CharField(
                        choices=[("withhold", "不予发放"), ("defer", "暂缓发放")], max_length=10, verbose_name="后果"
                    ),
                ),
                ("sanctions", models.BooleanField(default=False, verbose_name="处分执行期内自动适用")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至(不含)")),
            ],
            options={
                "verbose_name": "不发和暂缓情形",
                "verbose_name_plural": "不发和暂缓情形",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="PayClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("name", models.CharField(max_length=60, verbose_name="类别")),
                ("grades", models.JSONField(default=list, verbose_name="岗位层次")),
                ("standard", kaogong.plan.models.exact.Exact(blank=True, null=True, verbose_name="标准(元)")),
                ("coefficient", kaogong.plan.models.exact.Exact(default=Decimal(1), verbose_name="系数")),
            ],
            options={
                "verbose_name": "发放对象类别",
                "verbose_name_plural": "发放对象类别",
                "ordering": ("rule", "place"),
            },
        ),
        migrations.CreateModel(
            name="CareerCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="案号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("unfit", "不胜任调整"), ("poor", "连续较差考察"), ("low", "单位连续末等")],
                        max_length=6,
                        verbose_name="种类",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idle", "懒惰型"),
                            ("mediocre", "平庸型"),
                            ("selfish", "私利型"),
                            ("bureaucratic", "官僚失真型"),
                        ],
                        max_length=14,
                        verbose_name="类型",
                    ),
                ),
                ("cause", models.CharField(blank=True, max_length=40, verbose_name="原因")),
                ("years", models.JSONField(default=list, verbose_name="相关年度")),
                ("words", models.CharField(max_length=400, verbose_name="情况")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("proposed", "已提建议"),
                            ("closed", "已处理"),
                            ("fit", "不作调整"),
                            ("void", "已撤销"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="立案日期")),
                ("finding", models.CharField(blank=True, max_length=400, verbose_name="考察结论")),
                ("found_on", models.DateField(null=True, verbose_name="考察日期")),
                ("contradicted", models.BooleanField(default=False, verbose_name="与目标完成情况矛盾")),
                ("measure", models.CharField(blank=True, max_length=60, verbose_name="建议或处理")),
                ("exemption", models.CharField(blank=True, max_length=400, verbose_name="免予处理的理由")),
                ("signer", models.CharField(blank=True, max_length=60, verbose_name="免予处理签署人")),
                ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="干部管理机关",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="立案人",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办结人",
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="考察人",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.evidence",
                        verbose_name="签署件",
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
                "verbose_name": "调整案件",
                "verbose_name_plural": "调整案件",
                "ordering": ("-opened_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="CaseEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=400, verbose_name="事实")),
                ("source", models.CharField(max_length=120, verbose_name="来源")),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="目标年度")),
                ("met", kaogong.plan.models.exact.Exact(null=True, verbose_name="目标完成（%）")),
                ("on", models.DateField(verbose_name="登记日期")),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="people.careercase",
                        verbose_name="调整案件",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.evidence",
                        verbose_name="佐证",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件证据",
                "verbose_name_plural": "案件证据",
                "ordering": ("case", "id"),
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("name", models.CharField(max_length=60, verbose_name="步骤")),
                ("done_on", models.DateField(null=True, verbose_name="完成日期")),
                ("words", models.CharField(blank=True, max_length=400, verbose_name="情况")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="people.careercase",
                        verbose_name="调整案件",
                    ),
                ),
            ],
            options={
                "verbose_name": "认定步骤",
                "verbose_name_plural": "认定步骤",
                "ordering": ("case", "place"),
            },
        ),
        migrations.CreateModel(
            name="Exemplar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="典型")),
                ("words", models.TextField(verbose_name="事迹")),
                ("dimensions", models.JSONField(default=dict, verbose_name="各方面得分")),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至(不含)")),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "先进典型",
                "verbose_name_plural": "先进典型",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="MoveList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("first", models.PositiveSmallIntegerField(verbose_name="自年度")),
                ("last", models.PositiveSmallIntegerField(verbose_name="至年度")),
                ("up_grades", models.JSONField(default=list, verbose_name="上的等次")),
                ("up_years", models.PositiveSmallIntegerField(verbose_name="上须几年")),
                ("down_grades", models.JSONField(default=list, verbose_name="下的等次")),
                ("down_years", models.PositiveSmallIntegerField(verbose_name="下须几年")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "拟订"), ("issued", "已印发")],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("issued_on", models.DateField(null=True, verbose_name="印发日期")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟订人",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="印发人",
                    ),
                ),
            ],
            options={
                "verbose_name": "升让降名单",
                "verbose_name_plural": "升让降名单",
                "ordering": ("-last", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("statement", models.CharField(max_length=400, verbose_name="推荐理由")),
                ("signed_on", models.DateField(verbose_name="签名日期")),
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
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.evidence",
                        verbose_name="签名的推荐书",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="人选",
                    ),
                ),
                (
                    "recommender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="推荐人",
                    ),
                ),
            ],
            options={
                "verbose_name": "人选推荐",
                "verbose_name_plural": "人选推荐",
                "ordering": ("selection", "id"),
            },
        ),
        migrations.CreateModel(
            name="PayHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", kaogong.org.models.sealed.SealedText(verbose_name="事由")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "执行中"), ("cleared", "已解除"), ("upheld", "已查实")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("since", models.DateField(verbose_name="自")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                ("outcome", kaogong.org.models.sealed.SealedText(blank=True, verbose_name="结论")),
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
                    "circumstance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paycircumstance",
                        verbose_name="情形",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办结人",
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
                "verbose_name": "暂停发放登记",
                "verbose_name_plural": "暂停发放登记",
                "ordering": ("-since", "-id"),
            },
        ),
        migrations.CreateModel(
            name="PayLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.CharField(blank=True, max_length=80, verbose_name="岗位")),
                ("grade", models.CharField(blank=True, max_length=20, verbose_name="等次")),
                ("by_grade", kaogong.plan.models.exact.Exact(default=Decimal(1), verbose_name="等次系数")),
                ("personal", kaogong.plan.models.exact.Exact(default=Decimal(1), verbose_name="个人系数")),
                ("months", models.PositiveSmallIntegerField(verbose_name="计发月数")),
                ("of_months", models.PositiveSmallIntegerField(verbose_name="时期月数")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="金额(元)")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("payable", "应发"),
                            ("open", "待定"),
                            ("excluded", "不在范围"),
                            ("withheld", "不予发放"),
                            ("deferred", "暂缓发放"),
                            ("removed", "审核核减"),
                            ("paid", "已发放"),
                            ("released", "已补发"),
                        ],
                        default="payable",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="调整理由")),
                ("released_on", models.DateField(null=True, verbose_name="补发日期")),
                (
                    "hold",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="people.payhold",
                        verbose_name="暂停发放登记",
                    ),
                ),
                (
                    "klass",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.payclass",
                        verbose_name="类别",
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
                "verbose_name": "发放明细",
                "verbose_name_plural": "发放明细",
                "ordering": ("run", "person__code"),
            },
        ),
        migrations.CreateModel(
            name="PayRemoval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("bonus", "奖励金"), ("performance", "绩效工资")], max_length=12, verbose_name="项目"
                    ),
                ),
                ("cut", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="核减金额(元)")),
                ("reason", models.CharField(max_length=200, verbose_name="核减理由")),
                ("on", models.DateField(verbose_name="核减日期")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="移出日期")),
                ("lifted_why", models.CharField(blank=True, max_length=200, verbose_name="移出理由")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核减人",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="移出人",
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removal",
                        to="people.payline",
                        verbose_name="发放明细",
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
                "verbose_name": "审核核减",
                "verbose_name_plural": "审核核减",
                "ordering": ("-on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="PayRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, unique=True, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("bonus", "奖励金"), ("performance", "绩效工资")],
                        default="bonus",
                        max_length=12,
                        verbose_name="项目",
                    ),
                ),
                ("recipients", models.TextField(blank=True, verbose_name="发放对象")),
                ("standard", models.TextField(blank=True, verbose_name="发放标准")),
                ("form", models.CharField(blank=True, max_length=120, verbose_name="发放形式")),
                ("procedure", models.TextField(blank=True, verbose_name="发放程序")),
                (
                    "basis",
                    models.CharField(
                        choices=[("standard", "按标准发放"), ("pool", "总额按系数分配")],
                        max_length=10,
                        verbose_name="计算方式",
                    ),
                ),
                (
                    "remainder",
                    models.CharField(
                        choices=[
                            ("largest", "余数最大的先得一分"),
                            ("last", "余数归名单最后一人"),
                            ("keep", "余数留在总额里"),
                        ],
                        default="largest",
                        max_length=10,
                        verbose_name="余数归属",
                    ),
                ),
                ("shared", models.BooleanField(default=False, verbose_name="不予发放的分给其他人")),
                ("grades", models.JSONField(default=dict, verbose_name="等次系数")),
                (
                    "grade_period",
                    models.CharField(
                        choices=[("same", "同期"), ("year", "同年")],
                        default="same",
                        max_length=8,
                        verbose_name="等次取自",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草拟"), ("approved", "已批准"), ("ended", "已停用")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至(不含)")),
                ("approved_on", models.DateField(null=True, verbose_name="批准日期")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟订人",
                    ),
                ),
            ],
            options={
                "verbose_name": "发放办法",
                "verbose_name_plural": "发放办法",
                "ordering": ("-since", "-id"),
            },
        ),
        migrations.AddField(
            model_name="payclass",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="classes",
                to="people.payrule",
                verbose_name="发放办法",
            ),
        ),
        migrations.CreateModel(
            name="PayRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="批次号")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("period", models.CharField(max_length=7, verbose_name="时期")),
                (
                    "pool",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="总额(元)"
                    ),
                ),
                (
                    "rest",
                    models.DecimalField(
                        decimal_places=2, default=Decimal(0), max_digits=16, verbose_name="留在总额的余数(元)"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "拟发"),
                            ("submitted", "待审核"),
                            ("audited", "已审核"),
                            ("approved", "已批准"),
                            ("paid", "已发放"),
                            ("dropped", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="意见")),
                ("drawn_on", models.DateField(verbose_name="拟发日期")),
                ("audited_on", models.DateField(null=True, verbose_name="审核日期")),
                ("approved_on", models.DateField(null=True, verbose_name="批准日期")),
                ("sm3", models.CharField(blank=True, max_length=64, verbose_name="SM3")),
                ("paid_on", models.DateField(null=True, verbose_name="发放日期")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "audited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟发人",
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发放人",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.payrule",
                        verbose_name="发放办法",
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
                "verbose_name": "发放批次",
                "verbose_name_plural": "发放批次",
                "ordering": ("-drawn_on", "-id"),
            },
        ),
        migrations.AddField(
            model_name="payline",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="people.payrun",
                verbose_name="发放批次",
            ),
        ),
        migrations.CreateModel(
            name="ReserveMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("people", "民主推荐"),
                            ("organisation", "组织推荐"),
                            ("open", "公开选拔"),
                            ("grassroots", "基层推荐"),
                            ("talent", "专业人才推荐"),
                        ],
                        max_length=14,
                        verbose_name="来源渠道",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至(不含)")),
                ("left", models.CharField(blank=True, max_length=200, verbose_name="出库事由")),
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
                "verbose_name": "后备人选",
                "verbose_name_plural": "后备人选",
                "ordering": ("-since", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                ("title", models.CharField(max_length=80, verbose_name="岗位")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("chief", "主要领导"),
                            ("deputy", "副职领导"),
                            ("middle", "中层领导"),
                            ("staff", "工作人员"),
                        ],
                        default="middle",
                        max_length=10,
                        verbose_name="层次",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("open", "公开选拔"),
                            ("level", "平级竞职"),
                            ("hiring", "公开招聘"),
                            ("compete", "竞争上岗"),
                            ("rotation", "轮岗交流"),
                            ("appoint", "组织任命"),
                        ],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="条件")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "进行中"), ("appointed", "已任用"), ("failed", "未选出")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="启动日期")),
                ("appointed_on", models.DateField(null=True, verbose_name="任用日期")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("ranking", models.JSONField(default=list, verbose_name="决定时的排序")),
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
                    "chosen",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.nomination",
                        verbose_name="任用人选",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
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
                "verbose_name": "选任",
                "verbose_name_plural": "选任",
                "ordering": ("-opened_on", "-id"),
            },
        ),
        migrations.AddField(
            model_name="nomination",
            name="selection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="nominations",
                to="people.selection",
                verbose_name="选任",
            ),
        ),
        migrations.CreateModel(
            name="SelectionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("name", models.CharField(max_length=40, verbose_name="步骤")),
                ("done_on", models.DateField(null=True, verbose_name="完成日期")),
                ("words", models.CharField(blank=True, max_length=400, verbose_name="情况")),
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="people.selection",
                        verbose_name="选任",
                    ),
                ),
            ],
            options={
                "verbose_name": "选任步骤",
                "verbose_name_plural": "选任步骤",
                "ordering": ("selection", "place"),
            },
        ),
        migrations.CreateModel(
            name="UnfitRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("qualitative", models.TextField(blank=True, verbose_name="定性标准")),
                ("quantitative", models.TextField(blank=True, verbose_name="定量标准")),
                ("procedure", models.JSONField(default=list, verbose_name="认定程序")),
                ("measures", models.JSONField(default=list, verbose_name="调整措施")),
                ("causes", models.JSONField(default=list, verbose_name="不胜任原因")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草拟"), ("active", "有效"), ("ended", "已停用")],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="自")),
                ("until", models.DateField(null=True, verbose_name="至(不含)")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟订人",
                    ),
                ),
            ],
            options={
                "verbose_name": "不胜任认定办法",
                "verbose_name_plural": "不胜任认定办法",
                "ordering": ("title", "-version"),
            },
        ),
        migrations.CreateModel(
            name="UnfitCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("idle", "懒惰型"),
                            ("mediocre", "平庸型"),
                            ("selfish", "私利型"),
                            ("bureaucratic", "官僚失真型"),
                        ],
                        max_length=14,
                        verbose_name="类型",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("chief", "主要领导"),
                            ("deputy", "副职领导"),
                            ("middle", "中层领导"),
                            ("staff", "工作人员"),
                        ],
                        max_length=10,
                        verbose_name="岗位层次",
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="标准")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="people.unfitrule",
                        verbose_name="不胜任认定办法",
                    ),
                ),
            ],
            options={
                "verbose_name": "不胜任具体标准",
                "verbose_name_plural": "不胜任具体标准",
                "ordering": ("rule", "type", "level", "id"),
            },
        ),
        migrations.AddField(
            model_name="careercase",
            name="rule",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.unfitrule",
                verbose_name="依据的办法",
            ),
        ),
        migrations.CreateModel(
            name="UnitGrade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("grade", models.CharField(max_length=40, verbose_name="等次")),
                ("source", models.CharField(max_length=120, verbose_name="依据")),
                ("fixed_on", models.DateField(verbose_name="确定日期")),
                ("current", models.BooleanField(default=True, verbose_name="现行")),
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
                "verbose_name": "单位等次",
                "verbose_name_plural": "单位等次",
                "ordering": ("unit", "year", "id"),
            },
        ),
        migrations.CreateModel(
            name="DirectGrade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(default="annual", max_length=8, verbose_name="考核")),
                ("before", models.CharField(blank=True, max_length=40, verbose_name="原等次")),
                ("grade", models.CharField(max_length=40, verbose_name="评定等次")),
                ("source", models.CharField(max_length=120, verbose_name="依据")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "已评定"),
                            ("held", "待人工决定"),
                            ("refused", "不评"),
                            ("revoked", "已撤销"),
                        ],
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="主要负责人",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="direct",
                        to="people.unitgrade",
                        verbose_name="单位等次",
                    ),
                ),
            ],
            options={
                "verbose_name": "负责人直接评优",
                "verbose_name_plural": "负责人直接评优",
                "ordering": ("-on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="CasePerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("legal", "法定代表人"), ("responsible", "有关责任人员")],
                        max_length=12,
                        verbose_name="身份",
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=20, verbose_name="处理")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="people.careercase",
                        verbose_name="调整案件",
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
                "verbose_name": "案件责任人",
                "verbose_name_plural": "案件责任人",
                "ordering": ("case", "id"),
                "constraints": [models.UniqueConstraint(fields=("case", "person"), name="case_person_once")],
            },
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="去向岗位")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("structural", "结构性"),
                            ("avoidance", "回避性"),
                            ("functional", "功能性"),
                            ("developmental", "培养性"),
                        ],
                        max_length=14,
                        verbose_name="类型",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("levels", "上下级"),
                            ("key", "关键岗位"),
                            ("grassroots", "基层"),
                            ("hard", "艰苦地区"),
                            ("general", "综合部门"),
                        ],
                        max_length=12,
                        verbose_name="方向",
                    ),
                ),
                ("key", models.BooleanField(default=False, verbose_name="关键岗位")),
                ("planned_on", models.DateField(verbose_name="计划日期")),
                ("done_on", models.DateField(null=True, verbose_name="交流日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "已列计划"), ("done", "已交流"), ("cancelled", "已取消")],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="事由")),
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
                    "origin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="原单位",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="去向单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "交流",
                "verbose_name_plural": "交流",
                "ordering": ("-planned_on", "-id"),
                "indexes": [models.Index(fields=["state", "planned_on"], name="exchange_state")],
            },
        ),
        migrations.CreateModel(
            name="Exit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.CharField(blank=True, max_length=80, verbose_name="原岗位")),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("last", "末位淘汰"),
                            ("lost", "竞聘淘汰"),
                            ("age", "年龄原因退出"),
                            ("resign", "辞职制"),
                            ("tenure", "任期制"),
                            ("standby", "待岗制"),
                            ("demote", "降职制"),
                        ],
                        max_length=10,
                        verbose_name="途径",
                    ),
                ),
                ("voluntary", models.BooleanField(default=False, verbose_name="本人自愿")),
                ("age", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年龄")),
                ("kept", models.BooleanField(default=False, verbose_name="待遇保留")),
                ("reason", models.CharField(max_length=400, verbose_name="事由")),
                ("on", models.DateField(verbose_name="退出日期")),
                ("ends", models.BooleanField(default=True, verbose_name="同时结束岗位")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待决定"), ("decided", "已退出"), ("refused", "未同意")],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                ("opinion", models.CharField(blank=True, max_length=400, verbose_name="意见")),
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
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
                "verbose_name": "退出",
                "verbose_name_plural": "退出",
                "ordering": ("-on", "-id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("route", ""), _negated=True), name="exit_has_route")
                ],
            },
        ),
        migrations.CreateModel(
            name="GapItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dimension", models.CharField(max_length=40, verbose_name="方面")),
                ("own", kaogong.plan.models.exact.Exact(verbose_name="本人得分")),
                ("best", kaogong.plan.models.exact.Exact(verbose_name="典型得分")),
                ("gap", kaogong.plan.models.exact.Exact(verbose_name="差距")),
                ("shortfall", models.CharField(blank=True, max_length=400, verbose_name="不足")),
                ("improvement", models.CharField(blank=True, max_length=400, verbose_name="改进")),
                ("on", models.DateField(verbose_name="对标日期")),
                ("done_on", models.DateField(null=True, verbose_name="改进完成日期")),
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
                    "exemplar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gaps",
                        to="people.exemplar",
                        verbose_name="先进典型",
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
                "verbose_name": "对标差距",
                "verbose_name_plural": "对标差距",
                "ordering": ("-on", "person", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("person", "exemplar", "dimension", "on"), name="gap_item_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MoveLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grades", models.JSONField(default=dict, verbose_name="历年等次")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("up", "上"), ("yield", "让"), ("down", "下")], max_length=6, verbose_name="名单结论"
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="依据")),
                (
                    "moved",
                    models.CharField(
                        blank=True,
                        choices=[("up", "上"), ("yield", "让"), ("down", "下")],
                        max_length=6,
                        verbose_name="实际去向",
                    ),
                ),
                ("moved_on", models.DateField(null=True, verbose_name="日期")),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="与名单不一致的理由")),
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
                    "held",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="people.movelist",
                        verbose_name="升让降名单",
                    ),
                ),
            ],
            options={
                "verbose_name": "升让降人员",
                "verbose_name_plural": "升让降人员",
                "ordering": ("held", "person__code"),
                "constraints": [models.UniqueConstraint(fields=("held", "person"), name="move_line_once")],
            },
        ),
        migrations.AddIndex(
            model_name="payhold",
            index=models.Index(fields=["person", "state"], name="pay_hold_person"),
        ),
        migrations.AddConstraint(
            model_name="payhold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("person", "circumstance"), name="pay_hold_once"
            ),
        ),
        migrations.AddIndex(
            model_name="payremoval",
            index=models.Index(fields=["person", "kind"], name="pay_removal_person"),
        ),
        migrations.AddConstraint(
            model_name="payclass",
            constraint=models.UniqueConstraint(fields=("rule", "name"), name="pay_class_once"),
        ),
        migrations.AddConstraint(
            model_name="payrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "dropped"), _negated=True),
                fields=("rule", "period", "unit"),
                name="pay_run_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="payline",
            index=models.Index(fields=["person", "state"], name="pay_line_person"),
        ),
        migrations.AddConstraint(
            model_name="payline",
            constraint=models.UniqueConstraint(fields=("run", "person"), name="pay_line_once"),
        ),
        migrations.AddConstraint(
            model_name="payline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                name="pay_line_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="payline",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__lte", models.F("of_months"))), name="pay_line_months"
            ),
        ),
        migrations.AddConstraint(
            model_name="reservemember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("person",), name="reserve_once"
            ),
        ),
        migrations.AddIndex(
            model_name="selection",
            index=models.Index(fields=["state", "appointed_on"], name="selection_state"),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(fields=("selection", "person"), name="people_nomination_once"),
        ),
        migrations.AddConstraint(
            model_name="unfitrule",
            constraint=models.UniqueConstraint(fields=("title", "version"), name="unfit_rule_version"),
        ),
        migrations.AddConstraint(
            model_name="unfitrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")), fields=("title",), name="unfit_rule_one_active"
            ),
        ),
        migrations.AddIndex(
            model_name="careercase",
            index=models.Index(fields=["kind", "state"], name="career_case_kind"),
        ),
        migrations.AddConstraint(
            model_name="careercase",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False), ("unit__isnull", False), _connector="OR"),
                name="career_case_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitgrade",
            constraint=models.UniqueConstraint(
                condition=models.Q(("current", True)), fields=("unit", "year"), name="unit_grade_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="directgrade",
            constraint=models.UniqueConstraint(fields=("base", "person"), name="direct_grade_once"),
        ),
    ]
