"""Several assignments of Moodle: one student has an id in each, and is one student all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from exported import BIAS, DECAY, NEWTON, absent, scored
from exports import zip_of
from test_export_moodle import WHOLE, Moodle, fill

from grader import course
from grader.cli.batch import command as batch
from grader.cli.export import command as export
from grader.errors import KitError
from grader.export import totals


def hand_in(id: str, name: str | None, score: float, exercise: str) -> dict:
    folder = f"{name or 'Participant'}_{id}_assignsubmission_file"
    return scored(id, score, name=name, exercise=exercise, path=f"{folder}/{exercise}.py")


ADA = [hand_in("41001", "Ada Beispiel", 10, BIAS), hand_in("51007", "Ada Beispiel", 10, DECAY)]
BEN = [hand_in("41002", "Ben O'Muster", 4, BIAS), hand_in("51008", "Ben O'Muster", 6, DECAY)]


@pytest.mark.parametrize("runs", ["together", "one after another"])
def test_full_marks_in_two_assignments_are_full_marks_in_the_worksheet(runs, tmp_path: Path):
    downloads = []
    for place, number in enumerate((1, 3)):
        stem = course.find_exercise(str(number)).stem
        source = (ROOT / "solutions" / f"{stem}.py").read_bytes()
        files = {f"Ada Beispiel_{41001 + 10000 * place}_assignsubmission_file/{stem}.py": source}
        downloads.append(str(zip_of(tmp_path / f"{number}.zip", files)))
    for sources in [downloads] if runs == "together" else [[source] for source in downloads]:
        words = [*sources, "-e", "1", "-e", "3", "--out", str(tmp_path / "out"), "--sandbox", "process"]
        done = CliRunner().invoke(batch, words)
        assert done.exit_code == 0, done.output
    (tmp_path / "sheet.csv").write_bytes(WHOLE.encode())
    words = ["moodle", str(tmp_path / "out"), "--worksheet", str(tmp_path / "sheet.csv"), "--sum"]
    done = CliRunner().invoke(export, [*words, "--to", str(tmp_path / "filled.csv")])
    assert done.exit_code == 0, done.output
    assert Moodle().take((tmp_path / "filled.csv").read_bytes())["41001"][0] == 50
    assert "the work of 1 student is joined by their names" in " ".join(done.output.split())


def test_each_assignments_own_worksheet_is_matched_by_its_own_id(tmp_path: Path):
    data, told = fill(tmp_path, WHOLE.replace("Participant 4100", "Participant 5100"), *ADA, *BEN, sum=True)
    assert Moodle().take(data)["51001"][0] == 50  # by the name: this worksheet's own ids are others again
    sheet = WHOLE.replace("Participant 41001", "Participant 51007").replace("Ada Beispiel", "A. B.")
    data, told = fill(tmp_path, sheet, *ADA, *BEN, sum=True)
    assert Moodle().take(data)["51007"][0] == 50
    assert any("joined by their names" in line for line in told)


@pytest.mark.parametrize(
    "records",
    [
        [hand_in("1", None, 10, BIAS), hand_in("2", None, 10, DECAY)],
        [*ADA, hand_in("41009", "Ada Beispiel", 3, BIAS)],
    ],
)
def test_where_names_do_not_tell_nothing_is_added_up(records):
    with pytest.raises(KitError, match="Moodle numbers people anew for each assignment"):
        totals.compute_totals(records, together=True)
    assert len(totals.compute_totals([one for one in records if one["exercise"] == BIAS])) >= 1


def test_ids_that_meet_and_other_systems_stay_as_they_are():
    both = [hand_in("1", None, 10, BIAS), hand_in("1", None, 10, DECAY)]
    one_assignment = [*both, hand_in("2", None, 5, BIAS), absent("2", exercise=DECAY)]
    assert [total.score for total in totals.compute_totals(one_assignment, together=True)] == [20, 5]
    of_canvas = [scored("1", 10, name="Ada"), scored("2", 10, name="Ada", exercise=DECAY)]
    assert len(totals.compute_totals(of_canvas, together=True)) == 2


def test_what_was_handed_in_goes_before_its_absence_under_another_id():
    union = [
        hand_in("41001", "Ada", 10, BIAS), absent("41001", name="Ada", exercise=DECAY),
        absent("51007", name="Ada", exercise=BIAS), hand_in("51007", "Ada", 10, DECAY),
        hand_in("51007", "Ada", 3, NEWTON), absent("41001", name="Ada", exercise=NEWTON),
    ]  # fmt: skip
    (ada,) = totals.compute_totals(union, together=True)
    assert (ada.score, ada.ids) == (23, ("41001", "51007"))
