"""Which pictures the versions published before 0002 show. Apart from it: PostgreSQL alters no table in use."""

from django.db import migrations


def fill(apps, schema_editor):
    shown = apps.get_model("forms", "FormPicture")
    for version in apps.get_model("forms", "FormVersion").objects.order_by("pk").iterator():
        questions = [q for section in version.definition["sections"] for q in section["questions"]]
        parts = [part for q in questions for part in (q, *q.get("columns", []))]
        pictures = sorted({part["picture"] for part in parts if part.get("picture")})
        shown.objects.bulk_create(shown(version=version, sha256=sha256) for sha256 in pictures)


class Migration(migrations.Migration):
    dependencies = [("forms", "0002_edits_and_pictures")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
