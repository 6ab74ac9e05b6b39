#!/usr/bin/env python3
"""Safety of data from outside: the program is killed at random moments while it adds, upgrades, recodes, imports and copies; two write
at once; disks are full, files and folders read-only. Each time the ledger opens, verify holds, and the same command run again brings
what an undisturbed run brings: nothing is lost, nothing doubled.

Half of the kills come after a random time, half when the ledger's log has grown to a random size, so that many fall into a commit.
CASUS_KILLS sets how many; the seed is fixed, the moments are not, since the machine's load moves them.
"""
import gzip
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import traceback

from test_cli import CASUS, COUNT, SLOW, SOURCE, Ran, check, folder, gives

KILLS = int(os.environ.get('CASUS_KILLS') or (200 if SLOW else 40))
PARTS = {'add': 5, 'upgrade': 2, 'recode': 2, 'import': 1}  # of ten
N_REPORT = 400 if SLOW else 160
OLD = os.path.join(SOURCE, 'tests', 'cli', 'old')

sys.path.insert(0, os.path.join(SOURCE, 'tools', 'stream'))
import stream  # noqa: E402


# ---------------------------------------------------------------- what a ledger holds

def exported(ledger, ids=False):
    """all incidents as they are exported; numbers follow from the order of groups that were written"""
    rows = gives(0, ['export', '--format', 'jsonl', '--ledger', ledger]).json()
    return sorted(json.dumps({k: v for k, v in r.items() if ids or k != 'id'}, sort_keys=True) for r in rows)


def groups(ledger):
    """which accounts of which reports are one incident"""
    db = sqlite3.connect('file:%s?mode=ro' % ledger, uri=True)
    found = {}
    for name, number, incident in db.execute('SELECT r.name,a.number,a.incident FROM account a JOIN report r ON r.id=a.report'):
        found.setdefault(incident, []).append((name, number))
    db.close()
    return sorted(sorted(g) for g in found.values())


def counted(ledger):
    db = sqlite3.connect('file:%s?mode=ro' % ledger, uri=True)
    tables = 'report raw account claim evidence trace telling account_text report_text incident reference'.split()
    rows = {t: db.execute('SELECT count(*) FROM ' + t).fetchone()[0] for t in tables}
    db.close()
    return rows


def whole(ledger, what):
    ran = Ran(['verify', '--ledger', ledger])
    return check(ran.status == 0 and b'whole' in ran.out and 'Sanitizer' not in ran.err, (what, ran))


def same(ledger, undisturbed, what):
    check(counted(ledger) == counted(undisturbed), (what, counted(ledger), counted(undisturbed)))
    check(groups(ledger) == groups(undisturbed), '%s: groups' % what)
    check(exported(ledger) == exported(undisturbed), '%s: what is exported' % what)


def remove(ledger):
    for end in ('', '-wal', '-shm', '-journal'):
        if os.path.exists(ledger + end):
            os.remove(ledger + end)


def copy(ledger, to):
    """with its log, as a crash leaves them"""
    remove(to)
    for end in ('', '-wal'):
        if os.path.exists(ledger + end):
            shutil.copy(ledger + end, to + end)


# ---------------------------------------------------------------- killing

def size(path):
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


