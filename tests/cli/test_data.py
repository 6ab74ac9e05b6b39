#!/usr/bin/env python3
"""The ledger from outside: lists and searches, pages of them, exports and their sidecars, imports and comparison.

Every layout is read by something that is not ours: Python's csv and json, sqlite3, and GDAL where it is installed.
"""
import json
import os
import resource
import sys
import traceback

import test_cli
from test_cli import COUNT, SAMPLES, check, folder, gives


def rows_of(ran):
    return [r.split('\t') for r in ran.out.decode().rstrip('\n').split('\n')][1:]


# ---------------------------------------------------------------- lists and searches

def pages_of(args, key):
    """all rows of a list, two a page"""
    rows, after = [], []
    for _ in range(100):
        page = json.loads(gives(0, args + ['--json', '--limit', '2'] + after).out)
        rows += page[key]
        if not page['next']:
            return rows
        check(len(page[key]) == 2, page)
        after = ['--after', page['next']]
    check(False, 'pages without an end')


def test_lists():
    with folder():
        gives(0, ['add'] + SAMPLES)
        whole = json.loads(gives(0, ['list', '--json']).out)
        table = rows_of(gives(0, ['list']))
        check([str(r['id']) for r in whole['incidents']] == [r[0] for r in table] and whole['next'] is None, 'same rows in JSON')
        check(pages_of(['list'], 'incidents') == whole['incidents'], 'pages give every row once')
        check(json.loads(gives(0, ['list', '--json', '--type', 'riot']).out) == {'incidents': [], 'next': None}, 'nothing as JSON')
        reports = json.loads(gives(0, ['list', '--reports', '--json']).out)['reports']
        check(len(reports) >= 10 and pages_of(['list', '--reports'], 'reports') == reports, 'reports')
        told = {i for r in reports for i in r['incidents']}
        check(told == {r['id'] for r in whole['incidents']}, 'each incident is told by a report')
        found = json.loads(gives(0, ['search', '--reports', '--json', 'bomb*']).out)['reports']
        check(found and all('[' in r['words'] for r in found), found)
        ran = gives(0, ['list', '--limit', '1'], says='there are more')
        after = ran.err.split('--after ')[1].split()[0]
        check(rows_of(gives(0, ['list', '--limit', '1', '--after', after]))[0] == table[1], 'going on')
        gives(64, ['list', '--after', after, '--type', 'shelling'], says='belongs to another list')
        gives(64, ['list', '--after', 'x'], says='cursor')


def test_filters():
    with folder():
        gives(0, ['add'] + SAMPLES)
        every = json.loads(gives(0, ['list', '--json']).out)['incidents']

        def want(args, fits):
            got = json.loads(gives(0, ['list', '--json'] + args).out)['incidents']
            check([r['id'] for r in got] == [r['id'] for r in every if fits(r)], args)

        def inside(r, west, south, east, north):
            p = r['place'] or {}
            return p.get('precision') != 'country' and p.get('lat') is not None and south <= p['lat'] <= north and west <= p['lon'] <= east

        want(['--country', 'sy,IQ'], lambda r: (r['place'] or {}).get('country') in ('SY', 'IQ'))
        want(['--type', 'shelling,protest'], lambda r: r['type'] in ('shelling', 'protest'))
        want(['--status', 'claimed'], lambda r: r['status'] == 'claimed')
        want(['--bbox', '40,-5,80,40'], lambda r: inside(r, 40, -5, 80, 40))
        want(['--killed', '2-20'], lambda r: r['killed'] and 2 <= r['killed']['best'] <= 20)
        want(['--injured', '10'], lambda r: r['injured'] and (r['injured']['best'] or 0) >= 10)
        hilla = [r for r in every if r['type'] == 'suicide_bombing'][0]['place']
        here = '%s,%s' % (hilla['lat'], hilla['lon'])
        near = json.loads(gives(0, ['list', '--json', '--near', here, '--km', '5']).out)['incidents']
        check(near and all(r['place']['name'] == hilla['name'] for r in near), near)
        check(json.loads(gives(0, ['list', '--json', '--near', hilla['name'].upper(), '--km', '5']).out)['incidents'] == near, 'near a name')
        gives(66, ['list', '--near', 'Atlantis'], says='give the point as LAT,LON')
        gives(64, ['list', '--bbox', '1,2,3'], says='WEST,SOUTH,EAST,NORTH')
        gives(64, ['list', '--bbox', '1,20,3,10'], says='WEST,SOUTH,EAST,NORTH')
        gives(64, ['list', '--type', 'shell'], says='did you mean shelling')
        gives(64, ['list', '--status', 'nonsense'], says='reported, claimed')
        gives(64, ['list', '--killed', '5-2'], says='10-50')


def main():
    os.environ.pop('CASUS_LEDGER', None)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, test in sorted(globals().items()):
        if not name.startswith('test_') or test is test_cli:
            continue
        try:
            test()
        except Exception:
            check(False, '%s: %s' % (name, traceback.format_exc()))
    print('%d passed, %d failed' % tuple(COUNT))
    return 1 if COUNT[1] else 0


if __name__ == '__main__':
    sys.exit(main())
