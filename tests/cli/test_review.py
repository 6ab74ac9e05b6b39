#!/usr/bin/env python3
"""Decisions of people from outside: every subcommand of review, recode under them, backup, and what each says when it cannot."""
import json
import os
import resource
import sys
import traceback

import test_cli
from test_cli import COUNT, SAMPLES, SOURCE, check, folder, gives

TOLD = [
    ('a', '2016-05-03', 'Daily Example', 'HOMS, Syria - Shelling killed 12 people in Homs on Monday, residents said.'),
    ('b', '2016-05-04', 'Evening Example', 'Fourteen people were killed when shells hit Homs on Monday, the Syrian Observatory for Human Rights said.'),
    ('c', '2016-05-04', 'Evening Example', 'A car bomb killed three policemen in Mogadishu on Tuesday. Al-Shabaab claimed responsibility.'),
    ('d', '2016-05-09', 'Daily Example', 'Gunmen shot dead a judge in Quetta on Sunday, police said.'),
]


def add_told():
    lines = [json.dumps({'id': i, 'published': day, 'publisher': by, 'body': body}) for i, day, by, body in TOLD]
    gives(0, ['add', '--in', 'jsonl', '-'], '\n'.join(lines).encode())


def rows_of(ran):
    head, *rows = [r.split('\t') for r in ran.out.decode().rstrip('\n').split('\n')]
    return [dict(zip(head, r)) for r in rows]


def one(*args):
    return json.loads(gives(0, list(args) + ['--json']).out)


def listed(**more):
    return {r['id']: r for r in json.loads(gives(0, ['list', '--json'] + [x for k, v in more.items() for x in ('--' + k, v)]).out)['incidents']}


def shown(i):
    return json.loads(gives(0, ['show', '--json', str(i)]).out)


def at(place):
    return [i for i, r in listed().items() if r['place'] and r['place']['name'] == place]


# ---------------------------------------------------------------- decisions

def test_each():
    with folder():
        add_told()
        check(b'whole' in gives(0, ['verify']).out, 'whole')
        homs, = at('Homs')
        mogadishu, = at('Mogadishu')
        quetta, = at('Quetta')
        check(listed()[homs]['reports'] == 2, listed()[homs])

        ran = gives(0, ['review', 'accept', str(homs), str(mogadishu), '--who', 'amira', '--why', 'two papers'])
        check(ran.out.decode() == 'incident %d accepted\nincident %d accepted\n' % (homs, mogadishu), ran)
        check({r['review'] for i, r in listed().items() if i in (homs, mogadishu)} == {'accepted'}, 'accepted')
        check(set(listed(review='none')) == {quetta}, 'a filter for what nobody looked at')

        got = one('review', 'reject', str(quetta), '--who', 'basil', '--why', 'a common crime')
        check(got == {'action': 'reject', 'incident': quetta, 'now': quetta, 'who': 'basil', 'why': 'a common crime'}, got)
        gives(64, ['list', '--review', 'acepted'], says='did you mean accepted')
        check(quetta not in listed() and quetta in listed(review='rejected'), 'what is rejected is left out unless asked for')

        gives(0, ['review', 'edit', str(homs), 'killed=13-20', 'place=Talbiseh', 'point=34.84,36.73', 'perpetrators=army; militia', '--who', 'amira'])
        r = listed()[homs]
        check((r['killed']['low'], r['killed']['high'], r['place']['name'], r['place']['lat']) == (13, 20, 'Talbiseh', 34.84), r)
        check(r['perpetrators'] == ['army', 'militia'] and r['review'] == 'accepted', r)
        check(rows_of(gives(0, ['search', 'Talbiseh']))[0]['ID'] == str(homs), 'what was set is found')
        gives(0, ['review', 'edit', str(homs), 'place=', 'point=', '--who', 'amira'])
        check(listed()[homs]['place']['name'] == 'Homs' and listed()[homs]['killed']['high'] == 20, 'an empty value takes back what was set')

        gives(0, ['review', 'note', str(homs), '--why', 'ask the hospital', '--who', 'amira'])
        decided = shown(homs)['decisions']
        check([d['action'] for d in decided] == ['accept', 'edit', 'edit', 'note'] and decided[-1]['why'] == 'ask the hospital', decided)
        check(decided[1]['set'].startswith('killed=13-20') and all(d['who'] == 'amira' and d['entry'] for d in decided), decided)
        text = gives(0, ['show', str(homs)]).out.decode()
        check('amira: edit' in text and 'ask the hospital' in text, text)

        gives(0, ['review', 'split', str(homs), '2', '--who', 'amira', '--why', 'another street'])
        two = at('Homs')
        check(len(two) == 2 and homs in two and listed()[homs]['killed']['high'] == 20, two)
        check('joined' not in gives(0, ['show', '--why', str(homs)]).out.decode(), 'alone')
        other = [i for i in two if i != homs][0]
        gives(0, ['review', 'merge', str(homs), str(other), '--who', 'amira', '--why', 'the same street'])
        check(at('Homs') == [homs] and listed()[homs]['reports'] == 2, listed())
        check(gives(0, ['show', str(other)]).out.decode().startswith('Incident %d is now part of incident %d.' % (other, homs)), 'the old number leads there')
        check(shown(other)['incident']['id'] == homs, 'in JSON as well')
        check('joined by a person' in gives(0, ['show', '--why', str(homs)]).out.decode(), 'why')

        log = rows_of(gives(0, ['review', 'log']))
        check([r['DECISION'] for r in log] == ['accept', 'accept', 'reject', 'edit', 'edit', 'note', 'split', 'merge'], log)
        check(len(rows_of(gives(0, ['review', 'log', str(quetta)]))) == 1, 'of one incident')
        again = json.loads(gives(0, ['review', 'log', '--json']).out)['decisions']
        check([d['action'] for d in again] == [r['DECISION'] for r in log] and all(d['time'].endswith('Z') for d in again), again)
        check(b'whole' in gives(0, ['verify']).out, 'whole after all of it')


