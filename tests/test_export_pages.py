from __future__ import annotations

import hashlib
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from exported import BIAS, DECAY, absent, check, named, out, record, scored
from hypothesis import given, settings
from hypothesis import strategies as st
from pagereader import Page, read

from grader import course
from grader.errors import KitError
from grader.export import systems
from grader.export.pages import filenames, rendering, student, write_pages
from grader.export.pages.classroom import compute_quantile
from grader.export.pages.filenames import make_file_names
from grader.export.pages.kept import KeptPages
from grader.export.pages.scales import make_scale
from grader.export.pages.svg import Line, Pictures
from grader.text import clean
from grader.view.document import make_document

ROOT = Path(__file__).parents[1]
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></title></pre></svg><iframe src=https://evil.example>",
    "{{ 7*7 }}{% for x in () %}",
    "<!-- ]]> -->",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;amp; &#60;",
    "\x1b[2J\x00\u202eevil\u2066\ud800",
    "`<b>x</b>` *<i>y</i>*",
)
NAMES = {"BC-NOPOW": "the exponent forgotten"}
DEVICES = ("CON", "con", "nul", "NUL.txt", "Aux.", "com1", "LPT9.tar.gz", "CONIN$", "prn")
ids = st.one_of(
    st.text(max_size=100),
    st.sampled_from([*DEVICES, "..", ".", "", "../../etc/passwd", "C:\\x", "a/b", "a\\b", "~", "Ada", "ada", "ADA"]),
    st.from_regex(r"[A-Za-z0-9_.~@ -]{1,12}", fullmatch=True),
)


def pages(folder: Path, *records, names=NAMES, titles=None) -> Path:
    write_pages(iter(records), folder, names, titles or {})
    return folder


def finding(id: str, says: str = "Something happened.", function: str | None = None) -> dict:
    return {"id": id, "function": function, "says": says}


def a_class() -> list[dict]:
    """One of everything."""
    curve = {"train": [5.0, 4.0, "inf", 3.0, "nan", 1e300], "val": [1.0, 2.0], "says": "a run that left"}
    evidence = {
        "probes": [
            {"given": {"t": 3, "m": [1.0, 2.0]}, "yours": 0.5, "idea": 0.5, "right": 0.25},
            {"given": {"patience": 3}, "curve": curve, "yours": 1, "idea": 1.0, "right": 3.0},
            {"given": {}, "yours": [[1.0, "nan"], [2.0, 3.0]], "idea": None, "right": [1.0]},
        ],
        "outputs": {"corrected": "off"},
        "hides": ["BC-NONE"],
    }
    ideas = named(record("ada", check(1, 2), check(0, 3, id="other")), "BC-NOPOW")
    ideas["diagnoses"][0] |= {"evidence": evidence, "says": "The exponent forgotten: It *never* fades in `t`."}
    rows = check(0, 5, expected=[[float(k), 1.0] for k in range(9)], actual=[[float(k), 2.0] for k in range(9)])
    paths = check(0, 5, expected=[0.5 * k for k in range(12)], actual=["nan"] * 12, given={"losses": [1.0] * 12})
    return [
        ideas,
        record("ada", rows, paths, exercise=DECAY, output="lr = 0.1\n" * 100),
        scored("bob", 10.0, name="Bob Byte"),
        named(scored("cyd", 3.5), "BC-NOPOW"),
        named(scored("dan", 0.0, findings=[finding("memory", function="bias_correct")], seconds=9.5)),
        scored("eve", 5.0, findings=[finding("protocol"), finding("X-SHAPE")], notes=[finding("n", "By the system.")]),
        record("fay", status="unreadable", findings=[finding("syntax", "Line 1 is no Python.\n  def f(:\n        ^")]),
        record("gus", check(0, 10), status="not_started", findings=[finding("unwritten", function="bias_correct")]),
        absent("hal"),
    ]


# ---- what a page is -------------------------------------------------------------------------------------------


