#!/usr/bin/env python3
"""The program from outside: commands, exit statuses, messages, and input that is anything but a report.

CASUS is the program, CASUS_SOURCE the source folder; CASUS_SLOW means that it runs under a sanitizer, so large inputs are smaller.
CASUS_MODEL names a language model for a program that has none built in; without one the tests of parsed words are left out.
"""
import contextlib
import http.server
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import traceback

CASUS = os.environ['CASUS']
SOURCE = os.environ['CASUS_SOURCE']
SLOW = bool(os.environ.get('CASUS_SLOW'))
SAMPLES = sorted(os.path.join(SOURCE, 'samples', f) for f in os.listdir(os.path.join(SOURCE, 'samples')) if f != 'README.md')
RAID = b'Shelling killed three people in Aleppo on Monday.\n'
COUNT = [0, 0]


def check(ok, what):
    COUNT[not ok] += 1
    if not ok:
        print('failed: %s' % (what,), file=sys.stderr)
    return ok


class Ran:
    def __init__(self, args, data=b'', **more):
        done = subprocess.run([CASUS] + [str(a) for a in args], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        self.args, self.status, self.out, self.err = args, done.returncode, done.stdout, done.stderr.decode('utf-8', 'replace')

    def json(self):
        return [json.loads(line) for line in self.out.decode('utf-8').split('\n') if line]

    def __repr__(self):
        return 'casus %s: status %s\n%s\n%s' % (' '.join(map(str, self.args))[:300], self.status, self.err[:600], self.out[:300])


def gives(status, args, data=b'', says='', **more):
    """run it: the status, no crash, words in the messages"""
    ran = Ran(args, data, **more)
    check(ran.status == status and says in ran.err, ran)
    check('Sanitizer' not in ran.err and 'runtime error' not in ran.err, ran)
    return ran


@contextlib.contextmanager
def folder(**files):
    with tempfile.TemporaryDirectory() as at:
        here = os.getcwd()
        os.chdir(at)
        for name, data in files.items():
            with open(name.replace('__', '.'), 'wb') as f:
                f.write(data)
        try:
            yield at
        finally:
            os.chdir(here)


# ---------------------------------------------------------------- using it

def test_usage():
    gives(64, [], says='casus: no command')
    gives(64, ['cod'], says='did you mean code')
    gives(64, ['code', '--thread', '2'], says='did you mean --threads')
    gives(64, ['code', '--in', 'hmtl'], says='auto|html')
    gives(64, ['code', '--date', '2015-02-30'], says='2015-09-18')
    gives(64, ['code', '--threads', '0'], says='--threads')
    gives(64, ['code', '--threads'], says='no value')
    gives(64, ['list', 'x'], says='does not take')
    gives(64, ['show'], says='needs')
    gives(64, ['show', 'three'], says='number')
    gives(64, ['annotate'], RAID, says='--layer')
    gives(64, ['annotate', '--layer', 'times', '--out', 'conllu'], RAID, says='tokens')
    gives(64, ['annotate', '--layer', 'times', '--in', 'conllu'], RAID, says='tokens and names')
    gives(64, ['annotate', '--layer', 'names', '--names', 'all'], RAID, says='wide|narrow')
    gives(64, ['code', '--in', 'conllu'], RAID, says='auto|html')
    gives(66, ['annotate', '--layer', 'tokens', '--model', 'nowhere'], RAID, says='nowhere')
    gives(65, ['annotate', '--layer', 'tokens', '--model', SAMPLES[0]], RAID, says=SAMPLES[0])
    for name in 'code page annotate add list search show verify export lexicon version'.split():
        one, two = gives(0, ['help', name]), gives(0, [name, '--help'])
        check(one.out == two.out and b'examples:' in one.out, name)
        check(name.encode() in gives(0, ['help']).out, name)
    check(gives(0, ['version']).out.startswith(b'casus '), 'version')
    check(gives(0, ['--version']).out == gives(0, ['version']).out, '--version')


def test_files():
    with folder(a__txt=RAID, b__txt=RAID, empty__html=b''):
        ran = gives(66, ['code', 'a.txt', 'nowhere.txt', 'b.txt'], says='casus: nowhere.txt: ')
        check(len(ran.json()) == 2, 'a missing file does not stop the others')
        check(len(ran.err.strip().split('\n')) == 1, 'one line a message')
        ran = gives(0, ['code', 'empty.html', 'a.txt'])
        check(ran.json()[-1]['incidents'] != [], 'the report after an empty file is read')
        check(gives(0, ['code', '-'], RAID).json()[0]['incidents'] == gives(0, ['code'], RAID).json()[0]['incidents'], '- is stdin')
        gives(66, ['code', '--lexicon', 'nowhere'], RAID)
        check(gives(66, ['code', '--gazetteer', 'nowhere'], RAID).out == b'', 'no gazetteer, no output')
        check(gives(65, ['code', '--gazetteer', 'a.txt'], RAID).out == b'', 'no gazetteer either')
        os.mkdir('lex')
        with open('lex/bad.tsv', 'wb') as f:
            f.write(b'term\tvalue\nattack/q\t\xff\n')
        gives(65, ['lexicon', 'lex'], says='bad.tsv:2')


def test_output():
    with open('/dev/full', 'wb') as full:
        ran = subprocess.run([CASUS, 'code'], input=RAID, stdout=full, stderr=subprocess.PIPE)
        check(ran.returncode == 74 and b'No space' in ran.stderr, ran)
        ran = subprocess.run([CASUS, 'help'], stdout=full, stderr=subprocess.PIPE)
        check(ran.returncode == 74, ran)
    line = json.dumps({'id': 'a', 'body': RAID.decode()}).encode() + b'\n'
    with tempfile.TemporaryFile() as f:
        f.write(line * 20000)
        f.seek(0)
        child = subprocess.Popen([CASUS, 'code', '--in', 'jsonl'], stdin=f, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        child.stdout.read(10)
        child.stdout.close()
        err = child.stderr.read()
        check(child.wait() == 74 and err == b'', 'a closed pipe ends the run quietly: %d %s' % (child.returncode, err[:200]))
        child.stderr.close()


# ---------------------------------------------------------------- envelopes

def quoted(envelope):
    """every span stands where its text says, and no evidence lies in furniture"""
    body = envelope['report']['body']
    furniture = envelope['report']['furniture']

    def walk(v):
        if isinstance(v, list):
            return all(map(walk, v))
        if not isinstance(v, dict):
            return True
        if v.get('span') and body[v['span'][0]:v['span'][1]] != v.get('text'):
            return False
        return all(map(walk, v.values()))
    apart = all(b <= s or e <= a for i in envelope['incidents'] for a, b in i['evidence'] for s, e in furniture)
    inside = all(0 <= a < b <= len(body) for i in envelope['incidents'] for a, b in i['evidence'])
    return walk(envelope['incidents']) and apart and inside


def test_envelopes():
    ran = gives(0, ['code'] + SAMPLES)
    envelopes = ran.json()
    check(len(envelopes) >= 12, '%d envelopes' % len(envelopes))
    for e in envelopes:
        check(e['offsets'] == 'codepoint' and e['errors'] == [] and e['casus']['version'], e['id'])
        check(quoted(e), 'spans of %s' % e['id'])
    check(gives(0, ['code', '--threads', '2'] + SAMPLES).out == ran.out, 'threads do not change the bytes')
    check(gives(0, ['code'] + SAMPLES, env=dict(os.environ, LC_ALL='tr_TR.UTF-8', TZ='Asia/Tokyo')).out == ran.out, 'nor the locale')
    pages = gives(0, ['page'] + SAMPLES).json()
    check([p['body'] for p in pages] == [e['report']['body'] for e in envelopes], 'page and code clean alike')
    many = b''.join(json.dumps({'id': str(i), 'body': 'Shelling killed %d people in Aleppo on Monday.' % (i + 2)}).encode() + b'\n'
                    for i in range(400))
    one, two = (gives(0, ['code', '--in', 'jsonl', '--threads', n], many) for n in (1, 2))
    check(one.out == two.out and [e['id'] for e in one.json()] == [str(i) for i in range(400)], 'order of 400 records')


def test_events():
    body = 'France promised Chad food aid on Monday. Chad thanked France.'
    record = json.dumps({'id': 'x', 'body': body, 'published': '2016-05-04'}).encode()
    check('events' not in gives(0, ['code', '--in', 'jsonl', '-'], record).json()[0], 'events are coded when asked for')
    e = gives(0, ['code', '--events', '--in', 'jsonl', '-'], record).json()[0]
    check(isinstance(e['events'], list) and e['incidents'] == [], 'events stand beside the incidents')
    for x in e['events']:
        check(body[x['span'][0]:x['span'][1]] == x['text'], 'an event quotes its words')
        check(all(body[p['span'][0]:p['span'][1]] == p['text'] for p in x['source'] + x['target']), 'and its parties theirs')


def test_other_languages():
    body = 'Die Soldaten haben am Montag die Stadt angegriffen, und die Bewohner sind mit den Kindern in die Berge geflohen. ' * 4
    e = gives(0, ['code', '--in', 'jsonl'], json.dumps({'id': 'x', 'body': body}).encode()).json()[0]
    check(e['incidents'] == [] and [x['code'] for x in e['errors']] == ['language'], e['errors'])


def test_untrained():
    data = json.dumps({'id': 'x', 'body': 'Detectives executed a search warrant at a garage on Tuesday.', 'published': '2016-05-04'}).encode()
    trained, untrained = (gives(0, ['code', '--in', 'jsonl'] + more, data).json()[0]['incidents'] for more in ([], ['--untrained']))
    check(not trained and untrained if has_model() else trained == untrained, 'a search warrant')


def test_given_body():
    body = 'Café — “Shelling” killed three people in Aleppo 🕊 on Monday.\n\nShare\n'
    e = gives(0, ['code', '--in', 'jsonl'], json.dumps({'id': 'x', 'body': body, 'published': '2016-05-04'}).encode()).json()[0]
    check(e['report']['body'] == body and quoted(e) and e['id'] == 'x', e)
    check(e['report']['published'] == dict(e['report']['published'], edtf='2016-05-04', basis='given'), e['report']['published'])


BODY = 'Shelling killed three people in Aleppo on 2 May 2016, the Syrian army said. It’s over; they can\'t return 🕊.'


def test_annotate():
    data = json.dumps({'id': 'x', 'body': BODY}).encode()
    for layer in 'times places actors mentions'.split():
        o = gives(0, ['annotate', '--layer', layer, '--in', 'jsonl'], data).json()[0]
        check(o['id'] == 'x' and o['layer'] == layer and o['offsets'] == 'codepoint' and o[layer], o)
        check(all(BODY[x['start']:x['end']] == x['text'] for x in o[layer]), o)


# ---------------------------------------------------------------- parsed words

def words(layer, *args):
    return ['annotate', '--layer', layer] + (['--model', os.environ['CASUS_MODEL']] if os.environ.get('CASUS_MODEL') else []) + list(args)


def has_model():
    ran = Ran(words('tokens'), b'')
    if ran.status == 66 and 'no language model' in ran.err:
        print('no language model: parsed words not tested', file=sys.stderr)
        return False
    return check(ran.status == 0, ran)


def sentences(out):
    """comments and rows of CoNLL-U"""
    for block in out.decode('utf-8').split('\n\n')[:-1]:
        lines = block.split('\n')
        rows = [x.split('\t') for x in lines if not x.startswith('#')]
        check(all(len(r) == 10 and all(r) for r in rows), block)
        yield [x for x in lines if x.startswith('#')], rows


def is_tree(rows):
    """numbers run from 1, every head is there, one root, no circle"""
    head = {int(r[0]): int(r[6]) for r in rows if r[0].isdigit()}
    def up(n):
        seen = set()
        while n and n not in seen:
            seen.add(n)
            n = head.get(n)
        return n == 0
    return list(head) == list(range(1, len(head) + 1)) and list(head.values()).count(0) == 1 and all(map(up, head))


def test_words():
    if not has_model():
        return
    data = json.dumps({'id': 'x', 'body': BODY}).encode()
    o = gives(0, words('tokens', '--in', 'jsonl'), data).json()[0]
    check(o['id'] == 'x' and o['layer'] == 'tokens' and all(BODY[t['start']:t['end']] == t['text'] for t in o['tokens']), o)
    killed = o['tokens'][1]
    check((killed['lemma'], killed['upos'], killed['xpos'], killed['rel'][:5]) in [('kill', 'VERB', 'VBD', x) for x in ('ccomp', 'root')], killed)
    check(o['tokens'][0]['head'] == 1 and o['tokens'][0]['rel'] == 'nsubj', o['tokens'][0])
    check([t['head'] for t in o['tokens']].count(None) == o['tokens'][-1]['sentence'] + 1, o)
    for args, labels in (((), 'geo gpe org per tim art eve nat'), (('--names', 'narrow'), 'PER ORG LOC')):
        o = gives(0, words('names', '--in', 'jsonl', *args), data).json()[0]
        check(all(BODY[x['start']:x['end']] == x['text'] and x['label'] in labels.split() for x in o['names']), o)
    check('Aleppo' in [x['text'] for x in o['names'] if x['label'] == 'LOC'], o)
    ran = gives(0, words('tokens', '--in', 'jsonl', '--out', 'conllu'), data)
    got = list(sentences(ran.out))
    check(got[0][0] == ['# newdoc id = x', '# newpar', '# sent_id = x-1', '# text = ' + BODY[:BODY.index(' It’s')]], got[0])
    for _, rows in got:
        check(is_tree(rows), rows)
        for r in rows:
            a, b = map(int, dict(x.split('=') for x in r[9].split('|'))['TokenRange'].split(':'))
            check(BODY[a:b] == r[1], r)
    check([r[:2] for r in got[1][1] if '-' in r[0]] == [['1-2', 'It’s'], ['6-7', "can't"]], got[1])
    text = ''.join(r[1] + ('' if 'SpaceAfter=No' in r[9] else ' ') for r in got[1][1] if '-' in r[0] or r[0] not in '1 2 6 7'.split())
    check(text.strip() == BODY[BODY.index('It’s'):], text)


def test_words_of_reports():
    if not has_model():
        return
    for args in (words('tokens', '--out', 'conllu'), words('tokens'), words('names')):
        one, two = gives(0, args + SAMPLES), gives(0, args + ['--threads', '2'] + SAMPLES)
        check(one.out == two.out and one.out, 'threads do not change the bytes')
    for comments, rows in sentences(gives(0, words('tokens', '--out', 'conllu') + SAMPLES).out):
        check(is_tree(rows), comments)
    bad = b'nonsense\n' + json.dumps({'id': 'good', 'body': BODY}).encode() + b'\n'
    o = gives(0, words('tokens', '--in', 'jsonl'), bad).json()
    check(len(o) == 2 and o[0]['errors'] and o[0]['tokens'] == [] and o[1]['tokens'], o)
    ran = gives(0, words('tokens', '--in', 'jsonl', '--out', 'conllu'), bad, says='left out')
    check(ran.out.startswith(b'# newdoc id = good\n'), ran)


GIVEN = """# newdoc id = d1
# newpar
# sent_id = a
# text = Don't go.
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\tx=y
1\tDo\t_\t_\t_\t_\t_\t_\t_\t_
2\tn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3.1\tnow\t_\t_\t_\t_\t_\t_\t_\t_
4\t.\t_\t_\t_\t_\t_\t_\t_\t_

# newdoc id = d2
1\tÉtudiants\t_\t_\t_\t_\t_\t_\t_\t_
2\t1 000\tz\tX\tX\ta=b\t1\tdep\t_\tCorrectForm=1000

"""


def test_given():
    if not has_model():
        return
    conllu = words('tokens', '--in', 'conllu', '--out', 'conllu')
    ran = gives(0, conllu, GIVEN.encode())
    want = [x.split('\t') for x in GIVEN.split('\n') if not x.startswith('3.1')]
    got = [x.split('\t') for x in ran.out.decode().split('\n')]
    check([[x[0], x[1:2], x[9:]] for x in want] == [[x[0], x[1:2], x[9:]] for x in got], ran)
    check(all(is_tree(rows) for _, rows in sentences(ran.out)), ran)
    check(gives(0, conllu, GIVEN.replace('\n', '\r\n').encode()).out == ran.out, 'CR LF')
    check(gives(0, conllu, GIVEN.rstrip('\n').encode()).out == ran.out, 'no blank line at the end')
    o = gives(0, words('tokens', '--in', 'conllu'), GIVEN.encode()).json()
    check([x['id'] for x in o] == ['d1', 'd2'] and o[0]['body'] == "Don't go." and o[1]['body'] == 'Étudiants 1 000', o)
    check([t['text'] for x in o for t in x['tokens']] == ['Do', "n't", 'go', '.', 'Étudiants', '1 000'], o)
    check(all(x['body'][t['start']:t['end']] == t['text'] for x in o for t in x['tokens']), o)
    o = gives(0, words('names', '--in', 'conllu'), GIVEN.encode()).json()
    check(all(x['body'][t['start']:t['end']] == t['text'] for x in o for t in x['names']), o)


def test_given_wrong():
    """a sentence that breaks the format is told with its line and left out; the others are read"""
    if not has_model():
        return
    row = '%s\t%s' + '\t_' * 8 + '\n'
    good = row % (1, 'Good') + '\n'
    cases = [('1\tbad\n', 'ten columns', 0), (row % (2, 'bad'), 'out of order', 0), (row % (1, ''), 'no form', 0), (row % ('x', 'bad'), 'number', 0),
             (row % ('1-2', 'bad') + row % (1, 'bad'), 'lacks', 1), (row % ('1-2', 'b') + row % ('1-2', 'b') + row % (1, 'b'), 'out of order', 1),
             ('# only\n', 'without words', 0), (row % (1, 'a') + row % (2, 'b') + row % (2, 'c'), 'out of order', 2), (row % ('9999999999', 'b'), 'number', 0),
             (row % ('4294967295-4294967296', 'b'), 'number', 0), ('\0\n', 'ten columns', 0)]
    for text, says, at in cases:
        with folder(a__conllu=(good + text + '\n' + good).encode()):
            ran = gives(0, words('tokens', '--in', 'conllu', '--out', 'conllu', 'a.conllu'), says='a.conllu:%d: ' % (3 + at))
            check(says in ran.err and len(list(sentences(ran.out))) == 2, (text, ran))
            check(len(gives(0, words('tokens', '--in', 'conllu', 'a.conllu')).json()[0]['tokens']) == 2, text)
    with folder(a__conllu=good.encode()):
        ran = gives(66, words('tokens', '--in', 'conllu', '--out', 'conllu', 'nowhere', 'a.conllu'), says='nowhere')
        check(ran.out.startswith(b'1\tGood'), ran)
    rng = random.Random(5)
    for i in range(30):
        noise = bytes(rng.choice(b'0123456789-.\t\n_#ab\xc3\xa9\xff\r') for _ in range(rng.choice([5, 300, 4000])))
        ran = gives(0, words('tokens', '--in', 'conllu', '--out', 'conllu'), noise + b'\n\n' + good.encode())
        check(ran.out.endswith(b'_\n\n') and b'\n1\tGood\t' in b'\n' + ran.out, (i, ran))
    long = ''.join(row % (n, 'word') for n in range(1, 1500)) + '\n'
    ran = gives(0, words('tokens', '--in', 'conllu', '--out', 'conllu'), (long + good).encode())
    check([is_tree(rows) for _, rows in sentences(ran.out)] == [True, True], 'a very long sentence')


# ---------------------------------------------------------------- bad input

def good_after(ran, what):
    check(ran.json() and ran.json()[-1]['id'] == 'good' and ran.json()[-1]['incidents'], what)


def test_bad_records():
    good = b'{"id":"good","body":"Shelling killed three people in Aleppo on Monday."}\n'
    bad = {'no JSON': b'nonsense\n', 'a list': b'[]\n', 'no body': b'{"id":"b"}\n', 'cut short': b'{"id":"b","body":"x\n',
           'invalid UTF-8': b'{"id":"b","body":"\xff\xfe"}\n', 'a NUL': b'{"id":"b","body":"a\\u0000b\x00"}\n',
           'a number as body': b'{"id":"b","body":5}\n', 'half a surrogate': b'{"id":"b","body":"\\ud800"}\n',
           'deep': b'{"id":"b","body":' + b'[' * 20000 + b'\n'}
    for what, line in bad.items():
        ran = gives(0, ['code', '--in', 'jsonl'], line + good)
        good_after(ran, what)
        check(len(ran.json()) == 2, what + ': one envelope a record')
        check(ran.json()[0]['incidents'] == [], what)
    for what in ('no JSON', 'a list', 'no body', 'cut short', 'a number as body', 'deep'):
        e = gives(0, ['code', '--in', 'jsonl'], bad[what] + good, says='could not be read').json()[0]
        check(e['errors'] and e['errors'][0]['code'] and e['errors'][0]['message'], what)
    line = b'{"id":"big","body":"' + b'Nothing happened here. ' * ((50 << 20) // (230 if SLOW else 23)) + b'"}\n'
    ran = gives(0, ['code', '--in', 'jsonl'], line + good)
    good_after(ran, 'after a large line')


def test_bad_bytes():
    rng = random.Random(7)
    for i in range(12):
        noise = bytes(rng.randrange(256) for _ in range(rng.choice([1, 20, 3000, 60000])))
        with folder(noise=noise, good__txt=RAID):
            for form in ('auto', 'html', 'text', 'feed', 'warc', 'jsonl')[:2 if SLOW else 6]:
                ran = Ran(['code', '--in', form, 'noise'])
                check(ran.status in (0, 65, 74) and 'Sanitizer' not in ran.err, (form, i, ran))
            ran = Ran(['code', 'noise', 'good.txt'])
            good_after(ran, ran) if ran.status not in (0, 65, 74) else check(ran.json()[-1]['incidents'], 'the good file is coded')


def test_memory():
    """memory does not grow with the number of records"""
    def peak(n):
        line = json.dumps({'id': 'a', 'body': RAID.decode() * 3}).encode() + b'\n'
        with tempfile.TemporaryFile() as f:
            f.write(line * n)
            f.seek(0)
            child = subprocess.Popen([CASUS, 'code', '--in', 'jsonl', '--threads', '2'], stdin=f, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = status
            check(status == 0, 'status %d' % status)
            return usage.ru_maxrss
    if not SLOW:
        few, many = peak(200), peak(20000)
        check(many < few + 8192, 'peak KiB: %d for 200 reports, %d for 20000' % (few, many))


# ---------------------------------------------------------------- ledger

def test_ledger():
    with folder():
        gives(66, ['list'], says='there is no such ledger')
        check(not os.path.exists('casus.db'), 'looking makes no ledger')
        ran = gives(0, ['add'] + SAMPLES)
        check(b'added' in ran.out and os.path.exists('casus.db'), ran)
        check(b'0 reports added' in gives(0, ['add'] + SAMPLES).out, 'adding again changes nothing')
        check(b'whole' in gives(0, ['verify']).out, 'verify')
        table = gives(0, ['list', '--format', 'table'], env=dict(os.environ, COLUMNS='80')).out.decode().rstrip('\n').split('\n')
        check(len(table) > 5 and all(len(row) <= 80 for row in table), table)
        rows = [r.split('\t') for r in gives(0, ['list']).out.decode().rstrip('\n').split('\n')]
        check(len(rows) == len(table) and all(len(r) == 10 for r in rows), 'tsv')
        shown = gives(0, ['show', rows[1][0]]).out.decode()
        check('words' in shown and '[1]' in shown, shown)
        gives(66, ['show', '999999'], says='no such incident')
        check(len(gives(0, ['search', 'Mogadishu']).out.split(b'\n')) >= 3, 'search')
        gives(0, ['search', 'al-Qaeda, "(NEAR'], says='no incident fits')
        gives(64, ['search', 'AND'])
        check(len(gives(0, ['list', '--limit', '2']).out.split(b'\n')) == 4, 'limit')
        check(b'\t2016-06-' in gives(0, ['list', '--from', '2016-06', '--to', '2016-06']).out, 'from and to')
        exports()
        with open('casus.db', 'r+b') as f:
            f.seek(20000)
            f.write(b'x' * 3000)
        check(Ran(['verify']).status == 65, 'a damaged ledger is found')
        with open('none.db', 'wb') as f:
            f.write(b'this is no ledger at all' * 100)
        gives(65, ['list', '--ledger', 'none.db'])
        gives(73, ['add', '--ledger', 'no/such/folder.db', SAMPLES[0]])


def test_copies():
    """a wire report in two papers is one telling: counted once, and told so"""
    body = ('A car bomb exploded outside a restaurant in Hilla, Iraq, on Sunday, killing seven people, police said. The wounded were taken to '
            'hospitals in the city and the road to Baghdad was closed for most of the day while officials promised an inquiry.')
    told = [('a', '2016-03-07', 'Northern Wire', body), ('b', '2016-03-07', 'Evening Post', body + ' Schools stayed shut.'),
            ('c', '2016-03-07', 'Gulf Observer', 'Nine people died when a bomb went off near a restaurant in Hilla, Iraq, on Sunday, a doctor said.')]
    with folder():
        lines = [json.dumps({'id': i, 'published': day, 'publisher': by, 'body': text}) for i, day, by, text in told]
        gives(0, ['add', '--in', 'jsonl', '-'], '\n'.join(lines).encode())
        claims = json.loads(gives(0, ['show', '--json', '1']).out)['claims']
        copies = {c['report']: c.get('copy_of') for c in claims}
        first = min('ab', key=lambda r: [c['report'] for c in claims].index(r))
        check(copies == {'a': None, 'b': None, 'c': None, 'ab'.replace(first, ''): first}, copies)
        check('copy of       ' + first in gives(0, ['show', '1']).out.decode(), 'show says so')
        check('one telling, another publisher' in gives(0, ['show', '--why', '1']).out.decode(), 'why')


def exports():
    n = len(gives(0, ['list']).out.decode().rstrip('\n').split('\n')) - 1
    check(len(gives(0, ['export', '--format', 'jsonl']).json()) == n, 'jsonl has all incidents')
    points = json.loads(gives(0, ['export', '--format', 'geojson', '-o', 'out.geojson']).out or open('out.geojson').read())
    check(points['type'] == 'FeatureCollection' and len(points['features']) == n, 'geojson has all incidents')
    check(not os.path.exists('out.geojson.part'), 'nothing is left beside it')
    gives(0, ['export', '-o', 'out.csv'])
    check(open('out.csv', encoding='utf-8', newline='').read().encode() == gives(0, ['export']).out, 'a file and a pipe get the same')
    gives(73, ['export', '-o', 'no/such/folder.csv'], says='no/such/folder.csv')
    gives(74, ['export', '-o', '/dev/full'])


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/loop':
            return self.answer(302, {'Location': '/loop'}, b'')
        if self.path == '/file':
            return self.answer(302, {'Location': 'file:///etc/hostname'}, b'')
        if self.path == '/moved':
            return self.answer(301, {'Location': '/latin'}, b'')
        if self.path == '/latin':
            page = '<html><body><h1>Raid</h1><p>Shelling killed three people near the café Élysée in Aleppo on 2 May 2016.</p></body></html>'
            return self.answer(200, {'Content-Type': 'text/html; charset=windows-1252'}, page.encode('cp1252'))
        if self.path == '/large':
            return self.answer(200, {'Content-Type': 'text/html', 'Content-Length': str(33 << 20)}, b'')
        return self.answer(404, {}, b'not here')

    def answer(self, status, headers, body):
        self.send_response(status)
        for k, v in headers.items():
            self.send_header(k, v)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_web():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = 'http://127.0.0.1:%d' % server.server_port
    env = {k: v for k, v in os.environ.items() if not k.lower().endswith('_proxy')}
    with folder(a__txt=RAID):
        ran = gives(66, ['add', at + '/none', 'a.txt'], says='404', env=env)
        check(b'1 report added' in ran.out, 'a page that is not there does not stop the others')
        ran = gives(0, ['add', at + '/moved'], env=env)
        check(b'1 report added' in ran.out, ran)
        row = gives(0, ['search', 'Élysée'], env=env)
        check(row.out.count(b'\n') == 2, 'the charset of the answer is used')
        shown = gives(0, ['show', row.out.split(b'\n')[1].split(b'\t')[0].decode() or '1'], env=env)
        check((at + '/latin').encode() in shown.out, 'the address is the one that answered')
        gives(66, ['add', at + '/loop'], env=env, says='redirect')
        gives(66, ['add', at + '/file'], env=env)
        gives(65, ['add', at + '/large'], env=env, says='32 MB')
        gives(66, ['add', 'http://127.0.0.1:1/'], env=env)
    server.shutdown()
    server.server_close()


def test_api_page():
    with open(os.path.join(SOURCE, 'docs', 'API.md'), encoding='utf-8') as f:
        page = f.read()
    for name in ('example.c', 'parse.c'):
        with open(os.path.join(SOURCE, 'docs', name), encoding='utf-8') as example:
            check(example.read() in page, 'docs/API.md shows docs/%s as it is' % name)


def test_examples():
    """what README and guide show after "$ casus ..." is what the program prints; CASUS_UPDATE=1 writes it there"""
    update = bool(os.environ.get('CASUS_UPDATE'))
    with folder():
        os.symlink(os.path.join(SOURCE, 'samples'), 'samples')
        env = dict(os.environ, PATH=os.path.dirname(CASUS) + os.pathsep + os.environ['PATH'])
        for page in ('README.md', 'docs/GUIDE.md'):
            path = os.path.join(SOURCE, page)
            with open(path, encoding='utf-8') as f:
                parts = f.read().split('```')
            blocks = [k for k in range(1, len(parts), 2) if '\n$ casus ' in parts[k]]
            check(blocks, '%s has an example' % page)
            for k in blocks:
                for command, shown in re.findall(r'^\$ (.*)\n((?:(?!\$ ).*\n)*)', parts[k], re.M):
                    ran = subprocess.run(command, shell=True, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                    printed = ran.stdout.decode('utf-8')
                    if update and shown:
                        parts[k] = parts[k].replace(shown, printed)
                    check(update or not shown or printed.strip() == shown.strip(), (page, command, ran))
            if update:
                with open(path, 'w', encoding='utf-8') as f:
                    f.write('```'.join(parts))


def main():
    os.environ.pop('CASUS_LEDGER', None)
    os.environ.pop('COLUMNS', None)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, test in sorted(globals().items()):
        if not name.startswith('test_'):
            continue
        try:
            test()
        except Exception:
            check(False, '%s: %s' % (name, traceback.format_exc()))
    print('%d passed, %d failed' % tuple(COUNT))
    return 1 if COUNT[1] else 0


if __name__ == '__main__':
    sys.exit(main())
