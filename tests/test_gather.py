"""Generated exports in every layout, with what makes real ones hard."""

import os
import random
from pathlib import Path

import pytest
from conftest import ROOT
from exports import CODE, folder_of, zip_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader import course
from grader.batch.gather import gather, gather_all
from grader.batch.layouts import load_layouts
from grader.batch.timestamps import parse_seconds
from grader.errors import KitError
from grader.handin.naming import find_meaning, split_copy_number

ALL = course.list_exercises()
THIRD = course.find_exercise("3")


def who_has_what(gathered, exercise=THIRD):
    return {
        one.author.id: one.entry and one.entry.path for one in gathered.handed if one.exercise.number == exercise.number
    }


def of(gathered, who, exercise=THIRD):
    (one,) = [one for one in gathered.handed if one.author.id == who and one.exercise == exercise]
    return one


def why(gathered, path):
    (reason,) = [skipped.why for skipped in gathered.skipped if skipped.path == path]
    return reason


def as_zip_and_folder(tmp_path, files, exercises=ALL, layout=None):
    """The same export both ways must be read the same; both are returned as one."""
    folder = gather(folder_of(tmp_path / "export", files), exercises, layout)
    zipped = gather(zip_of(tmp_path / "export.zip", files), exercises, layout)
    for mine in (folder, zipped):
        assert mine.layout == folder.layout
    assert who_has_what(folder) == who_has_what(zipped)
    assert {skipped.path for skipped in folder.skipped} == {skipped.path for skipped in zipped.skipped}
    return folder


# Canvas


def test_canvas_ids_names_and_late_flags_are_read_off_file_names(tmp_path):
    files = {
        "lovelaceada_LATE_1234_567890_exercise03.py": CODE,
        "ångströmjöns_77_567891_Exercise 3 (1).py": CODE,
        "o_brien_late_1235_567892_ex03.ipynb": CODE,
        "김민준_1236_567893_exercise03_bias_correction.py": CODE,
    }
    found = as_zip_and_folder(tmp_path, files)
    assert found.layout == "canvas"
    assert set(who_has_what(found)) == {"1234", "77", "1235", "1236"}
    assert all(who_has_what(found).values())
    assert [one.author.id for one in found.handed if one.late] == ["1234"]
    assert of(found, "77").author.name == "ångströmjöns"
    assert of(found, "1236").entry.read() == CODE


def test_canvas_takes_the_larger_attachment_and_says_so(tmp_path):
    files = {
        "ada_1_900_exercise03-2.py": (CODE, 2_000_000_000),
        "ada_1_1001_exercise03.py": CODE,
        "bob_2_1002_exercise03.py": CODE,
    }
    found = as_zip_and_folder(tmp_path, files)
    one = of(found, "1")
    assert one.entry.path == "ada_1_1001_exercise03.py"
    assert "attachment 1001" in one.remarks[0]
    assert "exercise03-2.py" in one.remarks[0]
    assert why(found, "ada_1_900_exercise03-2.py") == "another file of the same student counts"
    assert of(found, "2").remarks == ()


def test_canvas_anonymous_files_keep_their_ids(tmp_path):
    files = {"anon_Ab3xY_555_exercise03.py": CODE, "LATE_anon_k9Qz1_556_exercise03.py": CODE}
    found = as_zip_and_folder(tmp_path, files)
    assert set(who_has_what(found)) == {"Ab3xY", "k9Qz1"}
    assert of(found, "k9Qz1").late
    assert of(found, "k9Qz1").author.name is None


def test_canvas_text_and_link_entries_are_absent_and_say_what_they_are(tmp_path):
    files = {
        "ada_1_900_exercise03.py": CODE,
        "bob_2_text.html": b"<p>done</p>",
        "cyd_LATE_3_link.html": b"",
        "dee_4_905_report.pdf": b"%PDF",
        "eve_5_906_exercise03.zip": b"PK",
    }
    found = as_zip_and_folder(tmp_path, files)
    assert who_has_what(found) == {"1": "ada_1_900_exercise03.py", "2": None, "3": None, "4": None, "5": None}
    assert of(found, "2").remarks == ("Handed in a text entry, not a file.",)
    assert of(found, "4").remarks == ("Handed in: report.pdf (neither .py nor .ipynb).",)
    assert "unpack it" in of(found, "5").remarks[0]
    assert "text entry" in why(found, "bob_2_text.html")


def test_canvas_uuids_and_original_names_with_underscores_do_not_disturb(tmp_path):
    files = {
        "ada_1_900_exercise03-1b4e28ba-2fa1-11d2-883f-0016d3cca427.py": CODE,
        "bob_2_901_my_11_22_exercise_03_final.py": CODE,
    }
    found = as_zip_and_folder(tmp_path, files)
    assert set(who_has_what(found)) == {"1", "2"}
    assert all(who_has_what(found).values())


# Moodle


def test_moodle_folders_give_participants_and_who_has_no_code(tmp_path):
    files = {
        "Zoë Müller_41001_assignsubmission_file/exercise03.py": CODE,
        "Ada Lovelace_41002_assignsubmission_file_/sub/exercise03.ipynb": CODE,
        "Bob No Code_41003_assignsubmission_file/notes.txt": b"",
        "Cy Text_41004_assignsubmission_onlinetext/onlinetext.html": b"",
        "Dee Both_41005_assignsubmission_onlinetext/onlinetext.html": b"",
        "Dee Both_41005_assignsubmission_file/ex3.py": CODE,
        "Eve Empty_41006_assignsubmission_file/": b"",
    }
    found = as_zip_and_folder(tmp_path, files)
    assert found.layout == "moodle"
    has = who_has_what(found)
    assert {who for who, path in has.items() if path is None} == {"41003", "41004", "41006"}
    assert has["41002"].endswith("sub/exercise03.ipynb")
    assert of(found, "41001").author.name == "Zoë Müller"
    assert of(found, "41004").remarks == ("Handed in online text, not a file.",)
    assert has["41005"].endswith("ex3.py")


def test_moodle_flat_prefixes_and_blind_marking_are_read(tmp_path):
    files = {
        "Participant_501_assignsubmission_file_exercise03.py": CODE,
        "Participant_502_assignsubmission_file_my_5_assignsubmission_file_exercise03.py": CODE,
    }
    found = as_zip_and_folder(tmp_path, files)
    assert found.layout == "moodle"
    assert set(who_has_what(found)) == {"501", "502"}
    assert all(who_has_what(found).values())
    assert of(found, "501").author.name is None


