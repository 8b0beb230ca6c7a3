"""Numbers of gradebooks, in the signs of many countries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.export.decimals import NumberFormat, detect_format

THOUSAND = (
    "1,000.00",
    "1.000,00",
    "1 000,00",
    "1\u00a0000.00",
    "1\u202f000,00",
    "1\u2009000",
    "1'000.00",
    "1\u2019000,00",
)


@pytest.mark.parametrize("words", THOUSAND)
@pytest.mark.parametrize("sign", [".", ","])
def test_a_thousand_is_one_wherever_its_signs_leave_no_doubt(words: str, sign: str):
    assert NumberFormat(sign).parse(words) == 1000


@pytest.mark.parametrize(
    ("words", "decimal", "number"),
    [
        ("1,000", ".", "1000"),
        ("1,000", ",", "1"),
        ("1.000", ",", "1000"),
        ("1.000", ".", "1"),
        ("12,345,678", ",", "12345678"),
        ("1.234.567,5", ".", "1234567.5"),
        ("1,00,000.00", ".", "100000"),
        ("0,500", ".", "0.5"),
        ("7,5", ".", "7.5"),
        ("-3.50", ",", "-3.5"),
        ("\u22121,5", ".", "-1.5"),
        (".5", ",", "0.5"),
        ("\u0661\u0660\u066b\u0665", ".", "10.5"),
        ("1000.125", ",", "1000.125"),
    ],
)
def test_a_sign_that_could_mean_both_means_what_it_means_in_the_file(words: str, decimal: str, number: str):
    assert NumberFormat(decimal).parse(words) == Decimal(number)


@pytest.mark.parametrize(
    "words", ["", "EX", "1.2.2026", "1,2,3", "1.000.00", "1,000,00", "5 5", "(read only)", "-", "1.", "A+"]
)
def test_what_is_no_number_is_none(words: str):
    assert NumberFormat().parse(words) is None


def test_the_numbers_that_leave_no_doubt_tell_for_the_whole_file():
    assert detect_format(["1,000", "7.50"]).parse("1,000") == 1000
    assert detect_format(["1,000", "7,50"]).parse("1,000") == 1
    assert detect_format(["1.000.000"]).decimal_sign == ","
    assert detect_format(["1,000", "", "EX"], default=",").decimal_sign == ","


@given(st.decimals(0, 10**7, places=2), st.sampled_from(".,"), st.sampled_from(["", " ", "'", "\u202f", "other"]))
def test_every_grade_is_read_back_however_a_country_writes_it(grade: Decimal, decimal: str, group: str):
    sign = {".": ",", ",": "."}[decimal] if group == "other" else group
    words = f"{grade:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", sign)
    assert NumberFormat(decimal).parse(words) == grade
    assert NumberFormat(decimal).parse(NumberFormat(decimal).format(grade)) == grade
