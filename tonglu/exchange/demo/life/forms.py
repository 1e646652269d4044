"""Forms that were filled in over the last weeks: by whom, about what, how often, and how well things stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from tonglu.directory.forms.filled import Filled, Subject
from tonglu.directory.forms.versions import FormVersion
from tonglu.directory.org.models import Person
from tonglu.exchange.demo.camera import Camera
from tonglu.exchange.demo.drawing import Stand
from tonglu.exchange.demo.life import phrases
from tonglu.exchange.demo.life.answers import Filler
from tonglu.exchange.demo.life.phrases import Said, filled
from tonglu.exchange.demo.life.scene import Scene
from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.people import Office, Post, Team

RED = {
    "TRAD": "red_grocery",
    "CVS": "red_convenience",
    "SUPER": "red_supermarket",
    "REST": "red_restaurant",
    "SCHOOL": "red_school",
    "LEISURE": "red_leisure",
}
# how well an office stands, from the first to the others, and what is taken off for the one that is behind and for a
# rep who lets himself go altogether
STANDARDS, BEHIND, SLIPPED = (0.86, 0.8, 0.78), 0.16, 0.34
AUDITED_LOWER = 0.06  # an audit sees more than a self-check; where an office is behind, far more
WELL = 0.7
COOLERS, SELF_CHECKS = 4, 2  # of each rep
PATROLS, RIDES, SPOT_CHECKS = 3, 2, 3  # of each supervisor
KNOWN, REVIEWED, ASKED = 4, 6, 12  # customers of whom there is a 66, a review card, a survey


@dataclass
class Desk:
    """What every form needs: the scene, its camera, and the versions that were in force."""

    scene: Scene
    camera: Camera
    versions: dict[str, FormVersion] = field(default_factory=dict)

    def version(self, key: str) -> FormVersion:
        if key not in self.versions:
            self.versions[key] = FormVersion.objects.select_related("form").get(form__key=key, number=1)
        return self.versions[key]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form about to be filled in: by whom, how well it stands, about which outlet or person."""

    key: str
    post: Post
    good: float
    said: Said
    outlet: Outlet | None = None
    about: Person | None = None
    also: frozenset[str] = frozenset()


def forms(scene: Scene) -> None:
    """Puts all of them on the agenda."""
    camera = scene.world.camera
    assert camera is not None, "who fills in forms has a camera"
    desk = Desk(scene, camera)
    for place, office in enumerate(scene.staff.offices):
        for team in office.teams:
            for rep in team.reps:
                _of_rep(desk, place, office, rep)
            _of_supervisor(desk, place, office, team)
        _of_head(desk, place, office)
    _of_customers(desk)
    _beside(desk)


def _good(desk: Desk, place: int, office: Office, rep: Post | None, at: datetime) -> float:
    """How well things stand there on that day."""
    plot, day = desk.scene.world.plot, at.astimezone(desk.scene.world.zone).date()
    good = STANDARDS[min(place, len(STANDARDS) - 1)] - BEHIND * plot.is_behind(office)
    return good - (SLIPPED * plot.slips(rep, day) if rep else 0)


def _of_rep(desk: Desk, place: int, office: Office, rep: Post) -> None:
    """His checks of coolers, and what he says of his own shelves; the red team looks at some of them again."""
    scene = desk.scene
    shops = scene.of_rep(rep)
    best = scene.of_rep(rep, grades="A") or shops
    for n in range(COOLERS):
        at = scene.at(2 + n * 4, 9 + n, scene.random.randint(0, 50))
        outlet = scene.random.choice(best)
        said = {**phrases.COOLER, "asset_code": f"BG{outlet.customer.code[1:]}"}
        _put(desk, at, Sheet("cooler_check", rep, _good(desk, place, office, rep, at), said, outlet))
    for n in range(SELF_CHECKS):
        at = scene.at(3 + n * 6, 14, scene.random.randint(0, 50))
        outlet, good = scene.random.choice(shops), _good(desk, place, office, rep, at)
        _put(desk, at, Sheet(RED[outlet.channel], rep, good, phrases.RED, outlet))
        if n:
            again = scene.at(1 + n * 6, 10, scene.random.randint(0, 50))
            lower = good - AUDITED_LOWER - BEHIND * scene.world.plot.is_behind(office)
            _put(desk, again, Sheet(RED[outlet.channel], _named("red1"), lower, phrases.RED, outlet))