def test_moodle_blind_marking_is_seen_in_any_language(tmp_path):
    files = {f"Teilnehmer_in {''}_{number}_assignsubmission_file/ex3.py": CODE for number in (1, 2)}
    found = as_zip_and_folder(tmp_path, files)
    assert {one.author.name for one in found.handed} == {None}


def test_moodle_teams_are_authors_and_the_default_group_says_that_it_has_no_id(tmp_path):
    files = {
        "Team Ω_9_assignsubmission_file/exercise03.py": CODE,
        "Default group_assignsubmission_file/exercise03.py": CODE,
    }
    found = as_zip_and_folder(tmp_path, files)
    assert set(who_has_what(found)) == {"9", "Default group"}
    assert "no participant" in of(found, "Default group").remarks[0]


def test_the_newest_date_counts_where_the_system_has_no_stamp(tmp_path):
    place = "Ada_1_assignsubmission_file"
    files = {
        f"{place}/exercise03.py": (CODE, 1_700_000_500),
        f"{place}/exercise03 (1).py": (CODE, 1_700_000_000),
        "Bob_2_assignsubmission_file/exercise03.py": (CODE, 1_700_000_000),
        "Bob_2_assignsubmission_file/exercise03 (1).py": (CODE, 1_700_000_001),
        "Cyd_3_assignsubmission_file/exercise03.py": CODE,
        "Cyd_3_assignsubmission_file/exercise03.ipynb": CODE,
    }
    found = gather(folder_of(tmp_path / "export", files), ALL)
    assert of(found, "1").entry.path == f"{place}/exercise03.py"
    assert "its date is the newest" in of(found, "1").remarks[0]
    assert of(found, "2").entry.path == "Bob_2_assignsubmission_file/exercise03.py"
    assert "no copy's number" in of(found, "2").remarks[0]
    assert of(found, "3").entry.path.endswith(".py")


# Gradescope

METADATA = """---
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: 0012345
    :email: ada@example.org
  :created_at: 2026-03-01 10:00:00.123456789 Z
  :score: 3.0
  :results:
    output: "a: b\\n- c"
submission_102:
  :submitters:
  - :name: Zoë
    :sid:
    :email: zoe@example.org
  - :name: Bob
    :sid: 'B7'
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-03-02 11:00:00.000000000 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: Etc/UTC
submission_103:
  :submitters:
  - :name: Cy Nothing
    :sid: '33'
submission_104:
  :submitters:
  - :name: Bob
    :sid: 'B7'
  :created_at: 2026-03-02 12:00:00 +02:00
submission_105:
  :submitters: []
"""


def gradescope(prefix="assignment_42_export/"):
    return {
        f"{prefix}submission_metadata.yml": METADATA.encode(),
        f"{prefix}submission_101/exercise03.py": CODE,
        f"{prefix}submission_102/sub/exercise03.py": CODE,
        f"{prefix}submission_104/exercise03.py": CODE,
        f"{prefix}submission_105/exercise03.py": CODE,
        f"{prefix}submission_999/exercise03.py": CODE,
        f"{prefix}submission_101/submission_metadata.yml": b"hostile: [",
        f"{prefix}.DS_Store": b"",
        f"__MACOSX/{prefix}._submission_metadata.yml": b"",
    }


@pytest.mark.parametrize("prefix", ["assignment_42_export/", ""])
def test_gradescope_metadata_says_who(tmp_path, prefix):
    found = as_zip_and_folder(tmp_path, gradescope(prefix))
    assert found.layout == "gradescope"
    assert set(who_has_what(found)) == {"0012345", "zoe@example.org", "B7", "33", "105", "999"}
    assert who_has_what(found)["33"] is None
    assert of(found, "0012345").author.name == "Ada Lovelace"
    assert "does not say whose" in of(found, "999").remarks[0]
    assert "macOS" in why(found, "__MACOSX")


def test_gradescope_groups_are_one_line_a_member_and_the_later_submission_counts(tmp_path):
    found = as_zip_and_folder(tmp_path, gradescope())
    zoe, bob = of(found, "zoe@example.org"), of(found, "B7")
    assert zoe.remarks == ("Handed in by a group: Zoë, Bob.",)
    # 11:00 UTC of the group is later than 12:00 two hours east of it.
    assert bob.entry.path == zoe.entry.path
    assert "2026-03-02 11:00:00" in bob.remarks[-1]


def test_two_gradescope_exports_side_by_side_are_one_class(tmp_path):
    files = gradescope("assignment_1_export/")
    second = {
        path.replace("exercise03", "exercise04"): data for path, data in gradescope("assignment_2_export/").items()
    }
    found = as_zip_and_folder(tmp_path, files | second)
    assert found.layout == "gradescope"
    assert who_has_what(found)["0012345"].startswith("assignment_1_export")
    assert who_has_what(found, course.find_exercise("4"))["0012345"].startswith("assignment_2_export")


@pytest.mark.parametrize("text", [b"a: [", b"- 1", b"", b"\xff\xfe\x00", b"? [a]\n: 1", b"{" * 3000])
def test_broken_gradescope_metadata_is_told_in_words(tmp_path, text):
    with pytest.raises(KitError, match=r"submission_metadata\.yml"):
        gather(zip_of(tmp_path / "e.zip", {"submission_metadata.yml": text, "submission_1/exercise03.py": CODE}), ALL)


# nbgrader


def nbgrader(prefix):
    return {
        f"{prefix}ada/exercise03/exercise03.ipynb": CODE,
        f"{prefix}ada/exercise03/timestamp.txt": b"2026-03-01 10:00:00.5 UTC\n",
        f"{prefix}ada/again/exercise03.ipynb": CODE,
        f"{prefix}ada/again/timestamp.txt": b"2026-03-01 11:00:00 CET",
        f"{prefix}bób/exercise03/work.ipynb": CODE,
        f"{prefix}bób/exercise03/timestamp.txt": b"yesterday",
        f"{prefix}cyd/other/": b"",
    }