def test_every_page_is_whole_inert_and_readable_by_ear(tmp_path: Path):
    pages(tmp_path, *a_class())
    found = sorted(tmp_path.rglob("*.html"))
    assert len(found) == 9
    assert {path.name: read(path).faults for path in found} == {path.name: [] for path in found}


def test_a_page_asks_for_nothing_from_elsewhere(tmp_path: Path):
    pages(tmp_path, *a_class())
    for path in tmp_path.rglob("*.html"):
        source = path.read_text("utf-8")
        assert "default-src 'none'" in source
        assert not re.search(r"https?:|//[a-z]|@import|url\(|<script|\bon[a-z]+=", source)
        hrefs = read(path).attributes("href")
        assert all(re.fullmatch(r"#[a-z0-9-]+|feedback/[\w@+~%.-]+\.html|data:,", href) for href in hrefs)


def test_a_students_page_leads_to_nobody_else(tmp_path: Path):
    pages(tmp_path, *a_class())
    source = (tmp_path / "feedback" / "ada.html").read_text("utf-8")
    assert "class.html" not in source
    assert "cyd" not in source


def test_every_link_of_the_class_leads_to_a_page(tmp_path: Path):
    work = [scored(id, 1.0) for id in ("a b", "../up", "x@y.org", "50%", "CON", "Zoë", "plain", "a+b", "#1?")]
    pages(tmp_path, *work)
    links = {href for href in read(tmp_path / "class.html").attributes("href") if href.startswith("feedback/")}
    assert {(tmp_path / unquote(link)).resolve() for link in links} == set((tmp_path / "feedback").iterdir())
    assert len(links) == len(work)


def test_the_class_reaches_whoever_is_on_no_list(tmp_path: Path):
    pages(tmp_path, *(scored(f"s{place:02}", 10.0) for place in range(30)))
    links = {href for href in read(tmp_path / "class.html").attributes("href") if href.startswith("feedback/")}
    assert links == {f"feedback/s{place:02}.html" for place in range(30)}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_ink_can_be_read_on_every_ground(scheme: str):
    """WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text."""
    colours = palette(scheme)
    grounds, inks = ("ground", "card", "faint"), ("ink", "quiet", "accent", "good", "bad", "unsure", "idea")
    low = {(ink, on): contrast(colours[ink], colours[on]) for ink in inks for on in grounds}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


def palette(scheme: str) -> dict[str, str]:
    css = (ROOT / "grader/export/pages/style.css").read_text("utf-8")
    light, dark, paper = (
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", css, re.S)
    )
    return {"light": light, "dark": light | dark, "print": light | paper}[scheme]


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# ---- strangers' texts -----------------------------------------------------------------------------------------


def spoiled(words: str) -> list[dict]:
    """A record that holds a stranger's words wherever a stranger has a say."""
    lost = check(
        0, 2, message=words, expected=words, actual=[words, {words: words}], given={words: words, "x": [words] * 20}
    )
    spoilt = record(
        words,
        lost,
        check(0, 2, says=words, actual={words: [words]}, given={}),
        name=words,
        path=words,
        output=f"{words}\n{words}",
        findings=[finding("crash", f"{words}\n  {words}"), finding(words, words, words), finding("attempt", words)],
        notes=[finding(words, words)],
    )
    probe = {"given": {words: words}, "curve": {"train": [1.0, words], "says": words}, "yours": words, "right": [words]}
    idea = {
        "function": "bias_correct",
        "misconceptions": [words],
        "alternatives": [[words]],
        "says": words,
        "hint": words,
    }
    spoilt["diagnoses"] = [idea | {"evidence": {"probes": [probe], "shows": [words], "hides": [words]}}]
    return [spoilt, record(words, status="unreadable", exercise=DECAY, findings=[finding("syntax", words)])]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_read_and_do_nothing(words: str, tmp_path: Path):
    pages(tmp_path, *spoiled(words))
    for path in tmp_path.rglob("*.html"):
        page = read(path)
        assert page.faults == []
        assert re.sub(r"\s+", " ", clean(words)).strip() in page.text


