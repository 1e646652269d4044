from django.db import migrations

from tonglu.base.constraints import NeverEmptied


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_audit"),
    ]

    operations = [
        NeverEmptied(),
    ]