@pytest.mark.parametrize("prefix", ["submitted/", "course/submitted/", ""])
def test_nbgrader_folders_and_timestamps_are_read(tmp_path, prefix):
    files = nbgrader(prefix)
    if prefix:
        around = prefix.removesuffix("submitted/")
        files[f"{around}source/exercise03/exercise03.ipynb"] = b"the solution"
        files[f"{around}gradebook.db"] = b""
    found = as_zip_and_folder(tmp_path, files)
    assert found.layout == "nbgrader"
    assert who_has_what(found) == {
        "ada": f"{prefix}ada/again/exercise03.ipynb",
        "bób": f"{prefix}bób/exercise03/work.ipynb",
        "cyd": None,
    }
    assert "handed in 2026-03-01 11:00:00 CET is the newest" in of(found, "ada").remarks[0]
    assert "yesterday" in of(found, "bób").remarks[0]
    assert not any(skipped.path.endswith("timestamp.txt") for skipped in found.skipped)


# Flat


def test_flat_files_and_folders_give_the_student(tmp_path):
    files = {
        "ada_exercise03.py": CODE,
        "exercise_03_bób.ipynb": CODE,
        "cyd/EXERCISE03.PY": CODE,
        "dee/exercise03/main.py": CODE,
        "eve/": b"",
        "exercise03.py": CODE,
        "gradebook.csv": b"",
        "frances/exercise03.py": CODE,
        "frances/exercise04.py": CODE,
    }
    found = as_zip_and_folder(tmp_path, files)
    assert found.layout == "flat"
    has = who_has_what(found)
    assert set(has) == {"ada", "bób", "cyd", "dee", "eve", "frances"}
    assert {who for who, path in has.items() if path is None} == {"eve"}
    assert "not whose" in why(found, "exercise03.py")
    assert who_has_what(found, course.find_exercise("4"))["frances"] == "frances/exercise04.py"
    assert who_has_what(found, course.find_exercise("4"))["ada"] is None
    assert who_has_what(found, course.find_exercise("5")) == {}


@pytest.mark.parametrize("around", ["", "hand-ins/", "week 3/hand-ins/"])
def test_with_one_exercise_the_only_file_is_it_whatever_its_name(tmp_path, around):
    files = {f"{around}{name}": CODE for name in ("ada.py", "1234567.ipynb", "bob-1.py", "cyd.py", "cyd-1.py")}
    files |= {f"{around}{name}": CODE for name in ("dee/homework.py", "dee/conftest.py", "eve/a.py", "eve/b.py")}
    files |= {f"{around}finn/exercise04.py": CODE}
    found = as_zip_and_folder(tmp_path, files, [THIRD])
    has = who_has_what(found)
    assert set(has) == {"ada", "1234567", "bob-1", "cyd", "dee", "eve", "finn"}
    assert has["cyd"] == f"{around}cyd.py"
    assert has["dee"] == f"{around}dee/homework.py"
    assert "it is the only one" in of(found, "dee").remarks[0]
    assert of(found, "ada").remarks == ()
    assert has["eve"] is None
    assert "a.py" in of(found, "eve").remarks[0]
    assert has["finn"] is None


def test_one_folder_of_one_student_is_that_student(tmp_path):
    found = as_zip_and_folder(tmp_path, {"ada/exercise03.py": CODE, "ada/exercise04.py": CODE})
    assert who_has_what(found) == {"ada": "ada/exercise03.py"}


# Any layout


REPOSITORY = {
    "README.md": b"# Fallline",
    ".git/HEAD": b"ref: refs/heads/main",
    "exercises/exercise01_gradient_step.py": CODE,
    "exercises/exercise03_bias_correction.py": CODE,
    "tests/test_exercise03.py": CODE,
    "grader/suites/exercise03_bias_correction.py": CODE,
    "grader/suites/toolkit/paths.py": CODE,
    "setup.py": CODE,
}


def clones(*places: str, **more: bytes) -> dict[str, bytes]:
    return {f"{place}/{path}": data for place in places for path, data in REPOSITORY.items()} | more


@pytest.mark.parametrize("around", ["", "clones/", "week 3/clones/"])
def test_of_cloned_repositories_the_exercises_are_taken_and_nothing_else(tmp_path, around):
    files = clones(f"{around}ada", f"{around}ben", f"{around}cyd/fallline-main")
    found = as_zip_and_folder(tmp_path, files, [THIRD])
    assert found.layout == "flat"
    assert who_has_what(found) == {
        "ada": f"{around}ada/exercises/{THIRD.stem}.py",
        "ben": f"{around}ben/exercises/{THIRD.stem}.py",
        "cyd": f"{around}cyd/fallline-main/exercises/{THIRD.stem}.py",
    }
    told = [one.path for one in found.skipped]
    assert f"{around}ada/grader" in told  # a folder is told once, not file by file
    assert not [path for path in told if path.startswith(f"{around}ada/grader/")]


@pytest.mark.parametrize("around", ["", "clones/"])
def test_one_clone_alone_is_one_student(tmp_path, around):
    found = as_zip_and_folder(tmp_path, clones(f"{around}ada"), [THIRD])
    assert who_has_what(found) == {"ada": f"{around}ada/exercises/{THIRD.stem}.py"}


def test_a_repository_itself_is_the_student_that_it_is_called_after(tmp_path):
    found = as_zip_and_folder(tmp_path, REPOSITORY, [THIRD])
    assert who_has_what(found) == {"export": f"exercises/{THIRD.stem}.py"}


def test_in_a_clone_the_folder_of_exercises_goes_before_a_newer_draft(tmp_path):
    files = clones("ada", "ben") | {"ada/exercise03_draft.py": (CODE, 1_800_000_000)}
    found = gather(folder_of(tmp_path / "clones", files), [THIRD])
    mine = of(found, "ada")
    assert mine.entry.path == f"ada/exercises/{THIRD.stem}.py"
    assert mine.remarks == (
        f"Taken of 2 files: ada/exercises/{THIRD.stem}.py (it lies in exercises/); not ada/exercise03_draft.py.",
    )


def test_an_empty_clone_is_absent_whatever_the_kit_in_it_holds(tmp_path):
    files = clones("ada", "ben")
    del files[f"ben/exercises/{THIRD.stem}.py"]
    found = gather(folder_of(tmp_path / "clones", files), [THIRD])
    assert who_has_what(found)["ben"] is None


