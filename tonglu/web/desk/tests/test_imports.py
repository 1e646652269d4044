"""A sheet brought in at the office: uploaded, looked at, tried, decided, taken in behind the page, taken back."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from conftest import NOW
from tonglu.base.accounts.models import Account
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer
from tonglu.customers.credit.models import CreditTerms
from tonglu.directory.catalog.models import SkuCost
from tonglu.directory.forms.filled import Filled
from tonglu.directory.forms.models import Form
from tonglu.directory.forms.parsing import parse
from tonglu.directory.org.models import Role
from tonglu.exchange.imports.models import Import
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.web.jobs.runner import work_off

CREDIT = ("customer", "character", "capacity", "capital", "collateral", "conditions", "limit", "reason")
ROWS = "编号,店名,渠道,生日\n,新店,传统小店,5月\nSUN1,改名,传统小店,\n,坏渠道,火星,\n"


def upload(client, noun: str, text: str, name: str = "客户.csv"):
    sent = SimpleUploadedFile(name, text.encode("gb18030"))
    return client.post(reverse("import_bring"), {"noun": noun, "file": sent})


@pytest.fixture
def clerk(cast):
    return cast.client("qian")


@pytest.fixture
def brought(clerk) -> Import:
    upload(clerk, "customers", ROWS)
    return Import.objects.get()


def page(client, name: str, one: Import) -> str:
    return client.get(reverse(name, args=[one.pk])).content.decode()


def test_a_file_leads_to_its_columns(clerk, brought):
    shown = page(clerk, "import", brought)

    assert "没有用到的列：编号、生日" in shown.replace("\n", "")
    assert '<option value="name" selected>' in shown


def test_the_first_rows_say_what_would_happen(clerk, brought):
    clerk.post(
        reverse("import_choose", args=[brought.pk]),
        {"existing": "back", "col-0": "code", "col-1": "name", "col-2": "channel"},
    )

    shown = page(clerk, "import_preview", brought)
    assert "新增" in shown
    assert "已有 客户 SUN1" in shown
    assert 'class="badcell"><span class="clip" title="火星">' in shown


def test_from_the_trial_over_the_decisions_to_the_result_and_back(cast, clerk, brought):
    choices = {"existing": "back", "col-0": "code", "col-1": "name", "col-2": "channel", "next": "/"}
    clerk.post(reverse("import_run", args=[brought.pk]), {**choices, "dry": "1"})
    assert work_off() == 1
    assert not Customer.objects.filter(name="新店").exists()
    assert "试运行，没有写入" in page(clerk, "import", brought)

    pairs = page(clerk, "import_duplicates", brought)
    assert "sun第1便利店" in pairs
    clerk.post(reverse("import_decide", args=[brought.pk]), {"row-3": "update"})
    clerk.post(reverse("import_run", args=[brought.pk]), choices)
    assert work_off() == 1

    assert (Customer.objects.get(code="SUN1").name, Customer.objects.filter(name="新店").count()) == (
        "改名",
        1,
    )
    shown = page(clerk, "import", brought)
    assert "sun第1便利店" in shown
    errors = clerk.get(reverse("import_errors", args=[brought.pk]))
    rows = CalamineWorkbook.from_filelike(BytesIO(errors.content)).get_sheet_by_index(0).to_python()
    assert rows[1][2] == "渠道：没有渠道 '火星'"
    assert Entry.objects.get(verb="import.customers").by == cast.qian.login

    clerk.post(reverse("import_undo", args=[brought.pk]), {"reason": "发错了"})
    assert Customer.objects.get(code="SUN1").name == "sun第1便利店"
    assert "这次导入已撤销" in page(clerk, "import", brought)


def test_what_the_house_refuses_stands_on_the_page(cast, clerk, brought):
    clerk.post(
        reverse("import_run", args=[brought.pk]), {"existing": "back", "col-0": "name", "col-1": "name"}
    )
    work_off()

    assert Job.objects.get().state == Job.State.FAILED
    shown = page(clerk, "import", brought)
    assert "有两列对应同一项" in shown
    # both stand there as they were chosen, so that one can be taken out
    assert (shown.count('<tr class="badcell">'), shown.count('<option value="name" selected>')) == (2, 2)
    assert not Entry.objects.filter(verb="import.customers").exists()


@pytest.mark.parametrize(
    ("noun", "text", "name"),
    [
        ("customers", "", "x.csv"),
        ("customers", "a,b\n1,2\n", "x.pdf"),
        ("people", "工号,姓名\nA,B\n", "x.csv"),
        ("nothing", "a\n", "x.csv"),
    ],
)
def test_what_cannot_be_brought_is_refused_with_words(clerk, noun, text, name):
    answer = clerk.post(
        reverse("import_bring"), {"noun": noun, "file": SimpleUploadedFile(name, text.encode())}, follow=True
    )

    assert 'class="message error"' in answer.content.decode()
    assert not Import.objects.exists()


def test_every_list_has_its_empty_sheet(cast):
    client = cast.client("he")
    for noun in (
        key for key, kind in NOUNS.items() if Role.ADMINISTRATOR in kind.roles and not kind.of_a_form
    ):
        book = client.get(reverse("import_template", args=[noun, "xlsx"]))
        head = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()[0]
        plain = client.get(reverse("import_template", args=[noun, "csv"])).content.decode("utf-8-sig")
        assert plain.strip() == ",".join(head)
    for other in ("nothing", "credit"):
        assert client.get(reverse("import_template", args=[other, "xlsx"])).status_code == 404


def test_first_passwords_are_told_once_and_must_be_changed(cast):
    client = cast.client("he")
    upload(client, "people", "工号,姓名,账号\nN1,新人,newone\n")
    brought = Import.objects.get()
    client.post(
        reverse("import_run", args=[brought.pk]),
        {"existing": "back", "col-0": "code", "col-1": "name", "col-2": "username"},
    )
    work_off()

    sheet = client.post(reverse("import_passwords", args=[brought.pk]))
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    account = Account.objects.get(username="newone")
    assert account.check_password(rows[1][3])
    assert account.must_change_password
    assert Entry.objects.filter(verb="import.passwords").count() == 1
    assert cast.client("qian").post(reverse("import_passwords", args=[brought.pk])).status_code == 403


def test_a_cost_that_is_there_is_not_shown_to_who_only_writes_it(cast):
    SkuCost.objects.filter(sku=cast.skus["tea"]).update(cost="1.2345")
    client = cast.client("he")
    upload(client, "costs", "产品编码,成本,生效日期\nS001,2,2026-01-01\n")
    brought = Import.objects.get()
    choices = {"existing": "update", "col-0": "sku", "col-1": "cost", "col-2": "start"}
    client.post(reverse("import_run", args=[brought.pk]), {**choices, "dry": "1"})
    work_off()
    assert Job.objects.get().error == ""
    assert "•••" in page(client, "import_duplicates", brought)
    client.post(reverse("import_run", args=[brought.pk]), choices)
    work_off()

    assert SkuCost.objects.get(sku=cast.skus["tea"]).cost == 2
    assert "1.2345" not in page(client, "import_duplicates", brought) + page(client, "import", brought)


TERMS = "客户编码,品德,能力,资本,抵押,条件,额度,原因\nSUN1,20,20,15,10,10,5000,老客户\nFENG1,20,20,15,10,10,6000,老客户\n"


def test_credit_terms_are_brought_in_by_those_who_grant_them_and_seen_by_nobody_else(cast):
    head = cast.client("wang")
    shown = head.get(reverse("imports")).content.decode()
    assert 'value="credit" checked' in shown
    assert 'value="customers"' not in shown
    upload(head, "credit", TERMS, name="信用.csv")
    brought = Import.objects.get()
    choices = {"existing": "back", **{f"col-{n}": name for n, name in enumerate(CREDIT)}}
    head.post(reverse("import_run", args=[brought.pk]), choices)
    assert work_off() == 1

    terms = CreditTerms.objects.get()
    assert (terms.customer, terms.limit) == (cast.customers["sun1"], 5000)
    assert Entry.objects.get(verb="credit.grant").facts["imported"] == "信用.csv"
    rows = CalamineWorkbook.from_filelike(
        BytesIO(head.get(reverse("import_errors", args=[brought.pk])).content)
    )
    # of another office's customers he hears no more than that they are not his
    assert "没有客户 'FENG1'" in rows.get_sheet_by_index(0).to_python()[1][2]
    for other in ("he", "qian"):
        client = cast.client(other)
        assert 'value="credit"' not in client.get(reverse("imports")).content.decode()
        for name in ("import", "import_preview", "import_duplicates", "import_errors"):
            assert client.get(reverse(name, args=[brought.pk])).status_code == 404
        assert "您的岗位不导入信用条件" in upload_told(client)
    assert cast.client("chen").get(reverse("import", args=[brought.pk])).status_code == 200
    assert cast.client("sun").get(reverse("imports")).status_code == 403


def upload_told(client) -> str:
    upload(client, "credit", TERMS)
    return client.get(reverse("imports")).content.decode()


def test_a_form_has_its_own_empty_sheet_and_its_records_come_in(cast):
    questions = [{"key": "clean", "type": "yes_no", "label": {"zh": "整洁"}}]
    section = {"key": "one", "title": {"zh": "一"}, "questions": questions}
    shelf = {"key": "shelf", "title": {"zh": "货架检查"}, "roles": ["rep"], "sections": [section]}
    Form.load(definition=parse(shelf), at=NOW)
    clerk = cast.client("qian")
    assert '<option value="shelf"' in clerk.get(reverse("imports")).content.decode()
    where = reverse("import_template", args=["filled_forms", "csv"])
    head = clerk.get(where, {"form": "shelf"}).content.decode("utf-8-sig").strip()
    assert head == "编号,填写日期,填写时间,工号,客户编码,整洁"
    assert clerk.get(where).status_code == 302

    sent = SimpleUploadedFile("x.csv", f"{head}\n1,2026-11-20,,孙海波,SUN1,是\n".encode())
    clerk.post(reverse("import_bring"), {"noun": "filled_forms", "file": sent, "form": "shelf"})
    brought = Import.objects.get()
    assert "填写记录：货架检查" in page(clerk, "import", brought)
    clerk.post(reverse("import_run", args=[brought.pk]), {})
    assert work_off() == 1
    assert Filled.objects.get().answers == {"clean": "yes"}
