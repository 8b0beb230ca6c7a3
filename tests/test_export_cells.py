"""The law of editing in place: what is not edited comes back byte for byte."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import KitError
from grader.export import cells

WORDS = st.text(st.sampled_from('ab1,;"\n\r =é\t'), max_size=6)
PLAIN = st.text(st.sampled_from("ab1 =é"), min_size=1, max_size=4)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Tables as hands and programs write them: any quoting, any line end, with and without a mark."""
    delimiter, end = draw(st.sampled_from(",;")), draw(st.sampled_from(["\n", "\r\n"]))
    width = draw(st.integers(2, 4))

    def cell() -> str:
        if draw(st.booleans()):
            return '"' + draw(WORDS).replace('"', '""') + '"'
        return draw(st.sampled_from(["", "7.50", "a b", "é", '="x"']))

    header = delimiter.join(draw(st.lists(PLAIN, min_size=width, max_size=width)))
    rows = [delimiter.join(cell() for _ in range(width)) for _ in range(draw(st.integers(1, 4)))]
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    last = draw(st.sampled_from(["", end]))
    return mark + (end.join([header, *rows]) + last).encode()


@given(tables())
def test_a_file_without_edits_comes_back_byte_for_byte(data: bytes):
    assert cells.read(data, "x.csv").fill({}) == data


@given(tables(), st.data())
def test_an_edit_changes_its_cell_and_no_other_byte(data: bytes, draw: st.DataObject):
    sheet = cells.read(data, "x.csv")
    row = draw.draw(st.integers(1, len(sheet.rows) - 1))
    column = draw.draw(st.integers(0, len(sheet.rows[row]) - 1))
    words = draw.draw(st.sampled_from(["8.25", "8,25", 'a "b"', "x\ny", ""]))
    old = sheet.rows[row][column]
    filled = sheet.fill({(row, column): words})
    before = sheet.mark + sheet.text[: old.start].encode()
    after = sheet.text[old.end :].encode()
    assert filled.startswith(before)
    assert filled.endswith(after)
    again = list(cells._parse_rows(filled[len(sheet.mark) :].decode(), sheet.delimiter))
    expected = [[cell.text for cell in each] for each in sheet.rows]
    expected[row][column] = words
    assert [[cell.text for cell in each] for each in again] == expected


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_what_the_standard_library_writes_is_read_as_it_reads_it(rows: list[list[str]], delimiter: str):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    told = cells._parse_rows(text.getvalue(), delimiter)
    assert [[cell.text for cell in row] for row in told] == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_makes_a_table(delimiter: str):
    rows = [["Student", "ID", "Loss, noise; speed\tand more (7)"], ["Beispiel, Ada", "1", ""]]
    text = "\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows)
    assert cells.read(text.encode(), "x.csv").delimiter == delimiter


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_a_file_of_two_byte_letters_keeps_its_encoding(mark: bytes, encoding: str):
    data = mark + "a,b\né,1\n".encode(encoding)
    assert cells.read(data, "x.csv").fill({(1, 1): "2"}) == mark + "a,b\né,2\n".encode(encoding)


def test_bytes_that_are_no_utf8_come_back():
    data = "a,b\né,1\n".encode("cp1252")
    assert cells.read(data, "x.csv").fill({(1, 1): "2"}) == "a,b\né,2\n".encode("cp1252")


def test_a_new_cell_goes_behind_the_last_one_and_short_rows_are_filled_up():
    sheet = cells.read(b"a,b,c\n1,2,3\n4,5\n", "x.csv")
    edits = {(row, 3): "n" for row in range(3)}
    assert sheet.fill(edits) == b"a,b,c,n\n1,2,3,n\n4,5,,n\n"


def test_a_cell_is_quoted_where_a_strict_reader_wants_it():
    sheet = cells.read(b'a,b\n1,"2"\n', "x.csv")
    assert sheet.fill({(1, 0): 'x "y"'}) == b'a,b\n"x ""y""","2"\n'
    assert sheet.fill({(1, 1): "3"}) == b'a,b\n1,"3"\n'
    assert sheet.fill({(1, 0): "x y"}) == b'a,b\nx y,"2"\n'


def test_a_quote_that_never_closes_is_letters():
    data = b'a,b\n"x,1\ny,2\n'
    sheet = cells.read(data, "x.csv")
    assert sheet.fill({(2, 1): "3"}) == b'a,b\n"x,1\ny,3\n'


@pytest.mark.parametrize("data", [b"", b"\n", b"nothing", b"one\ntwo\n", b"\xff\xfea"])
def test_what_is_no_table_is_said_to_be_none(data: bytes):
    with pytest.raises(KitError, match=r"x\.csv"):
        cells.read(data, "x.csv")
