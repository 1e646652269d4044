"""The rules at the desk: the picture, the editor without scripts, the simulation, the application."""

from __future__ import annotations

import pytest

from conftest import MONDAY, NOW
from tonglu.base.jobs.models import Job
from tonglu.directory.approvals.models import Approval, RuleBook, Simulation
from tonglu.web.jobs.runner import work_off

WORDS = {"background": "低价单多", "reason": "太慢", "goal": "两天内", "plan": "A 类由所长批"}


@pytest.fixture
def book(cast) -> RuleBook:
    return RuleBook.set_up(on=MONDAY, by=None, at=NOW)


@pytest.fixture
def draft(cast, book) -> RuleBook:
    cast.client("wang").post("/approvals/rules/draft")
    return RuleBook.objects.get(number=2)


def posted(page) -> dict[str, list[str]]:
    """What the form of the editor would send as it stands."""
    draft = page.context["draft"]
    sent: dict[str, list[str]] = {"count": [str(len(draft.rules))], "wanted_from": ["2026-12-01"]}
    for n, rule in enumerate(draft.rules):
        sent |= {
            f"kind_{n}": [rule.kind],
            f"above_{n}": [rule.above],
            f"up_to_{n}": [rule.up_to],
            f"classes_{n}": list(rule.classes),
        }
        for number, step in enumerate(rule.steps):
            sent[f"place_{n}_{number}"] = [*step.places, ""]
            sent[f"any_{n}_{number}"] = ["any" if step.any else "all"]
    return sent | {name: [text] for name, text in WORDS.items()}


def test_the_rules_of_today_are_a_picture(cast, book):
    page = cast.client("wang").get("/approvals/rules").content.decode()
    for said in ("金额超过 ¥10,000.00", "客户等级：A类", "其余全部", "直接上级", "销售总监", "第 1 版"):
        assert said in page, said


def test_a_company_without_rules_is_offered_the_shipped_ones(cast, low_order):
    assert "启用默认规则" in cast.client("he").get("/approvals/rules").content.decode()
    said = cast.client("he").post("/approvals/rules/set-up", {"next": "/approvals/rules"}, follow=True)
    assert "1 件等着的单据已按规则送审" in said.content.decode()
    assert Approval.objects.get().kind == "order_price"
    assert cast.client("wang").post("/approvals/rules/set-up").status_code == 403


def test_buttons_of_the_editor_change_the_form_and_keep_nothing(cast, draft):
    client, url = cast.client("wang"), f"/approvals/rules/{draft.pk}/edit"
    before = draft.scheme
    page = client.post(url, posted(client.get(url)) | {"do": "add:order_price"})
    kinds = [rule.kind for rule in page.context["draft"].rules]
    assert kinds.count("order_price") == 4
    page = client.post(url, posted(page) | {"do": "delete:1"})
    assert [rule.kind for rule in page.context["draft"].rules].count("order_price") == 3
    page = client.post(url, posted(client.get(url)) | {"do": "up:2"})
    assert page.context["draft"].rules[1].classes == ("A",)
    assert RuleBook.objects.get(pk=draft.pk).scheme == before


def test_what_cannot_be_followed_stays_on_the_form_with_its_reason(cast, draft):
    client, url = cast.client("wang"), f"/approvals/rules/{draft.pk}/edit"
    page = client.post(url, posted(client.get(url)) | {"do": "save", "above_3": "5"})
    assert "缺少兜底规则" in page.content.decode()
    assert page.context["draft"].rules[3].above == "5"
    page = client.post(url, posted(client.get(url)) | {"do": "save", "above_1": "一万"})
    assert "规则有误" in page.content.decode()


def test_from_the_draft_to_the_application(cast, draft, low_order):
    client, url = cast.client("wang"), f"/approvals/rules/{draft.pk}"
    sent = posted(client.get(f"{url}/edit")) | {"do": "save"}
    sent["place_3_0"] = ["line:head", "role:clerk", ""]
    sent["any_3_0"] = ["any"]
    client.post(f"{url}/edit", sent)
    assert draft.rules.rules[3] != RuleBook.objects.get(pk=draft.pk).rules.rules[3]
    assert RuleBook.objects.get(pk=draft.pk).rules.rules[3].steps[0].any
    said = client.post(f"{url}/apply", {"next": url}, follow=True).content.decode()
    assert "请先试算" in said
    said = client.post(f"{url}/simulate", {"next": url}, follow=True).content.decode()
    assert "试算已开始" in said
    assert "排队中" in said
    client.post(f"{url}/simulate")
    work_off()
    job = Job.objects.get(kind="approvals.simulate")
    assert (job.state, job.done, job.total, job.result) == ("done", 1, 1, {"documents": 1})
    assert "王所长 或 钱内勤" in client.get(url).content.decode()
    client.post(f"{url}/apply")
    approval = Approval.objects.get(kind="rule_change")
    page = cast.client("chen").get(f"/approvals/{approval.pk}").content.decode()
    for text in (*WORDS.values(), "王所长 或 钱内勤", "申请执行的规则"):
        assert text in page, text
    assert client.get(f"{url}/edit").status_code == 302


def test_a_simulation_that_was_cancelled_keeps_nothing_and_says_so(cast, draft, low_order):
    client, url = cast.client("wang"), f"/approvals/rules/{draft.pk}"
    client.post(f"{url}/simulate")
    client.post(f"/jobs/{Job.objects.get(kind='approvals.simulate').pk}/cancel")
    work_off()
    assert "试算没有做完" in client.get(url).content.decode()
    assert "试算没有做完" not in cast.client("zheng").get(url).content.decode()
    assert not Simulation.objects.exists()


def test_another_persons_draft_is_not_edited(cast, draft):
    client, url = cast.client("li"), f"/approvals/rules/{draft.pk}/edit"
    assert client.get(url).status_code == 302
    client.post(url, {"count": "0", "do": "save"}, follow=True)
    assert RuleBook.objects.get(pk=draft.pk).scheme == draft.scheme


def test_a_rep_has_nothing_to_do_there(cast, book):
    assert cast.client("sun").get("/approvals/rules").status_code == 403
