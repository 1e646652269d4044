"""The endpoints. Errors are answered as {code, detail}; documents are answered one by one, always with 200."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Status

from tonglu.base.errors import NotYours, Refused
from tonglu.base.plain import plain
from tonglu.directory.devices.gate import Sent, receive
from tonglu.directory.devices.models import Device
from tonglu.directory.files.models import StoredFile
from tonglu.directory.forms.versions import is_hint
from tonglu.directory.org.models import LEADERS, Company
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.web import clock
from tonglu.web.login.known import remember
from tonglu.web.login.phone import entering
from tonglu.web.phone import bundle
from tonglu.web.phone import team as people
from tonglu.web.phone.auth import DeviceAuth, Unwelcome
from tonglu.web.phone.kinds import KINDS
from tonglu.web.phone.notices import NoticesOut, ReadIn, notices_of, read
from tonglu.web.phone.schemas import (
    AnswerOut,
    DocumentsIn,
    DocumentsOut,
    FileOut,
    LoginIn,
    LoginOut,
    Problem,
    PullIn,
    PullOut,
)
from tonglu.web.phone.team_schemas import DecisionIn, TeamOut
from tonglu.web.pictures import taken
from tonglu.web.speaking import speak

api = NinjaAPI(title="Tonglu phone", version="1", urls_namespace="phone", auth=DeviceAuth(), docs_url=None)


class DeviceRequest(HttpRequest):
    auth: Device


@api.exception_handler(Unwelcome)
def unwelcome(request: HttpRequest, error: Unwelcome) -> HttpResponse:
    return api.create_response(request, {"code": error.code, "detail": error.reason}, status=401)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    status = 403 if isinstance(error, NotYours) else 422
    return api.create_response(request, {"code": error.code, "detail": error.reason}, status=status)


@api.post("/login", auth=None, response={200: LoginOut, 401: Problem}, url_name="login")
def login(request: HttpRequest, data: LoginIn, response: HttpResponse) -> Status[LoginOut] | Status[Problem]:
    """Registers the phone as a device of this person and returns its token."""
    speak(request, to=None)
    try:
        person = entering(request, username=plain(data.username), password=data.password, code=data.code)
    except Refused as refused:
        return Status(401, Problem(code=refused.code, detail=refused.reason))
    speak(request, to=person.account)
    remember(request, response, username=person.login.username)
    device, token = Device.register(person=person, name=plain(data.device) or _("手机"), at=clock.now())
    company = Company.current()
    return Status(
        200,
        LoginOut(
            token=token,
            device_id=device.pk,
            expires_at=device.expires_at,
            person=bundle.person_out(person, on=clock.today()),
            company=bundle.company_out(company),
        ),
    )


@api.post("/documents", response=DocumentsOut, url_name="documents")
def documents(request: DeviceRequest, data: DocumentsIn) -> DocumentsOut:
    """Takes the outbox in; each document in a transaction of its own, each answered by id."""
    now = clock.now()
    answers = [
        receive(
            device=request.auth,
            sent=Sent(document.id, document.kind, document.schema_version, document.made_at, document.body),
            kinds=KINDS,
            clock_offset=now - data.sent_at,
            at=now,
        )
        for document in data.documents
    ]
    return DocumentsOut(
        received_at=now,
        answers=[AnswerOut(id=a.id, outcome=a.outcome, reason=a.reason, code=a.code) for a in answers],
    )


@api.put("/files/{sha256}", response=FileOut, url_name="file")
def put_file(request: DeviceRequest, sha256: str) -> FileOut:
    """Takes a photo's bytes (the request's body), named by their SHA-256; again changes nothing."""
    file = taken(request, by=request.auth.person.login, sha256=sha256)
    return FileOut(sha256=file.sha256, size=file.size)


@api.get("/hints/{sha256}", url_name="hint")
def hint(request: DeviceRequest, sha256: str) -> HttpResponse:
    """A picture that a form shows as a model; 404 for any other."""
    file = StoredFile.objects.filter(pk=sha256).first() if is_hint(sha256) else None
    if file is None or not file.path.exists():
        return api.create_response(request, {"code": "not_found", "detail": _("没有这张图")}, status=404)
    return HttpResponse(file.path.read_bytes(), content_type=file.content_type)


@api.post("/pull", response=PullOut, url_name="pull")
def pull(request: DeviceRequest, data: PullIn) -> PullOut:
    """What is new for this person since the parts that his phone holds."""
    return bundle.pull(person=request.auth.person, have=data.have, at=clock.now())


@api.get("/team", response=TeamOut, url_name="team")
def team(request: DeviceRequest) -> TeamOut:
    """For one who leads: what waits for him, and who stands where; empty for a rep."""
    return people.team(person=request.auth.person, on=clock.today())


@api.get("/notices", response=NoticesOut, url_name="notices")
def notices(request: DeviceRequest) -> NoticesOut:
    """What this person was told, the latest first."""
    return notices_of(request.auth.person)


@api.post("/notices/read", response=NoticesOut, url_name="read_notices")
def read_notices(request: DeviceRequest, data: ReadIn) -> NoticesOut:
    """Marks his notices read, and shows them again."""
    return read(request.auth.person, data.ids, at=clock.now())


@api.post("/plans/{plan_id}/decision", response={204: None}, url_name="decide_plan")
def decide_plan(request: DeviceRequest, plan_id: int, data: DecisionIn) -> Status[None]:
    """Signs a day plan of someone I lead, or gives it back."""
    person = request.auth.person
    scope = person.scope(on=clock.today())
    plan = DayPlan.objects.visible_to(scope).filter(pk=plan_id).first()
    if plan is None or not scope.roles & LEADERS:
        raise NotYours(_("这份计划不在您的管辖范围"))
    plan.decide(approve=data.approve, words=data.words, by=person.login, at=clock.now())
    return Status(204, None)
