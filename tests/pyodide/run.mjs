// node run.mjs PYODIDE KIT SITE WORK WORDS…: runs `grade WORDS…` under Pyodide in the folder WORK, and ends with its code.
import { pathToFileURL } from "node:url";
const [pyodide, kit, site, work, ...words] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ stdout: line => console.log(line), stderr: line => console.error(line) });
for (const [inside, root] of [["/kit", kit], ["/site", site], ["/work", work]]) {
  python.FS.mkdirTree(inside);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, inside);
}
python.globals.set("words", python.toPy(words));
const code = await python.runPythonAsync(`
import os, sys
sys.path[:0] = ["/kit", "/site"]
os.environ.update(HOME="/work", FALLLINE_HOME="/work/home")
os.chdir("/work")
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