def test_a_folder_more_around_a_students_file_costs_nothing(tmp_path):
    files = {
        "ada/exercise03.py": CODE,
        "ada/old/exercise03.py": (CODE, 1_800_000_000),
        "ben/hand-in/exercise03.py": CODE,
        "cyd/notes/x.pdf": b"",
    }
    found = gather(folder_of(tmp_path / "week3", files), [THIRD])
    assert who_has_what(found) == {"ada": "ada/exercise03.py", "ben": "ben/hand-in/exercise03.py", "cyd": None}
    assert "(it lies at the top); not ada/old/exercise03.py" in of(found, "ada").remarks[0]
    assert why(found, "cyd/notes").startswith("it is no part of a hand-in")
    assert {skipped.who for skipped in found.skipped} >= {"cyd"}


def test_work_a_folder_down_under_any_name_counts_where_a_student_has_no_other(tmp_path):
    files = {
        "ada/exercise03.py": SOLVED,
        "ada/old/main.py": SOLVED,
        "ben/hw3/my_solution.py": SOLVED,
        "cyd/Week 3/final version/answer.ipynb": SOLVED,
        "dee/exercise01.py": CODE,
        "dee/hw3/main.py": SOLVED,
        "dee/hw3/data.csv": b"",
        "eve/test_it.py": b"def test_it(): pass\n",
        "eve/src/solution.py": SOLVED,
    }
    found = as_zip_and_folder(tmp_path, files, [THIRD])
    assert who_has_what(found) == {
        "ada": "ada/exercise03.py",
        "ben": "ben/hw3/my_solution.py",
        "cyd": "cyd/Week 3/final version/answer.ipynb",
        "dee": "dee/hw3/main.py",
        "eve": "eve/src/solution.py",
    }
    assert why(found, "ada/old/main.py") == "another file of the same student counts"
    assert {skipped.who for skipped in found.skipped if skipped.path == "dee/hw3/data.csv"} == {"dee"}


def test_a_class_of_work_a_folder_down_is_a_class(tmp_path):
    files = {f"{who}/{folder}/main.py": SOLVED for who, folder in (("ada", "hw3"), ("ben", "src"), ("cyd", "my work"))}
    found = as_zip_and_folder(tmp_path, files, [THIRD])
    assert who_has_what(found) == {path.partition("/")[0]: path for path in files}


def test_the_folder_in_a_students_zip_is_no_student(tmp_path):
    for who, folder in (("ada", "hw3"), ("ben", "hw3"), ("cyd", "project")):
        zip_of(
            tmp_path / "sub" / f"{who}.zip", {f"{folder}/my_solution.py": SOLVED, f"{folder}/helpers.py": b"A = 1\n"}
        )
    zip_of(tmp_path / "sub" / "dee.zip", {"exercise03.py": SOLVED})
    folder_of(tmp_path / "sub", {"eve/src/solution.py": SOLVED, "eve/tests/test_all.py": CODE})
    found = gather_all(one_by_one(tmp_path / "sub"), [THIRD])
    assert set(who_has_what(found)) == {"ada", "ben", "cyd", "dee", "eve"}
    assert all(one.entry and one.entry.read() == SOLVED for one in found.handed)


def test_what_an_absent_student_did_hand_in_is_told_unless_it_counts_elsewhere(tmp_path):
    files = {
        "ada/exercise01.py": CODE,
        "ada/exercise03.py": CODE,
        "ben/exercise01.py": CODE,
        "cyd/essay.pdf": b"",
        "cyd/exercise04.py": CODE,
    }
    found = gather(folder_of(tmp_path / "both", files), [course.find_exercise("1"), THIRD])
    assert of(found, "ben").remarks == ()
    assert of(found, "cyd").remarks == (
        "Handed in: essay.pdf (neither .py nor .ipynb); exercise04.py (it says exercise 4, AdamW: who pays for "
        "forgetting?; perhaps it belongs to another topic or course, for it defines x, and none of adam_l2_step, "
        "adamw_step).",
    )


def test_what_somebody_handed_in_instead_is_told_with_the_kits_guess(tmp_path):
    first = (ROOT / "solutions" / f"{course.find_exercise('1').stem}.py").read_bytes()
    files = {f"{who}/exercise03.py": CODE for who in ("ada", "ben", "cyd")} | {
        "dan/exercise01_bisection.py": b"def bisect(f, a, b):\n    return a\n",
        "eve/exercise01.py": first,
    }
    found = gather(folder_of(tmp_path / "class", files), [THIRD])
    (dan,), (eve,) = of(found, "dan").remarks, of(found, "eve").remarks
    assert "it says exercise 1" in dan
    assert "perhaps it belongs to another topic or course, for it defines bisect, and none of gradient_step" in dan
    assert "it says exercise 1" in eve
    assert "it defines gradient_descent, gradient_step" in eve


def test_a_file_that_says_another_exercise_is_not_said_to_name_none(tmp_path):
    right = (ROOT / "solutions" / f"{THIRD.stem}.py").read_bytes()
    files = {f"{who}/exercise03.py": right for who in ("ada", "ben", "cyd")} | {"dan/exercise04.py": right}
    (remark,) = of(gather(folder_of(tmp_path / "class", files), [THIRD]), "dan").remarks
    assert "but it says exercise 4" in remark


def test_late_work_is_told_with_its_file(tmp_path):
    files = {"ada_1_10_exercise03.py": CODE, "ben_LATE_2_11_exercise03.py": CODE}
    found = gather(folder_of(tmp_path / "export", files), [THIRD])
    assert [one.all_remarks for one in found.handed] == [(), ("Handed in late: ben_LATE_2_11_exercise03.py.",)]


def test_several_folders_and_zips_of_one_class_are_gathered_as_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder_of(Path("week3"), {"ada/exercise03.py": (CODE, 1_700_000_000), "bob/exercise03.py": CODE})
    folder_of(Path("late"), {"ada/exercise03.py": (b"later", 1_700_900_000), "ada/notes.txt": b""})
    zip_of(Path("week4.zip"), {"bob_77_900_exercise04.py": CODE})
    found = gather_all([Path("week3"), Path("late"), Path("week4.zip"), Path("week3")], ALL)
    assert found.layout == "flat, canvas"
    assert who_has_what(found) == {"ada": "late/ada/exercise03.py", "bob": "week3/bob/exercise03.py", "77": None}
    assert of(found, "ada").entry.read() == b"later"
    assert "not week3/ada/exercise03.py" in of(found, "ada").remarks[0]
    assert who_has_what(found, course.find_exercise("4"))["77"] == "week4.zip/bob_77_900_exercise04.py"
    assert why(found, "late/ada/notes.txt") == "neither .py nor .ipynb"
    assert why(found, "week3/ada/exercise03.py") == "another file of the same student counts"


