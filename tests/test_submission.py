import hashlib

import pytest

from grader import course
from grader.submission import MAX_CODE_BYTES, MAX_FILE_BYTES, read_submission

EXERCISE = course.find_exercise("3")


def problem_of(path):
    found = read_submission(EXERCISE, path).problem
    return found and found.id


def test_a_file_is_taken_byte_for_byte(tmp_path):
    path = tmp_path / "mine.py"
    path.write_bytes(b"# \xe9 in latin-1\r\nx = 1\r\n")
    submission = read_submission(EXERCISE, path)
    assert submission.source == path.read_bytes()
    assert submission.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert submission.origin == str(path)
    assert submission.problem is None


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (b"", "no_code"),
        (b" \n\t\n", "no_code"),
        ("x = 1\n".encode("utf-16"), "encoding"),
        (b"x = 1\0", "encoding"),
        (b"#" * MAX_CODE_BYTES, None),
        (b"#" * (MAX_CODE_BYTES + 1), "too_large"),
        (b"#" * (MAX_FILE_BYTES + 1), "too_large"),
        (b"\0\5\x16\7\0\2\0\0Mac OS X", "no_code"),
        (b"def broken(", None),
        (b"\xef\xbb\xbfx = 1\n", None),
    ],
)
def test_what_can_never_be_code_is_told_before_anything_runs(tmp_path, source, problem):
    path = tmp_path / "mine.py"
    path.write_bytes(source)
    assert problem_of(path) == problem


def test_a_folder_and_nothing_at_all_are_no_file(tmp_path):
    assert problem_of(tmp_path) == "no_file"
    assert problem_of(tmp_path / "absent.py") == "no_file"
