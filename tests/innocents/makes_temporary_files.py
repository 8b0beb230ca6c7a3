"""It makes temporary files."""
# walls: strict process

import tempfile

with tempfile.TemporaryDirectory() as folder:
    with open(folder + "/x.txt", "w") as f:
        f.write("x")
with tempfile.NamedTemporaryFile() as f:
    f.write(b"x")
