"""A form counts its edits, and which version shows which picture is a table of its own."""

import django.db.models.deletion
from django.db import migrations, models

from tonglu.base.constraints import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("forms", "0001_initial")]

    operations = [
        migrations.AddField("form", "edits", models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="FormPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="forms.formversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "sha256"), name="forms_picture_once")
                ],
            },
        ),
        AppendOnly("formpicture"),
    ]