def test_why():
    """which report holds which in an incident, and by what points; the numbers are those that split takes"""
    with folder():
        add_told()
        homs, = at('Homs')
        text = gives(0, ['show', '--why', str(homs)]).out.decode()
        check('\n[1] Daily Example, 2016-05-03' in text and 'most like Evening Example' in text and 'points (a link has 65)' in text, text)
        check('  low    12  ' in text and '  high   14  ' in text, text)
        links = shown(homs)['links']
        check([(k['n'], k['report'], k['most_like']['report']) for k in links] == [(1, 'a', 'b'), (2, 'b', 'a')], links)
        for k in links:
            like = k['most_like']
            check(sum(like['points'].values()) == like['sum'] >= like['enough'] and like['km'] == 0 and not k['copy'], k)
        quetta, = at('Quetta')
        check(shown(quetta)['links'][0]['most_like'] is None and 'the only report of it' in gives(0, ['show', '--why', str(quetta)]).out.decode(), 'alone')
        gives(64, ['show', 'x'], says='casus list')
        gives(66, ['show', '99'], says='no such incident')


def test_who():
    with folder():
        add_told()
        env = dict(os.environ, CASUS_USER='dana')
        gives(0, ['review', 'accept', '1'], env=env)
        gives(0, ['review', 'accept', '1', '--who', 'amira'], env=env)
        check([r['WHO'] for r in rows_of(gives(0, ['review', 'log']))] == ['dana', 'amira'], 'CASUS_USER, then --who')
        gives(0, ['review', 'accept', '1'], env={k: v for k, v in os.environ.items() if k != 'CASUS_USER'})
        check(rows_of(gives(0, ['review', 'log']))[-1]['WHO'], 'else the login')


