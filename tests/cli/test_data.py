#!/usr/bin/env python3
"""The ledger from outside: lists and searches, pages of them, exports and their sidecars, imports and comparison.

Every layout is read by something that is not ours: Python's csv and json, sqlite3, and GDAL where it is installed.
"""
import csv
import hashlib
import io
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import traceback

import test_cli
from test_cli import COUNT, SAMPLES, SOURCE, check, folder, gives


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
        for name in ('people', 'boko haram', 'Burundian police'):
            want(['--actor', name], lambda r: name.lower() in [x.lower() for role in ('perpetrators', 'affected', 'parties') for x in r[role]])
        want(['--place', 'al hillah'], lambda r: r['place'] and r['place']['name'] == 'Al Ḩillah')
        want(['--place', 'raqqa'], lambda r: r['place'] and 'Raqqa' in (r['place']['name'], r['place']['admin1']))

        def touches(r, first, last):
            return r['date']['from'] is not None and r['date']['from'] <= last and r['date']['to'] >= first
        want(['--from', '2016-01-20', '--to', '2016-03'], lambda r: touches(r, '2016-01-20', '2016-03-31'))
        want(['--from', '2016-07-19'], lambda r: touches(r, '2016-07-19', '9999'))
        want(['--to', '2015'], lambda r: touches(r, '0000', '2015-12-31'))
        want(['--type', 'shelling', '--country', 'SY', '--killed', '6'], lambda r: r['type'] == 'shelling' and (r['place'] or {}).get('country') == 'SY' and
             r['killed'] and r['killed']['best'] >= 6)
        want(['--killed', '0-3', '--injured', '1'], lambda r: r['killed'] and r['killed']['best'] <= 3 and r['injured'] and r['injured']['best'] >= 1)
        told = json.loads(gives(0, ['list', '--reports', '--json', '--publisher', 'Orontes News']).out)['reports']
        want(['--publisher', 'Orontes News'], lambda r: r['id'] in [i for x in told for i in x['incidents']])
        check(told and all(x['publisher'] == 'Orontes News' for x in told), told)
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


def test_search():
    """words by their stems, phrases, beginnings, combined; with filters; in incidents and in reports"""
    def ids(args, key='incidents'):
        return [r['id'] for r in json.loads(gives(0, ['search', '--json'] + args).out)[key]]
    with folder():
        gives(0, ['add'] + SAMPLES)
        bombs, hospital = ids(['bombing']), ids(['hospital'])
        check(bombs and set(ids(['bombed'])) == set(bombs), 'a stem')
        check(set(ids(['hospit*'])) >= set(hospital) and hospital, 'a beginning')
        check(set(ids(['bombing', 'OR', 'hospital'])) == set(bombs) | set(hospital), 'or')
        check(set(ids(['hospital', 'NOT', 'Idlib'])) < set(hospital), 'not')
        check(ids(['"artillery shells"']) and not ids(['"shells artillery"']), 'a phrase')
        check(ids(['hillah']) == ids(['Ḩillah']) != [], 'diacritics')
        check(ids(['hospital', '--country', 'SY']) == [i for i in hospital if i in ids(['hospital', '--near', 'Idlib', '--km', '1'])] != [], 'and filters')
        check(ids(['hospital', '--from', '2017']) == [] and ids(['hospital', '--type', 'shelling', '--killed', '6']) != [], 'days, types, tolls')
        reports = ids(['--reports', 'hospital'], 'reports')
        check(reports and ids(['--reports', 'hospital', '--country', 'SY'], 'reports') != reports, 'reports that tell of such incidents')
        check(pages_of(['search', 'people', 'OR', 'killed'], 'incidents') == json.loads(gives(0, ['search', '--json', 'people', 'OR', 'killed']).out)['incidents'], 'pages')
        gives(64, ['search', 'bombing', 'OR'], says='; ')
        gives(64, ['search'], says='needs')


# ---------------------------------------------------------------- exports