def test_files_on_two_drives_are_gathered_as_one_class(tmp_path, monkeypatch):
    def refuse(paths):
        raise ValueError("Paths don't have the same drive")

    monkeypatch.setattr(os.path, "commonpath", refuse)
    folder = folder_of(tmp_path / "c", {"ada.py": CODE, "bob.py": CODE})
    found = gather_all([folder / "ada.py", folder / "bob.py"], [THIRD])
    assert {one.author.id for one in found.handed} == {"ada", "bob"}


def test_a_layout_can_be_named_and_a_wrong_name_lists_them(tmp_path):
    place = folder_of(tmp_path / "e", {"ada_1_2_exercise03.py": CODE, "bob_2_3_exercise03.py": CODE})
    assert gather(place, ALL).layout == "canvas"
    flat = gather(place, ALL, "flat")
    assert flat.layout == "flat"
    assert set(who_has_what(flat)) == {"ada_1_2", "bob_2_3"}
    with pytest.raises(
        KitError, match="blackboard, brightspace, canvas, flat, gradescope, moodle, nbgrader, sakai, teams"
    ):
        gather(place, ALL, "whiteboard")
    with pytest.raises(KitError, match="nobody's work in the layout moodle"):
        gather(place, ALL, "moodle")


@pytest.mark.parametrize("files", [{}, {"notes.txt": b""}, {"ada/notes.txt": b"", "ben/essay.pdf": b""}])
def test_what_no_layout_fits_lists_the_layouts(tmp_path, files):
    with pytest.raises(
        KitError, match="blackboard, brightspace, canvas, flat, gradescope, moodle, nbgrader, sakai, teams"
    ):
        gather(folder_of(tmp_path / "e", files), ALL)


def test_no_file_that_names_an_exercise_asks_for_its_name(tmp_path):
    with pytest.raises(KitError, match="--exercise"):
        gather(folder_of(tmp_path / "e", {"ada.py": CODE, "bob.py": CODE}), ALL)


def test_no_student_can_make_a_class_another_layout(tmp_path):
    """What lies inside a student's folder is the student's, however much of it there is."""
    hostile = {
        "mallory/submission_metadata.yml": METADATA.encode(),
        "mallory/a/timestamp.txt": b"",
        "mallory/submitted/x/y/exercise03.py": CODE,
        **{f"mallory/x_{number}_{number}_exercise03.py": CODE for number in range(30)},
        **{f"mallory/X_{number}_assignsubmission_file/exercise03.py": CODE for number in range(30)},
    }
    honest = {f"student{number}/exercise03.py": CODE for number in range(5)}
    found = as_zip_and_folder(tmp_path, hostile | honest)
    assert found.layout == "flat"
    assert all(of(found, f"student{number}").entry for number in range(5))
    assert set(who_has_what(found)) == {"mallory", *(f"student{number}" for number in range(5))}


def test_an_unreadable_date_never_stops_a_class(tmp_path):
    files = {"ada_1_99999999999999999999_exercise03.py": CODE, f"bob_2_{'9' * 60}_exercise03.py": CODE}
    assert who_has_what(gather(zip_of(tmp_path / "e.zip", files), ALL, "canvas")) == {"1": next(iter(files))}


ROUND = {
    "canvas": lambda who, file: f"name_{who}_7_{file}",
    "moodle": lambda who, file: f"Name {who}_{who}_assignsubmission_file/{file}",
    "nbgrader": lambda who, file: f"submitted/{who}/set/{file}",
    "flat": lambda who, file: f"{who}/{file}",
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    layout=st.sampled_from(sorted(ROUND)),
    handed=st.dictionaries(
        st.integers(10, 99).map(str),
        st.sets(st.sampled_from([one.stem for one in ALL]), min_size=1, max_size=4),
        min_size=1,
        max_size=6,
    ),
)
def test_what_a_layout_writes_is_read_back(tmp_path, layout, handed):
    files = {ROUND[layout](who, f"{stem}.py"): CODE for who, stems in handed.items() for stem in stems}
    found = gather(zip_of(tmp_path / "e.zip", files), ALL, layout)
    assert {(one.author.id, one.exercise.stem) for one in found.handed if one.entry} == {
        (who, stem) for who, stems in handed.items() for stem in stems
    }
    assert {one.entry.path for one in found.handed if one.entry} == set(files)
    if layout != "flat" or len(handed) > 1:
        assert gather(tmp_path / "e.zip", ALL).layout == layout


NAMES = [
    "ada",
    "exercise03.py",
    "ex4.ipynb",
    "x.py",
    "a_1_2_exercise03.py",
    "é",
    "submitted",
    "N_1_assignsubmission_file",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=st.sets(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join), min_size=1, max_size=8))
def test_every_file_is_somebodys_or_told(tmp_path, paths):
    """In every layout each file is either taken or skipped, never both, never forgotten."""
    files = {path: CODE for path in paths if not any(other.startswith(f"{path}/") for other in paths)}
    place = zip_of(tmp_path / "e.zip", files)
    for name in load_layouts():
        try:
            found = gather(place, ALL, name)
        except KitError:
            continue
        taken = {one.entry.path for one in found.handed if one.entry}
        told = [skipped.path for skipped in found.skipped]
        for path in files:
            above = {path[:end] for end, letter in enumerate(path) if letter == "/"}
            assert (path in taken) + len({path, *above} & set(told)) == 1
        assert len(told) == len(set(told))


def test_the_order_of_files_changes_nothing(tmp_path):
    files = list(
        (gradescope() | {f"assignment_42_export/submission_101/exercise03 ({n}).py": CODE for n in range(4)}).items()
    )
    first = gather(zip_of(tmp_path / "a.zip", dict(files)), ALL)
    random.Random(3).shuffle(files)
    second = gather(zip_of(tmp_path / "b.zip", dict(files)), ALL)
    assert who_has_what(first) == who_has_what(second)
    assert [one.remarks for one in first.handed] == [one.remarks for one in second.handed]