def test_refusals():
    """nothing is decided, and the message says what to do"""
    with folder():
        gives(66, ['review'], says='casus add')
        add_told()
        homs, = at('Homs')
        h = str(homs)
        for args, says in ((['accept'], 'casus list'), (['accept', 'x'], 'a number'), (['edit', h], 'killed=14-20'), (['edit', h, 'killed'], 'FIELD=VALUE'),
                           (['edit', h, 'killed=many'], 'killed=many: a count is 14'), (['edit', h, 'place=Homs', 'killed=20-14'], 'killed=20-14: a count'),
                           (['edit', h, 'date=2016-13-01'], '2015-09-18'), (['edit', h, 'dead=3'], 'no such field: type status'), (['edit', h, 'type=x'], 'no such type'),
                           (['edit', h, 'point=99,3'], 'LAT,LON'), (['edit', h, 'country=Syria'], 'SY'), (['merge', h], 'casus review merge 12 15'),
                           (['merge', h, h], 'one incident already'), (['split', h], 'show --why'), (['split', h, '9'], 'show --why'),
                           (['split', h, '1', '2'], 'both sides'), (['note', h], '--why TEXT'), (['frob', h], 'accept, reject, edit')):
            ran = gives(64, ['review'] + args, says=says)
            check(len(ran.err.strip().split('\n')) == 1 and '; ' in ran.err and ran.out == b'', ran)
        for args in (['accept', '99'], ['reject', '99'], ['edit', '99', 'killed=1'], ['merge', h, '99'], ['split', '99', '1']):
            gives(66, ['review'] + args, says='no such incident; see what there is with: casus list')
        check(rows_of(gives(0, ['review', 'log'])) == [], 'nothing was decided')
        gives(0, ['review', 'accept', h])
        ran = gives(66, ['review', 'accept', '2', '99', '3'], says='no such incident')
        check(ran.out == b'incident 2 accepted\n', 'those before a wrong number are decided and told')


def test_queue():
    with folder():
        add_told()
        table = rows_of(gives(0, ['review']))
        queue = json.loads(gives(0, ['review', '--json']).out)['queue']
        check([str(r['id']) for r in queue] == [r['ID'] for r in table] and set(r['id'] for r in queue) == set(listed()), 'all that nobody looked at')
        check([r['weight'] for r in queue] == sorted((r['weight'] for r in queue), reverse=True) and all(r['doubts'] for r in queue), queue)
        check(len(rows_of(gives(0, ['review', '--limit', '1']))) == 1, '--limit')
        ids = [r['id'] for r in queue]
        typed = 'w\n?\ne killed=15 place=Tal Kalakh\na seen by two\nn call back\nr not ours\nq\n'
        ran = gives(0, ['review', '--ask', '--who', 'amira'], typed.encode())
        log = rows_of(gives(0, ['review', 'log']))
        want = [('edit', ids[0], 'killed=15; place=Tal Kalakh', ''), ('accept', ids[0], '', 'seen by two'), ('note', ids[1], '', 'call back'),
                ('reject', ids[1], '', 'not ours')]
        check([(r['DECISION'], int(r['INCIDENT']), r['VALUES'], r['WHY']) for r in log] == want, log)
        check(b'In doubt: ' in ran.out and b'merge: ' in ran.out, ran)
        check(ids[0] not in [r['id'] for r in json.loads(gives(0, ['review', '--json']).out)['queue']], 'what was looked at has left the queue')


# ---------------------------------------------------------------- recode, backup

def lexicon_without(word):
    """the lexicon, but for the rows of a word"""
    os.mkdir('lexicon')
    at = os.path.join(SOURCE, 'data', 'lexicon', 'en')
    for name in os.listdir(at):
        with open(os.path.join(at, name), encoding='utf-8') as f:
            rows = f.readlines()
        with open(os.path.join('lexicon', name), 'w', encoding='utf-8') as f:
            f.writelines(r for r in rows if not r.startswith(word))


