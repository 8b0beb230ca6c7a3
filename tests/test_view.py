"""What a report says first, and the call that shows it."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from msgspec.structs import replace
from rich.console import Console

from grader import course
from grader.diagnosis import example
from grader.diagnosis.by_hand import read_examples
from grader.model import CheckResult, Diagnosis, Printed, Report, Submission
from grader.screen.brief import render_brief
from grader.screen.report import render_report as whole
from grader.view import Step, Story, make_brief
from grader.view.call import compare_answers, format_call
from grader.view.numbers import cut_window, format_answers, format_inputs
from grader.view.probes import describe_alternatives, select_heads, select_probes

EXERCISES = course.list_exercises()


def test_a_call_can_be_pasted():
    told = format_call("momentum_step", {"theta": [1.0, -2.5], "v": 0.0, "lr": 0.1}, positional=2)
    assert told == "momentum_step(np.array([1, -2.5]), 0, lr=0.1)"


def test_arrays_of_different_shapes_are_pasted_as_a_list_of_arrays():
    told = format_call("clip", {"grads": [2.5, [1.0, -1.0], [[3.0], [4.0]]], "max_norm": 5})
    assert told == "clip([2.5, np.array([1, -1]), np.array([[3], [4]])], max_norm=5)"


def test_nan_and_infinity_are_pasted_as_numpy_writes_them():
    held = float("nan")
    assert format_call("f", {"a": [held, 0.3]}) == "f(np.array([np.nan, 0.3]))"
    assert format_call("f", {"a": [held, 0.3, -np.inf, *[1.0] * 20]}).startswith("f(np.array([np.nan, 0.3, -np.inf, …")
    written = example._format_argument(np.array([held, 0.3, -np.inf]))
    assert written == "np.array([np.nan, 0.3, -np.inf])"
    assert np.array_equal(eval(written), np.array([held, 0.3, -np.inf]), equal_nan=True)


def test_each_output_is_named_and_has_the_digits_that_tell_it_apart():
    rows = compare_answers([1.00000001, 2.0], [1.0, 2.0], ["theta'", "v'"])
    assert [(row.name, row.yours == row.right) for row in rows] == [("theta'", False), ("v'", True)]


def test_where_one_output_is_wrong_the_last_digits_of_the_others_are_not_shown():
    rows = compare_answers([1.5, 0.41999999999999993], [1.0, 0.42], ["theta'", "v'"])
    assert [(row.yours, row.right) for row in rows] == [("1.5", "1"), ("0.42", "0.42")]


def test_another_number_of_values_is_shown_whole():
    (row,) = compare_answers(0.6, [0.6, 4.0], ["theta'", "v'"])
    assert (row.yours, row.right) == ("0.6", "(0.6, 4)")


def test_a_long_answer_is_shown_around_its_first_difference():
    right = [float(k) for k in range(40)]
    (row,) = compare_answers([*right[:20], 99.0, *right[21:]], right)
    assert "99" in row.yours
    assert "entries 19 to 22" in row.right


def test_inputs_have_a_line_for_each_list_and_one_for_all_single_values():
    given = {"t": 3, "theta": [1.0, 2.0], "lr": 0.1, "mu": [0.5]}
    assert format_inputs(given, str, "=") == "theta = [1.0, 2.0]\nmu    = [0.5]\nt=3, lr=0.1"


def test_answers_of_as_many_numbers_stand_in_columns_and_a_path_has_a_line_for_each_point():
    assert format_answers([[1.0, 22.0], [333.0, 4.0]]) == ["[  1, 22]", "[333,  4]"]
    assert format_answers([[[1.0, 2.0], [3.0, 4.0]], None]) == ["[1, 2]\n[3, 4]", "None"]
    assert format_answers([[[1.0, 2.0], [3.0, 4.0]]], max_rows=1) == ["[1, 2]\n…"]


def test_a_long_list_is_cut_around_its_first_difference():
    right = [float(number) for number in range(20)]
    expected, actual, where = cut_window(right, [*right[:12], -1.0, *right[13:]])
    assert (len(expected), len(actual)) == (6, 6)
    assert (12.0 in expected, -1.0 in actual) == (True, True)
    assert re.fullmatch(r"entries \d+ to \d+, counted from 0", where)
    assert cut_window([1.0], [2.0]) == ([1.0], [2.0], "")


def test_probes_show_the_one_wrong_output_alone():
    probe = {"given": {"t": 1}, "yours": [1.0, 2.0], "right": [1.0, 3.0]}
    named = {"probes": [probe], "outputs": {"m": "right", "v": "wrong"}}
    assert select_probes(named) == ([{"given": {"t": 1}, "yours": 2.0, "right": 3.0}], "v")
    assert select_probes(named | {"outputs": {"m": "wrong", "v": "wrong"}}) == ([probe], "")
    assert select_heads([probe]) == {"yours": "yours", "right": "right"}


def test_of_many_alternatives_four_are_named():
    assert describe_alternatives(list("abcde"), []) == "The same numbers would come from a, b, c, d and others."
    assert describe_alternatives([], ["a"]) == "Behind this one, a could not be seen yet."


def test_an_answer_of_nothing_is_told_as_such():
    (row,) = compare_answers(None, 3.0)
    assert row.yours == "nothing (None)"


@pytest.mark.parametrize("exercise", EXERCISES, ids=[exercise.stem for exercise in EXERCISES])
def test_every_function_of_a_stub_has_an_example_that_can_be_read(exercise):
    # What is drawn at random is no number that everybody gets.
    drawn = {name for name, parameters in course.read_parameters(exercise).items() if "rng" in parameters}
    assert {example.function for example in read_examples(exercise)} == set(exercise.functions) - drawn


def test_who_passes_is_told_what_was_learnt(graded, solution):
    report = graded(solution)
    assert make_brief(report).learnt.startswith(course.load_front_matter(report.submission.exercise).learnt)


def test_who_passes_is_shown_how_the_field_writes_it_and_left_with_a_question(graded, solution):
    brief = make_brief(graded(solution))
    assert any("arxiv.org" in one.link for one in brief.elsewhere)
    assert brief.parting_question.endswith("?")


def test_every_exercise_says_what_it_needs_and_leads_to_and_how_the_field_writes_it():
    for exercise in EXERCISES:
        about = course.load_front_matter(exercise)
        assert all(text.endswith(".") for text in (about.needs, about.leads_to[:-1] + "."))
        assert about.asks.endswith("?")
        assert len(about.elsewhere) >= 2
        assert all(one.by and one.writes and one.link.startswith("https://") for one in about.elsewhere)


def test_every_exercise_says_what_was_learnt():
    assert all(course.load_front_matter(exercise).learnt.endswith(".") for exercise in EXERCISES)


def test_what_was_printed_stands_under_the_call_that_printed_it(graded, solution):
    text = solution + '\nprint("hello")\n'
    text += (
        "\n\ndef bias_correct(moment, beta, t):\n    print('t is', t)\n    print('beta is', beta)\n    return moment\n"
    )
    report = graded(text)
    told = {one.function: one for one in report.printed}
    assert told[""].text == "hello\n"
    assert told["bias_correct"].text.splitlines()[0].startswith("t is ")
    assert told["bias_correct"].call.startswith("bias_correct(moment=")
    assert make_brief(report).printed[0] == f"Printed by {told['bias_correct'].call}"


def test_long_printing_is_cut_in_a_brief_report_and_whole_in_the_other(graded, solution):
    text = solution + "\n\ndef bias_correct(moment, beta, t):\n    print(*range(300), sep='\\n')\n    return moment\n"
    report = graded(text)
    (told,) = (one for one in report.printed if one.function == "bias_correct")
    assert told.text.count("\n") == 300
    assert make_brief(report).printed[-1] == "… and 296 more lines"


def test_where_there_is_no_room_for_what_was_printed_it_is_still_told_how_much_it_was():
    exercise = course.find_exercise("3")
    text = "".join(f"line {number}\n" for number in range(30))
    printed = Printed("bias_correct", "bias_correct(moment=1.0, beta=0.9, t=1)", text)
    law = CheckResult("a", "It holds.", "bias_correct", "failed", 0.0, 1.0, "No.")
    brief = make_brief(Report(Submission(exercise, None, b"", "a.py", "0", "py"), (law,), printed=(printed,)))
    assert brief.printed[-1] == "… and 26 more lines"
    assert brief.shorten_printed(2).shorten_printed(9) == brief.shorten_printed(2)
    story = Story("law", "bias_correct", "It holds.", tuple(f"{number}." for number in range(12)), apart=True)
    console = Console(file=io.StringIO(), width=80)
    console.print(render_brief(replace(brief, story=story)))
    shown = [line.strip(" ▌") for line in console.file.getvalue().rstrip().splitlines()]
    assert shown[-2:] == ["line 0", "… and 29 more lines"]


def test_names_begin_with_a_capital_as_their_place_asks_and_names_of_code_never_change():
    exercise = course.find_exercise("3")
    law = CheckResult("a", "It holds.", "bias_correct", "failed", 0.0, 1.0, "No.")

    def story(*names: str) -> Story:
        ideas = [{"id": str(place), "name": name, "says": "It is so."} for place, name in enumerate(names)]
        says = " ".join(f"{name[0].upper()}{name[1:]}: It is so." for name in names)
        found = Diagnosis("bias_correct", tuple(names), says, "Why?", evidence={"ideas": ideas})
        made = make_brief(Report(Submission(exercise, None, b"", "a.py", "0", "py"), (law,), (found,))).story
        assert made is not None
        return made

    assert story("NaN alone is seen").headline == "bias_correct: NaN alone is seen"
    assert story("the wrong root").headline == "bias_correct: the wrong root"
    assert story("min_delta has no say", "beta twice", "the wrong root").says == (
        "1. min_delta has no say. It is so.",
        "2. beta twice. It is so.",
        "3. The wrong root. It is so.",
    )


def test_one_cause_outside_has_one_box(graded, solution):
    text = 'scale = float(input("? "))\n' + solution.replace("return ", "return scale and ")
    report = graded(text)
    assert sum("would come from line 1" in found.says for found in report.findings) == 3
    console = Console(file=io.StringIO(), width=80)
    console.print(whole(report))
    assert console.file.getvalue().count("would come from line 1") == 1


def test_the_next_steps_are_never_cut_in_their_middle(graded, solution):
    steps = [Step("Next: mend, save,", "grade 3"), Step("Stuck:", "grade hint 3"), Step("All laws:", "grade 3 --all")]
    console = Console(file=io.StringIO(), width=60)
    console.print(render_brief(make_brief(graded(solution), steps)))
    assert [line.strip() for line in console.file.getvalue().rstrip().splitlines()[-2:]] == [
        "Next: mend, save, grade 3   Stuck: grade hint 3",
        "All laws: grade 3 --all",
    ]
