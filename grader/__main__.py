"""`python -m grader` is `grade`."""

import os
import sys


def main() -> None:
    """Run `grade`; Ctrl-C while it is still loaded ends it in one line, as it does later."""
    try:
        from grader.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("\ngrade: stopped.\n")
        sys.exit(130)  # 128 and the number of SIGINT, as shells have it
    run()


if __name__ == "__main__":
    # `-m` puts the folder one stands in first on the path. It may have come with a submission, and hold a click.py.
    # Nothing but what Python has loaded already may be imported before it is gone.
    _KIT = os.path.realpath(f"{sys.modules['grader'].__path__[0]}/..")
    if not sys.flags.safe_path and os.path.realpath(sys.path[0]) != _KIT:
        del sys.path[0]
    main()
