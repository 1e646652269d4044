"""How a round goes: it ends, and is never approved without everyone who must agree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tonglu.directory.approvals.chain import Asked
from tonglu.directory.approvals.course import Said, Standing, standing

HEAD_THEN_TWO = (Asked((3,)), Asked((1, 2)))


def test_steps_follow_one_another():
    assert standing(HEAD_THEN_TWO, []) == Standing("", 0, frozenset({0}))
    head = Said(0, 0, "approve")
    assert standing(HEAD_THEN_TWO, [head]) == Standing("", 1, frozenset({0, 1}))
    one = Said(1, 1, "approve")
    assert standing(HEAD_THEN_TWO, [head, one]) == Standing("", 1, frozenset({0}))
    assert standing(HEAD_THEN_TWO, [head, one, Said(1, 0, "approve")]).result == "approved"


def test_one_refusal_or_return_ends_it():
    assert standing(HEAD_THEN_TWO, [Said(0, 0, "refuse")]).result == "refused"
    said = [Said(0, 0, "approve"), Said(1, 0, "approve"), Said(1, 1, "return")]
    assert standing(HEAD_THEN_TWO, said).result == "returned"


def test_any_of_a_step_carries_it():
    chain = (Asked((1, 2), any=True), Asked((3,)))
    assert standing(chain, [Said(0, 1, "approve")]) == Standing("", 1, frozenset({0}))


def test_an_answer_to_a_step_that_is_not_at_hand_counts_for_nothing():
    assert standing(HEAD_THEN_TWO, [Said(1, 0, "approve"), Said(1, 1, "approve")]).step == 0


def test_a_chain_that_asks_nobody_is_not_approved():
    assert standing((), []).result == ""


chains = st.lists(
    st.builds(
        Asked,
        positions=st.lists(st.integers(1, 9), min_size=1, max_size=4, unique=True).map(tuple),
        any=st.booleans(),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
verdicts = st.sampled_from(["approve", "approve", "approve", "refuse", "return"])
answers = st.lists(st.builds(Said, st.integers(0, 4), st.integers(0, 4), verdicts), max_size=20)


@given(chains, answers)
def test_approved_means_that_every_step_has_all_whom_it_needs(chain, said):
    if standing(chain, said).result != "approved":
        return
    for number, step in enumerate(chain):
        agreed = {one.place for one in said if one.step == number and one.verdict == "approve"}
        everyone = set(range(len(step.positions)))
        assert agreed & everyone if step.any else agreed >= everyone


@given(chains, st.data())
def test_a_round_ends_after_no_more_answers_than_there_are_seats(chain, data):
    said: list[Said] = []
    while not (now := standing(chain, said)).result:
        assert now.waiting, "an open round waits for somebody"
        place = data.draw(st.sampled_from(sorted(now.waiting)))
        said.append(Said(now.step, place, data.draw(verdicts)))
    assert len(said) <= sum(len(step.positions) for step in chain)
    last = said[-1].verdict
    assert now.result == {"approve": "approved", "refuse": "refused", "return": "returned"}[last]


@given(chains, answers, answers)
def test_what_is_decided_stays_decided(chain, said, later):
    now = standing(chain, said)
    if now.result:
        assert standing(chain, [*said, *later]) == now
