"""The database refuses to change or delete what was recorded. Personal data may be erased, but not changed."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege', HINT = 'record a correction as a new event';
END $$;
"""
TRIGGER = """
CREATE TRIGGER {table}_{name} BEFORE {acts} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
SEALED = {
    "audit_event": "UPDATE OR DELETE OR TRUNCATE",
    "audit_anchor": "UPDATE OR DELETE OR TRUNCATE",
    "audit_evidence": "UPDATE OR DELETE OR TRUNCATE",
    "audit_privatewords": "UPDATE OR TRUNCATE",
}


class Migration(migrations.Migration):
    """Triggers on every table of the room."""

    dependencies = [("audit", "0001_begin")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION audit_refuse()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table, name="sealed", acts=acts), f"DROP TRIGGER {table}_sealed ON {table}"
            )
            for table, acts in SEALED.items()
        ),
    ]
