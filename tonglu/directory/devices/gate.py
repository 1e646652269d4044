"""The exactly-once gate: a phone's document gets one outcome, however often and in whatever order it comes."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.plain import plain, plain_json
from tonglu.directory.devices.models import Device, PhoneDocument

log = logging.getLogger(__name__)
Body = dict[str, Any]
LAST_SCHEMA = 2**15 - 1
Outcome = Literal["accepted", "duplicate", "refused", "retry"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as it came: `made_at` by the phone's clock."""

    id: UUID
    kind: str
    schema: int
    made_at: datetime
    body: Body


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a document. `retry` means that nothing was stored and the phone keeps it."""

    id: UUID
    outcome: Outcome
    reason: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What to do with documents of a kind: the current schema, how to lift each older one by one step, the verb."""

    schema: int
    accept: Callable[[PhoneDocument, Body], None]
    lift: Mapping[int, Callable[[Body], Body]] = field(default_factory=dict)

    def current(self, schema: int, body: Body) -> Body:
        """The body in the current schema. Raises Refused for a schema that is not known here."""
        if schema > self.schema:
            raise Refused(_("手机应用比服务器新；请联系管理员升级服务器后重发"), code="schema_too_new")
        for version in range(schema, self.schema):
            if version not in self.lift:
                raise Refused(
                    _("单据版本 {schema} 已不支持；请更新手机应用后重做"),
                    schema=schema,
                    code="schema_too_old",
                )
            body = self.lift[version](body)
        return body


def receive(
    *, device: Device, sent: Sent, kinds: Mapping[str, Kind], clock_offset: timedelta, at: datetime
) -> Answer:
    """Takes one document in, in a transaction of its own: accepted, already had, or refused with a reason.

    A fault of ours (not the document's) is answered `retry`: nothing was stored, the phone sends it again. What no
    database can keep in its texts is left out, else it would be sent again for ever.
    """
    sent = replace(sent, kind=plain(sent.kind), body=plain_json(sent.body))
    if (known := _known(device, sent)) is not None:
        return known
    try:
        with transaction.atomic():
            return _decide(device, sent, kinds, clock_offset, at)
    except IntegrityError:
        # the same document came in beside this one and won
        known = _known(device, sent)
        return known or _broken(sent)
    except Exception:
        return _broken(sent)


def _broken(sent: Sent) -> Answer:
    log.exception("document %s of kind %s could not be taken in", sent.id, sent.kind)
    return Answer(sent.id, "retry", _("服务器暂时无法处理，已保留在手机上，稍后自动重发"), "server_error")


def _hash(body: Body) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _known(device: Device, sent: Sent) -> Answer | None:
    document = PhoneDocument.objects.filter(pk=sent.id).first()
    if document is None:
        return None
    if document.person_id != device.person_id:
        return Answer(sent.id, "refused", _("单据号已被占用；请重新填写一份"), "id_taken")
    if document.outcome == PhoneDocument.Outcome.REFUSED:
        return Answer(sent.id, "refused", document.reason, document.code)
    if document.body_hash != _hash(sent.body):
        return Answer(sent.id, "refused", _("同一单据号内容不同；先到的一份已收，改动请另写一份"), "id_taken")
    return Answer(sent.id, "duplicate")


def _decide(
    device: Device, sent: Sent, kinds: Mapping[str, Kind], clock_offset: timedelta, at: datetime
) -> Answer:
    document = PhoneDocument(
        id=sent.id,
        device=device,
        person_id=device.person_id,
        kind=sent.kind[:32],
        # one that no application sends is kept as the nearest that a column holds, and refused as too old or too new
        schema=min(max(sent.schema, 0), LAST_SCHEMA),
        made_at=sent.made_at,
        clock_offset=clock_offset,
        received_at=at,
        body=sent.body,
        body_hash=_hash(sent.body),
        outcome=PhoneDocument.Outcome.ACCEPTED,
    )
    document.save(force_insert=True)
    try:
        with transaction.atomic():
            _hand_on(document, kinds)
    except Refused as refused:
        document.outcome, document.reason, document.code = (
            document.Outcome.REFUSED,
            refused.reason[:400],
            refused.code,
        )
        document.save(update_fields=["outcome", "reason", "code"])
    facts = {"kind": document.kind, "code": document.code}
    record(verb=f"document.{document.outcome}", obj=document, by=device.person.account, at=at, facts=facts)
    return Answer(sent.id, "accepted" if not document.code else "refused", document.reason, document.code)


def _hand_on(document: PhoneDocument, kinds: Mapping[str, Kind]) -> None:
    kind = kinds.get(document.kind)
    if kind is None:
        raise Refused(_("服务器不认识单据类型 {kind}；请升级后重发"), kind=document.kind, code="unknown_kind")
    try:
        kind.accept(document, kind.current(document.schema, document.body))
    except (OverflowError, DataError) as error:
        # sent again it would not fit either
        raise Refused(_("单据里有数字或日期超出范围；请改好后重做"), code="out_of_range") from error
