from django.db import migrations, models

from tonglu.base.constraints import KeptFor, Reopened


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_attempts"),
    ]

    operations = [
        Reopened("attempt"),
        migrations.AddField(
            model_name="attempt",
            name="browser",
            field=models.CharField(blank=True, default="", help_text="one in which the account was used before; empty: a stranger", max_length=16),
        ),
        KeptFor("attempt", days=365),
    ]
