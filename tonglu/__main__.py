"""The command `tonglu`."""

from __future__ import annotations

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonglu.settings")
    import django  # after the settings are named

    django.setup()
    from tonglu.web.commands import cli  # after the apps are loaded

    cli(prog_name="tonglu")


if __name__ == "__main__":
    main()