# Names and dates


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("exercise03_bias_correction.py", 3),
        ("Exercise3.py", 3),
        ("EXERCISE_03.IPYNB", 3),
        ("exercise 03 (2).py", 3),
        ("exercise-3-1.py", 3),
        ("exercise03-1.py", 3),
        ("my ex03 final.py", 3),
        ("hw_ex.3.py", 3),
        ("BiasCorrection.py", 3),
        ("bias-correction (1).ipynb", 3),
        ("exercise03_momentum.py", 3),
        ("exercise0003.py", 3),
        ("gradient step.py", 1),
        ("exercise31.py", None),
        ("exercise93.py", None),
        ("complex3.py", None),
        ("exercise97_momentum.py", None),
        ("exercise03_exercise04.py", None),
        ("momentum_and_bias_correction.py", None),
        ("exercise (3).py", None),
        ("homework.py", None),
    ],
)
def test_names_mean_exercises_however_they_are_spelled(name, number):
    found = find_meaning(name, ALL)
    assert (found and found.exercise.number) == number


@pytest.mark.parametrize("name", ["exercise03.py.txt", "Exercise 3.ipynb.txt", "ex03 (1).ipynb.json"])
def test_an_ending_that_a_browser_added_is_no_obstacle(tmp_path, name):
    found = gather(folder_of(tmp_path / "class", {f"ada/{name}": CODE, "ben/exercise03.txt": CODE}), [THIRD])
    assert who_has_what(found) == {"ada": f"ada/{name}", "ben": None}


@pytest.mark.parametrize("name", ["3.py", "03.ipynb", "003-1.py", "3 (1).py"])
def test_a_bare_number_in_a_students_folder_is_an_exercise(tmp_path, name):
    found = as_zip_and_folder(tmp_path, {f"ada/{name}": CODE, "bob/exercise03.py": CODE})
    assert who_has_what(found)["ada"] == f"ada/{name}"


@given(base=st.text("abcé_ ", min_size=1).map(str.strip).filter(bool), numbers=st.lists(st.integers(0, 99), max_size=3))
def test_copy_suffixes_come_off_and_the_largest_number_is_kept(base, numbers):
    name = base + "".join(f" ({number})" if number % 2 else f"-{number}" for number in numbers)
    assert split_copy_number(f"{name}.py") == (base, max(numbers, default=0))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01 12:00:00 UTC",
        "2026-03-01 12:00:00.000000 UTC\n",
        "2026-03-01T12:00:00Z",
        "2026-03-01 12:00:00.000000000 Z",
        "2026-03-01 13:00:00 +0100",
        "2026-03-01 04:00:00.000000000 -08:00",
        "2026-03-01 12:00",
    ],
)
def test_one_moment_in_many_spellings(text):
    assert parse_seconds(text) == 1772366400.0


@given(st.text() | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}"))
def test_a_date_that_is_none_is_zero_never_an_error(text):
    assert isinstance(parse_seconds(text), float)


# Who is who


def scope(*people: tuple[str, str, str]) -> dict[str, bytes]:
    """A Gradescope export of one submission a person: name, sid, email."""
    told = "".join(
        f"submission_{number}:\n  :submitters:\n  - :name: {name}\n    :sid: '{sid}'\n    :email: {mail}\n"
        for number, (name, sid, mail) in enumerate(people, 501)
    )
    files = {f"submission_{number}/exercise03.py": CODE for number in range(501, 501 + len(people))}
    return {"submission_metadata.yml": f"---\n{told}".encode(), **files}


@pytest.mark.parametrize("sid", ["N/A", "0", "000", "", "-", "none", "NULL", "unknown", "n. a.", "7"])
def test_an_id_that_people_share_is_nobodys(tmp_path, sid):
    people = [("Cleo Case", sid, "cleo@x.example"), ("Dora De", sid, "dora@x.example"), ("Ada", "00042", "a@x.example")]
    found = as_zip_and_folder(tmp_path, scope(*people))
    assert set(who_has_what(found)) == {"cleo@x.example", "dora@x.example", "00042"}
    assert not sid or "stands for the student" in " ".join(of(found, "dora@x.example").remarks)


def test_without_a_mail_the_name_tells_people_apart_and_without_that_the_submission(tmp_path):
    people = [("Cleo Case", "N/A", ""), ("Dora De", "N/A", ""), ("Dora De", "N/A", ""), ("", "N/A", "")]
    found = as_zip_and_folder(tmp_path, scope(*people))
    assert set(who_has_what(found)) == {"Cleo Case", "502", "503", "504"}


def test_one_person_who_handed_in_twice_is_one(tmp_path):
    found = as_zip_and_folder(tmp_path, scope(("Ada", "7", "a@x.example"), ("ada", "7", "a@x.example")))
    assert set(who_has_what(found)) == {"7"}


def test_a_shared_id_is_nobodys_in_canvas_and_moodle(tmp_path):
    canvas = {"lovelaceada_0_5001_exercise03.py": CODE, "beispielbert_0_5002_exercise03.py": CODE}
    assert set(who_has_what(as_zip_and_folder(tmp_path / "canvas", canvas))) == {"lovelaceada", "beispielbert"}
    moodle = {f"{name}_7_assignsubmission_file/exercise03.py": CODE for name in ("Ada L", "Bert B")}
    assert set(who_has_what(as_zip_and_folder(tmp_path / "moodle", moodle))) == {"Ada L", "Bert B"}


def test_students_whose_names_windows_keeps_for_itself_are_graded(tmp_path):
    files = {f"{who}/exercise03.py": CODE for who in ("con", "NUL", "aux", "com1", "ada.", "lpt1.x")}
    assert set(who_has_what(as_zip_and_folder(tmp_path, files))) == {"con", "NUL", "aux", "com1", "ada.", "lpt1.x"}


def test_a_copys_words_are_nobodys_name(tmp_path):
    names = ["Copy of exercise03 - Bert.ipynb", "Cleo - exercise03 - Kopie.py", "Kopie von exercise03_Dora.py"]
    found = as_zip_and_folder(tmp_path, dict.fromkeys(names, CODE))
    assert set(who_has_what(found)) == {"Bert", "Cleo", "Dora"}


# Names that say another exercise

BISECTION = b"def bisect(f, a, b):\n    return (a + b) / 2\n"
SOLVED = b"def ema_moments(m, v, g, b1, b2):\n    return m, v\n"


def test_a_name_of_another_topic_is_told_with_what_the_file_defines(tmp_path):
    files = {f"s{number}/exercise03.py": SOLVED for number in range(5)} | {"ada/exercise03_bisection.py": BISECTION}
    (remark,) = of(as_zip_and_folder(tmp_path, files, [THIRD]), "ada").remarks
    assert "it says “bisection”" in remark
    assert "it defines bisect, and none of ema_moments, bias_correct, adam_step" in remark


