#!/usr/bin/env python3
"""casus verify from outside: whichever byte of a ledger is changed, verify names the break, or nothing that can be read was changed.

What can be read is read by sqlite3 here, not by casus: all tables, the words of the search index, and what searches find.
"""
import os
import random
import re
import resource
import shutil
import sqlite3
import sys
import traceback

import test_cli
from test_cli import COUNT, SAMPLES, SLOW, Ran, check, folder, gives

WORDS = 'bomb police killed hilla aleppo army protest syria said people government attack two village market hospital'.split()
IMPORT = ('data_id,event_date,year,event_type,sub_event_type,actor1,country,location,latitude,longitude,geo_precision,source,notes,fatalities\n'
          '1,2016-03-06,2016,Explosions/Remote violence,Suicide bomb,A,Iraq,Hilla,32.48,44.42,1,B,"A bomb.",23\n')


def make_ledger():
    """one that has a row in nearly every table"""
    gives(0, ['add', '--events'] + SAMPLES)
    Ran(['add', '--in', 'jsonl', '-'], b'{"id":"bad"\n')
    with open('acled.csv', 'w', encoding='utf-8') as f:
        f.write(IMPORT)
    gives(0, ['import', 'acled.csv'])
    gives(0, ['review', 'merge', '1', '2', '--who', 'amira', '--why', 'one market, one hour'])
    gives(0, ['review', 'edit', '3', 'killed=4-5', 'place=Homs', '--who', 'amira'])
    gives(0, ['review', 'reject', '4', '--who', 'basil'])
    check(b'whole' in gives(0, ['verify']).out, 'whole before')
    db = sqlite3.connect('casus.db')
    db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    db.close()


def cell(v):
    return round(v, 6) if isinstance(v, float) else v


def read_table(db, name):
    return sorted(repr([cell(v) for v in row]) for row in db.execute('SELECT * FROM "%s"' % name))


def read_index(db, name):
    db.execute('CREATE VIRTUAL TABLE temp.words_%s USING fts5vocab(main,%s,instance)' % (name, name))
    found = [db.execute('SELECT rowid FROM %s WHERE %s MATCH ? ORDER BY 1' % (name, name), (w,)).fetchall() for w in WORDS]
    return [read_table(db, 'words_' + name), found]


def read(path):
    """all that somebody can read; incident_was is history that no report tells"""
    try:
        db = sqlite3.connect('file:%s?immutable=1' % path, uri=True)
        db.text_factory = bytes
        schema = [r for r in db.execute('SELECT type,name,sql FROM sqlite_schema ORDER BY name') if b'_text_' not in r[1]]
        tables = [n.decode() for t, n, _ in schema if t == b'table' and not n.endswith(b'_text') and n != b'incident_was']
        whole = {t: read_table(db, t) for t in tables}
        whole.update((t, read_index(db, t)) for t in ('account_text', 'report_text'))
        db.close()
        return dict(whole, schema=schema)
    except sqlite3.Error as e:
        return {'error': repr(e)}


def differences(a, b):
    return sorted(k for k in set(a) | set(b) if a.get(k) != b.get(k))


def test_any_byte():
    with folder():
        make_ledger()
        with open('casus.db', 'rb') as f:
            data = f.read()
        before = read('casus.db')
        check('error' not in before and all(before[t] for t in 'journal raw report unread incident claim evidence reference decision overlay coded coded_party'.split()), before.keys())
        rng = random.Random(20160306)
        named = 0
        for _ in range(20 if SLOW else 200):
            at = rng.randrange(len(data))
            changed = bytearray(data)
            changed[at] ^= 1 << rng.randrange(8)
            with open('changed.db', 'wb') as f:
                f.write(changed)
            for log in ('changed.db-wal', 'changed.db-shm'):
                if os.path.exists(log):
                    os.remove(log)
            ran = Ran(['verify', '--ledger', 'changed.db'])
            check(ran.status in (0, 65, 66, 74) and 'Sanitizer' not in ran.err, (at, ran))
            if ran.status:
                named += 1
                check(b'first: ' in ran.out or 'changed.db: ' in ran.err, (at, ran))
            else:
                check(differences(before, read('changed.db')) == [], (at, differences(before, read('changed.db'))))
        check(named > (2 if SLOW else 20), '%d of the changes were named' % named)


def test_tables_of_others():
    """a view or a table that somebody put beside ours is no damage; one of ours that was changed is named"""
    with folder():
        make_ledger()
        for sql, says in (('CREATE VIEW deadly AS SELECT * FROM incident WHERE killed_best>10', ''), ('CREATE TABLE notes(text)', ''),
                          ('DROP INDEX incident_point', 'incident_point'), ('DROP TRIGGER journal_keeps_rows', 'journal_keeps_rows')):
            shutil.copy('casus.db', 'other.db')
            db = sqlite3.connect('other.db')
            db.execute(sql)
            db.close()
            ran = gives(65 if says else 0, ['verify', '--ledger', 'other.db'])
            check(says.encode() in ran.out, ran)


def test_read_only():
    """verify needs to write nothing"""
    with folder():
        make_ledger()
        os.mkdir('shelf')
        shutil.copy('casus.db', 'shelf/l.db')
        os.chmod('shelf/l.db', 0o444)
        os.chmod('shelf', 0o555)
        ran = gives(0, ['verify', '--ledger', 'shelf/l.db', '--json'])
        one = ran.json()[0]
        check(one['whole'] is True and one['bad_index'] == one['bad_links'] == 0 and one['first'] is None and re.fullmatch('[0-9a-f]{64}', one['head']), one)
        os.chmod('shelf', 0o755)


def main():
    os.environ.pop('CASUS_LEDGER', None)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, test in sorted(globals().items()):
        if name.startswith('test_') and callable(test):
            try:
                test()
            except Exception:
                check(False, '%s: %s' % (name, traceback.format_exc()))
    print('%d passed, %d failed' % tuple(COUNT))
    return 1 if COUNT[1] else 0


if __name__ == '__main__':
    assert test_cli.CASUS
    sys.exit(main())
