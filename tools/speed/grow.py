#!/usr/bin/env python3
"""Makes a ledger of linking-speed several times as large, in minutes: its reports again, so many days later each time.

  grow.py LEDGER TIMES DAYS

Everything that linking looks at is there as if it had been added: reports with their texts, accounts, claims, evidence, traces, keys,
tellings, components, incidents. The journal and the words to search for are not: such a ledger is for timing and nothing else, and
`casus verify` says so. DAYS: those that the reports there are of (linking-speed: reports / 273), so that the days follow on each other.
"""
import sqlite3
import struct
import sys

MASK = (1 << 63) - 1
# column -> how a row changes; id columns are moved behind those that are there
IDS = {'report': 'report', 'account': 'account', 'claim': 'claim', 'incident': 'incident', 'component': 'account', 'telling': 'report'}
TABLES = ('raw', 'report', 'incident', 'account', 'claim', 'evidence', 'account_actor', 'account_place', 'account_source', 'trace', 'trace_key',
          'component', 'telling', 'telling_band')
OWN = {'report': 'report', 'incident': 'incident', 'account': 'account', 'claim': 'claim', 'component': 'account'} # whose number is in "id"
DATES = ('published', 'date_from', 'date_to', 'date_edtf')


def later(body, days):
    """a trace with its three days moved; -2147483648 is none"""
    out = bytearray(body)
    for at in (6, 10, 14):
        day, = struct.unpack_from('<i', out, at)
        if day != -2147483648:
            struct.pack_into('<i', out, at, day + days)
    return bytes(out)


def turned(number, k):
    return (number + k * 0x5851f42d4c957f2d) & MASK


def changed(table, column, k, days, most):
    """the SQL of one cell of copy k"""
    if column == 'id' and table in OWN:
        return 'id+%d' % (k * most[OWN[table]])
    if table == 'telling' and column == 'day' or column in DATES:
        return "CASE WHEN %s LIKE '____-__-__' THEN date(%s,'+%d days') ELSE %s END" % (column, column, days, column)
    if column in IDS:
        return '%s+%d' % (column, k * most[IDS[column]])
    special = {('raw', 'sha256'): "substr(sha256,1,60)||printf('x%%03d',%d)" % k, ('report', 'sha256'): "substr(sha256,1,60)||printf('x%%03d',%d)" % k,
               ('incident', 'event'): "event||'#%d'" % k, ('trace', 'tie'): 'turned(tie,%d)' % k, ('trace', 'body'): 'later(body,%d)' % days,
               ('trace_key', 'day'): 'day+%d' % days, ('telling_band', 'band'): 'turned(band,%d)' % k}
    return special.get((table, column), column)


def grow(db, times, days):
    most = {t: db.execute('SELECT max(id) FROM ' + t).fetchone()[0] for t in ('report', 'account', 'claim', 'incident')}
    first = {'raw': "sha256 IN (SELECT sha256 FROM report WHERE id<=%d)" % most['report']}
    for t in TABLES[1:]:
        key = 'id' if t in OWN else 'report' if t in ('telling', 'telling_band') else 'claim' if t == 'evidence' else 'account'
        first[t] = '%s<=%d' % (key, most[OWN.get(t) or key])
    for k in range(1, times):
        for t in TABLES:
            columns = [r[1] for r in db.execute('PRAGMA table_info(%s)' % t)]
            order = ' ORDER BY 1,2' if t == 'telling_band' else ''
            db.execute('INSERT INTO %s(%s) SELECT %s FROM %s WHERE %s%s' % (
                t, ','.join(columns), ','.join(changed(t, c, k, k * days, most) for c in columns), t, first[t], order))
        db.commit()
        print('%d reports' % ((k + 1) * most['report']), file=sys.stderr)


def main():
    if len(sys.argv) != 4:
        print(__doc__.strip().split('\n\n')[1], file=sys.stderr)
        return 64
    db = sqlite3.connect(sys.argv[1])
    db.create_function('later', 2, later, deterministic=True)
    db.create_function('turned', 2, turned, deterministic=True)
    db.executescript('PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; PRAGMA cache_size=-800000; PRAGMA foreign_keys=OFF')
    grow(db, int(sys.argv[2]), int(sys.argv[3]))
    db.executescript('PRAGMA journal_mode=WAL')
    db.close()
    return 0


if __name__ == '__main__':
    sys.exit(main())