def test_words_beside_a_number_say_nothing_where_the_functions_are_there(tmp_path):
    files = {"ada/exercise03_final.py": SOLVED, "ben_exercise03.py": BISECTION, "cyd/exercise03_solution.py": SOLVED}
    found = gather(folder_of(tmp_path / "e", files), [THIRD])
    assert all(one.remarks == () for one in found.handed)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({f"s{number}/exercise04.py": b"def adamw_step():\n    pass\n" for number in range(5)}, "exercise 4"),
        ({f"s{number}/exercise03_bisection.py": BISECTION for number in range(5)}, "it defines bisect"),
        ({f"s{number}_{number}_{number}_momentum.py": BISECTION for number in range(10, 15)}, "exercise 2"),
    ],
)
def test_a_class_whose_names_say_another_exercise_is_not_graded(tmp_path, files, said):
    place = folder_of(tmp_path / "e", files)
    with pytest.raises(KitError, match=said) as stopped:
        gather(place, [THIRD])
    assert "--despite-names" in stopped.value.mend
    assert all(one.entry for one in gather_all([place], [THIRD], despite_names=True).handed)


def test_one_students_file_under_another_number_counts_where_it_holds_the_exercise(tmp_path):
    files = {f"s{number}/exercise03.py": CODE for number in range(5)} | {"ada/exercise04.py": SOLVED}
    ada = of(as_zip_and_folder(tmp_path, files, [THIRD]), "ada")
    assert ada.entry.path == "ada/exercise04.py"
    assert "it says exercise 4" in " ".join(ada.remarks)


# Teams


def test_teams_versions_are_one_students_and_the_newest_counts(tmp_path):
    top, work = "Student Work/Submitted files", "Student Work/Working files"
    files = {
        f"{top}/Ada Lovelace/Week 3/Version 9/exercise03.py": b"older",
        f"{top}/Ada Lovelace/Week 3/Version 10/exercise03.py": CODE,
        f"{top}/Jean-Luc O'Neill/Week 3/Version 1/exercise03.ipynb": CODE,
        f"{work}/Cleo Case/Week 3/exercise03.py": CODE,
    }
    found = as_zip_and_folder(tmp_path, files, [THIRD], layout="teams")
    assert of(found, "Ada Lovelace").entry.read() == CODE
    assert set(who_has_what(found)) == {"Ada Lovelace", "Jean-Luc O'Neill"}


def test_teams_submitted_files_are_recognized_by_their_versions(tmp_path):
    files = {f"Submitted files/Student {n}/Week 3/Version 1/exercise03.py": CODE for n in range(4)}
    found = gather(folder_of(tmp_path / "export", files), [THIRD])
    assert found.layout == "teams"
    assert set(who_has_what(found)) == {f"Student {n}" for n in range(4)}


# Brightspace and Sakai


def test_brightspaces_attempts_are_one_students_and_the_newest_counts(tmp_path):
    ada = "12345-6789 - Ada Lovelace - "
    files = {
        "index.html": b"<html>",
        f"{ada}Mar 1, 2026 1030 PM/exercise03.py": (b"older", 1_800_000_000),
        f"{ada}Mar 2, 2026 930 AM/exercise03.py": (CODE, 1_700_000_000),
        "12346-6789 - Jean-Luc O'Neill- March 1, 2026 1130 AM/exercise03.ipynb": CODE,
        "12347-6789 - Cleo Case - Mar 1, 2026 1130 AM/essay.pdf": b"%PDF",
    }
    found = as_zip_and_folder(tmp_path, files, [THIRD])
    assert found.layout == "brightspace"
    assert {who: path and path.rpartition("/")[2] for who, path in who_has_what(found).items()} == {
        "12345": "exercise03.py", "12346": "exercise03.ipynb", "12347": None,
    }  # fmt: skip
    assert of(found, "12345").entry.read() == CODE
    assert of(found, "12346").author.name == "Jean-Luc O'Neill"


def test_brightspaces_dates_in_other_languages_leave_the_files_dates(tmp_path):
    ada = "12345-6789 - Ada Lovelace - "
    files = {
        f"{ada}1 mars 2026 1430/exercise03.py": (b"older", 1_700_000_000),
        f"{ada}2 mars 2026 1430/exercise03.py": (CODE, 1_700_090_000),
    }
    found = gather(folder_of(tmp_path / "export", files), [THIRD])
    assert (found.layout, of(found, "12345").entry.read()) == ("brightspace", CODE)


def test_sakais_students_are_in_the_folders_below_the_assignment(tmp_path):
    files = {
        "Exercise 3/grades.csv": b"",
        "Exercise 3/Lovelace, Ada(ada)/timestamp.txt": b"20260301120000000",
        "Exercise 3/Lovelace, Ada(ada)/Submission attachment(s)/exercise03.py": CODE,
        "Exercise 3/Lovelace, Ada(ada)/Feedback Attachment(s)/exercise03.py": b"feedback",
        "Exercise 3/Beispiel, Bert(b1234)/timestamp.txt": b"20260301120000000",
        "Exercise 3/Beispiel, Bert(b1234)/Submission attachment(s)/exercise03.py": CODE,
        "Exercise 3/Case, Cleo(cleo)/timestamp.txt": b"20260301120000000",
    }
    found = as_zip_and_folder(tmp_path, files, [THIRD])
    assert found.layout == "sakai"
    has = {who: path and path.rpartition("/")[2] for who, path in who_has_what(found).items()}
    assert has == {"ada": "exercise03.py", "b1234": "exercise03.py", "cleo": None}
    assert of(found, "ada").author.name == "Ada Lovelace"
    assert of(found, "ada").entry.read() == CODE


# Blackboard


def test_blackboards_attempts_are_one_student_each_and_the_newest_counts(tmp_path):
    files = {
        "Week_3_ada_attempt_2026-03-01-12-00-00_exercise03.py": (CODE, 1_800_000_000),
        "Week_3_ada_attempt_2026-03-02-09-30-00_exercise03.py": CODE,
        "Week_3_ada_attempt_2026-03-02-09-30-00.txt": b"Name: Ada Lovelace (ada)\r\nAssignment: Week_3\r\n",
        "Week_3_ben_attempt_2026-03-01-08-00-00_my_exercise03.ipynb": CODE,
        "Week_3_cyd_attempt_2026-03-01-08-00-00.txt": b"Name: Cyd (cyd)\n",
    }
    found = as_zip_and_folder(tmp_path, files)
    assert found.layout == "blackboard"
    has = who_has_what(found)
    assert set(has) == {"ada", "ben", "cyd"}
    assert has["ada"] == "Week_3_ada_attempt_2026-03-02-09-30-00_exercise03.py"
    assert of(found, "ada").author.name == "Ada Lovelace"
    assert "the attempt of 2026-03-02 09:30:00 is the newest" in of(found, "ada").remarks[0]
    assert has["cyd"] is None


