"""What goes on in the demo company, so that its figures tell something: an office that falls behind, a rep who lets
himself go, an article that the warehouse ran out of, a week of promotion.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tonglu.exchange.demo.catalogue import Article, Catalogue
from tonglu.exchange.demo.people import Office, Post, Staff
from tonglu.exchange.demo.size import Size

LATELY = timedelta(weeks=4)  # since when the rep slips
OUT_FOR = timedelta(days=16)  # the warehouse has had none of the article, and still has none
SHORT_FAMILY, OFFER_FAMILY = "TE", "SO"
OFFER_AGO = timedelta(weeks=3)  # before the Monday of this week
WEEK = timedelta(days=7)
# added to the chance of no order and of a planned stop not made
BEHIND_NO_ORDER, BEHIND_MISSED = 0.07, 0.035
SLIPS_NO_ORDER, SLIPS_MISSED = 0.32, 0.09
OFFER_LIFT, AFTER_LIFT = 1.9, 0.8  # shoppers' demand in the week of the offer, and in the week after it


@dataclass(frozen=True, slots=True)
class Plot:
    """`short`: id of the SKU that is missing since a day; `offer`: the Monday of the week of promotion."""

    today: date
    behind: Office | None = None
    slipping: Post | None = None
    short: int | None = None
    offer: date | None = None

    @property
    def slips_since(self) -> date:
        return self.today - LATELY

    def is_behind(self, office: Office) -> bool:
        return office is self.behind

    def slips(self, post: Post, on: date) -> float:
        """How far he has let himself go, 0 to 1, more from week to week."""
        if post is not self.slipping or on < self.slips_since:
            return 0.0
        return 0.4 + 0.6 * (on - self.slips_since) / LATELY

    def no_order(self, office: Office, post: Post, on: date) -> float:
        """What is added to the chance that a call ends without an order."""
        return BEHIND_NO_ORDER * self.is_behind(office) + SLIPS_NO_ORDER * self.slips(post, on)

    def missed(self, office: Office, post: Post, on: date) -> float:
        """What is added to the chance that a planned stop is not made."""
        return BEHIND_MISSED * self.is_behind(office) + SLIPS_MISSED * self.slips(post, on)

    def missing(self, on: date) -> int | None:
        """The SKU that cannot be had on a day."""
        return self.short if on >= self.today - OUT_FOR else None

    def offered(self, on: date) -> str | None:
        """The family on offer on a day."""
        return OFFER_FAMILY if self.offer and self.offer <= on < self.offer + WEEK else None

    def lift(self, article: Article, on: date) -> float:
        """What the offer makes of the demand for an article."""
        if self.offer is None or article.family != OFFER_FAMILY or on < self.offer:
            return 1.0
        return OFFER_LIFT if on < self.offer + WEEK else AFTER_LIFT if on < self.offer + 2 * WEEK else 1.0


def plot(*, size: Size, staff: Staff, goods: Catalogue, today: date) -> Plot:
    """Nothing goes on in a company that is made for tests."""
    if not size.lived_in:
        return Plot(today)
    short = max((a for a in goods.articles if a.family == SHORT_FAMILY), key=lambda a: a.pull)
    return Plot(
        today=today,
        behind=staff.offices[-1],
        slipping=staff.teams[0].reps[-1],
        short=short.sku.pk,
        offer=today - timedelta(days=today.weekday()) - OFFER_AGO,
    )
