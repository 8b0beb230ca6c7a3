"""What variants answer is kept between processes, and believed only where it is still the same question."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from grader import course
from grader.diagnosis import kept_columns, load_families, variant_table
from grader.diagnosis.variant_table import Column
from grader.misconceptions.toolkit.pools import Ints, Pool
from grader.storage.kept import State

FAMILY = load_families(course.find_exercise("7"))["warmup_cosine"]
PAIRS = sum(1 for _ in FAMILY.iterate_choices(2))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FALLLINE_CACHE", str(tmp_path))
    return tmp_path / "columns"


def column() -> Column:
    """The column as a new process would have it."""
    return variant_table.build_column.__wrapped__(FAMILY, 0, 2)


def find_key(program: Path) -> bytes | None:
    return kept_columns._find_key.__wrapped__(program, kept_columns._find_reading(program))


def look_up() -> tuple[Ints, Pool] | None:
    kept_columns._find_key.cache_clear()
    return kept_columns.look_up(FAMILY, 0, 2, PAIRS)


def test_the_next_process_has_the_very_column_and_runs_nothing(folder, monkeypatch):
    first = column()
    monkeypatch.delattr(variant_table, "_compute_set_answers")
    again = column()
    assert again.choices == first.choices
    assert again.shapes == first.shapes
    assert np.array_equal(again.guarded, first.guarded)
    assert np.array_equal(again.unusual, first.unusual)
    for one, other in zip(first.outputs, again.outputs, strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_another_probe_in_the_same_place_is_another_question(folder):
    turned = replace(FAMILY, probes=FAMILY.probes[::-1])
    kept = [variant_table.build_column.__wrapped__(one, 0, 2).outputs[0] for one in (FAMILY, turned, FAMILY, turned)]
    wanted = variant_table.build_column.__wrapped__(FAMILY, len(FAMILY.probes) - 1, 2).outputs[0]
    assert np.array_equal(kept[0], kept[2], equal_nan=True)
    assert not np.array_equal(kept[0], wanted, equal_nan=True)
    assert np.array_equal(kept[1], wanted, equal_nan=True)
    assert np.array_equal(kept[3], wanted, equal_nan=True)


def test_a_few_variants_are_run_sooner_than_read(folder):
    variant_table.build_column.__wrapped__(FAMILY, 0, 1)
    assert not folder.exists()


def test_after_any_change_of_code_nothing_kept_is_believed(folder, monkeypatch):
    column()
    assert look_up() is not None
    monkeypatch.setattr(kept_columns, "_compute_state", lambda _program: State(b"other code", 0))
    assert look_up() is None
    column()
    assert look_up() is not None


@pytest.mark.parametrize("changed", [
    "misconceptions/toolkit/turn.py", "suites/toolkit/law.py", "sandbox/grounds.py", "diagnosis/answers.py",
    "diagnosis/variant_table.py", "course/misconceptions/exercise01_own.py",
])  # fmt: skip
def test_the_key_moves_with_every_file_that_has_a_say(tmp_path, monkeypatch, changed):
    own = tmp_path / "course/misconceptions/exercise01_own.py"
    own.parent.mkdir(parents=True)
    own.write_text("")
    for room in kept_columns.ROOMS:
        shutil.copytree(course.PACKAGE / room, tmp_path / room)
    monkeypatch.setattr(course, "PACKAGE", tmp_path)
    before = kept_columns._compute_state(own)
    assert kept_columns._compute_state(own) == before
    with (tmp_path / changed).open("a") as file:
        file.write("# another line\n")
    assert kept_columns._compute_state(own) != before


def test_what_others_may_write_to_is_not_believed(folder):
    column()
    (slip,) = folder.iterdir()
    for place in (slip, folder):
        place.chmod(place.stat().st_mode | 0o002)
        assert look_up() is None
        place.chmod(place.stat().st_mode & ~0o022)
    assert look_up() is not None


def test_a_damaged_file_or_one_of_another_number_of_variants_is_not_believed(folder):
    column()
    assert kept_columns.look_up(FAMILY, 0, 2, PAIRS + 1) is None
    (slip,) = folder.iterdir()
    whole = slip.read_bytes()
    for held in (b"", whole[:-100], b"PK" + whole[:40], whole.replace(b"which", b"whiff")):
        slip.write_bytes(held)
        assert look_up() is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FALLLINE_CACHE", str(tmp_path / "file"))
    assert len(column().choices) == PAIRS


def test_what_changed_after_a_family_was_read_is_neither_kept_for_it_nor_believed(folder, monkeypatch):
    column()
    assert look_up() is not None
    changed = State(kept_columns._compute_state(kept_columns._find_program(FAMILY)).digest, time.time_ns())
    monkeypatch.setattr(kept_columns, "_compute_state", lambda _program: changed)
    assert look_up() is None
    for file in folder.iterdir():
        file.unlink()
    column()
    assert not list(folder.iterdir())


def test_a_family_of_a_course_is_read_anew_once_its_file_has_changed(folder, tmp_path):
    program = tmp_path / "family.py"
    program.write_text("one")
    kept_columns.note_reading(program, 1)
    assert find_key(program) is not None
    program.write_text("two")
    kept_columns.note_reading(program, 1)
    assert find_key(program) is None
    kept_columns.note_reading(program, 2)
    assert find_key(program) is not None
