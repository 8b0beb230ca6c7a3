from grader.model import CheckResult, Exercise, Finding, Report, Submission

EXERCISE = Exercise("exercise03_bias_correction", 3, "bias_correction", "Waking up", ("f", "g"))
SUBMISSION = Submission(EXERCISE, None, b"", "mine.py", "0" * 64)


def check(outcome="passed", points=1.0, function="f"):
    return CheckResult("a_law", "A law.", function, outcome, points, 1.0)


def report(*checks, findings=()):
    return Report(SUBMISSION, checks=checks, findings=tuple(findings))


def test_a_report_passes_only_when_every_check_does():
    assert report(check(), check()).status == "passed"
    assert report(check(), check("failed", 0.0)).status == "failed"
    assert report(check(), check("unknown", 0.0)).status == "failed"


def test_without_checks_nothing_has_passed():
    assert report().status == "failed"


def test_not_started_means_that_every_function_still_waits():
    waits = [Finding("unwritten", "f waits", "f"), Finding("unwritten", "g waits", "g")]
    assert report(check("failed", 0.0), findings=waits).status == "not_started"
    assert report(check("failed", 0.0), findings=waits[:1]).status == "failed"


def test_what_cannot_be_read_is_unreadable_and_what_never_came_is_absent():
    assert report(findings=[Finding("syntax", "…")]).status == "unreadable"
    assert report(findings=[Finding("no_file", "…")]).status == "unreadable"
    assert report(findings=[Finding("absent", "…")]).status == "absent"
    assert report(check("failed", 0.0), findings=[Finding("timeout", "…")]).status == "failed"


def test_the_score_is_the_sum_of_points_without_rounding_noise():
    graded = report(*[check("passed", 0.1) for _ in range(3)])
    assert graded.score == 0.3
    assert graded.max_score == 3.0
