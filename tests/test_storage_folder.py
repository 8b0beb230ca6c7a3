"""What is remembered lies in one folder, and what can be found out again in another that may be thrown away."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from grader.storage.folder import get_cache_folder, get_home_folder


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FALLLINE_HOME")
    monkeypatch.delenv("FALLLINE_CACHE")


def test_each_lies_where_the_platform_has_its_kind():
    assert get_home_folder() == Path(platformdirs.user_data_dir("fallline", appauthor=False))
    assert get_cache_folder() == Path(platformdirs.user_cache_dir("fallline", appauthor=False))


def test_who_names_a_data_folder_has_all_of_it_there(monkeypatch, tmp_path):
    monkeypatch.setenv("FALLLINE_HOME", str(tmp_path))
    assert get_home_folder() == tmp_path
    assert get_cache_folder() == tmp_path / "cache"


def test_a_cache_folder_may_be_named_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("FALLLINE_CACHE", str(tmp_path / "soon lost"))
    assert get_cache_folder() == tmp_path / "soon lost"
    assert get_home_folder() == Path(platformdirs.user_data_dir("fallline", appauthor=False))
    monkeypatch.setenv("FALLLINE_HOME", str(tmp_path))
    assert get_cache_folder() == tmp_path / "soon lost"


def test_a_tilde_is_the_users_own_folder(monkeypatch):
    monkeypatch.setenv("FALLLINE_CACHE", "~/shelf")
    assert get_cache_folder() == Path.home() / "shelf"