class Killer:
    """kills a run at a random moment of it; knows how long it takes and how large its log grows from an undisturbed one"""

    def __init__(self, rng, args, ledger):
        self.rng, self.args, self.log = rng, [CASUS] + args, ledger + '-wal'
        self.seconds = self.bytes = 0

    def start(self):
        return subprocess.Popen(self.args, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def undisturbed(self):
        began, p = time.monotonic(), self.start()
        while p.poll() is None:
            self.bytes = max(self.bytes, size(self.log))
            time.sleep(.0005)
        self.seconds = time.monotonic() - began
        check(p.returncode == 0, (self.args, p.returncode))

    def kill(self):
        """-> whether it was killed before it came to its end"""
        by_log = self.rng.random() < .5
        until, grown = self.rng.random() * self.seconds, self.rng.random() * self.bytes
        began, p = time.monotonic(), self.start()
        while p.poll() is None and time.monotonic() - began < (4 * self.seconds if by_log else until):
            if by_log and size(self.log) > grown:
                break
            time.sleep(.0003)
        p.send_signal(signal.SIGKILL)
        if p.wait() == -signal.SIGKILL:
            return True
        self.seconds = min(self.seconds, time.monotonic() - began)      # the machine was busier when it was measured
        return False


def torn(rng, ledger, what):
    """power was lost: the end of the log did not reach the disk, or is rubbish. What was synced before is whole"""
    copy(ledger, 'torn.db')
    n = size('torn.db-wal')
    if n < 4096:
        return
    with open('torn.db-wal', 'r+b') as f:
        at = rng.randrange(32, n)
        if rng.random() < .5:
            f.truncate(at)
        else:
            f.seek(at)
            f.write(rng.randbytes(n - at))
    # a log cut before the tables were made leaves an empty file: adding makes the ledger anew
    ran = Ran(['verify', '--ledger', 'torn.db'])
    check(ran.status == 0 or (ran.status in (65, 66) and size('torn.db') <= 4096), (what, 'torn log', at, n, ran))
    remove('torn.db')


def opens(ledger, what):
    """after a kill: there is no ledger yet, or it is whole"""
    if size(ledger) == 0 and size(ledger + '-wal') == 0:
        return
    ran = Ran(['verify', '--ledger', ledger])
    check(ran.status == 0 or (ran.status == 65 and 'not a ledger' in ran.err and size(ledger) <= 4096 and what == 'add'), (what, ran))


def killed(what, n, rng, args, fresh, undisturbed, compare=same, completes=4):
    """
    kill n runs before their end, several on the same ledger, one after the other, then let one complete and compare;
    a run that ended first is not counted, but after ten times n runs it is given up
    """
    k = Killer(rng, args, 'l.db')
    fresh()
    k.undisturbed()
    compare('l.db', undisturbed, what + ', undisturbed')
    cut = runs = 0
    while cut < n and runs < 10 * n:
        fresh()
        for _ in range(min(n - cut, rng.randrange(1, completes + 1))):
            runs += 1
            cut += k.kill()
            if rng.random() < .5:
                torn(rng, 'l.db', what)
            opens('l.db', what)
        gives(0, args)
        whole('l.db', what)
        compare('l.db', undisturbed, what)
    check(cut > 0, '%s: no run was killed before its end' % what)


def part(name):
    return max(2, KILLS * PARTS[name] // 10)


def make_reports(n):
    stream.write('truth.tsv', 'all.jsonl', incidents=n // 2, days=40)
    with open('all.jsonl') as f, open('reports.jsonl', 'w') as out:
        out.writelines(f.readlines()[:n])


ADD = ['add', '--no-parse', '--ledger', 'l.db', 'reports.jsonl']


def test_killed_adding():
    with folder():
        make_reports(N_REPORT)
        gives(0, ['add', '--no-parse', '--ledger', 'undisturbed.db', 'reports.jsonl'])
        killed('add', part('add'), random.Random(1), ADD, lambda: remove('l.db'), 'undisturbed.db')


def old_ledgers():
    return sorted(f for f in os.listdir(OLD) if f.endswith('.db.gz'))


def test_killed_upgrading():
    """ledgers as older versions made them: opening one brings it up, or leaves it as it was"""
    with folder():
        check(len(old_ledgers()) > 1, 'older ledgers are there')
        for i, name in enumerate(old_ledgers()):
            with gzip.open(os.path.join(OLD, name)) as f, open('old.db', 'wb') as out:
                shutil.copyfileobj(f, out)
            copy('old.db', 'undisturbed.db')
            gives(0, ['list', '--ledger', 'undisturbed.db'])
            whole('undisturbed.db', name)
            killed('upgrade of ' + name, part('upgrade') // len(old_ledgers()) + 1, random.Random(i), ['list', '--ledger', 'l.db'],
                   lambda: copy('old.db', 'l.db'), 'undisturbed.db')


def test_old_decisions():
    """what people decided in a ledger of schema step 4 stands, is what the journal says, and can be searched for"""
    with folder():
        with gzip.open(os.path.join(OLD, 'schema-4-decided.db.gz')) as f, open('l.db', 'wb') as out:
            shutil.copyfileobj(f, out)
        gives(0, ['list', '--ledger', 'l.db'])
        whole('l.db', 'decisions of step 4')
        db = sqlite3.connect('l.db')
        told = {i: v for i, *v in db.execute('SELECT id,killed_low,killed_high,review FROM incident WHERE id IN (3,4,6,9,14)')}
        check(told == {3: [10, 11, 'accepted'], 4: [4, 4, 'edited'], 6: [7, 15, 'edited'], 14: [5, 5, 'edited'], 9: [1, 1, 'rejected']}, told)
        check(db.execute('SELECT count(*),max(value) FROM decision d JOIN overlay o ON o.entry=d.entry WHERE d.entry=34 AND field=?',
                         ('killed_best',)).fetchone() == (1, 9), 'a count that was set and set again is kept')
        sides = db.execute('SELECT count(DISTINCT incident) FROM account WHERE id IN (7,16,22)').fetchone()[0]
        check(sides == 2, 'what was parted stays apart: %d' % sides)
        db.close()


def test_old_links():
    """a ledger whose reports were linked by other points: opening it gives the groups of a new one, and decisions stand"""
    with folder():
        with gzip.open(os.path.join(OLD, 'schema-9.db.gz')) as f, open('l.db', 'wb') as out:
            shutil.copyfileobj(f, out)
        before, db = groups('l.db'), sqlite3.connect('l.db')
        with open('reports.jsonl', 'w', encoding='utf-8') as f:
            for row in db.execute('SELECT name,published,publisher,body FROM report ORDER BY id'):
                f.write(json.dumps(dict(zip(('id', 'published', 'publisher', 'body'), row))) + '\n')
        db.close()
        gives(0, ['list', '--ledger', 'l.db'])
        whole('l.db', 'links of step 9')
        gives(0, ['add', '--no-parse', '--ledger', 'new.db', 'reports.jsonl'])
        check(groups('l.db') != before, 'two bombs on one day in one town are two')
        check(groups('l.db') == groups('new.db'), 'groups as of a new ledger')
        db = sqlite3.connect('l.db')
        told = db.execute('SELECT id,killed_low,killed_high,review FROM incident WHERE review IS NOT NULL ORDER BY id').fetchall()
        check(told == [(3, 9, 12, 'edited'), (7, 4, 4, 'accepted')], told)
        db.close()


def test_killed_recoding():
    """a ledger that was read without the language model, or with another lexicon, is read again"""
    with folder():
        make_reports(N_REPORT // 4)
        gives(0, ['add', '--no-parse', '--ledger', 'first.db', 'reports.jsonl'])
        copy('first.db', 'undisturbed.db')
        again = ['recode', '--all', '--ledger']
        gives(0, again + ['undisturbed.db'])
        killed('recode', part('recode'), random.Random(2), again + ['l.db'], lambda: copy('first.db', 'l.db'), 'undisturbed.db')


def references(ledger):
    db = sqlite3.connect('file:%s?mode=ro' % ledger, uri=True)
    rows = db.execute('SELECT layout,key,current,type,date_from,place,killed_best FROM reference ORDER BY 1,2,3').fetchall()
    rows += db.execute('SELECT name,n_row,n_unread,rows_sha256 FROM reference_import ORDER BY 1').fetchall()
    db.close()
    return rows


def same_references(ledger, undisturbed, what):
    check(references(ledger) == references(undisturbed), '%s: references' % what)
    check(exported(ledger) == exported(undisturbed), '%s: what is exported' % what)


def make_acled(n):
    head = 'data_id,event_date,year,event_type,sub_event_type,actor1,country,location,latitude,longitude,geo_precision,source,notes,fatalities\n'
    with open('acled.csv', 'w', encoding='utf-8') as f:
        f.write(head)
        for i in range(n):
            f.write('%d,2016-03-%02d,2016,Explosions/Remote violence,Shelling,A,Iraq,Hilla,32.48,44.42,1,B,"Shells, number %d.",%d\n'
                    % (i, i % 28 + 1, i, i % 9))


def test_killed_importing():
    with folder():
        make_reports(20)
        make_acled(3000)
        gives(0, ['add', '--no-parse', '--ledger', 'first.db', 'reports.jsonl'])
        copy('first.db', 'undisturbed.db')
        gives(0, ['import', '--ledger', 'undisturbed.db', 'acled.csv'])
        check(len(references('undisturbed.db')) == 3001, 'references')
        killed('import', part('import'), random.Random(3), ['import', '--ledger', 'l.db', 'acled.csv'], lambda: copy('first.db', 'l.db'),
               'undisturbed.db', same_references)


def test_killed_copying():
    """a copy has its name when it is whole; one that was cut off is in nobody's way"""
    with folder():
        make_reports(N_REPORT // 2)
        gives(0, ['add', '--no-parse', '--ledger', 'l.db', 'reports.jsonl'])
        k = Killer(random.Random(4), ['backup', '--ledger', 'l.db', 'copy.db'], 'copy.db.part')
        k.undisturbed()
        for _ in range(max(2, KILLS // 10)):
            remove('copy.db')
            k.kill()
            whole('l.db', 'copied from')
            if os.path.exists('copy.db'):
                whole('copy.db', 'copy')
        remove('copy.db')
        gives(0, ['backup', '--ledger', 'l.db', 'copy.db'])
        same('copy.db', 'l.db', 'copy')
        check(not os.path.exists('copy.db.part'), 'no leavings')


# ---------------------------------------------------------------- several at once

def test_several_at_once():
    """enough groups that one who does not let others in would keep them out until they give up"""
    with folder():
        n = 400 if SLOW else 1600
        make_reports(n)
        with open('reports.jsonl') as f:
            lines = f.readlines()
        for name, some in (('a', lines[:n * 5 // 8]), ('b', lines[n * 3 // 8:]), ('c', lines[::4])):  # many come twice, or thrice
            with open(name + '.jsonl', 'w') as out:
                out.writelines(some)
        gives(0, ['add', '--no-parse', '--ledger', 'serial.db', 'reports.jsonl'])
        add = [CASUS, 'add', '--no-parse', '--ledger', 'l.db']
        all_of_them = [subprocess.Popen(add + [x + '.jsonl'], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for x in 'abc']
        told = [p.communicate() for p in all_of_them]
        check([p.returncode for p in all_of_them] == [0, 0, 0], told)
        whole('l.db', 'several at once')
        same('l.db', 'serial.db', 'several at once')


def test_copy_while_two_write():
    """each copy is the ledger of one moment: it verifies, and brings the whole when what it lacks is added"""
    with folder():
        make_reports(130)
        with open('reports.jsonl') as f:
            lines = f.readlines()
        gives(0, ['add', '--no-parse', '--ledger', 'serial.db', 'reports.jsonl'])
        parts = []
        for at in range(0, len(lines), 16):
            parts.append('part%d.jsonl' % at)
            with open(parts[-1], 'w') as out:
                out.writelines(lines[at:at + 16])
        add = ['add', '--no-parse', '--ledger', 'l.db']
        gives(0, add + parts[:1])
        writers = [threading.Thread(target=lambda some: [gives(0, add + [p]) for p in some], args=(parts[i::2],)) for i in (1, 2)]
        for w in writers:
            w.start()
        copies = []
        while any(w.is_alive() for w in writers):
            copies.append('copy%d.db' % len(copies))
            gives(0, ['backup', '--ledger', 'l.db', copies[-1]])
            time.sleep(.1)
        held = []
        for name in copies[-6:]:
            check(not os.path.exists(name + '-wal'), 'one file')
            whole(name, 'copy while two write')
            held.append(counted(name)['report'])
        check(held == sorted(held), held)
        same('l.db', 'serial.db', 'copied while two write')
        copy(copies[len(copies) // 2], 'l.db')
        gives(0, ADD)
        same('l.db', 'serial.db', 'a copy, and what it lacks')


# ---------------------------------------------------------------- where nothing can be written

def fails(status, args, says=(), **more):
    """one line that names what failed and what to do next"""
    ran = gives(status, args, **more)
    last = ran.err.strip().split('\n')[-1]
    check(last.startswith('casus: ') and '; ' in last and all(s in ran.err for s in says), (says, ran))
    return ran


def limited(n):
    """no file may become larger than n bytes: writing fails as on a full disk"""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (n, n))
    return limit


def no_signal_set(n):
    """the same, where the signal is as the system has it: it would end a program"""
    return lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_DFL), resource.setrlimit(resource.RLIMIT_FSIZE, (n, n)))


def digest(path):
    with open(path, 'rb') as f:
        return hashlib.sha256(f.read()).hexdigest()


def test_full_disk():
    with folder():
        make_reports(N_REPORT)
        make_acled(3000)
        with open('reports.jsonl') as f, open('few.jsonl', 'w') as out:
            out.writelines(f.readlines()[:40])
        for n in (2000, 50000, 100000, 330000, 500000):
            remove('l.db')
            fails(74, ADD, ['l.db'], preexec_fn=limited(n))
            opens('l.db', 'add')
            gives(0, ADD)
            whole('l.db', 'full disk')
        gives(0, ['add', '--no-parse', '--ledger', 'first.db', 'few.jsonl'])
        copy('first.db', 'l.db')
        before = exported('l.db', ids=True)
        for args in (ADD, ['recode', '--all', '--ledger', 'l.db'], ['import', '--ledger', 'l.db', 'acled.csv'],
                     ['review', 'accept', '1', '--who', 'amira', '--ledger', 'l.db']):
            fails(74, args, ['l.db'], preexec_fn=limited(20000))
            whole('l.db', args)
            check(exported('l.db', ids=True) == before, args)
        for args in (['list'], ['show', '1'], ['verify'], ['export', '--format', 'jsonl']):  # what is there can be read, and taken elsewhere
            gives(0, args + ['--ledger', 'l.db'], preexec_fn=limited(20000))
        fails(74, ['add', '--no-parse', 'reports.jsonl', '--ledger', 'l.db'], ['l.db'], preexec_fn=no_signal_set(20000))
        for args, name in ((['backup', '--ledger', 'l.db'], 'copy.db'), (['export', '--ledger', 'l.db', '--format', 'gpkg', '-o'], 'o.gpkg'),
                           (['export', '--ledger', 'l.db', '--format', 'csv', '-o'], 'o.csv')):
            fails(74, args + [name], preexec_fn=limited(5000))
            check(not [f for f in os.listdir('.') if f.startswith(name)], 'nothing is left of %s' % name)
            gives(0, args + [name])
        if os.path.exists('/dev/full'):
            fails(74, ['export', '--ledger', 'l.db', '--format', 'csv', '-o', '/dev/full'], ['/dev/full'])
            with open('/dev/full', 'wb') as full:
                for args in (['export', '--format', 'jsonl'], ['list'], ['show', '1'], ['verify'], ['review'], ['add', '--no-parse', 'few.jsonl']):
                    p = subprocess.run([CASUS] + args + ['--ledger', 'l.db'], stdout=full, stderr=subprocess.PIPE)
                    check(p.returncode == 74 and b'standard output: ' in p.stderr, (args, p))
        whole('l.db', 'after all')


def other_user():
    """root may write everywhere: somebody else is asked"""
    return {'user': 65534, 'group': 65534, 'extra_groups': []} if os.geteuid() == 0 else {}


def test_read_only():
    with folder() as at:
        os.chmod(at, 0o755)
        make_reports(40)
        make_acled(5)
        gives(0, ['add', '--no-parse', '--ledger', 'l.db', 'reports.jsonl'])
        db = sqlite3.connect('l.db')
        db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        db.close()
        os.mkdir('shelf')
        shutil.copy('l.db', 'shelf/l.db')
        os.mkdir('table')
        shutil.copy('l.db', 'table/l.db')
        os.chmod('shelf/l.db', 0o444)
        os.chmod('table/l.db', 0o444)
        os.chmod('shelf', 0o555)
        os.chmod('table', 0o777)
        with open('new.txt', 'w') as f:
            f.write('Shelling killed three people in Aleppo on Monday.\n')
        for name in ('shelf/l.db', 'table/l.db'):
            was = digest(name)
            for args in (['list'], ['show', '1'], ['verify'], ['export', '--format', 'jsonl'], ['add', '--no-parse', 'reports.jsonl']):
                gives(0, args + ['--ledger', name], **other_user())
            for args in (['add', '--no-parse', 'new.txt'], ['review', 'accept', '1', '--who', 'amira'], ['import', 'acled.csv'],
                         ['recode', '--all', '--no-parse', '--lexicon', os.path.join(SOURCE, 'data', 'lexicon', 'en')]):
                fails(73, args + ['--ledger', name], [name], **other_user())
            check(digest(name) == was, 'not changed: %s' % name)
        fails(73, ['add', '--ledger', 'shelf/new.db', 'new.txt'], ['shelf/new.db'], **other_user())
        fails(73, ['backup', '--ledger', 'table/l.db', 'shelf/copy.db'], ['shelf/copy.db'], **other_user())
        os.chmod('table/l.db', 0o000)
        fails(66, ['list', '--ledger', 'table/l.db'], ['table/l.db', 'may read'], **other_user())
        os.chmod('shelf', 0o755)
        with open('shelf/l.db-wal', 'wb') as f:
            f.write(b'x' * 100)
        os.chmod('shelf', 0o555)
        fails(66, ['list', '--ledger', 'shelf/l.db'], ['shelf/l.db', 'in its log'], **other_user())
        os.chmod('shelf', 0o755)


def test_no_ledger():
    """not there, something else, newer, damaged: each says so, names the file, and changes nothing"""
    with folder(text__db=b'hello ' * 100):
        make_reports(40)
        make_acled(5)
        gives(0, ['add', '--no-parse', '--ledger', 'l.db', 'reports.jsonl'])
        for sql, name in (('PRAGMA user_version=99', 'newer.db'), ('PRAGMA application_id=7', 'other.db')):
            shutil.copy('l.db', name)
            db = sqlite3.connect(name)
            db.execute(sql)
            db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
            db.close()
        with open('l.db', 'rb') as f, open('cut.db', 'wb') as out:
            out.write(f.read(100000))
        os.mkdir('folder.db')
        commands = (['list'], ['verify'], ['add', '--no-parse', 'reports.jsonl'], ['import', 'acled.csv'], ['backup', 'copy.db'], ['recode'],
                    ['review', 'accept', '1', '--who', 'amira'], ['export', '--format', 'csv'])
        for args in commands:
            makes = args[0] in ('add', 'import')
            fails(73 if makes else 66, args + ['--ledger', 'no/such/l.db'], ['no/such/l.db'])
            fails(73 if makes else 66, args + ['--ledger', 'folder.db'], ['folder.db'])
            for name, says in (('newer.db', 'newer version'), ('other.db', 'not a ledger'), ('text.db', 'not a ledger'), ('cut.db', 'damaged')):
                was = digest(name)
                fails(65, args + ['--ledger', name], [name, says])
                check(digest(name) == was and not os.path.exists('copy.db'), (args, name))
        fails(66, ['list', '--ledger', 'nowhere.db'], ['nowhere.db', 'casus add'])
        check(not os.path.exists('nowhere.db'), 'asking makes no ledger')
        fails(73, ['backup', '--ledger', 'l.db', 'no/such/copy.db'], ['no/such/copy.db'])
        fails(73, ['backup', '--ledger', 'l.db', 'l.db'], ['l.db'])
        fails(73, ['export', '--format', 'csv', '--ledger', 'l.db', '-o', 'no/such/o.csv'], ['no/such/o.csv'])
        whole('l.db', 'whole')


if __name__ == '__main__':
    for name, test in sorted(globals().items()):
        if name.startswith('test_') and callable(test) and (len(sys.argv) < 2 or name in sys.argv[1:]):
            try:
                began = time.monotonic()
                test()
                if os.environ.get('CASUS_TIMES'):
                    print('%-24s %.1f s' % (name, time.monotonic() - began), file=sys.stderr)
            except Exception:
                COUNT[1] += 1
                traceback.print_exc()
    print('%d passed, %d failed' % (COUNT[0], COUNT[1]))
    sys.exit(1 if COUNT[1] else 0)