def test_recode():
    with folder():
        add_told()
        homs, = at('Homs')
        mogadishu, = at('Mogadishu')
        got = one('recode')
        check(got['reports'] == 0 and got['changes'] == [], 'read with this version already')
        got = one('recode', '--all')
        check(got['reports'] == len(TOLD) == got['same'] and got['changes'] == [] and got['trial'] is False, got)
        gives(0, ['review', 'edit', str(mogadishu), 'killed=4', 'type=shelling', '--who', 'amira'])
        gives(0, ['review', 'accept', str(homs), '--who', 'amira'])
        before = listed()
        lexicon_without('car bomb')
        tried = json.loads(gives(0, ['recode', '--try', '--json', '--lexicon', 'lexicon']).out)
        check(tried['trial'] is True and listed() == before, 'a trial changes nothing')
        ran = gives(0, ['recode', '--lexicon', 'lexicon'])
        check('read again' in ran.out.decode(), ran)
        after = listed()
        check(after[mogadishu]['killed']['best'] == 4 and after[mogadishu]['type'] == 'shelling', after.get(mogadishu))
        check(after[homs]['review'] == 'accepted' and set(before) == set(after), 'decisions and numbers stay')
        check(b'whole' in gives(0, ['verify']).out, 'whole')
        got = one('recode')
        check(got['reports'] == len(TOLD), 'back to the lexicon of the program')
        check(listed() == before, 'all is as it was')
        gives(64, ['recode', 'x'], says='does not take')
        gives(66, ['recode', '--lexicon', 'none'])
        gives(66, ['recode', '--ledger', 'none.db'], says='casus add')


def test_backup():
    with folder():
        add_told()
        gives(0, ['review', 'accept', '1', '--who', 'amira'])
        got = one('backup', 'copy.db')
        check(got == {'ledger': 'casus.db', 'copy': 'copy.db'} and not os.path.exists('copy.db-wal'), 'one file')
        check(gives(0, ['list', '--ledger', 'copy.db']).out == gives(0, ['list']).out, 'the same rows')
        check(gives(0, ['verify', '--ledger', 'copy.db', '--json']).json()[0]['head'] == gives(0, ['verify', '--json']).json()[0]['head'], 'the same journal')
        gives(73, ['backup', 'copy.db'], says='copy.db')
        gives(73, ['backup', 'no/such/folder.db'], says='no/such/folder.db')
        gives(64, ['backup'], says='needs')
        gives(66, ['backup', '--ledger', 'none.db', 'b.db'])
        check(not os.path.exists('b.db'), 'nothing is left')


# ---------------------------------------------------------------- lists while others write

def page(after, *args):
    got = json.loads(gives(0, ['list', '--json', '--limit', '2'] + list(args) + (['--after', after] if after else [])).out)
    return got[[k for k in got if k != 'next'][0]], got['next']


def test_pages_under_inserts():
    """what is added between two pages makes no row come twice, and none of those that were there stay away"""
    for kind in ([], ['--reports']):
        with folder():
            gives(0, ['add'] + SAMPLES)
            key = 'incidents' if not kind else 'reports'
            there = [r['id'] for r in json.loads(gives(0, ['list', '--json'] + kind).out)[key]]
            seen, after, n = [], None, 0
            while True:
                rows, after = page(after, *kind)
                seen += [r['id'] for r in rows]
                n += 1
                if not after:
                    break
                for day, place in (('2014-01-%02d' % n, 'Mosul'), ('2019-01-%02d' % n, 'Kirkuk')):  # before and behind the cursor
                    body = json.dumps({'id': place + str(n), 'published': day, 'body': 'Shelling killed %d people in %s on Monday.' % (n + 1, place)})
                    gives(0, ['add', '--in', 'jsonl', '-'], body.encode())
            check(len(seen) == len(set(seen)), 'no row twice')
            check([i for i in seen if i in there] == there, (kind, 'none stays away, and the order is kept'))
            check(len(seen) > len(there), 'what was added behind the cursor is seen')


def test_help():
    for name in 'review recode backup show verify list search'.split():
        text = gives(0, ['help', name]).out.decode()
        check('examples:\n  casus %s' % name in text and text == gives(0, [name, '--help']).out.decode(), text)
        for line in text[text.index('examples:'):].split('\n')[1:]:
            check(not line or line.startswith('  casus ' + name), line)
    text = gives(0, ['help', 'review']).out.decode()
    check(all('casus review ' + x in text for x in 'accept reject edit merge split note log'.split()), 'an example of each')


def main():
    os.environ.pop('CASUS_LEDGER', None)
    os.environ.pop('CASUS_USER', None)
    os.environ.pop('COLUMNS', None)
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
