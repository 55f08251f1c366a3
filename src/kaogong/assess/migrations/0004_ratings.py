import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kaogong.org.models.sealed
import kaogong.plan.models.exact


class Migration(migrations.Migration):
    dependencies = [
        ("assess", "0003_backtests"),
        ("org", "0002_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="entrant",
            name="note",
            field=models.CharField(blank=True, max_length=80, verbose_name="情况"),
        ),
        migrations.AddField(
            model_name="item",
            name="better",
            field=models.CharField(
                blank=True,
                choices=[("low", "不高于标准为合格"), ("high", "不低于标准为合格")],
                max_length=4,
                verbose_name="合格方向",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="finder",
            field=models.CharField(blank=True, max_length=80, verbose_name="查获方式"),
        ),
        migrations.AddField(
            model_name="item",
            name="severity",
            field=models.CharField(blank=True, max_length=80, verbose_name="程度"),
        ),
        migrations.AddField(
            model_name="item",
            name="standard",
            field=kaogong.plan.models.exact.Exact(blank=True, null=True, verbose_name="标准"),
        ),
        migrations.AddField(
            model_name="source",
            name="anonymous",
            field=models.BooleanField(default=False, verbose_name="无记名"),
        ),
        migrations.AddField(
            model_name="source",
            name="form",
            field=models.JSONField(blank=True, default=dict, verbose_name="票样"),
        ),
        migrations.AddField(
            model_name="source",
            name="minimum",
            field=models.PositiveIntegerField(default=1, verbose_name="最低有效票数"),
        ),
        migrations.AddField(
            model_name="source",
            name="most",
            field=models.PositiveIntegerField(default=0, verbose_name="至多几人评"),
        ),
        migrations.AddField(
            model_name="source",
            name="weight",
            field=kaogong.plan.models.exact.Exact(blank=True, null=True, verbose_name="权重"),
        ),
        migrations.AlterField(
            model_name="item",
            name="mode",
            field=models.CharField(
                choices=[("award", "给分"), ("deduct", "扣分"), ("pass", "合格评价")],
                default="award",
                max_length=8,
                verbose_name="计分方式",
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="kind",
            field=models.CharField(
                choices=[
                    ("self", "自评"),
                    ("review", "复核"),
                    ("sheet", "评分"),
                    ("vote", "测评计票"),
                    ("rate", "测评"),
                    ("import", "外部结果"),
                ],
                max_length=8,
                verbose_name="方式",
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="who",
            field=models.CharField(
                blank=True,
                choices=[
                    ("office", "绩效办"),
                    ("leader", "分管领导"),
                    ("head", "班子正职评其他成员"),
                    ("superior", "上级评下级"),
                    ("assessors", "指名的评议人"),
                    ("self", "本人"),
                    ("peers", "同单位同事"),
                    ("below", "下级"),
                    ("chief", "所在单位正职"),
                    ("codes", "测评会凭码"),
                ],
                max_length=10,
                verbose_name="评分人",
            ),
        ),
        migrations.CreateModel(
            name="DutyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, verbose_name="述职内容")),
                ("results", models.JSONField(default=list, verbose_name="所附结果")),
                ("sm3", models.CharField(blank=True, max_length=64, verbose_name="SM3")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("handed", "已提交")],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("handed_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                (
                    "entrant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty",
                        to="assess.entrant",
                        verbose_name="参评对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "述职报告",
                "verbose_name_plural": "述职报告",
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                ("held_on", models.DateField(verbose_name="日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "筹备"), ("open", "正在测评"), ("closed", "已结束")],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("came", models.PositiveIntegerField(blank=True, null=True, verbose_name="到会人数")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                (
                    "host",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="主持",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="assess.round",
                        verbose_name="轮次",
                    ),
                ),
            ],
            options={
                "verbose_name": "测评会",
                "verbose_name_plural": "测评会",
                "ordering": ("-held_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="Bench",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("codes", models.PositiveIntegerField(default=0, verbose_name="发码数")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benches",
                        to="assess.source",
                        verbose_name="来源",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="benches",
                        to="assess.meeting",
                        verbose_name="测评会",
                    ),
                ),
            ],
            options={
                "verbose_name": "会上评议组",
                "verbose_name_plural": "会上评议组",
                "ordering": ("source__place",),
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "未交"), ("handed", "已交")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("marks", kaogong.org.models.sealed.SealedText(blank=True, verbose_name="评分")),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pairs",
                        to="assess.entrant",
                        verbose_name="参评对象",
                    ),
                ),
                (
                    "rater",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="评议人",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pairs",
                        to="assess.source",
                        verbose_name="来源",
                    ),
                ),
            ],
            options={
                "verbose_name": "评议对应",
                "verbose_name_plural": "评议对应",
            },
        ),
        migrations.CreateModel(
            name="Pass",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="杂凑值")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "未用"), ("spent", "已用"), ("counted", "已计票"), ("missed", "未用作废")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "bench",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passes",
                        to="assess.bench",
                        verbose_name="会上评议组",
                    ),
                ),
            ],
            options={
                "verbose_name": "测评码",
                "verbose_name_plural": "测评码",
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("seconded", "借调"), ("leave", "休假离岗"), ("special", "特殊岗位")],
                        max_length=8,
                        verbose_name="情况",
                    ),
                ),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至(不含)")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="说明")),
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
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="借调到",
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
                "verbose_name": "在岗情况",
                "verbose_name_plural": "在岗情况",
                "ordering": ("-since", "id"),
            },
        ),
        migrations.CreateModel(
            name="Spared",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("joined", "新到岗，时间不足"),
                            ("left", "已离职"),
                            ("leave", "休假离岗"),
                            ("special", "特殊岗位，另行考核"),
                            ("away", "借出，由借调单位考核"),
                        ],
                        max_length=8,
                        verbose_name="原因",
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spared",
                        to="assess.round",
                        verbose_name="轮次",
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
                "verbose_name": "不参评人员",
                "verbose_name_plural": "不参评人员",
                "ordering": ("round", "id"),
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issued", models.PositiveIntegerField(verbose_name="应评票数")),
                ("returned", models.PositiveIntegerField(verbose_name="收回票数")),
                ("valid", models.PositiveIntegerField(verbose_name="有效票数")),
                ("words", kaogong.org.models.sealed.SealedText(verbose_name="密封内容")),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="assess.entrant",
                        verbose_name="参评对象",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="assess.source",
                        verbose_name="来源",
                    ),
                ),
            ],
            options={
                "verbose_name": "测评结果",
                "verbose_name_plural": "测评结果",
            },
        ),
        migrations.CreateModel(
            name="Drop",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False, verbose_name="编号")),
                ("words", kaogong.org.models.sealed.SealedText(verbose_name="密封内容")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assess.source",
                        verbose_name="来源",
                    ),
                ),
            ],
            options={
                "verbose_name": "测评票箱",
                "verbose_name_plural": "测评票箱",
                "indexes": [models.Index(fields=["source"], name="drop_source")],
            },
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("accused", "被指考核人"), ("concerned", "考核利害关系人"), ("other", "其他被考核人")],
                        max_length=10,
                        verbose_name="身份",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "已通知"), ("heard", "已听取"), ("declined", "本人放弃")],
                        default="asked",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="通知日期")),
                ("heard_on", models.DateField(blank=True, null=True, verbose_name="听取日期")),
                ("words", models.TextField(blank=True, verbose_name="陈述")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="听取人",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.finding",
                        verbose_name="监督意见",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="听取对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "听取意见",
                "verbose_name_plural": "听取意见",
                "ordering": ("finding", "id"),
                "constraints": [models.UniqueConstraint(fields=("finding", "person"), name="hearing_once")],
            },
        ),
        migrations.CreateModel(
            name="Kin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", kaogong.org.models.sealed.SealedText(verbose_name="关系")),
                ("since", models.DateField(verbose_name="申报日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="解除日期")),
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
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="亲属",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                        verbose_name="申报人",
                    ),
                ),
            ],
            options={
                "verbose_name": "亲属申报",
                "verbose_name_plural": "亲属申报",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)), fields=("person", "other"), name="kin_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("other")), _negated=True), name="kin_two_people"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("round", "name"), name="rating_meeting_once"),
        ),
        migrations.AddConstraint(
            model_name="bench",
            constraint=models.UniqueConstraint(fields=("source",), name="bench_once"),
        ),
        migrations.AddIndex(
            model_name="pair",
            index=models.Index(fields=["rater", "state"], name="pair_rater"),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.UniqueConstraint(fields=("source", "entrant", "rater"), name="pair_once"),
        ),
        migrations.AddIndex(
            model_name="pass",
            index=models.Index(fields=["bench", "state"], name="pass_state"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "seconded"), _negated=True), ("host__isnull", False), _connector="OR"
                ),
                name="posting_has_host",
            ),
        ),
        migrations.AddConstraint(
            model_name="spared",
            constraint=models.UniqueConstraint(fields=("round", "person"), name="spared_once"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("source", "entrant"), name="tally_once"),
        ),
    ]
