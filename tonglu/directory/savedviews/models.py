from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.directory.org.models import Person
from tonglu.directory.org.scope import Scope

# more than a menu can show is not found again
MOST = 20
LONGEST_NAME, LONGEST_QUERY = 40, 2000


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, scope: Scope) -> SavedViewQuerySet:
        """One's own, and nobody else's."""
        return self.filter(person=scope.person_id)

    def of_list(self, listing: str) -> SavedViewQuerySet:
        return self.filter(listing=listing)


class SavedView(models.Model):
    """A list's search, filters, sort and columns under a name 视图, one person's own.

    `listing` is the list's name in the code, `query` the part of its address that holds its state. The one that
    `is_default` is shown when the list is opened without saying how.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="saved_views")
    listing = models.CharField(max_length=40)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    is_default = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["listing", "name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "listing", "name"], name="savedviews_one_of_a_name"),
            models.UniqueConstraint(
                fields=["person", "listing"],
                condition=models.Q(is_default=True),
                name="savedviews_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def keep(
        cls, *, person: Person, listing: str, name: str, query: str, by: Account, at: datetime
    ) -> SavedView:
        """Keeps how a list is looked at; a name that is there already gets the new state.

        Raises Refused for a name that is empty or too long, a state that is too long, and for one view too many.
        """
        _his(person, by)
        name = _named(name)
        if len(query) > LONGEST_QUERY:
            raise Refused(_("条件太多，存不下；请少选几项"), code="too_long")
        mine = cls.objects.filter(person=person, listing=listing)
        if not mine.filter(name=name).exists() and mine.count() >= MOST:
            raise Refused(_("一个列表最多存 {most} 个视图；请先删掉不用的"), code="too_many", most=MOST)
        view, _made = cls.objects.update_or_create(
            person=person, listing=listing, name=name, defaults={"query": query}
        )
        view._record("keep", by=by, at=at)
        return view

    @transaction.atomic
    def rename(self, *, name: str, by: Account, at: datetime) -> None:
        """Raises Refused for a name that is empty, too long, or taken by another view of this list."""
        _his(self.person, by)
        name = _named(name)
        others = SavedView.objects.filter(person=self.person_id, listing=self.listing, name=name)
        if others.exclude(pk=self.pk).exists():
            raise Refused(_("已有叫“{name}”的视图"), code="name_taken", name=name)
        self.name = name
        self.save(update_fields=["name"])
        self._record("rename", by=by, at=at)

    @transaction.atomic
    def make_default(self, *, on: bool, by: Account, at: datetime) -> None:
        """Shows it when the list is opened, in place of the one before; or no longer."""
        _his(self.person, by)
        rows = SavedView.objects.filter(person=self.person_id, listing=self.listing, is_default=True)
        rows.exclude(pk=self.pk).update(is_default=False)
        self.is_default = on
        self.save(update_fields=["is_default"])
        self._record("default", by=by, at=at, default=on)

    @transaction.atomic
    def drop(self, *, by: Account, at: datetime) -> None:
        _his(self.person, by)
        self._record("drop", by=by, at=at)
        self.delete()

    def _record(self, verb: str, *, by: Account, at: datetime, **more: object) -> None:
        facts = {"list": self.listing, "name": self.name, **more}
        record(verb=f"savedview.{verb}", obj=self, by=by, at=at, facts=facts)


def _his(person: Person, by: Account) -> None:
    if by.pk != person.account_id:
        raise NotYours(_("视图由本人来定"))


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused(_("请给视图起个名字"), code="no_name")
    if len(name) > LONGEST_NAME:
        raise Refused(_("视图名最多 {most} 个字"), code="too_long", most=LONGEST_NAME)
    return name