GOLDEN = os.path.join(SOURCE, 'tests', 'golden', 'export')
COLUMNS = {'acled': 31, 'ucdp': 49, 'polecat': 40, 'gdelt': 61, 'gdelt-mentions': 16, 'csv': 49, 'hxl': 26}
HEADLESS = ('gdelt', 'gdelt-mentions')


def table_of(name, text):
    """header and rows, as Python's own csv reads them"""
    if name in ('polecat',) + HEADLESS:
        rows = [line.split('\t') for line in text.split('\n')[:-1]]
    else:
        rows = list(csv.reader(io.StringIO(text, newline=''), strict=True))
    return ([], rows) if name in HEADLESS else (rows[0], rows[1:])


def sound_table(name, text, what):
    head, rows = table_of(name, text)
    check(text.endswith('\n') and '\r' not in text and not text.startswith('\ufeff'), what)
    check(all(len(r) == COLUMNS[name] for r in rows) and len(head) in (0, COLUMNS[name]), (what, COLUMNS[name]))
    check(len(set(head)) == len(head), what)
    cells = [dict(zip(head, r)) for r in rows] if head else []
    for r in cells:
        for lat, lon in (('latitude', 'longitude'), ('Latitude', 'Longitude'), ('lat', 'lon')):
            if lat in r and not r[lat].startswith('#'):
                check((r[lat] == '') == (r[lon] == '') and (r[lat], r[lon]) != ('0', '0'), (what, r))
    return cells


def test_golden_layouts():
    """the golden files, read by something that is not ours"""
    for name in COLUMNS:
        with open(os.path.join(GOLDEN, name), encoding='utf-8', newline='') as f:
            sound_table(name, f.read(), name)
    acled = {r['event_id_cnty']: r for r in golden('acled')}
    check(acled['CASUS6']['fatalities'] == '0' and acled['CASUS2']['fatalities'] == '', 'nobody died, and nobody said')
    check(acled['CASUS2']['time_precision'] == '2' and acled['CASUS3']['event_date'] == '', 'days')
    check(acled['CASUS1']['iso'] == '760' and acled['CASUS1']['interaction'] == 'State forces-Civilians', acled['CASUS1'])
    for r in golden('ucdp'):
        deaths = [int(r[k]) for k in ('deaths_a', 'deaths_b', 'deaths_civilians', 'deaths_unknown') if r[k]]
        check(int(r['best']) == sum(deaths) >= 1 and int(r['low']) <= int(r['best']), r)
        check(r['geom_wkt'] == 'POINT (%s %s)' % (r['longitude'], r['latitude']), r)
    hxl = golden('hxl')
    check(hxl[0]['event_id'] == '#event+code' and sum(r['event_id'].startswith('#') for r in hxl) == 1, 'one row of tags, the second')
    check(all(v.startswith('#') for v in hxl[0].values()), 'a tag for each column')
    with open(os.path.join(GOLDEN, 'plover'), encoding='utf-8') as f:
        for line in f:
            event = json.loads(line)
            check({'id', 'date', 'actor', 'event'} <= set(event) and isinstance(event['actor'], list), event)
    with open(os.path.join(GOLDEN, 'geojson'), encoding='utf-8') as f:
        features = json.load(f)['features']
    with open(os.path.join(GOLDEN, 'geojsonl'), encoding='utf-8') as f:
        check([json.loads(line) for line in f] == features, 'the same features a line')
    check(all(x['geometry'] is None for x in features if x['properties']['geo_precision'] == 'country'), 'no point for a country')
    if gdal():
        seen = ogr(['ogrinfo', '-ro', '-so', '-al', os.path.join(GOLDEN, 'geojson')])
        check('Feature Count: %d' % len(features) in seen, seen)
        seen = ogr(['ogrinfo', '-ro', '-so', '-al', 'GeoJSONSeq:' + os.path.join(GOLDEN, 'geojsonl')])
        check('Feature Count: %d' % len(features) in seen, seen)


def golden(name):
    with open(os.path.join(GOLDEN, name), encoding='utf-8', newline='') as f:
        head, rows = table_of(name, f.read())
    return [dict(zip(head, r)) for r in rows]