def _of_supervisor(desk: Desk, place: int, office: Office, team: Team) -> None:
    scene, post = desk.scene, team.supervisor
    for n in range(PATROLS):
        at = scene.at(2 + n * 5, 16, scene.random.randint(5, 55))
        _put(desk, at, _patrol(desk, post, place, office, team.reps[n % len(team.reps)], at))
    for n in range(RIDES):
        rep = team.reps[-1 - n % len(team.reps)]
        at = scene.at(4 + n * 6, 17, scene.random.randint(5, 55))
        line = scene.world.lines.line(rep, scene.today)
        said = {**phrases.COACHING, "line_name": line.name if line else "跟线"}
        said |= {"outlet": tuple(o.customer.name for o in scene.of_rep(rep)[:9]) or "沿线小店"}
        said |= {"next_ride": (at.date() + timedelta(days=14)).isoformat()}
        _put(desk, at, Sheet("coaching", post, _good(desk, place, office, rep, at), said, about=rep.person))
    for n in range(SPOT_CHECKS):
        at = scene.at(1 + n * 3, 15, scene.random.randint(5, 55))
        rep = scene.random.choice(team.reps)
        _put(desk, at, _spot_check(desk, post, _good(desk, place, office, None, at), rep, at))


def _of_head(desk: Desk, place: int, office: Office) -> None:
    at = desk.scene.at(3 + place, 17, 30)
    rep = desk.scene.random.choice(office.reps)
    _put(desk, at, _patrol(desk, office.head, place, office, rep, at))


def _patrol(desk: Desk, post: Post, place: int, office: Office, rep: Post, at: datetime) -> Sheet:
    seen = desk.scene.random.randint(8, 18)
    good = _good(desk, place, office, rep, at)
    said = {
        **phrases.PATROL,
        **(phrases.WELL if good >= WELL else phrases.BADLY),
        "area": f"{office.district.name}{rep.person.name}的线路",
        "outlets_seen": seen,
        "outlets_recounted": 5,
        "recount_wrong": (0, 0, 1, 2),
        "owner": (rep.person.name, "内勤"),
        "due": (at.date() + timedelta(days=7)).isoformat(),
    }
    also = frozenset({"display_photos", "findings", "competitors", "price_tag_rate"})
    return Sheet("market_patrol", post, good, said, about=rep.person, also=also)


def _spot_check(desk: Desk, post: Post, good: float, rep: Post, at: datetime) -> Sheet:
    outlet = desk.scene.random.choice(desk.scene.of_rep(rep))
    slots = desk.scene.world.slots(outlet)
    packs = desk.scene.random.randint(1, 3)
    said = {
        **phrases.SPOT_CHECK,
        "order_number": f"{rep.position.unit.code}-{at:%y%m%d}",
        "ordered_on": (at.date() - timedelta(days=1)).isoformat(),
        "delivered_on": at.date().isoformat(),
        "sku": tuple(slot.article.sku.name for slot in slots[:6]),
        "ordered": packs,
        "delivered": packs,
    }
    return Sheet("delivery_spot_check", post, good, said, outlet)


def _of_customers(desk: Desk) -> None:
    """What is known of a few, and what they say of us."""
    scene = desk.scene
    reps = scene.staff.reps
    for n in range(KNOWN):
        post, outlet = scene.staff.teams[0].supervisor, _best(scene, reps[n % len(reps)], n)
        at = scene.at(3 + n * 2, 18, 10 + n)
        shop = outlet.customer
        places = {"who": shop.contact, "shop": shop.name, "address": shop.address}
        _put(desk, at, Sheet("mackay66", post, 0.8, filled(phrases.MACKAY, **places), outlet))
    for n in range(REVIEWED):
        rep = reps[n % len(reps)]
        at = scene.at(4 + n, 18, 40)
        _put(
            desk,
            at,
            Sheet("month_review_card", rep, 0.75 - n % 3 * 0.1, phrases.REVIEW, _best(scene, rep, n)),
        )
    for n in range(ASKED):
        office = scene.staff.offices[n % len(scene.staff.offices)]
        good = _good(desk, n % len(scene.staff.offices), office, None, scene.at(2 + n, 10))
        outlet = _best(scene, office.reps[n % len(office.reps)], n)
        _put(
            desk,
            scene.at(2 + n, 10, 25),
            Sheet("satisfaction", office.clerk, good, phrases.SATISFACTION, outlet),
        )


