"""What is kept is believed under its key, where nobody else may write to it; a state moves with any file."""

from __future__ import annotations

import os

from grader.storage import kept


def test_what_was_kept_is_read_under_its_key_alone(tmp_path):
    place = tmp_path / "kept" / "slip"
    kept.keep(place, b"found", b"key")
    assert kept.read(place, b"key") == b"found"
    assert kept.read(place, b"kez") is None
    assert kept.read(place) is None
    assert kept.read(tmp_path / "nothing", b"key") is None


def test_what_was_cut_or_damaged_is_not_believed(tmp_path):
    place = tmp_path / "kept" / "slip"
    kept.keep(place, b"a/b.so\0c/d.so", b"key")
    whole = place.read_bytes()
    for damaged in (whole[:-7], whole[:3], b"", whole + b"!", whole[:-1] + b"x", b"kez" + whole[3:]):
        place.write_bytes(damaged)
        assert kept.read(place, b"key") is None
    place.write_bytes(whole)
    assert kept.read(place, b"key") == b"a/b.so\0c/d.so"


def test_what_others_may_write_to_is_not_read(tmp_path):
    place = tmp_path / "kept" / "slip"
    kept.keep(place, b"found")
    for open_to_all in (place, place.parent):
        mode = open_to_all.stat().st_mode
        open_to_all.chmod(mode | 0o020)
        assert kept.read(place) is None
        open_to_all.chmod(mode)
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    assert kept.read(place) is None


def test_a_state_stays_where_nothing_changed_but_what_python_compiled(tmp_path):
    (tmp_path / "law.py").write_text("a = 1")
    before = kept.compute_state([tmp_path], "numpy 2").digest
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "law.pyc").write_text("a compiled one")
    assert kept.compute_state([tmp_path], "numpy 2").digest == before


def test_a_state_moves_with_a_text_of_the_same_length_whose_time_was_set_back(tmp_path):
    law = tmp_path / "deep" / "law.py"
    law.parent.mkdir()
    law.write_text("a = 1")
    states, held = [kept.compute_state([tmp_path])], law.stat()
    law.write_text("a = 2")
    os.utime(law, ns=(held.st_atime_ns, held.st_mtime_ns))
    states.append(kept.compute_state([tmp_path]))
    law.unlink()
    law.write_text("a = 3")
    os.utime(law, ns=(held.st_atime_ns, held.st_mtime_ns))
    states.append(kept.compute_state([tmp_path]))
    (tmp_path / "accepted.json").write_text("{}")
    states += [kept.compute_state([tmp_path]), kept.compute_state([tmp_path], "numpy 3")]
    assert len(set(states)) == len(states)