def test_one_students_attempts_alone_are_one_student(tmp_path):
    files = {f"HW_ada_attempt_2026-03-0{day}-12-00-00_exercise03.py": CODE for day in (1, 2)}
    assert set(who_has_what(as_zip_and_folder(tmp_path, files))) == {"ada"}


# One by one


def one_by_one(place):
    return sorted(path for path in place.iterdir() if not path.name.startswith("."))


@pytest.mark.parametrize("name", ["exercise03.py", "solution.py", "Exercise 3/solution.py", "exercises/exercise03.py"])
def test_folders_and_zips_named_one_by_one_are_a_class(tmp_path, name):
    place = folder_of(tmp_path / "sub", {f"{who}/{name}": SOLVED for who in ("ada", "ben")})
    zip_of(place / "cyd.zip", {name: SOLVED})
    zip_of(place / "dee.zip", {f"dee/{name}": SOLVED})
    found = gather_all(one_by_one(place), [THIRD])
    assert set(who_has_what(found)) == {"ada", "ben", "cyd", "dee"}
    assert all(one.entry and one.entry.read() == SOLVED for one in found.handed)
    assert of(found, "ada").entry.path == (place / "ada" / name).as_posix()


@pytest.mark.parametrize("name", ["{0}_{1}_5{1}_exercise03.py", "{0}_{1}_assignsubmission_file/exercise03.py"])
def test_downloads_with_one_student_each_stay_downloads(tmp_path, name):
    paths = [
        zip_of(tmp_path / f"late{number}.zip", {name.format(who, number): SOLVED})
        for number, who in ((1, "ada"), (2, "ben"))
    ]
    found = gather_all(paths, [THIRD])
    assert set(who_has_what(found)) == {"1", "2"}
    assert {one.author.name for one in found.handed} == {"ada", "ben"}


def test_a_mixture_named_one_by_one_is_a_class_and_what_is_no_work_is_told(tmp_path):
    place = folder_of(
        tmp_path / "sub",
        {"ada/helpers.py": b"A = 1\n", "ada/solution.py": SOLVED, "ben_exercise03.py": SOLVED, "cyd/": b"",
         "grades.csv": b"", "notes.pdf": b"%PDF", "eve.zip": b"broken"},
    )  # fmt: skip
    zip_of(place / "dee.zip", {"exercise03.ipynb": SOLVED})
    found = gather_all(one_by_one(place), [THIRD])
    has = who_has_what(found)
    assert {who for who, path in has.items() if path} == {"ada", "ben", "dee"}
    assert {who for who, path in has.items() if not path} == {"cyd", "eve"}
    assert "Cannot be opened" in of(found, "eve").remarks[0]
    assert has["ada"].endswith("ada/solution.py")
    assert why(found, (place / "notes.pdf").as_posix()) == "neither .py nor .ipynb"


@pytest.mark.parametrize("layout", ["canvas", "moodle", "gradescope", "nbgrader"])
def test_an_exports_own_files_and_folders_named_one_by_one_keep_their_layout(tmp_path, layout):
    files = {
        "canvas": {"ada_1_51_exercise03.py": CODE, "ben_2_52_exercise03.py": CODE},
        "moodle": {f"{who}_{n}_assignsubmission_file/exercise03.py": CODE for n, who in enumerate(("Ada", "Ben"), 1)},
        "gradescope": scope(("Ada", "1", "a@x.example"), ("Ben", "2", "b@x.example")),
        "nbgrader": {f"{n}/ps3/{name}": CODE for n in (1, 2) for name in ("exercise03.ipynb", "timestamp.txt")},
    }
    place = folder_of(tmp_path / "sub", files[layout])
    found = gather_all(one_by_one(place), [THIRD])
    assert found.layout == layout
    assert set(who_has_what(found)) == {"1", "2"}
    assert all(who_has_what(found).values())


def test_one_students_folder_given_alone_is_that_student(tmp_path):
    place = folder_of(tmp_path / "ada", {"exercise03.py": CODE, "notes.txt": b""})
    assert who_has_what(gather(place, [THIRD])) == {"ada": "ada/exercise03.py"}


@pytest.mark.parametrize("names", [["class.zip"], ["ada.zip", "ben.zip"]])
def test_a_folder_that_holds_zips_says_to_name_them(tmp_path, names):
    place = folder_of(tmp_path / "downloads", {})
    for name in names:
        zip_of(place / name, {"ada/exercise03.py": CODE})
    with pytest.raises(KitError) as stopped:
        gather(place, [THIRD])
    assert "name the zip" in stopped.value.mend
    assert names[0] in stopped.value.mend or "*.zip" in stopped.value.mend


def test_files_of_no_exercises_name_that_define_something_else_are_told(tmp_path):
    files = {f"s{number}/exercise03.py": CODE for number in range(5)} | {"ada/bisection.py": BISECTION}
    remark = " ".join(of(as_zip_and_folder(tmp_path, files, [THIRD]), "ada").remarks)
    assert "it is the only one" in remark
    assert "it defines bisect, and none of ema_moments" in remark
    with pytest.raises(KitError, match="it defines bisect"):
        gather(folder_of(tmp_path / "all", {f"s{number}/bisection.py": BISECTION for number in range(5)}), [THIRD])


def test_the_name_of_another_exercise_beside_the_right_number_is_told_and_costs_nothing(tmp_path):
    found = as_zip_and_folder(tmp_path, {f"s{number}/exercise03_momentum.py": SOLVED for number in range(5)}, [THIRD])
    assert all(one.entry and "it says exercise 2" in one.remarks[0] for one in found.handed)


def test_names_of_students_beside_the_number_stop_no_class_whose_files_hold_nothing(tmp_path):
    files = {f"lovelaceada{n}_{n}_5{n}_exercise03_ada.py": b"def broken(" * (n % 2) for n in range(10, 14)}
    found = as_zip_and_folder(tmp_path, files, [THIRD])
    assert len(found.handed) == 4