def gdal():
    return shutil.which('ogrinfo') and shutil.which('ogr2ogr')


def ogr(args):
    done = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors='replace')
    check(done.returncode == 0 and not re.search(r'^(ERROR|Warning)', done.stdout, re.M), (args, done.stdout[-1500:]))
    return done.stdout


def test_exports():
    with folder():
        gives(0, ['add'] + SAMPLES)
        every = json.loads(gives(0, ['list', '--json']).out)['incidents']
        for name in COLUMNS:
            ran = gives(0, ['export', '--format', name, '-o', 'out'])
            with open('out', encoding='utf-8', newline='') as f:
                text = f.read()
            sound_table(name, text, name)
            check(gives(0, ['export', '--format', name]).out == text.encode(), 'a file and a pipe get the same: ' + name)
            with open('out.meta.json', encoding='utf-8') as f:
                side = json.load(f)
            check(side['sha256'] == hashlib.sha256(text.encode()).hexdigest() and side['bytes'] == len(text.encode()), side)
            check(side['format'] == name and side['rows'] + sum(side['left_out'].values()) == len(every), side)
            check(side['read_with'][0]['gazetteer'] and side['ledger']['journal_head'] and 'GeoNames' in side['attribution'], side)
            for reason, n in side['left_out'].items():
                check(n == 0 or '%d left out' % n in ran.err, ran)
        gives(0, ['export', '--country', 'SO', '--format', 'jsonl', '-o', 'so.jsonl', '--sidecar', 'about.json'])
        with open('about.json', encoding='utf-8') as f:
            check(json.load(f)['filter'] == {'country': 'SO'}, 'the filter is in the sidecar')
        check(not os.path.exists('so.jsonl.meta.json') and not os.path.exists('so.jsonl.part'), 'nothing else is left')
        gives(64, ['export', '--format', 'gpkg'], says='-o incidents.gpkg')
        gives(64, ['export', '--format', 'excel'], says='csv|jsonl')
        gives(66, ['export', '--crosswalk', 'none.tsv'], says='none.tsv')
        with open('bad.tsv', 'w') as f:
            f.write('country_id\tSO\n')
        gives(65, ['export', '--crosswalk', 'bad.tsv'], says='bad.tsv:1: ')
        gives(73, ['export', '--format', 'gpkg', '-o', 'no/such/folder.gpkg'], says='no/such/folder.gpkg')