@settings(max_examples=60, deadline=None)
@given(
    words=st.text(
        alphabet=st.one_of(st.sampled_from("<>&\"'`*/={}%#!-\\\x00\u202e\ud800\n"), st.characters()), max_size=30
    )
)
def test_no_words_at_all_change_what_a_page_is_made_of(words: str):
    with tempfile.TemporaryDirectory() as folder:
        spoilt = pages(Path(folder), *spoiled(words))
        for path in spoilt.rglob("*.html"):
            assert read(path).faults == []


def test_templates_escape_by_themselves():
    page = Page(rendering.render("page.html", title="</title><script>x</script>"))
    assert "script" not in page.tags
    assert "<script>x</script>" in page.text


@given(st.lists(ids, unique=True, max_size=12))
def test_a_files_name_is_harmless_and_nobody_elses(known: list[str]):
    names = make_file_names(known)
    assert list(names) == known
    assert len({name.casefold() for name in names.values()}) == len(known)
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@+~-]{0,95}", name)
        assert not name.endswith(".")
        assert filenames.RESERVED.fullmatch(f"{name}.html") is None
    assert make_file_names(reversed(known)) == names


def test_a_plain_id_is_the_files_name():
    known = ["ada", "s1234567", "ada.lovelace@example.org", "Ada_2-b"]
    assert make_file_names(known) == {id: id for id in known}


def test_two_students_that_differ_in_capitals_have_two_files(tmp_path: Path):
    pages(tmp_path, scored("Ada", 1.0), scored("ada", 2.0))
    assert len({path.name.casefold() for path in (tmp_path / "feedback").iterdir()}) == 2


# ---- what a student reads -------------------------------------------------------------------------------------


def test_all_exercises_of_a_student_stand_on_one_page_wherever_their_records_stood(tmp_path: Path):
    others = [scored(f"s{k}", 1.0) for k in range(30)]
    pages(tmp_path, scored("ada", 7.5, exercise=DECAY), *others, scored("ada", 5.0), titles={BIAS: "Waking up"})
    page = read(tmp_path / "feedback" / "ada.html")
    assert "12.5 of 20 points" in page.text
    assert page.text.index("Exercise 3 · Waking up") < page.text.index("Exercise 4 · Adamw decay")


def test_a_law_that_broke_tells_its_numbers_and_one_that_holds_is_quiet(tmp_path: Path):
    lost = check(0, 2, says="It broke.", message="What it means.", expected=0.25, actual=0.5, given={"t": 7})
    pages(tmp_path, record("ada", check(1, 1, says="It holds."), lost))
    page = read(tmp_path / "feedback" / "ada.html")
    told = page.text[page.text.index("It broke.") :]
    assert "0 of 2" in told
    assert re.search(r"What it means.*given t = 7 predicted 0\.25 yours 0\.5", told)
    assert page.tags["details"] == 1


def test_a_diagnosis_names_the_idea_with_its_evidence_and_a_thought(tmp_path: Path):
    page = read(pages(tmp_path, *a_class()) / "feedback" / "ada.html")
    for words in ("bias_correct: the exponent forgotten", "It never fades", "this idea", "What is 1 − β^t?"):
        assert words in page.text
    assert "could not be seen yet." in page.text
    assert "BC-" not in page.text
    assert page.tags["em"] == 1  # the kit's own words may carry weight


def test_why_there_is_no_answer_is_told_once(tmp_path: Path):
    why = "bias_correct did not come back."
    silent = [check(0, 1, "unknown", message=why, expected=None, actual=None) for _ in range(4)]
    pages(tmp_path, record("ada", *silent, findings=[finding("timeout", why, "bias_correct")]))
    page = read(tmp_path / "feedback" / "ada.html")
    assert page.text.count(why) == 1
    assert page.tags["details"] == 0


