"""How the office sets an import going."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tonglu.exchange.imports.models import Import
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest


def take(request: DeskRequest, found: Import, *, dry: bool) -> str:
    """Tries an import or carries it out; what to say."""
    context = found.context(at=clock.now(), on=clock.today(), scope=request.scope)
    run = found.carry_out(context=context, dry=dry)
    return _("试运行完成，什么都没有写入") if run.dry else _("{file} 已导入").format(file=found.file)
