#!/usr/bin/env python3
"""Gazetteers from outside: made from tables of places that do not exist, checked, searched, read with; damage and mistakes told.

argv: the program, the maker of tables (tools/gazetteer/synth.c) and the clock of look-ups (tools/gazetteer/lookup.c). With
CASUS_ENTRIES=13000000 it is the size of all GeoNames: 3 GB under $TMPDIR; time and memory of the making are then printed.
"""
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

CASUS, SYNTH, LOOKUPS = map(os.path.abspath, sys.argv[1:4])
ENTRIES = int(os.environ.get('CASUS_ENTRIES', '20000'))
bad = []


def check(ok, what):
    if not ok:
        bad.append(what)
        print('failed:', what, file=sys.stderr)


def run(*args, status=0, data=b'', env=None):
    done = subprocess.run([CASUS] + list(args), input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, **(env or {})))
    check(done.returncode == status, '%s: status %d, not %d: %s' % (args, done.returncode, status, done.stderr.decode()[:300]))
    return done.stdout.decode(), done.stderr.decode()


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    subprocess.run([SYNTH, '.', str(ENTRIES)], check=True)
    sources = ['allCountries.txt', 'alternateNamesV2.txt', 'admin1CodesASCII.txt', 'admin2Codes.txt']
    began = time.monotonic()
    out, _ = run('gazetteer', 'build', '-o', 'a.gaz', *sources)
    took = time.monotonic() - began
    check(out.startswith('a.gaz: ') and ' entries, ' in out, out)
    run('gazetteer', 'build', '-o', 'b.gaz', '--label', 'b', '--licence', 'mine', '--classes', 'P', *sources)
    out, _ = run('gazetteer', 'check', 'a.gaz')
    check('allCountries+alternateNamesV2-' in out and 'CC BY 4.0' in out and out.endswith('sound\n'), out)
    out, _ = run('gazetteer', 'show', 'b.gaz')
    check('version  b-' in out and 'licence  mine' in out, out)
    check(sorted(os.listdir('.')) == sorted(sources + ['a.gaz', 'b.gaz']), 'something was left: %s' % os.listdir('.'))

    # the same sources give the same file
    run('gazetteer', 'build', '-o', 'c.gaz', *sources)
    check(open('a.gaz', 'rb').read() == open('c.gaz', 'rb').read(), 'two builds differ')

    # every place is found under its name, with its own number among the answers
    rows = [line.split('\t') for line in open('allCountries.txt', encoding='utf-8')]
    for r in rows[::max(1, len(rows) // 40)]:
        out, _ = run('gazetteer', 'find', '--gazetteer', 'a.gaz', '--country', r[8], '--limit', '100', r[1])
        check(any(line.split('\t')[0] == r[1] and abs(float(line.split('\t')[3]) - float(r[4])) < 2e-4 for line in out.splitlines()[1:]), 'not found: %s' % r[1])

    # many at once, each in the country told behind it
    some = rows[::max(1, len(rows) // 40)]
    out, _ = run('gazetteer', 'find', '--gazetteer', 'a.gaz', '--limit', '100', '-', data=''.join('%s\t%s\n' % (r[1], r[8]) for r in some).encode())
    told = [line.split('\t') for line in out.splitlines()]
    check(told[0][0] == 'asked' and told[0][-1] == 'geonameid', out[:200])
    for r in some:
        check(any(x[0] == r[1] and x[2] == r[8] and x[-1] == r[0] for x in told[1:]), 'not found: %s' % r[1])

    # it is open at once, and names are found in microseconds; the limits leave room for a machine that does other things
    out = subprocess.run([LOOKUPS, 'a.gaz', 'allCountries.txt'], stdout=subprocess.PIPE).stdout.decode()
    told = re.search(r'open in ([\d.]+) ms\nkey alone +(\d+) names, +(\d+) found; half in ([\d.]+) us', out)
    check(told and float(told[1]) < 50 and told[2] == told[3] and float(told[4]) < 50, out)
    if ENTRIES > 100000:
        print('made in %.0f s, largest process %d MB\n%s' % (took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, out), end='')

    # reading goes on with it, and says so
    town = next(r for r in rows if r[6] == 'P' and ' ' not in r[1] and int(r[14]) > 10000)
    text = 'Shelling killed three people in %s on Monday.\n' % town[1]
    for how in (dict(args=['--gazetteer', 'a.gaz']), dict(args=[], env={'CASUS_GAZETTEER': 'a.gaz'})):
        out, _ = run('code', *how['args'], data=text.encode(), env=how.get('env'))
        check(json.loads(out)['casus']['gazetteer'].startswith('allCountries+'), out[:300])

    # mistakes and damage
    _, err = run('gazetteer', 'build', status=64)
    _, err = run('gazetteer', 'build', '-o', 'd.gaz', status=64)
    open('wrong.txt', 'w').write('1\tA\n')
    _, err = run('gazetteer', 'build', '-o', 'd.gaz', 'wrong.txt', status=65)
    check('wrong.txt:1: ' in err and not os.path.exists('d.gaz'), err)
    run('gazetteer', 'build', '-o', 'd.gaz', 'nothing.txt', status=66)
    run('gazetteer', 'build', '-o', 'nowhere/d.gaz', 'allCountries.txt', status=74)
    whole = bytearray(open('a.gaz', 'rb').read())
    for at in range(100, len(whole), len(whole) // 23):
        whole[at] ^= 0x55
        open('d.gaz', 'wb').write(whole)
        run('gazetteer', 'check', 'd.gaz', status=65)
        run('annotate', '--layer', 'places', '--gazetteer', 'd.gaz', data=text.encode())
        whole[at] ^= 0x55
    open('d.gaz', 'wb').write(whole[:len(whole) // 2])
    run('gazetteer', 'check', 'd.gaz', status=65)
    run('code', '--gazetteer', 'd.gaz', status=65, data=text.encode())
    run('gazetteer', 'check', 'allCountries.txt', status=65)
    run('gazetteer', 'frobnicate', status=64)

print('gazetteer: %s' % ('%d failed' % len(bad) if bad else 'passed'))
sys.exit(bool(bad))
