"""Write the files of a lexicon folder as a C table, for programs that need no files of their own.

usage: lexicon.py FOLDER OUTPUT.c DEPFILE

The table is lang_builtin of src/lang/room.h, sorted by name. The dependency file names the folder too, so that a new
file in it makes the build run this again.
"""
import os
import sys


def rows(data):
    for i in range(0, len(data), 32):
        yield ",".join(str(b) for b in data[i:i + 32]) + ","


def main(folder, output, depfile):
    names = sorted((n for n in os.listdir(folder) if n.endswith(".tsv") and not n.startswith(".")),
                   key=lambda n: n[:-4].encode())
    out = ['/* Made from the lexicon folder at build time. */', '#include "room.h"', ""]
    for i, name in enumerate(names):
        with open(os.path.join(folder, name), "rb") as f:
            data = f.read()
        out.append("static const unsigned char file_%d[%d] = {" % (i, len(data) + 1))
        out += rows(data + b"\0")
        out.append("};")
    out.append("const lang_file lang_builtin[] = {")
    for i, name in enumerate(names):
        out.append('    {{"%s", %d}, {(const char *)file_%d, sizeof file_%d - 1}},' % (name[:-4], len(name) - 4, i, i))
    out += ["};", "const uint32_t lang_n_builtin = %d;" % len(names), ""]
    with open(output, "w", encoding="ascii") as f:
        f.write("\n".join(out))
    with open(depfile, "w", encoding="utf-8") as f:
        deps = [folder] + [os.path.join(folder, n) for n in names]
        f.write("%s: %s\n" % (output, " ".join(d.replace(" ", "\\ ") for d in deps)))


if __name__ == "__main__":
    main(*sys.argv[1:])