def _best(scene: Scene, rep: Post, n: int) -> Outlet:
    mine = scene.of_rep(rep, grades="A") or scene.of_rep(rep)
    return mine[n % len(mine)]


def _beside(desk: Desk) -> None:
    """Those who promote and deliver, and what the red team found."""
    scene = desk.scene
    promoter, driver, red = _named("promoter1"), _named("driver1"), _named("red_supervisor")
    for n in range(2):
        soon = (scene.days[2 + n * 4] + timedelta(days=5)).isoformat()
        said = {**phrases.MARKET, "kind": "competitor_promotion", "answer_by": soon}
        _put(desk, scene.at(3 + n * 4, 19, 5), Sheet("market_situation", promoter, 0.7, said))
        said = {**phrases.COMPLAINT, "promised_day": (scene.days[1 + n * 3] + timedelta(days=2)).isoformat()}
        outlet = _best(scene, scene.office(0).reps[0], n)
        _put(desk, scene.at(2 + n * 3, 16, 20), Sheet("complaint_report", driver, 0.6, said, outlet))
        said = {key: one[n] if isinstance(one, tuple) else one for key, one in phrases.ISSUE.items()}
        said |= {"measure": phrases.ISSUE["measure"], "owner": "营业所主任", "due": soon}
        _put(desk, scene.at(5 - n, 11, 40), Sheet("issue", red, 0.6, said))
    for n in range(4):
        _put(desk, scene.at(1 + n * 2, 18, 50), Sheet("work_diary", promoter, 0.8, phrases.DIARY))
        _put(desk, scene.at(2 + n * 2, 12, 30), Sheet("walk_in_register", promoter, 0.7, phrases.WALK_IN))
        _put(desk, scene.at(1 + n * 3, 14, 15), Sheet("market_survey", promoter, 0.7, phrases.SURVEY))


def _named(username: str) -> Post:
    person = Person.objects.select_related("account").get(account__username=username)
    appointment = person.appointments.select_related("position__unit").get(deputy=False)
    return Post(appointment.position, person)


def _put(desk: Desk, at: datetime, sheet: Sheet) -> None:
    desk.scene.agenda.put(at, partial(_fill, desk, sheet))


def _fill(desk: Desk, sheet: Sheet, at: datetime) -> None:
    scene, by = desk.scene, sheet.post.account
    version = desk.version(sheet.key)
    filler = Filler(
        random=scene.random,
        good=sheet.good,
        on=at.astimezone(scene.world.zone).date(),
        said=sheet.said,
        picture=lambda question: desk.camera.take(
            _stands(scene, sheet.outlet), at=at, by=by, cooler="cooler" in f"{sheet.key}{question}"
        ),
        signature=lambda: desk.camera.sign(at=at, by=by),
        also=sheet.also,
    )
    Filled.fill(
        id=scene.world.id(at),
        version=version,
        answers=filler.fill(version.parsed),
        person=sheet.post.person,
        position=sheet.post.position,
        finished_at=at,
        at=at,
        subject=_subject(sheet),
    )


def _subject(sheet: Sheet) -> Subject:
    if sheet.outlet:
        return Subject(sheet.outlet.customer.name, customer=sheet.outlet.customer.pk)
    return Subject(sheet.about.name, person=sheet.about) if sheet.about else Subject()


def _stands(scene: Scene, outlet: Outlet | None) -> Sequence[Stand]:
    """What stood there when it was counted last; anywhere, where the form is about no outlet."""
    shop = outlet or scene.random.choice(scene.of_rep(scene.staff.reps[0]))
    return [Stand(slot.article, min(slot.stock, 24)) for slot in scene.world.slots(shop)]