def test_geopackage():
    with folder():
        gives(0, ['add'] + SAMPLES)
        every = json.loads(gives(0, ['list', '--json']).out)['incidents']
        gives(0, ['export', '--format', 'gpkg', '-o', 'a.gpkg'])
        gives(0, ['export', '--format', 'gpkg', '-o', 'b.gpkg'])
        with open('a.gpkg', 'rb') as a, open('b.gpkg', 'rb') as b:
            check(a.read() == b.read(), 'same ledger, same bytes')
        db = sqlite3.connect('a.gpkg')
        check(db.execute('PRAGMA application_id').fetchone()[0] == 0x47504B47, 'GPKG')
        check(db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok' and not db.execute('PRAGMA foreign_key_check').fetchall(), 'sound')
        check(db.execute('SELECT data_type,srs_id FROM gpkg_contents').fetchall() == [('features', 4326)], 'contents')
        points = db.execute('SELECT id,hex(geom) FROM incidents WHERE geom IS NOT NULL').fetchall()
        placed = [r for r in every if r['place'] and r['place']['lat'] is not None]
        check([p[0] for p in points] == sorted(r['id'] for r in placed) and all(p[1].startswith('4750') for p in points), 'points')
        db.close()
        if gdal():
            seen = ogr(['ogrinfo', '-ro', '-so', '-al', 'a.gpkg'])
            check('Feature Count: %d' % len(every) in seen and 'Geometry: Point' in seen and 'WGS 84' in seen, seen)
            ogr(['ogr2ogr', '-f', 'GeoJSON', 'out.geojson', 'a.gpkg'])
            with open('out.geojson', encoding='utf-8') as f:
                got = {x['properties'].get('event'): x['geometry'] and x['geometry']['coordinates'] for x in json.load(f)['features']}
            for r in placed:
                lon, lat = got[r['event']]
                check(abs(lon - r['place']['lon']) < 1e-4 and abs(lat - r['place']['lat']) < 1e-4, r)
            ogr(['ogr2ogr', '-f', 'GPKG', 'half.gpkg', 'a.gpkg', '-where', 'killed_best > 5'])
        if shutil.which('sqlite3'):
            out = subprocess.run(['sqlite3', 'a.gpkg', 'SELECT count(*) FROM incidents WHERE killed_best IS NULL'], stdout=subprocess.PIPE).stdout
            check(int(out) == sum(not r['killed'] or r['killed']['best'] is None for r in every), 'unknown is NULL')


# ---------------------------------------------------------------- coded events

ACTS = [('a', '2016-05-03', 'Daily Example', "France promised Chad food aid on Monday in N'Djamena. Chad thanked France."),
        ('b', '2016-05-04', 'Evening Example', "France promised Chad food aid on Monday in N'Djamena. The United States and Russia held talks in Geneva on Tuesday."),
        ('c', None, 'Daily Example', 'Police arrested an opposition leader in Kampala.')]


def add_acts(*more):
    lines = [json.dumps({'id': i, 'published': day, 'publisher': by, 'url': 'https://x.example/' + i, 'body': body}) for i, day, by, body in ACTS]
    gives(0, ['add', '--in', 'jsonl', '-'] + list(more), '\n'.join(lines).encode())


def coded(name, *more):
    text = gives(0, ['export', '--events', '--format', name] + list(more)).out.decode()
    if name == 'plover':
        return [json.loads(line) for line in text.split('\n')[:-1]]
    sound_table(name, text, name)
    return table_of(name, text)[1]


def test_coded():
    """political acts go into the layouts of event data sets; the same act told twice is one event with two mentions"""
    with folder():
        add_acts()
        gives(66, ['export', '--events', '--format', 'gdelt'], says='casus recode --all --events')
        got = json.loads(gives(0, ['recode', '--all', '--events', '--json']).out)
        check(got['changed'] == 3 and got['changes'] == [], got)
        check(b'whole' in gives(0, ['verify']).out, 'whole')
        events = {e['event'][0]: e for e in coded('plover')}
        aid = events['AGREE']
        check((aid['date'], [p['code'] for p in aid['actor']], [p['code'] for p in aid['recipient']]) == ('2016-05-02', ['FRA'], ['TCD']), aid)
        check(aid['event_loc']['geonameid'] == 2427123 and aid['event_loc']['extracted_place'] == "N'Djamena" and aid['text'] == 'promised', aid)
        check(set(events) == {'AGREE', 'SUPPORT', 'CONSULT', 'COERCE'} and events['COERCE']['mode'] == ['arrest'], events)
        check(events['SUPPORT']['date'] == '2016-05-03' and 'event_loc' not in events['SUPPORT'], 'a day of its own, else that of the report; no place, none')
        gdelt = coded('gdelt')
        check([r[26] for r in gdelt] == ['0333', '040', '051', '173'] and [r[31:34] for r in gdelt][0] == ['2', '2', '2'], gdelt)
        check(gdelt[3][1] == '' and gdelt[0][5:8] == ['FRA', 'France', 'FRA'] and gdelt[1][15] == 'RUS', gdelt)
        mentions = coded('gdelt-mentions')
        check([m[0] for m in mentions].count(gdelt[0][0]) == 2 and {m[0] for m in mentions} == {r[0] for r in gdelt}, mentions)
        for m in mentions:
            body = [b for i, _, _, b in ACTS if m[5].endswith('/' + i)][0]
            check(body[int(m[9]):].startswith(('promised', 'thanked', 'held', 'arrested')), m)
        check([r[25] for r in gdelt] == ['1'] * 4 and [m[6] for m in mentions] == ['1', '1', '2', '2', '1'], (gdelt, mentions))
        polecat = coded('polecat')
        check([r[2] for r in polecat] == ['AGREE', 'CONSULT', 'SUPPORT', 'COERCE'] and polecat[0][31:34] == ["N'Djamena", '', 'Daily Example; Evening Example'], polecat)
        check([r[0] for r in polecat] == ['CASUSE' + r[0] for r in gdelt], 'the same numbers')
        check([r[2] for r in coded('polecat', '--country', 'TD')] == ['AGREE'] and len(coded('polecat', '--actor', 'France')) == 2, 'country, actor')
        check(len(coded('polecat', '--from', '2016-05-03')) == 2 and len(coded('polecat', '--near', "46.2,6.1")) == 1, 'days, near')
        check([r[2] for r in coded('polecat', '--publisher', 'Evening Example')] == ['AGREE', 'CONSULT'], 'publisher')
        gives(64, ['export', '--events', '--format', 'gdelt', '--type', 'riot'], says='by day, place, actor or publisher')
        gives(64, ['export', '--events', '--format', 'acled'], says='polecat, plover, gdelt')
        before = [coded(name) for name in ('polecat', 'gdelt', 'plover')]
        check(json.loads(gives(0, ['recode', '--all', '--json']).out)['same'] == 3, 'they stay when reports are read again')
        check([coded(name) for name in ('polecat', 'gdelt', 'plover')] == before, 'with the same numbers')
        gives(0, ['export', '--events', '--format', 'gdelt', '-o', 'x'])
        with open('x.meta.json', encoding='utf-8') as f:
            check(json.load(f)['options']['events'] is True, 'the sidecar says so')
        db = sqlite3.connect('casus.db')
        db.execute("UPDATE coded_party SET country='LBY' WHERE country='TCD'")
        db.commit()
        db.close()
        gives(65, ['verify'], says='changed by hand')


def test_upgrade_to_coded():
    """a ledger from before there were coded events"""
    with folder():
        add_acts()
        listed = gives(0, ['list', '--json']).out
        db = sqlite3.connect('casus.db')
        db.executescript('DROP TABLE coded_evidence; DROP TABLE coded_party; DROP TABLE coded; PRAGMA user_version=6')
        db.close()
        check(gives(0, ['list', '--json']).out == listed, 'the same incidents')
        check(b'whole' in gives(0, ['verify']).out, 'whole')
        gives(0, ['recode', '--all', '--events'])
        check(len(coded('gdelt')) == 4 and b'whole' in gives(0, ['verify']).out, 'and events')
        db = sqlite3.connect('casus.db')
        check(db.execute('PRAGMA user_version').fetchone()[0] >= 7, 'step 7')
        check(db.execute("SELECT count(*) FROM journal WHERE action='upgrade'").fetchone()[0] == 1, 'noted in the journal')
        db.close()


# ---------------------------------------------------------------- references

ACLED = ('event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,'
         'assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,'
         'geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n')


def acled(key, date, event, sub, iso, place, lat, lon, deaths):
    return '%s,%s,2016,1,Political violence,%s,%s,A,,,B,,,,,%s,,,,,,%s,%s,%s,1,S,,"a, ""note""\nof two lines",%s,,1\n' % (
        key, date, event, sub, iso, place, lat, lon, deaths)


def test_import_and_compare():
    with folder():
        gives(0, ['add'] + SAMPLES)
        gives(66, ['compare'], says='casus import FILE')
        with open('acled.csv', 'w') as f:
            f.write(ACLED + acled('IRQ1', '06 March 2016', 'Explosions/Remote violence', 'Suicide bomb', 368, 'Hilla', 32.46, 44.42, 30) +
                    acled('SOM1', '2016-06-29', 'Battles', 'Armed clash', 706, 'Mogadishu', 2.04, 45.34, 3) +
                    acled('BAD1', '2016-99-29', 'Battles', 'Armed clash', 706, 'Mogadishu', 2.04, 45.34, 3) + '"cut')
        ran = gives(0, ['import', 'acled.csv'], says='acled.csv:6: event_date')
        check(b'2 references in ACLED layout; 2 lines could not be read' in ran.out and 'acled.csv:8: a quote' in ran.err, ran)
        check(b'known already' in gives(0, ['import', 'acled.csv']).out, 'twice is once')
        got = json.loads(gives(0, ['compare', '--json']).out)
        pairs = [(c['kind'], c.get('theirs', {}).get('key')) for c in got['comparisons']]
        check(('matched', 'IRQ1') in pairs and ('only_there', 'SOM1') in pairs, pairs)
        hit = [c for c in got['comparisons'] if c['kind'] == 'matched'][0]
        check(hit['ours']['type'] == 'suicide_bombing' and hit['difference']['days'] == 0 and hit['difference']['killed'] == -7, hit)
        check(got['summary']['matched'] == 1 and got['summary']['only_there'] == 1, got['summary'])
        rows = rows_of(gives(0, ['compare', '--only', 'there'], says='1 in both'))
        check([r[2] for r in rows] == ['SOM1'], rows)
        check(rows_of(gives(0, ['list'])) and b'IRQ1' not in gives(0, ['list']).out, 'references stand apart')
        check(b'references 2' in gives(0, ['verify']).out.replace(b'  ', b' '), 'verify counts them')
        db = sqlite3.connect('casus.db')
        kept = db.execute('SELECT line,text FROM reference_unread ORDER BY line').fetchall()
        check(kept[0][0] == 6 and 'BAD1' in kept[0][1] and kept[1] == (8, '"cut'), kept)
        record = json.loads(db.execute("SELECT record FROM reference WHERE key='IRQ1'").fetchone()[0])
        check(record[27] == 'a, "note"\nof two lines' and len(record) == 31, record)
        db.execute("UPDATE reference SET killed_best=99 WHERE key='IRQ1'")
        db.commit()
        db.close()
        gives(65, ['verify'], says='changed by hand')


def test_import_our_own_layouts():
    """what is exported in a layout can be read back in it"""
    with folder():
        gives(0, ['add'] + SAMPLES)
        for name in ('acled', 'ucdp'):
            gives(0, ['export', '--format', name, '-o', name + '.csv'])
            gives(0, ['import', '--ledger', 'other.db', '--layout', name, name + '.csv'])
        gives(0, ['import', 'ucdp.csv'])
        got = json.loads(gives(0, ['compare', '--json', '--days', '1', '--within', '1']).out)
        check(got['summary']['only_there'] == 0 and got['summary']['only_here'] == 0 and got['summary']['matched'] >= 4, got['summary'])
        for c in got['comparisons']:
            check(c['theirs']['key'] == 'CASUS%d' % c['ours']['id'] and c['difference']['days'] == 0 and not c['difference']['killed'], c)


def test_bad_imports():
    with folder(utf16='event_date'.encode('utf-16'), zip__csv=b'PK\3\4', other__csv=b'a,b\n1,2\n', empty__csv=b'',
                nul__csv=ACLED.encode() + b'a\0b\n'):
        gives(65, ['import', 'utf16'], says='UTF-8')
        gives(65, ['import', 'zip.csv'], says='unpack it')
        gives(65, ['import', 'other.csv'], says='other.csv:1: ')
        gives(65, ['import', 'empty.csv'], says='empty')
        gives(66, ['import', 'none.csv'], says='none.csv')
        gives(65, ['import', '--layout', 'ucdp', 'nul.csv'], says='UCDP GED')
        gives(0, ['import', 'nul.csv'], says='nul.csv:2: a NUL byte')
        gives(0, ['import', '-'], data=ACLED.encode() + acled('X', '2016-06-29', 'Battles', 'x', 706, 'M' * 3000000, 1, 2, 3).encode())
        gives(0, ['import', '-'], data=ACLED.encode() + acled('Y', '2016-06-29', 'Battles', 'x', 706, 'M' * 5000000, 1, 2, 3).encode(),
              says='more than 4 MB')
        gives(0, ['verify'])


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
