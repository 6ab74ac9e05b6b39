#!/usr/bin/env python3
"""casus code --explain: every value has its reasons, and the reasons are true.

CASUS is the program, CASUS_SOURCE the source folder. The golden file holds the reasons of tests/golden/explain/raid.txt one a line, without
the numbers of lexicon lines and the trained weights, which move; CASUS_UPDATE=1 writes it anew. It needs a language model, as the cases in parsed/ do.
"""
import json
import os
import re
import subprocess
import sys

CASUS = os.environ['CASUS']
SOURCE = os.environ['CASUS_SOURCE']
LEXICON = os.path.join(SOURCE, 'data', 'lexicon', 'en')
RAID = os.path.join(SOURCE, 'tests', 'golden', 'explain', 'raid.txt')
GOLDEN = os.path.join(SOURCE, 'tests', 'golden', 'explain', 'raid.why')
SAMPLES = [os.path.join(SOURCE, 'samples', f) for f in sorted(os.listdir(os.path.join(SOURCE, 'samples'))) if f.endswith(('.html', '.txt'))]
BAD = []


def check(ok, what):
    if not ok:
        BAD.append(what)
        print('failed: %s' % (what,), file=sys.stderr)


def code(*args):
    model = ['--model', os.environ['CASUS_MODEL']] if os.environ.get('CASUS_MODEL') else []
    done = subprocess.run([CASUS, 'code', '--date', '2016-03-07'] + model + list(args), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(done.returncode == 0 and b'Sanitizer' not in done.stderr, (args, done.returncode, done.stderr[:300]))
    return [json.loads(line) for line in done.stdout.decode().split('\n') if line]


def reasons_of(envelope):
    for number, incident in enumerate(envelope['incidents'], 1):
        for field, why in incident['why'].items():
            for reason in why:
                yield number, field, reason
    for reason in envelope['left_out']:
        yield 0, 'left_out', reason


def row_knows(row, text):
    """the line of the lexicon has a term that begins as the words do"""
    name, line = row.split(':')
    with open(os.path.join(LEXICON, name), encoding='utf-8') as f:
        term = f.read().split('\n')[int(line) - 1].split('\t')[0].lower()
    irregular = name in ('events.tsv', 'sayings.tsv', 'cues.tsv') and '/v' in term
    return irregular or any(w[:3] in term for w in re.findall(r'\w+', text.lower()))


def test_switch():
    """the envelope is the same but for the reasons, which nobody gets unasked"""
    for path in SAMPLES:
        for plain, told in zip(code(path), code('--explain', path)):
            check('left_out' not in plain and not any('why' in i for i in plain['incidents']), path)
            told.pop('left_out')
            for incident in told['incidents']:
                incident.pop('why')
            check(plain == told, path)


def test_set_aside():
    """sentences that are not read further have a reason for each of their event words"""
    text = ('The club fired its coach on Monday. The mayor came under attack over the budget. Critics attacked her third album, a storm of '
            'guitars. Fans besieged the hall for tickets.')
    done = subprocess.run([CASUS, 'code', '--explain', '-'], input=text.encode(), stdout=subprocess.PIPE)
    told = {r['text']: r for r in json.loads(done.stdout)['left_out']}
    for word in ('attacked', 'storm', 'besieged'):
        check('speak against an incident' in told.get(word, {}).get('rule', '') and told[word]['weight'] < 0, word)


def test_complete():
    """each value that is set has a reason; spans hold their words; rows know them"""
    for path in SAMPLES + [RAID]:
        for envelope in code('--explain', path):
            body = envelope['report']['body']
            for incident in envelope['incidents']:
                why = incident['why']
                for field in ('words', 'type', 'status', 'codes', 'confidence'):
                    check(why.get(field), (path, field))
                for field in ('killed', 'injured', 'abducted', 'displaced', 'actors', 'places', 'weapon', 'targets', 'sources'):
                    check(bool(why.get(field)) or not incident[field], (path, field, incident[field]))
                check(bool(why.get('date')) or not incident['date']['edtf'], (path, incident['date']))
                told = {r['value'] for r in why.get('actors', [])}
                check(all(a['name'] in told for a in incident['actors']), (path, told))
                check(incident['claims'] == 1 or why.get('together'), (path, incident['id']))
            for _, field, reason in reasons_of(envelope):
                check(reason['rule'], (path, field, reason))
                for part in (reason, reason.get('by', {})):
                    if 'span' in part:
                        check(body[slice(*part['span'])] == part['text'], (path, reason))
                    if 'row' in part and 'text' in part:
                        check(row_knows(part['row'], part['text']), (path, field, part))


def test_golden():
    lines = []
    for number, field, reason in reasons_of(code('--explain', RAID)[0]):
        if field == 'confidence': # weights are trained anew
            continue
        text = json.dumps(reason, ensure_ascii=False)
        lines.append('%d %s %s' % (number, field, re.sub(r'\.tsv:\d+', '.tsv', text)))
    found = '\n'.join(lines) + '\n'
    if os.environ.get('CASUS_UPDATE'):
        with open(GOLDEN, 'w', encoding='utf-8') as f:
            f.write(found)
    with open(GOLDEN, encoding='utf-8') as f:
        want = f.read()
    for a, b in zip(want.split('\n'), found.split('\n')):
        check(a == b, 'wanted %s\n found %s' % (a, b))
    check(len(want) == len(found), 'as many reasons as wanted')


def main():
    parsed = any(t.get('head') is not None for t in json.loads(subprocess.run(
        [CASUS, 'annotate', '--layer', 'tokens'], input=b'Police fired.', stdout=subprocess.PIPE, check=True).stdout)['tokens'])
    test_switch()
    test_set_aside()
    test_complete()
    if parsed:
        test_golden()
    print('%d faults' % len(BAD))
    return 1 if BAD else 0


if __name__ == '__main__':
    sys.exit(main())