def test_what_the_code_printed_is_cut(tmp_path: Path):
    page = read(pages(tmp_path, *a_class()) / "feedback" / "ada.html")
    assert page.text.count("lr = 0.1") == student.MAX_LINES
    assert "… and 40 more lines" in page.text


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (absent("ada"), "Nothing was handed in."),
        (record("ada", status="unreadable", findings=[finding("no_code", "The file is empty.")]), "The file is empty."),
        (record("ada", check(0, 1), status="not_started"), "waits to be written"),
        (record("ada", check(2, 2), check(1, 1)), "all 2 laws hold"),
    ],
)
def test_every_state_has_its_words(one: dict, words: str, tmp_path: Path):
    assert words in read(pages(tmp_path, one) / "feedback" / "ada.html").text


# ---- what a teacher reads -------------------------------------------------------------------------------------


def test_the_map_tells_how_many_hold_which_idea_and_who(tmp_path: Path):
    page = read(pages(tmp_path, *a_class()) / "class.html")
    row = re.search(r"Programs Idea Who(.*?)Laws by", page.text)
    assert row is not None
    assert re.search(r"2 40 % The exponent forgotten BC-NOPOW .* ada cyd", row[1])
    assert re.search(r"1 20 % No known idea .* dan", row[1])


def test_an_idea_that_begins_with_code_keeps_its_letters(tmp_path: Path):
    one = named(record("ada", check(0, 10)), "CL-DELTA")
    one["diagnoses"][0]["says"] = "min_delta has no say: It is never asked."
    folder = pages(tmp_path, one, names={"CL-DELTA": "min_delta has no say"})
    for page in ("class.html", "feedback/ada.html"):
        text = read(folder / page).text
        assert "min_delta has no say" in text
        assert "Min_delta" not in text


def test_code_that_gave_no_numbers_has_no_unknown_idea(tmp_path: Path):
    silent, wrong = (named(record(id, check(0, 10, actual=actual))) for id, actual in (("ada", None), ("ben", 2.0)))
    page = read(pages(tmp_path, silent, wrong) / "class.html")
    row = re.search(r"Programs Idea Who(.*?)Laws by", page.text)
    assert row is not None
    assert re.search(r"1 50 % No known idea .* ben", row[1])
    assert "ada" not in row[1]


def test_a_group_that_handed_in_one_file_counts_once_and_is_named_whole(tmp_path: Path):
    group = [named(record(id, check(0, 10), path="submission_501/a.py"), "BC-NOPOW") for id in ("ada", "ben")]
    lone = record("cyd", check(0, 10), path="submission_502/a.py")
    page = read(pages(tmp_path, *group, lone) / "class.html")
    assert "2 submissions with code that ran" in page.text
    row = re.search(r"Programs Idea Who(.*?)Laws by(.*)", page.text)
    assert row is not None
    assert re.search(r"1 50 % The exponent forgotten BC-NOPOW .* ada ben", row[1])
    assert "2 of 2" in row[2]
    assert "3 students" in page.text


def test_laws_stand_in_the_order_of_how_many_lost_them(tmp_path: Path):
    def work(id: str, *lost: str) -> dict:
        return record(id, *(check(0 if law in lost else 1, 1, id=law, says=f"Law {law}.") for law in "abcd"))

    page = read(pages(tmp_path, work("x", "b"), work("y", "b", "c"), work("z", "b", "c", "a")) / "class.html")
    assert re.findall(r"(\d) of 3 Law (.)", page.text) == [("3", "b"), ("2", "c"), ("1", "a")]
    assert "1 more law was lost by nobody" in page.text


def test_a_function_that_was_never_begun_lost_no_law(tmp_path: Path):
    begun = record("x", check(0, 1), check(1, 1, id="other", function="adam_step"))
    waiting = begun | {
        "student": {"id": "y", "name": None},
        "findings": [finding("unwritten", function="bias_correct")],
    }
    assert "1 of 1 The corrected average" in read(pages(tmp_path, begun, waiting) / "class.html").text


