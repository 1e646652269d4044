from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.directory.savedviews.models import MOST, SavedView

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cast):
    """Keeps a view of Li's, or of whom the test says."""

    def keep(name="待审的", query="state=held", who="li", listing="orders"):
        person = cast.people[who]
        return SavedView.keep(
            person=person, listing=listing, name=name, query=query, by=person.account, at=NOW
        )

    return keep


def told(verb: str) -> list[dict[str, object]]:
    return [entry.facts for entry in Entry.objects.filter(verb=f"savedview.{verb}")]


def test_a_view_keeps_how_a_list_is_looked_at(kept, cast):
    view = kept(name="  待审的  大单 ")
    assert (view.person, view.listing, view.name, view.query) == (
        cast.li,
        "orders",
        "待审的 大单",
        "state=held",
    )
    assert told("keep") == [{"list": "orders", "name": "待审的 大单"}]


def test_keeping_under_the_same_name_changes_the_view(kept):
    first, again = kept(), kept(query="state=held&sort=-net")
    assert again.pk == first.pk
    assert [view.query for view in SavedView.objects.all()] == ["state=held&sort=-net"]


@pytest.mark.parametrize(("name", "query"), [(" ", ""), ("长" * 41, ""), ("条件", "q=" + "长" * 2000)])
def test_a_view_without_a_name_or_too_long_is_refused(kept, name, query):
    with pytest.raises(Refused):
        kept(name=name, query=query)
    assert not SavedView.objects.exists()
    assert told("keep") == []


def test_a_list_has_room_for_so_many_views(kept, cast):
    SavedView.objects.bulk_create(
        SavedView(person=cast.li, listing="orders", name=str(n)) for n in range(MOST)
    )
    with pytest.raises(Refused, match="最多"):
        kept(name="又一个")
    kept(name="3", query="q=3")
    kept(name="又一个", listing="visits")


def test_a_view_is_renamed(kept, cast):
    view = kept()
    view.rename(name="等我审的", by=cast.li.account, at=NOW)
    assert SavedView.objects.get().name == "等我审的"
    assert told("rename") == [{"list": "orders", "name": "等我审的"}]


def test_no_two_views_of_a_list_have_one_name(kept, cast):
    kept(name="待审的")
    with pytest.raises(Refused, match="待审的"):
        kept(name="已送的").rename(name="待审的", by=cast.li.account, at=NOW)


def test_one_view_of_a_list_is_the_default(kept, cast):
    first, second, elsewhere = kept(), kept(name="已送的"), kept(listing="visits")
    for view in (first, second, elsewhere):
        view.make_default(on=True, by=cast.li.account, at=NOW)
    assert set(SavedView.objects.filter(is_default=True)) == {second, elsewhere}
    second.make_default(on=False, by=cast.li.account, at=NOW)
    assert set(SavedView.objects.filter(is_default=True)) == {elsewhere}
    assert told("default")[0] == {"list": "orders", "name": "已送的", "default": False}


def test_a_view_is_dropped(kept, cast):
    kept().drop(by=cast.li.account, at=NOW)
    assert not SavedView.objects.exists()
    assert told("drop") == [{"list": "orders", "name": "待审的"}]


def test_views_are_one_persons_own(kept, cast):
    view = kept()
    with pytest.raises(NotYours):
        view.rename(name="他的", by=cast.zhao.account, at=NOW)
    with pytest.raises(NotYours):
        view.drop(by=cast.zhao.account, at=NOW)
    assert kept(who="zhao").pk != view.pk
    assert SavedView.objects.get(person=cast.li).name == "待审的"
