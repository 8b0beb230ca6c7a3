"""docs/curriculum.md is what the shelves hold, and no section of the course's subject is left without."""

import importlib.util

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_curriculum", ROOT / "docs" / "make_curriculum.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_shelves_hold_now(maker):
    assert maker.PAGE.read_text("utf-8") == maker.page(), "python docs/make_curriculum.py writes it"


def test_every_section_has_questions_and_each_that_can_be_coded_an_exercise(maker):
    found = maker.sections()
    for section in maker.SUBJECTS:
        exercises, questions = found[section]
        assert questions >= 2, section
        assert exercises or section in maker.BY_QUESTIONS, section
