"""Folders and zips that mean harm, or only look odd: each is told in words, and nothing is read past its cap."""

import contextlib
import os
import random
import re
import socket
import stat
import struct
import sys
import tempfile
import zipfile
import zlib

import pytest
from exports import CODE, folder_of, zip_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader import course
from grader.batch import listing
from grader.batch.gather import gather, gather_all
from grader.batch.listing import find_junk
from grader.batch.onebyone import sort_paths
from grader.batch.tree import open_tree
from grader.errors import KitError
from grader.submission import MAX_FILE_BYTES

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names and kinds that Windows does not have")


def paths(tree):
    return [entry.path for entry in tree.entries]


def why(tree, path):
    return tree.skipped[path].why


def put(archive, name, data=CODE, *, mode=0, **fields):
    """An entry with whatever a hostile tool may have written in its header."""
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = mode << 16
    for field, value in fields.items():
        setattr(info, field, value)
    archive.writestr(info, data)
    return info


@pytest.fixture
def zipped(tmp_path):
    """Write a zip by a function and open it as a tree."""

    def write(fill):
        path = tmp_path / "class.zip"
        with zipfile.ZipFile(path, "w") as archive:
            fill(archive)
        return open_tree(path)

    return write


# What both share


def test_entries_are_sorted_and_read_when_asked(tmp_path):
    files = {"b/exercise03.py": b"second", "a.py": b"first"}
    for place in (folder_of(tmp_path / "class", files), zip_of(tmp_path / "class.zip", files)):
        tree = open_tree(place)
        assert tree.name == "class"
        assert paths(tree) == ["a.py", "b/exercise03.py"]
        assert [entry.read() for entry in tree.entries] == [b"first", b"second"]
        assert [entry.size for entry in tree.entries] == [5, 6]
        assert tree.folders == {"b"}


def test_a_file_that_changed_hands_it_on_as_it_is_when_read(tmp_path):
    place = folder_of(tmp_path / "class", {"a.py": b"old"})
    (entry,) = open_tree(place).entries
    (place / "a.py").write_bytes(b"new")
    assert entry.read() == b"new"
    (place / "a.py").unlink()
    with pytest.raises(OSError, match="No such file"):
        entry.read()


