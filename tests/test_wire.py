from __future__ import annotations

import array
import enum
import math
import struct
import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.sandbox import nodes, wire

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=20)
    | st.binary(max_size=20)
)
ARRAYS = st.builds(
    lambda code, shape: np.zeros(shape, dtype=code) + (1 if code != "b1" else True),
    st.sampled_from(["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1", "c8", "c16"]),
    st.lists(st.integers(0, 3), max_size=4).map(tuple),
)
VALUES = st.recursive(
    SCALARS | ARRAYS | st.lists(st.floats(), min_size=2, max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(-(2**63), 2**63 - 1), inner, max_size=4)
    ),
    max_leaves=12,
)


def same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray | np.generic):
        return (
            isinstance(other, np.ndarray | np.generic)
            and one.dtype == other.dtype
            and one.shape == other.shape
            and bool(np.array_equal(one, other, equal_nan=one.dtype.kind in "fc"))
        )
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    return one == other


@given(VALUES)
def test_plain_data_comes_back_as_it_was(value):
    assert same(value, wire.decode(wire.encode(value)))


@given(st.lists(VALUES, max_size=6) | st.lists(st.floats(), max_size=6))
def test_the_arguments_of_a_call_come_back_each_with_its_own_bytes(arguments):
    name, found, spans, offered = wire.decode_call(wire.encode_call("step", arguments, []), lambda *_made_by: print)
    assert (name, offered) == ("step", [])
    assert same(arguments, found)
    assert all(same(wire.decode(span), one) for span, one in zip(spans, arguments, strict=True))


def _turn_over(array):
    array.shape = array.shape[::-1]


def _read_otherwise(array):
    array.dtype = {1: np.int8, 2: np.int16, 4: np.int32, 8: np.int64, 16: np.complex128}[array.itemsize]


def _write(array):
    array.reshape(-1)[-1:] += array.dtype.type(1)


@given(ARRAYS, st.sampled_from([_write, _turn_over, _read_otherwise, np.ndarray.copy]))
def test_an_array_that_is_taken_for_unchanged_would_be_written_as_it_came(made, change):
    call = wire.encode_call("step", [np.asarray(made)], [])
    _, (array,), (span,), _ = wire.decode_call(call, lambda *_made_by: print)
    assume(type(array) is np.ndarray)  # a truth value without axes comes as a number
    form = wire.find_form(array)
    assert wire.holds_same(array, form, span)
    change(array)
    assert wire.encode(array) == span or not wire.holds_same(array, form, span)


@pytest.mark.parametrize("code", [*nodes.CODES, ">f8", ">i4"])
@pytest.mark.parametrize(
    "laid",
    [np.array, np.asfortranarray, lambda rows: rows[::-1], lambda rows: rows[:, ::2], lambda rows: rows.T],
    ids=["rows", "columns", "backwards", "every other", "turned"],
)
def test_a_long_array_comes_back_as_it_was_however_it_lies_in_memory(code, laid):
    value = laid((np.arange(30_000) % 7).reshape(200, 150).astype(code))
    found = wire.decode(wire.encode([value, 1.0]))
    assert np.array_equal(found[0], value)
    assert found[0].dtype == value.dtype.newbyteorder("=")
    assert found[1] == 1.0


@given(st.binary(max_size=400))
def test_any_bytes_are_a_value_or_a_clean_error(payload):
    _value_or_error(payload)


