from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.base.ean import check_digit, is_ean8, is_ean13

twelve = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize("code", ["6908512108211", "6901028075015", "4006381333931", "0000000000000"])
def test_a_printed_code_is_right(code):
    assert is_ean13(code)


@pytest.mark.parametrize(
    "code", ["", "69021824", "6908512108212", "690851210821X", "６９０８５１２１０８２１１", " 6908512108211"]
)
def test_what_is_short_wrong_or_not_digits_is_none(code):
    assert not is_ean13(code)


def test_a_check_digit_is_of_twelve_digits():
    with pytest.raises(ValueError, match="twelve"):
        check_digit("12345")


@given(twelve)
def test_exactly_one_last_digit_is_right(digits):
    right = [last for last in "0123456789" if is_ean13(digits + last)]

    assert right == [str(check_digit(digits))]


@given(twelve, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_never_passes(digits, place, change):
    code = digits + str(check_digit(digits))
    wrong = str((int(code[place]) + change) % 10)

    assert not is_ean13(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("69021824", True),
        ("96385074", True),
        ("69021825", False),
        ("6902182", False),
        ("６９０２１８２４", False),
    ],
)
def test_a_short_number_is_checked_like_a_long_one(code, valid):
    assert is_ean8(code) is valid