@contextlib.contextmanager
def few_open_files(more):
    """Let this process open so many more files while the `with` lasts."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    with tempfile.TemporaryFile() as free:
        last = free.fileno() + more
    resource.setrlimit(resource.RLIMIT_NOFILE, (last, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.skipif(sys.platform != "linux", reason="it counts on the numbers of open files")
def test_a_class_of_many_zips_needs_few_open_files(tmp_path):
    third = course.find_exercise("3")
    zips = [zip_of(tmp_path / f"s{number}.zip", {"exercise03.py": CODE}) for number in range(80)]
    gather_all(zips[:2], [third])  # whatever has to be loaded, is
    with few_open_files(20):
        found = gather_all(zips, [third])
        assert [one.entry.read() for one in (*found.handed, *found.handed)] == [CODE] * 160


@pytest.mark.skipif(sys.platform != "linux", reason="it counts on the numbers of open files")
def test_too_many_open_files_are_held_against_the_machine_and_no_student(tmp_path):
    third = course.find_exercise("3")
    zips = [zip_of(tmp_path / f"s{number}.zip", {"exercise03.py": CODE}) for number in range(2)]
    folder = folder_of(tmp_path / "class", {"ada/exercise03.py": CODE})
    read = [gather(folder, [third]).handed[0].entry.read, open_tree(zips[0]).entries[0].read]
    for ask in (*read, lambda: sort_paths(zips, (third,)), lambda: open_tree(folder)):
        with few_open_files(0), pytest.raises(KitError, match="too many open files"):
            ask()


def test_too_large_a_file_is_there_but_read_only_past_the_cap(tmp_path):
    data = random.Random(3).randbytes(100_000) * (MAX_FILE_BYTES // 100_000 + 2)
    for place in (folder_of(tmp_path / "class", {"a.py": data}), zip_of(tmp_path / "class.zip", {"a.py": data})):
        (entry,) = open_tree(place).entries
        assert entry.size == len(data)
        assert len(entry.read()) == MAX_FILE_BYTES + 1


@pytest.mark.parametrize(
    "path",
    [
        "__MACOSX/ada/._exercise03.py",
        "ada/.DS_Store",
        "ada/._exercise03.py",
        ".git/config",
        "ada/.ipynb_checkpoints/exercise03-checkpoint.ipynb",
        "ada/__pycache__/exercise03.cpython-311.pyc",
        "Thumbs.db",
        "ada/desktop.ini",
        "ada/exercise03.py~",
        "ada/~$notes.docx",
        "ada/venv/lib/site.py",
        "n" * 256 + ".py",
        "a/" * 20 + "exercise03.py",
    ],
)
def test_rubbish_is_set_aside_with_a_reason(tmp_path, path):
    tree = open_tree(zip_of(tmp_path / "class.zip", {path: b"", "ada/exercise03.py": CODE}))
    assert paths(tree) == ["ada/exercise03.py"]
    (skipped,) = tree.skipped.values()
    assert path.startswith(skipped.path)
    assert skipped.why
    asked_of_somebody = re.match(r"(nnn|a/a/)", path) is not None
    assert skipped.rubbish != asked_of_somebody


@pytest.mark.parametrize(
    "path",
    [
        "ada/exercise03.py",
        "console.py",
        "Conrad/ex3.py",
        "com10.py",
        "null.py",
        "CON",
        "aux.py",
        "a/Com1.ipynb",
        "lpt9/exercise03.py",
        "nul .py",
        "con./x.py",
        "a/venv.py",
        "a/" * 19 + "x.py",
    ],
)
def test_what_a_student_may_have_written_is_no_rubbish(path):
    assert find_junk(path) is None


def test_a_name_of_many_thousand_folders_costs_nothing(tmp_path):
    tree = open_tree(zip_of(tmp_path / "class.zip", {"a/" * 30_000 + "x.py": CODE, "ok.py": CODE}))
    assert paths(tree) == ["ok.py"]
    assert len(tree.folders) == 0


def test_a_folder_of_rubbish_is_told_once(tmp_path):
    files = {f"ada/venv/lib/{number}.py": CODE for number in range(20)} | {"ada/exercise03.py": CODE}
    for place in (folder_of(tmp_path / "class", files), zip_of(tmp_path / "class.zip", files)):
        assert list(open_tree(place).skipped) == ["ada/venv"]


def test_more_files_than_any_class_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(listing, "MAX_FILES", 3)
    files = {f"{number}.py": CODE for number in range(3)} | {f"venv/{number}.py": CODE for number in range(9)}
    for place in (folder_of(tmp_path / "class", files), zip_of(tmp_path / "class.zip", files)):
        assert len(open_tree(place).entries) == 3
    files["3.py"] = CODE
    for place in (folder_of(tmp_path / "class", files), zip_of(tmp_path / "class.zip", files)):
        with pytest.raises(KitError, match="more than 3 files"):
            open_tree(place)


# Folders


@POSIX
def test_links_pipes_and_sockets_in_a_folder_are_never_opened(tmp_path):
    (tmp_path / "secret.py").write_bytes(b"secret")
    place = folder_of(tmp_path / "class", {"ada/exercise03.py": CODE})
    (place / "file.py").symlink_to(tmp_path / "secret.py")
    (place / "folder").symlink_to(tmp_path)
    (place / "loop").symlink_to(place)
    (place / "dangling.py").symlink_to("nowhere")
    os.mkfifo(place / "pipe.py")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place / "s.py"))
        tree = open_tree(place)
    assert paths(tree) == ["ada/exercise03.py"]
    assert {path: skipped.why.split(";")[0] for path, skipped in tree.skipped.items()} == {
        "file.py": "a link",
        "folder": "a link",
        "loop": "a link",
        "dangling.py": "a link",
        "pipe.py": "no regular file",
        "s.py": "no regular file",
    }


@POSIX
@pytest.mark.parametrize("become", ["link", "pipe"])
def test_a_file_that_becomes_a_link_or_a_pipe_after_listing_stays_closed(tmp_path, become):
    (tmp_path / "secret.py").write_bytes(b"secret")
    place = folder_of(tmp_path / "class", {"a.py": CODE})
    (entry,) = open_tree(place).entries
    (place / "a.py").unlink()
    if become == "link":
        (place / "a.py").symlink_to(tmp_path / "secret.py")
    else:
        os.mkfifo(place / "a.py")
    with pytest.raises(OSError):  # noqa: PT011
        entry.read()


@POSIX
def test_names_that_are_no_utf8_can_be_written_anywhere(tmp_path):
    place = folder_of(tmp_path / "class", {"ok.py": CODE})
    try:
        (place / os.fsdecode(b"jos\xe9.py")).write_bytes(b"mine")
    except OSError:
        pytest.skip("this file system holds UTF-8 alone")
    tree = open_tree(place)
    assert paths(tree) == ["josé.py", "ok.py"]
    assert tree.entries[0].read() == b"mine"


def test_decomposed_and_composed_names_are_the_same_student(tmp_path):
    tree = open_tree(zip_of(tmp_path / "class.zip", {"Zoe\u0308/exercise03.py": CODE}))
    assert paths(tree) == ["Zo\u00eb/exercise03.py"]


@POSIX
def test_a_closed_folder_is_told_and_the_others_stand(tmp_path):
    place = folder_of(tmp_path / "class", {"ada/exercise03.py": CODE, "bob/exercise03.py": CODE})
    (place / "bob").chmod(0)
    if os.access(place / "bob", os.R_OK):
        pytest.skip("root may list everything")
    try:
        tree = open_tree(place)
    finally:
        (place / "bob").chmod(0o700)
    assert paths(tree) == ["ada/exercise03.py"]
    assert "cannot be listed" in why(tree, "bob")


# Zips


@pytest.mark.parametrize(
    "name",
    [
        "/etc/exercise03.py",
        "../exercise03.py",
        "ada/../../exercise03.py",
        "ada/..",
        "C:/ada/exercise03.py",
        "c:exercise03.py",
        "..\\exercise03.py",
        "\\\\host\\share\\exercise03.py",
        "C:\\ada\\exercise03.py",
    ],
)
def test_a_path_that_leads_out_of_the_archive_is_set_aside(zipped, tmp_path, name):
    tree = zipped(lambda archive: (put(archive, name), put(archive, "ada/exercise03.py")))
    assert paths(tree) == ["ada/exercise03.py"]
    (skipped,) = tree.skipped.values()
    assert skipped.why == "its path leads out of the archive"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class.zip"]


def test_an_entry_without_a_name_is_set_aside(zipped):
    tree = zipped(lambda archive: (put(archive, "\0.py"), put(archive, "./"), put(archive, "a.py")))
    assert paths(tree) == ["a.py"]


def test_backslashes_of_older_tools_separate_folders(zipped):
    tree = zipped(lambda archive: (put(archive, "class\\", b""), put(archive, "class\\ada\\exercise03.py")))
    assert paths(tree) == ["class/ada/exercise03.py"]
    assert tree.folders == {"class", "class/ada"}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (stat.S_IFLNK, "a link"),
        (stat.S_IFIFO, "no regular"),
        (stat.S_IFBLK, "no regular"),
        (stat.S_IFCHR, "no regular"),
    ],
)
def test_links_and_devices_in_a_zip_are_set_aside(zipped, kind, said):
    tree = zipped(lambda archive: put(archive, "a.py", b"/etc/passwd", mode=kind | 0o777))
    assert paths(tree) == []
    assert why(tree, "a.py").startswith(said)


def test_a_name_held_twice_is_told_and_no_file_is_lost(zipped):
    with pytest.warns(UserWarning, match="Duplicate name"):
        tree = zipped(lambda archive: (put(archive, "a.py", b"1"), put(archive, "a.py", b"2"), put(archive, "./a.py")))
    assert paths(tree) == ["a (2).py", "a (3).py", "a.py"]
    assert tree.entries[2].read() == CODE, "the last keeps the name, as unpacking would leave it"
    assert [one.why for one in tree.skipped.values()] == [
        "this name is there 3 times; each is looked at as a file of its own"
    ]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("bob/ex03.py", "BOB/ex03.py", "in other capitals"),
        ("bob.py", "bob.py/", "as a file and as a folder"),
        ("bob.py/", "bob.py", "as a file and as a folder"),
        ("bob.py", "bob.py/notes.txt", "as a file and as a folder"),
        ("bo\u0301b.py", "b\u00f3b.py", "2 times"),
    ],
)
def test_nobodys_work_is_hidden_by_a_name_that_is_nearly_the_same(zipped, first, second, said):
    tree = zipped(lambda archive: [put(archive, name, name.encode()) for name in (first, second)])
    files = [name.encode() for name in (first, second) if not name.endswith("/")]
    assert sorted(entry.read() for entry in tree.entries) == sorted(files)
    assert any(said in one.why for one in tree.skipped.values())


ALPHABETS = [
    ("shift_jis", ["十河一郎", "十河二郎", "田中花子"]),
    ("shift_jis", ["課題3_佐藤健", "ソフィア"]),
    ("gbk", ["张伟", "王芳", "李娜"]),
    ("gbk", ["作业/欧阳修"]),
    ("big5", ["陳怡君", "許功蓋", "林志玲"]),
    ("euc_kr", ["김철수", "이영희", "박지민"]),
    ("cp437", ["Müller", "André", "Hélène Göß"]),
    ("cp850", ["João", "Ángel Núñez", "Søren"]),
    ("cp1252", ["Müller", "João Pão", "Søren Åse"]),
    ("cp852", ["Łukasz Wójcik", "Čapek"]),
    ("cp866", ["Иван Петров", "Мария"]),
    ("cp1251", ["Иван Петров", "Мария"]),
    ("utf-8", ["Zoë", "张伟"]),
]


@pytest.mark.parametrize(("alphabet", "names"), ALPHABETS)
def test_names_in_a_zip_of_another_alphabet_are_read_as_they_were_written(tmp_path, alphabet, names):
    class Named(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):
            return self.filename.encode(alphabet), self.flag_bits & ~0x800

    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name in names:
            archive.writestr(Named(f"{name}/exercise03.py"), CODE)
    assert paths(open_tree(tmp_path / "class.zip")) == sorted(f"{name}/exercise03.py" for name in names)


def test_an_environment_is_known_by_what_lies_in_it(tmp_path):
    files = {"ada/my env/pyvenv.cfg": b"", "ada/my env/lib/exercise03.py": CODE, "ada/exercise03.py": CODE}
    for place in (folder_of(tmp_path / "class", files), zip_of(tmp_path / "class.zip", files)):
        tree = open_tree(place)
        assert paths(tree) == ["ada/exercise03.py"]
        assert list(tree.skipped) == ["ada/my env"]


def test_names_in_utf8_without_the_flag_are_read_right(tmp_path):
    path = zip_of(tmp_path / "class.zip", {"Zoë.py": CODE, "caf\u00e9/ex3.py": CODE})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            flags = struct.unpack_from("<H", data, at + place)[0] & ~0x800
            struct.pack_into("<H", data, at + place, flags)
            at = data.find(mark, at + 4)
    path.write_bytes(data)
    tree = open_tree(path)
    assert paths(tree) == ["Zoë.py", "café/ex3.py"]
    assert tree.entries[0].read() == CODE


def encrypted(data, *names):
    """Set the bit that says a file needs a password, in both of its headers."""
    data = bytearray(data)
    for name in names:
        local = data.index(name)
        central = data.index(name, local + 1)
        data[local - 24] |= 1
        data[central - 38] |= 1
    return bytes(data)


def test_a_file_with_a_password_is_told_and_the_others_stand(tmp_path):
    path = zip_of(tmp_path / "class.zip", {"ada.py": CODE, "bob.py": CODE})
    path.write_bytes(encrypted(path.read_bytes(), b"bob.py"))
    tree = open_tree(path)
    assert paths(tree) == ["ada.py"]
    assert why(tree, "bob.py") == "it needs a password"
    path.write_bytes(encrypted(path.read_bytes(), b"ada.py", b"bob.py"))
    with pytest.raises(KitError, match="needs a password"):
        open_tree(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_methods_of_course_systems_are_unpacked(zipped, method):
    tree = zipped(lambda archive: put(archive, "a.py", compress_type=method))
    assert "packed by a method" in why(tree, "a.py")


def test_a_zip_bomb_is_never_unpacked_and_costs_only_its_own_file(zipped):
    tree = zipped(lambda archive: (put(archive, "bomb.py", bytes(40_000_000)), put(archive, "good.py")))
    bomb, good = tree.entries
    assert bomb.size == 40_000_000
    with pytest.raises(OSError, match="zip bombs"):
        bomb.read()
    assert good.read() == CODE


def test_a_size_that_lies_is_read_no_further_than_the_cap(zipped, tmp_path):
    zipped(lambda archive: put(archive, "a.py", random.Random(3).randbytes(1000) * 20_000))
    path = tmp_path / "class.zip"
    data = path.read_bytes()
    central = data.index(b"PK\x01\x02")
    path.write_bytes(data[: central + 24] + struct.pack("<I", 900) + data[central + 28 :])
    (entry,) = open_tree(path).entries
    assert entry.size == 900
    with pytest.raises(OSError, match="damaged"):
        entry.read()


def test_overlapping_entries_are_refused(tmp_path):
    """Many names for one packed file, as in D. Fifield's bombs (USENIX WOOT 2019)."""
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = put(archive, "a.py")
        other = zipfile.ZipInfo("b.py")
        for field in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
            setattr(other, field, getattr(info, field))
        archive.filelist.append(other)
    with pytest.raises(KitError, match="overlap"):
        open_tree(path)