@settings(max_examples=150)
@given(VALUES, st.data())
def test_a_message_spoiled_anywhere_is_a_value_or_a_clean_error(value, data):
    payload = bytearray(wire.encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    _value_or_error(bytes(payload))
    _value_or_error(bytes(payload[: data.draw(st.integers(0, len(payload)))]))


TAGS = b"NTfidcsblltmmanaFr"


@settings(max_examples=150)
@given(st.lists(st.sampled_from([bytes([tag]) for tag in TAGS]) | st.binary(max_size=9), max_size=30))
def test_words_of_the_language_in_any_order_are_a_value_or_a_clean_error(pieces):
    _value_or_error(b"".join(pieces))


def _array(code: int, shape: tuple[int, ...], data: bytes = b"", size: int | None = None) -> bytes:
    head = b"a" + bytes((code, len(shape))) + struct.pack(f"<{len(shape)}Q", *shape)
    return head + struct.pack("<I", len(data) if size is None else size) + data


U32 = struct.Struct("<I").pack
HOSTILE = {
    "nothing": b"",
    "a hundred thousand lists": b"l" + U32(1) + (b"l" + U32(1)) * 10**5 + b"N",
    "four billion items": b"l" + U32(2**32 - 1),
    "four billion entries": b"m" + U32(2**32 - 1) + b"N" * 100,
    "as many items as bytes": b"l" + U32(6 * 10**5) + b"N" * (6 * 10**5),
    "empty lists in a row": b"l" + U32(600_000) + (b"l" + U32(0)) * 600_000,
    "a long integer": b"i" + U32(2**20) + b"\xff" * 2**20,
    "floats cut short": b"r" + U32(5) + b"\0" * 39,
    "more floats than bytes": b"r" + U32(2**32 - 1) + b"\0" * 80,
    "more floats than values may be": b"r" + U32(300_000) + b"\0" * 2_400_000,
    "floats far down": (b"l" + U32(1)) * 40 + b"r" + U32(1) + b"\0" * 8,
    "an endless text": b"s" + U32(2**32 - 1) + b"x",
    "a text too long": b"s" + U32(2**21) + b"x" * 2**21,
    "half a letter": b"s" + U32(1) + b"\xc3",
    "a lone surrogate": b"s" + U32(3) + b"\xed\xa0\x80",
    "a list as a key": b"m" + U32(1) + b"l" + U32(0) + b"N",
    "a float as a key": b"m" + U32(1) + b"d" + b"\0" * 8 + b"N",
    "an unknown dtype": _array(99, (1,), b"\0"),
    "too many axes": b"a" + bytes((2, 255)),
    "a shape without data": _array(2, (2**40,)),
    "a shape that wraps around to nothing": _array(2, (2**32, 2**32)),
    "a shape that wraps around to its data": _array(2, (2**63, 2), b"\0" * 8),
    "axes of nothing": _array(2, (0, 2**40)),
    "axes of nothing that overflow": _array(2, (2**26,) * 10 + (0,)),
    "sixteen axes of nothing": _array(2, (2**60,) * 15 + (0,)),
    "data without a shape": _array(2, (), b"\0" * 800),
    "a function where none may be": b"F" + U32(0),
    "a scalar cut short": b"n\x02\0\0",
    "words left over": b"NN",
}


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_message_is_refused_in_little_time_and_memory(payload):
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(wire.WireError):
        wire.decode(payload)
    spent, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 5.0
    assert peak < 20 * len(payload) + 10**6


def test_a_truth_value_is_true_or_false_whatever_its_byte_was():
    found = wire.decode(_array(11, (3,), b"\x00\x01\x07"))
    assert found.view("u1").tolist() == [0, 1, 1]


class Sub(np.ndarray):
    pass


class Text(str):
    __slots__ = ()


class Word(Text, enum.Enum):
    CALM = "calm"

    def __str__(self):
        raise AssertionError("asked")


@pytest.mark.parametrize("value", [Text("calm"), Word.CALM, np.str_("calm"), np.array("calm")])
def test_a_label_in_other_clothes_crosses_as_a_plain_text(value):
    crossed = wire.decode(wire.encode(value))
    assert type(crossed) is str
    assert crossed == "calm"


def test_a_typed_array_of_pythons_crosses_as_an_array_of_numbers():
    assert same(wire.decode(wire.encode(array.array("d", [1.5, -2.0]))), np.array([1.5, -2.0]))
    with pytest.raises(wire.Unsendable, match="array of numbers"):
        wire.encode(array.array("w" if "w" in array.typecodes else "u", "no"))  # "u" goes with Python 3.16


@pytest.mark.parametrize(
    "value",
    [
        type("D", (dict,), {})(),
        type("F", (float,), {})(1.0),
        np.zeros(3).view(Sub),
        np.ma.masked_array([1.0]),
        np.array([None]),
        np.zeros(2, dtype=[("a", "f8")]),
        np.array(["text"]),
        np.datetime64("2020"),
        {1.5: 2},
        {None: 1},
        object(),
        iter([1]),
        10**5000,
        "x" * (2**20 + 1),
        np.zeros((0, 2**40)),
        [[[]]] * 10**6,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_plain_data_is_refused_with_advice(value):
    with pytest.raises(wire.Unsendable, match=r"^(it|what)"):
        wire.encode(value)


def test_a_list_that_holds_itself_is_refused():
    value: list[object] = []
    value.append(value)
    with pytest.raises(wire.Unsendable):
        wire.encode(value)


def test_a_frame_beyond_the_cap_is_not_written():
    with pytest.raises(wire.Unsendable):
        wire.make_frame(wire.RETURNED, 1, bytes(wire.MAX_FRAME + 1))


def _value_or_error(payload: bytes) -> None:
    try:
        wire.decode(payload)
    except wire.WireError:
        return
