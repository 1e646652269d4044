"""Saved views of a list: kept from its head, chosen again, led to as the default; a person's own."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tonglu.directory.savedviews.models import SavedView

pytestmark = pytest.mark.django_db


def keep(client, *, query="state=active&q=%E8%B6%85%E5%B8%82", name="我的超市", **more):
    said = {"listing": "customers", "query": query, "name": name, "next": f"/customers?{query}", **more}
    return client.post("/me/views/keep", said)


@pytest.fixture
def li(cast):
    return cast.client("li")


def query_of(response) -> dict[str, list[str]]:
    return parse_qs(urlsplit(response["Location"]).query)


def test_what_is_on_the_screen_is_kept_and_stands_in_the_head(li):
    response = keep(li)
    view = SavedView.objects.get()
    assert query_of(response) == {"state": ["active"], "q": ["超市"], "view": [str(view.pk)]}
    page = li.get(response["Location"])
    assert page.context["list"].kept.chosen == view
    assert not page.context["list"].kept.changed
    assert "我的超市" in page.content.decode()


def test_the_state_of_a_list_is_its_search_filters_sort_and_columns(li):
    page = li.get("/customers?period=2026-11&col=name&col=state&state=active&sort=-name&page=1&q=")
    assert page.context["list"].kept.query == "state=active&sort=-name&col=name&col=state"


def test_a_list_looked_at_otherwise_says_so(li):
    keep(li)
    view = SavedView.objects.get()
    page = li.get(f"/customers?state=active&view={view.pk}")
    assert page.context["list"].kept.changed


def test_a_view_is_chosen_again_for_the_unit_and_period_of_the_moment(li):
    keep(li)
    view, url = li.get("/customers?period=2026-10").context["list"].kept.links[0]
    assert url == f"/customers?period=2026-10&state=active&q=%E8%B6%85%E5%B8%82&view={view.pk}"


def test_the_default_is_where_one_is_led(li):
    keep(li, default="1")
    view = SavedView.objects.get()
    led = li.get("/customers?period=2026-10")
    assert led.status_code == 302
    assert query_of(led) == {
        "period": ["2026-10"],
        "state": ["active"],
        "q": ["超市"],
        "view": [str(view.pk)],
    }
    # but not who says how he wants to see it, takes it away as a file, or wants it as it stands
    for address in ("/customers?state=closed", "/customers?export=csv", "/customers?view=0"):
        assert li.get(address).status_code == 200
    page = li.get(led["Location"]).content.decode()
    assert "?period=2026-10&amp;q=%E8%B6%85%E5%B8%82&amp;view=" in page, (
        "the filter's way back keeps the view"
    )


def test_a_view_is_renamed_made_the_default_and_dropped(li):
    keep(li)
    view = SavedView.objects.get()
    li.post(f"/me/views/{view.pk}/rename", {"name": "超市", "next": "/customers"})
    li.post(f"/me/views/{view.pk}/default", {"on": "1", "next": "/customers"})
    view.refresh_from_db()
    assert (view.name, view.is_default) == ("超市", True)
    dropped = li.post(f"/me/views/{view.pk}/drop", {"next": f"/customers?state=active&view={view.pk}"})
    assert dropped["Location"] == "/customers?state=active&view=0"
    assert not SavedView.objects.exists()


def test_what_is_refused_is_said_and_nothing_kept(li):
    response = li.post(
        "/me/views/keep", {"listing": "customers", "name": " ", "next": "/customers"}, follow=True
    )
    assert "请给视图起个名字" in response.content.decode()
    assert not SavedView.objects.exists()


def test_nobody_sees_or_changes_a_view_of_another(li, cast):
    keep(li, default="1")
    view, zhao = SavedView.objects.get(), cast.client("zhao")
    page = zhao.get("/customers")
    assert page.status_code == 200
    assert page.context["list"].kept.views == []
    for verb in ("rename", "default", "drop"):
        assert zhao.post(f"/me/views/{view.pk}/{verb}", {"name": "x", "on": "1"}).status_code == 404
