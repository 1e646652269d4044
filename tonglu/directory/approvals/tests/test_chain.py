"""Who is asked: the worked organisation of the cast, and properties over made-up ones."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.directory.approvals.chain import Applicant, Org, Post, Tenure, escalated, resolve
from tonglu.directory.approvals.rules import Place, Step

ON = date(2026, 11, 23)
ALWAYS = date(2020, 1, 1)

POSTS = [
    Post(1, "chen", "director", "1/"),
    Post(2, "he", "administrator", "1/"),
    Post(3, "wang", "head", "1/2/"),
    Post(4, "qian", "clerk", "1/2/"),
    Post(5, "li", "supervisor", "1/2/4/"),
    Post(6, "sun", "rep", "1/2/4/"),
    Post(7, "law", "legal", "1/"),
    Post(8, "law2", "legal", "1/2/"),
]


def org(posts=POSTS, *, vacant: tuple[int, ...] = (), people: dict[int, int] | None = None) -> Org:
    """Each post is held by the person of the same number, but for those that are vacant or named otherwise."""
    held = {post.id: (people or {}).get(post.id, post.id) for post in posts if post.id not in vacant}
    return Org({post.id: post for post in posts}, {post: [Tenure(p, ALWAYS)] for post, p in held.items()})


def applicant(post: int, *own: int) -> Applicant:
    return Applicant(post, frozenset(own or {post}), ON)


def one(place: Place, of: Org, who: Applicant) -> int | None:
    chain = resolve([Step(places=(place,))], org=of, applicant=who)
    return chain[0].positions[0] if chain else None


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        (Place(up=1), 5),
        (Place(up=2), 3),
        (Place(up=3), 1),
        (Place(up=6), 1),
        (Place(line="head"), 3),
        (Place(line="director"), 1),
        (Place(role="legal"), 8),
        (Place(role="administrator"), 2),
        (Place(role="finance"), 1),
    ],
)
def test_whom_a_place_means_for_a_rep(place, asked):
    assert one(place, org(), applicant(6)) == asked


def test_a_named_superior_comes_before_the_tree():
    posts = [*POSTS[:5], Post(6, "sun", "rep", "1/2/4/", superior=3)]
    assert one(Place(up=1), org(posts), applicant(6)) == 3


def test_a_seat_that_would_fall_to_the_applicant_goes_on_up():
    assert one(Place(line="head"), org(), applicant(3)) == 1
    # the rep stands in for his supervisor this week
    assert one(Place(up=1), org(people={5: 6}), applicant(6)) == 3


def test_a_post_that_nobody_holds_goes_on_up():
    assert one(Place(up=1), org(vacant=(5, 3)), applicant(6)) == 1


def test_above_the_top_the_administrator_looks_and_nobody_is_left_alone_with_his_own():
    assert one(Place(line="director"), org(), applicant(1)) == 2
    assert one(Place(line="director"), org(vacant=(2,)), applicant(1)) is None


def test_a_position_is_asked_once():
    steps = [Step(places=(Place(line="head"),)), Step(places=(Place(line="head"), Place(line="director")))]
    chain = resolve(steps, org=org(), applicant=applicant(6))
    assert [step.positions for step in chain] == [(3,), (1,)]


def test_a_step_that_any_of_them_carries_is_over_when_one_has_agreed_before():
    steps = [
        Step(places=(Place(line="head"),)),
        Step(places=(Place(line="head"), Place(role="legal")), any=True),
    ]
    assert [step.positions for step in resolve(steps, org=org(), applicant=applicant(6))] == [(3,)]


def test_escalation_asks_the_next_one_up_who_was_not_asked():
    assert escalated(5, org=org(), applicant=applicant(6), asked={5}) == 3
    assert escalated(5, org=org(), applicant=applicant(6), asked={5, 3, 1}) == 2
    assert escalated(5, org=org(), applicant=applicant(6), asked={5, 3, 1, 2}) is None


places = st.one_of(
    st.builds(Place, up=st.integers(1, 6)),
    st.builds(Place, line=st.sampled_from(["supervisor", "head", "director"])),
    st.builds(Place, role=st.sampled_from(["legal", "clerk", "administrator", "finance"])),
)
steps = st.lists(
    st.builds(Step, places=st.lists(places, min_size=1, max_size=3).map(tuple), any=st.booleans()),
    min_size=1,
    max_size=4,
)


@st.composite
def organisations(draw):
    """Posts in a tree of units, some vacant, some people in two posts, some superiors (even circular ones)."""
    paths = ["1/"]
    for n in range(2, draw(st.integers(2, 6))):
        paths.append(f"{draw(st.sampled_from(paths))}{n}/")
    roles = ["rep", "supervisor", "head", "director", "clerk", "administrator", "legal"]
    count = draw(st.integers(2, 9))
    posts = [
        Post(
            n,
            f"P{n}",
            draw(st.sampled_from(roles)),
            draw(st.sampled_from(paths)),
            draw(st.none() | st.integers(1, count)),
        )
        for n in range(1, count + 1)
    ]
    tenures = {
        post.id: [Tenure(draw(st.integers(1, count)), ALWAYS)] for post in posts if draw(st.integers(0, 3))
    }
    return Org({post.id: post for post in posts}, tenures)


@given(organisations(), steps, st.data())
def test_nobody_is_asked_about_his_own_no_post_is_empty_and_none_is_asked_twice(of, wanted, data):
    post = data.draw(st.sampled_from(sorted(of.posts)))
    own = frozenset(data.draw(st.sets(st.integers(1, 9), min_size=1, max_size=2)))
    chain = resolve(wanted, org=of, applicant=Applicant(post, own, ON))
    for step in chain:
        assert step.positions
        assert len(set(step.positions)) == len(step.positions)
        for position in step.positions:
            holder = of.holder(position, on=ON)
            assert holder is not None
            assert holder not in own
    required = [position for step in chain if not step.any for position in step.positions]
    assert len(set(required)) == len(required)


@given(organisations(), steps, st.data())
def test_somebody_is_asked_wherever_another_leads_or_administers(of, wanted, data):
    post = data.draw(st.sampled_from(sorted(of.posts)))
    own = frozenset({data.draw(st.integers(1, 9))})
    others = [
        p
        for p in of.posts.values()
        if p.role == "administrator" and of.holder(p.id, on=ON) not in {None, *own}
    ]
    chain = resolve(wanted, org=of, applicant=Applicant(post, own, ON))
    assert chain or not others


@given(organisations(), st.data())
def test_escalation_ends(of, data):
    post = data.draw(st.sampled_from(sorted(of.posts)))
    who = Applicant(post, frozenset({data.draw(st.integers(1, 9))}), ON)
    asked = {post}
    while (above := escalated(post, org=of, applicant=who, asked=asked)) is not None:
        assert above not in asked
        asked.add(above)
    assert len(asked) <= len(of.posts)