def test_a_damaged_entry_costs_only_its_own_student(tmp_path):
    path = zip_of(tmp_path / "class.zip", {"ada/exercise03.py": b"x" * 50 + b"y" * 50, "bob/exercise03.py": CODE})
    data = bytearray(path.read_bytes())
    start = data.index(b"ada/exercise03.py") + len(b"ada/exercise03.py")
    data[start : start + 6] = b"\xff" * 6
    path.write_bytes(data)
    ada, bob = gather(path, course.list_exercises()).handed
    with pytest.raises(OSError, match="damaged"):
        ada.entry.read()
    assert bob.entry.read() == CODE


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(18), zlib.compress(b"x"), CODE])
def test_what_is_no_zip_is_told_in_words(tmp_path, data):
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    with pytest.raises(KitError):
        gather(path, course.list_exercises())


def test_a_path_that_is_not_there_is_told_in_words(tmp_path):
    with pytest.raises(KitError, match="There is no"):
        open_tree(tmp_path / "nowhere")


@POSIX
def test_a_pipe_is_neither_folder_nor_zip(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(KitError, match="neither"):
        open_tree(tmp_path / "pipe")


HONEST = {"ada/exercise03.py": CODE * 9, "böb/exercise04.ipynb": b"{}", "submission_metadata.yml": b"a: {}", "d/": b""}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8),
    cut=st.none() | st.integers(0, 10_000),
)
def test_a_damaged_zip_is_a_kit_error_or_readable_or_told_file_by_file(tmp_path, changes, cut):
    """Whatever bytes change: never another exception, never more bytes than the cap."""
    data = bytearray(zip_of(tmp_path / "honest.zip", HONEST).read_bytes())
    for place, value in changes:
        data[place % len(data)] = value
    path = tmp_path / "damaged.zip"
    path.write_bytes(data if cut is None else data[: cut % len(data)])
    try:
        tree = open_tree(path)
        gather(path, course.list_exercises())
    except KitError:
        return
    for entry in tree.entries:
        entry.path.encode("utf-8")
        try:
            assert len(entry.read()) <= listing.MAX_LIST_BYTES + 1
        except OSError:
            continue  # told as that student's own finding