def test_the_spread_counts_every_submission_that_ran_once(tmp_path: Path):
    source = (pages(tmp_path, *a_class()) / "class.html").read_text("utf-8")
    told = re.search(r"<desc[^>]*>(0\+: .*?); median 3\.5</desc>", source)
    assert told is not None
    bars = {label: int(amount) for label, amount in re.findall(r"([\w+ ]+): (\d+)", told[1])}
    assert sum(bars.values()) == 5
    assert bars[" all 10"] == 1


def test_what_is_worth_a_look_is_listed_with_who(tmp_path: Path):
    page = read(pages(tmp_path, *a_class()) / "class.html")
    look = page.text[page.text.index("Worth a look") :]
    for words in (
        "its answer could not be read (1)",
        "eve",
        "ran out of memory (1)",
        "bias_correct : Something",
        "Line 1 is no Python.",
    ):
        assert words in look
    assert look.index("its answer could not be read") < look.index("ran out of memory")
    assert "another shape" not in look
    assert re.search(r"The slowest .*? 9\.5 s dan", look)


def test_a_long_list_is_cut_and_counted(tmp_path: Path):
    work = [scored(f"s{k}", 1.0, findings=[finding("crash")]) for k in range(130)]
    page = read(pages(tmp_path, *work) / "class.html")
    assert "stopped with an error (130)" in page.text
    assert "… and 30 more" in page.text


@given(st.lists(st.integers(-20, 20), min_size=1, max_size=30))
def test_the_middle_quantile_is_the_median(values: list[int]):
    assert compute_quantile(Counter(map(float, values)), 0.5) == statistics.median(values)


# ---- pictures -------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=20))
def test_every_finite_value_has_a_height_inside_the_picture(values: list[float]):
    scale = make_scale(values)
    heights = [scale.share(value) for value in values]
    assert all(-1e-9 <= height <= 1 + 1e-9 for height in heights)
    assert all(-1e-6 <= height <= 1 + 1e-6 for height, _ in scale.ticks)
    assert len({label for _, label in scale.ticks}) == len(scale.ticks)
    order = sorted(range(len(values)), key=values.__getitem__)
    assert all(heights[a] <= heights[b] + 1e-9 for a, b in pairwise(order))


@given(
    st.lists(st.one_of(st.floats(), st.sampled_from(["nan", "inf", "-inf"]), st.integers()), min_size=1, max_size=40)
)
def test_a_curve_of_any_values_can_be_drawn(values: list):
    drawn = Pictures().draw_curves("A run", [Line("loss", values), Line("val", values[::-1])])
    numbers = re.findall(r' (?:points|d|x|y|cx|cy|x1|y1|x2|y2)="([^"]*)"', drawn)
    assert not [text for text in numbers if re.search("nan|inf|e", text)]


def test_a_value_that_left_the_numbers_is_marked_with_its_word():
    drawn = Pictures().draw_curves("A run", [Line("loss", [3.0, 2.0, "nan", "nan", 1.0, "inf"])])
    assert drawn.count('class="off') == 2
    assert ">nan<" in drawn
    assert ">inf<" in drawn
    assert "of them 3 not finite (inf, nan)" in drawn


def test_a_curve_of_evidence_points_at_steps_only_where_all_its_losses_are_there(tmp_path: Path):
    def work(id: str, length: int) -> dict:
        curve = {"train": [1.0 / (k + 1) for k in range(length)], "val": None, "says": "a descent"}
        one = named(scored(id, 0.0), "DV-ANY")
        one["diagnoses"][0]["evidence"] = {"probes": [{"given": {}, "curve": curve, "yours": 3, "right": -1}]}
        return one

    pages(tmp_path, work("short", 12), work("long", 64))
    short, long = ((tmp_path / "feedback" / f"{id}.html").read_text("utf-8") for id in ("short", "long"))
    assert "yours: step 3" in short
    assert "yours: step" not in long
    assert ">63<" not in long


# ---- the ways there -------------------------------------------------------------------------------------------


