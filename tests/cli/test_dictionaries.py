#!/usr/bin/env python3
"""casus code --dictionaries: events coded by a project's own dictionaries.

CASUS is the program. The dictionaries are written here: two small countries, a few agents, verbs with patterns. It needs a language model.
"""
import json
import os
import subprocess
import sys
import tempfile

CASUS = os.environ['CASUS']
BAD = []
FILES = {
    'actors.txt': """# two countries that are not
RURITANIA_ [RUR]
+RURITANIAN_
+KINGDOM_OF_RURITANIA_
GRAUSTARK_ [GRA]
+GRAUSTARKIAN_
RUPERT_HENTZAU_
\t[RURGOV <19991231]
\t[RURREB >20000101]
""",
    'agents.txt': """!HEAD! = MINISTER, MINISTERS
ARMY_ {ARMIES} [~MIL]
FOREIGN_!HEAD! [~GOV]
FARMER_ [~AGR]
""",
    'verbs.txt': """&WEAPON
+ROCKET
+SHELL

--- ACCUSE [112] ---
ACCUSE
- * + OF PLOTTING [113]

--- ATTACK [190] ---
ATTACK
BOMBARD
- * WITH &WEAPON [194]

--- MEET {MEETS MET MEETING} [040] ---
MEET {MEETS MET MEETING}
""",
    'discards.txt': "CHESS OLYMPIAD\n+OPERETTA\n",
    'issues.txt': "<ISSUE CATEGORY=\"WATER\">\nRIVER [WATER]\n",
}


def check(ok, what):
    if not ok:
        BAD.append(what)
        print('failed: %s' % (what,), file=sys.stderr)


def run(folder, text, *options, date='2001-05-04', status=0):
    model = ['--model', os.environ['CASUS_MODEL']] if os.environ.get('CASUS_MODEL') else []
    done = subprocess.run([CASUS, 'code', '--date', date, '--dictionaries', folder] + model + list(options), input=text.encode(),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(done.returncode == status and b'Sanitizer' not in done.stderr, (text, done.returncode, done.stderr[:300]))
    line = done.stdout.decode().split('\n')[0]
    return (json.loads(line) if line else None), done.stderr.decode()


def coded(envelope):
    side = lambda s: s[0]['code'] if s else ''
    return [(e['code'], side(e['source']), side(e['target'])) for e in envelope['events']]


def write(folder, files):
    for name, text in files.items():
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
            f.write(text)


def test_events(folder):
    cases = (
        ('Ruritania accused Graustark on Monday.', [('112', 'RUR', 'GRA')]),
        ('Ruritania accused Graustark of plotting.', [('113', 'RUR', 'GRA')]),
        ('Graustark was accused by Ruritania.', [('112', 'RUR', 'GRA')]),
        ('The Graustarkian army attacked Ruritania with rockets.', [('194', 'GRAMIL', 'RUR')]),
        ('The foreign minister of Ruritania met Graustark.', [('040', 'RURGOV', 'GRA')]),
        ('Ruritanian farmers attacked the Graustarkian army.', [('190', 'RURAGR', 'GRAMIL')]),
        ('Rupert Hentzau attacked Graustark.', [('190', 'RURREB', 'GRA')]),
        ('Nobody of note did anything in the valley.', []),
        ('Ruritania attacked Graustark at the Chess Olympiad.', []),
        ('Ruritania attacked Graustark. An operetta was sung.', []),
    )
    for text, want in cases:
        envelope, _ = run(folder, text)
        check(coded(envelope) == want, (text, want, coded(envelope)))
    envelope, _ = run(folder, 'Rupert Hentzau attacked Graustark.', date='1999-05-04')
    check(coded(envelope) == [('190', 'RURGOV', 'GRA')], ('a code of 1999', coded(envelope)))
    event = run(folder, 'Ruritania accused Graustark.')[0]['events'][0]
    check(event['by'].startswith('verbs.txt:') and event['source'][0]['by'] == 'actors.txt:2', event)


def test_options(folder):
    envelope, _ = run(folder, 'The Ruritanian army attacked on Monday.')
    check(coded(envelope) == [], ('a dyad is asked for', coded(envelope)))
    envelope, _ = run(folder, 'The Ruritanian army attacked on Monday.', '--dictionary-options', 'require_dyad=false')
    check(coded(envelope) == [('190', 'RURMIL', '')], ('no dyad is asked for', coded(envelope)))
    _, told = run(folder, 'x', '--dictionary-options', 'require_dyads=false', status=64)
    check('require_dyads' in told, told)


def test_mistakes(folder):
    _, told = run(os.path.join(folder, 'missing'), 'x', status=66)
    check('missing' in told, told)
    with tempfile.TemporaryDirectory() as other:
        write(other, dict(FILES, **{'actors.txt': 'RURITANIA_ [RUR\nGRAUSTARK_ [GRA]\n'}))
        envelope, told = run(other, 'Graustark attacked Graustark.')
        check('actors.txt:1' in told, told)


def table(kind, folder):
    done = subprocess.run([CASUS, 'lexicon', 'import', kind, folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(b'Sanitizer' not in done.stderr, done.stderr[:300])
    return [line.split('\t') for line in done.stdout.decode().split('\n')[1:] if line], done.stderr.decode(), done.returncode


def test_import():
    """the tables of a lexicon: one row a code, spellings as terms, dates, what has no counterpart told"""
    with tempfile.TemporaryDirectory() as folder:
        write(folder, dict(FILES, **{'actors.txt': 'ARMY_OF_YEMEN_ [YEMMIL]\n+YEMENI_ARMY_\nSALEH_\n\t[YEMGOV <20120227]\n\t[YEMOPP >20120228]\nGONDOR_ [GON]\n'}))
        rows, told, status = table('actors', folder)
        check(status == 0 and [r[:7] for r in rows] == [
            ['Army of Yemen | Yemeni Army', 'Army of Yemen', 'forces', 'YE', 'YEMMIL', '', ''],
            ['Saleh', 'Saleh', 'government', 'YE', 'YEMGOV', '', '2012-02-27'],
            ['Saleh', 'Saleh', 'opposition', 'YE', 'YEMOPP', '2012-02-28', '']], (status, rows))
        check('actors.txt:6' in told and 'GON' in told, told)
        rows, _, _ = table('agents', folder)
        check(rows[0] == ['army | armies', 'armies', 'forces', 'MIL', 'security forces'], rows)
    done = subprocess.run([CASUS, 'lexicon', 'import', 'verbs', '.'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(done.returncode == 64 and b'actors or agents' in done.stderr, done)


def main():
    with tempfile.TemporaryDirectory() as folder:
        write(folder, FILES)
        test_events(folder)
        test_options(folder)
        test_mistakes(folder)
    test_import()
    print('%d faults' % len(BAD))
    return bool(BAD)


if __name__ == '__main__':
    sys.exit(main())
