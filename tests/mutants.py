"""How sharp are the hidden suites? `grade check 3 --mutants` from a checkout, for every exercise where none is named.

python tests/mutants.py                 every exercise
python tests/mutants.py exercise03      one of them, by any of its names
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # as a script this file finds the checkout it stands in

from grader import course
from grader.authoring import mutants
from grader.sandbox import open_sandbox


def main() -> None:
    """Tell each exercise's score and survivors; exit 1 when there are any."""
    named = [course.find_exercise(word) for word in sys.argv[1:]]
    lived = 0
    sandbox = open_sandbox()
    for exercise in named or course.list_exercises():
        broken = mutants.make_mutants(exercise)
        left = mutants.find_survivors(exercise, broken, sandbox)
        lived += len(left)
        print(f"{exercise.stem}: {len(broken) - len(left)} of {len(broken)} broken programs noticed", flush=True)
        for mutant in left:
            print(f"  {mutant}")
    sandbox.close()
    sys.exit(lived > 0)


if __name__ == "__main__":
    main()
