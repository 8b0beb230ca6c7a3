"""A template for Moodle's CodeRunner (Python 3): "Is combinator" and "Template grader" are ticked, EXERCISE is yours.

The kit is installed on the server that runs CodeRunner's jobs, with `pip install fallline`, and nothing of the
exercise is part of the question.
"""

import html
import json
import pathlib
import subprocess

EXERCISE = "3"
ANSWER = """{{ STUDENT_ANSWER | e('py') }}"""

answer = pathlib.Path("answer.py")
answer.write_text(ANSWER, "utf-8")
done = subprocess.run(["grade", EXERCISE, str(answer), "--json"], capture_output=True, text=True)
try:
    report = json.loads(done.stdout)
except ValueError:
    print(json.dumps({"fraction": 0, "prologuehtml": f"<p>It could not be graded: {html.escape(done.stderr)}</p>"}))
else:
    told = [*report["findings"], *report["diagnoses"], *report["notes"]]
    rows = [
        [one["outcome"] in ("passed", "carried"), one["says"], one["function"], f"{one['points']:g}"]
        for one in report["checks"]
    ]
    print(
        json.dumps(
            {
                "fraction": report["score"] / report["max_score"] if report["max_score"] else 0,
                "prologuehtml": "".join(f"<p>{html.escape(one['says'])}</p>" for one in told),
                "testresults": [["iscorrect", "Law", "Function", "Points"], *rows],
            }
        )
    )