def test_what_was_written_is_told_in_a_few_words_and_a_second_run_writes_the_same(tmp_path: Path):
    assert write_pages(a_class(), tmp_path, NAMES) == ["class.html", "feedback/ (8 pages)"]
    first = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    write_pages(a_class(), tmp_path, NAMES)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == first


def test_a_batch_without_anybody_is_a_page_all_the_same(tmp_path: Path):
    assert write_pages([], tmp_path, {}) == ["class.html", "feedback/ (0 pages)"]
    assert read(tmp_path / "class.html").faults == []


def test_a_place_that_cannot_be_written_is_said_plainly(tmp_path: Path):
    (tmp_path / "feedback").write_text("in the way")
    with pytest.raises(KitError, match="cannot be written"):
        write_pages(a_class(), tmp_path, {})


def test_the_export_command_writes_the_pages(tmp_path: Path):
    batch = out(tmp_path / "out", *a_class())
    command = [sys.executable, "-m", "grader", "export", "pages", str(batch), "--to", str(tmp_path / "pages")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "8 pages" in done.stdout
    assert read(tmp_path / "pages" / "class.html").faults == []


def test_a_real_report_becomes_a_page(graded, solution, tmp_path: Path):
    wrong = solution + "\ndef bias_correct(moment, beta, t):\n    return np.asarray(moment) / (1 - beta)\n"
    told = make_document(graded(wrong)) | {"student": {"id": "ada", "name": "Ada"}}
    pages(tmp_path, told, titles={one.stem: one.title for one in course.list_exercises()})
    page = read(tmp_path / "feedback" / "ada.html")
    assert page.faults == []
    assert "the exponent forgotten" in page.text
    assert "BC-NOPOW" not in page.text
    assert course.find_exercise("3").title in page.text


def pages_of(folder: Path) -> set[str]:
    return {path.name for path in (folder / "feedback").glob("*.html")}


def test_a_page_goes_with_its_student_and_a_strangers_file_stays(tmp_path: Path):
    students = [record(id, check(0, 10)) for id in ("ada", "ben", "cyd", "dea")]
    write_pages(students, tmp_path, {})
    folder = tmp_path / "feedback"
    (folder / "cyd.html").write_text("changed by hand")
    (folder / "notes.html").write_text("the instructor's")
    said = write_pages(students[:1], tmp_path, {})
    assert pages_of(tmp_path) == {"ada.html", "cyd.html", "notes.html"}
    assert said == ["class.html", "feedback/ (1 page; 2 pages of students who are gone taken away)"]
    write_pages(students[:1], tmp_path, {})
    assert pages_of(tmp_path) == {"ada.html", "cyd.html", "notes.html"}


@pytest.mark.parametrize("name", ["feedback/ada.html", "class.html"])
def test_a_page_that_somebody_changed_is_kept_under_another_name_and_told(name: str, tmp_path: Path):
    for note, kept in (("NOTE", "before-1"), ("ANOTHER", "before-2")):
        write_pages([record("ada", check(0, 10))], tmp_path, {})
        with (tmp_path / name).open("a") as page:
            page.write(note)
        said = write_pages([record("ada", check(0, 10))], tmp_path, {})
        aside = name.replace(".html", f".{kept}.html")
        assert said[2:] == [f"what you had changed kept as {aside}"]
        assert (tmp_path / aside).read_text("utf-8").endswith(note)
        assert note not in (tmp_path / name).read_text("utf-8")
    assert write_pages([record("ada", check(0, 10))], tmp_path, {})[2:] == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need no rights on POSIX")
def test_a_page_or_link_that_stood_there_first_is_kept(tmp_path: Path):
    folder = tmp_path / "feedback"
    folder.mkdir()
    (folder / "ada.html").write_text("the instructor's")
    (tmp_path / "notes").write_text("elsewhere")
    (folder / "ben.html").symlink_to(tmp_path / "notes")
    write_pages([record(id, check(0, 10)) for id in ("ada", "ben")], tmp_path, {})
    assert (folder / "ada.before-1.html").read_text() == "the instructor's"
    assert (folder / "ben.before-1.html").read_text() == (tmp_path / "notes").read_text() == "elsewhere"


def test_pages_that_a_killed_run_did_not_come_to_are_no_changed_ones(tmp_path: Path):
    students = [record(id, check(0, 10)) for id in ("ada", "ben")]
    write_pages(students, tmp_path, {})
    kept = KeptPages(tmp_path / "feedback")
    kept.write("ada.html", b"of other results")  # and no `close`: the run ended here
    assert write_pages(students, tmp_path, {})[2:] == []


def test_pages_of_a_run_that_was_killed_are_known_to_the_next(tmp_path: Path):
    kept = KeptPages(tmp_path / "feedback")
    kept.write("ben.html", b"the kit's own")  # and no `close`: the run ended here
    write_pages([record("ada", check(0, 10))], tmp_path, {})
    assert pages_of(tmp_path) == {"ada.html"}


@pytest.mark.parametrize("name", ["../other.html", "..", "", "/etc/other.html", "a\\b.html", "sub/x.html"])
def test_no_list_of_pages_reaches_outside_of_its_folder(name: str, tmp_path: Path):
    write_pages([record("ada", check(0, 10))], tmp_path, {})
    other = tmp_path / "other.html"
    other.write_bytes(b"x")
    listed = tmp_path / ".feedback.sha256"
    with listed.open("a") as file:
        file.write(f"{hashlib.sha256(b'x').hexdigest()}  feedback/{name}\n")
    write_pages([record("ada", check(0, 10))], tmp_path, {})
    assert other.exists()


def test_the_list_of_pages_is_one_that_sha256sum_checks(tmp_path: Path):
    write_pages(a_class(), tmp_path, NAMES)
    lines = (tmp_path / ".feedback.sha256").read_text("utf-8").splitlines()
    assert len(lines) == len(pages_of(tmp_path)) + 1  # and the class's
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_late_work_is_told_on_the_students_page_and_the_classs(tmp_path: Path):
    late = record("ada", check(0, 10))
    late["submission"]["late"] = True
    pages(tmp_path, late, record("ben", check(0, 10)))
    assert "handed in late" in (tmp_path / "feedback" / "ada.html").read_text("utf-8")
    assert "handed in late" not in (tmp_path / "feedback" / "ben.html").read_text("utf-8")
    assert "handed in late (1)" in (tmp_path / "class.html").read_text("utf-8")


def test_what_was_set_aside_has_no_points_and_is_listed(tmp_path: Path):
    finding = {"id": "set_aside", "function": None, "says": "It was set aside for a person to look at."}
    pages(tmp_path, record("ada", status="set_aside", findings=[finding]), record("ben", check(0, 10)))
    mine = (tmp_path / "feedback" / "ada.html").read_text("utf-8")
    assert "</span> set aside</span>" in mine
    assert "points" not in mine.partition("<main")[2]
    assert "set aside for a person to look at (1)" in (tmp_path / "class.html").read_text("utf-8")


def test_names_on_pages_come_from_the_gradebook_where_one_is_given(tmp_path: Path):
    book = tmp_path / "export.csv"
    book.write_text(
        "Student,ID,SIS Login ID,Section,Week (7)\n    Points Possible,,,,10.00\n"
        '"Lovelace, Ada",1234,ada,A,\nCyd,1235,cyd,A,\n',
        "utf-8",
    )
    batch = [
        record(id, check(0, 1), name=name) for id, name in (("1234", "lovelaceada"), ("cyd", None), ("9", "nobody"))
    ]
    system = systems.load_system("pages")
    written = system.write(batch, tmp_path / "pages", gradebook=book)
    assert "Ada Lovelace" in read(tmp_path / "pages" / "feedback" / "1234.html").text
    text = read(tmp_path / "pages" / "class.html").text
    assert "Ada Lovelace" in text
    assert "Cyd" in text
    assert "lovelaceada" not in text
    assert any("nobody (9)" in line for line in written.remarks)
