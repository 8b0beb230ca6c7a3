// node run.mjs PYODIDE KIT SITE FOLDER WORDS…: runs `grade WORDS…` under Pyodide in FOLDER, and ends with its code.
import { pathToFileURL } from "node:url";
const [pyodide, kit, site, folder, ...words] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ stdout: line => console.log(line), stderr: line => console.error(line) });
for (const [inside, root] of [["/kit", kit], ["/site", site], ["/home/learner", folder]]) {
  python.FS.mkdirTree(inside);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, inside);
}
python.globals.set("words", python.toPy(words));
const code = await python.runPythonAsync(`
import os, sys
sys.path[:0] = ["/kit", "/site"]
os.environ.update(HOME="/home/learner", FALLLINE_HOME="/home/learner/home")
os.chdir("/home/learner")
sys.argv = ["grade", *words]
from grader.cli import main
try:
    main()
    code = 0
except SystemExit as error:
    code = error.code or 0
code
`);
process.exit(code);
