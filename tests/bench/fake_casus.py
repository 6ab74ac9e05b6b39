#!/usr/bin/env python3
"""A stand-in for the casus binary: knows the public contracts and answers by rules a test can foresee.

FAKE_CASUS (a JSON object in the environment) may hold: refuse (options or layers answered with the usage status),
fail (status of every run), envelopes ({id: incidents}), names ({id: items}), conllu (text for given tokens), model (false:
there is none), more (options that the help names, too).
"""
import json
import os
import re
import sys

PLAN = json.loads(os.environ.get('FAKE_CASUS') or '{}')


def envelope(r):
    return {'id': r['id'], 'offsets': 'codepoint', 'report': {'body': r.get('body', '')},
            'incidents': PLAN.get('envelopes', {}).get(r['id'], []), 'errors': []}


def items(layer, r):
    body = r['body']
    if layer == 'times':
        return [{'start': m.start(), 'end': m.end(), 'text': m.group(), 'type': 'DATE', 'value': m.group()}
                for m in re.finditer(r'\d{4}-\d\d-\d\d', body)]
    if layer == 'places':
        return [{'start': m.start(), 'end': m.end(), 'text': 'Paris', 'lat': 48.85, 'lon': 2.35}
                for m in re.finditer('Paris', body)]
    if layer == 'actors':
        return [{'start': m.start(), 'end': m.end(), 'text': m.group(), 'kind': 'person'} for m in re.finditer('Ann Lee', body)]
    return PLAN.get('names', {}).get(r['id'], [])


def tokens(r):
    """one sentence a document, every word a noun that hangs on the first"""
    out = ['# newdoc id = ' + r['id']]
    for n, w in enumerate(re.findall(r'\w+|[^\w\s]', r['body']), 1):
        out.append('\t'.join([str(n), w, '_', 'NOUN', '_', '_', '0' if n == 1 else '1', 'root' if n == 1 else 'dep', '_', '_']))
    return '\n'.join(out) + '\n\n'


def gazetteer(argv):
    """a gazetteer is its table; a name finds every place that begins with the same letter"""
    if '--threads' in argv:
        return 64
    if argv[1] == 'build':
        with open(argv[-1], 'rb') as f, open(argv[argv.index('-o') + 1], 'wb') as g:
            g.write(f.read())
        return 0
    with open(argv[argv.index('--gazetteer') + 1], encoding='utf-8') as f:
        places = [x.rstrip('\n').split('\t') for x in f]
    print('asked\tname\tcountry\tgeonameid')
    for line in sys.stdin.buffer.read().decode('utf-8').splitlines():
        name, _, country = line.partition('\t')
        for p in places:
            if p[1][0] == name[0] and (not country or p[8] == country):
                print('\t'.join([name, p[1], p[8], p[0]]))
    return 0


def main(argv):
    refuse = set(PLAN.get('refuse', ()))
    if 'fail' in PLAN:
        print('casus: it failed', file=sys.stderr)
        return PLAN['fail']
    if refuse & set(argv):
        print('casus: not known: %s' % sorted(refuse & set(argv)), file=sys.stderr)
        return 64
    if argv and argv[0] == '--version':
        print('casus 0.0-fake')
        return 0
    if argv[1:] == ['--help']:
        print('options:\n' + '\n'.join('  %s' % x for x in ['--in', '--no-parse', '--untrained'] + PLAN.get('more', []) if x not in refuse))
        return 0
    if argv[0] == 'annotate' and {'names', 'tokens'} & set(argv) and not PLAN.get('model', True):
        print('casus: no language model is built in; name one with --model FILE', file=sys.stderr)
        return 66
    if argv[0] == 'gazetteer':
        return gazetteer(argv)
    if argv[0] == 'page':
        for path in [x for x in argv[1:] if x.endswith('.html')]:
            with open(path, 'rb') as f:
                page = f.read().decode('latin-1')
            print(json.dumps({'id': path, 'title': re.search('<title>(.*?)</title>', page).group(1),
                              'body': re.sub('<[^>]*>', ' ', page.split('</title>')[1]).strip(),
                              'published': {'edtf': '2020-01-02', 'basis': 'published'}}))
        return 0
    data = sys.stdin.buffer.read().decode('utf-8')
    if 'conllu' in argv and argv[argv.index('--in') + 1] == 'conllu':
        sys.stdout.write(PLAN.get('conllu', ''))
        return 0
    for line in filter(None, data.split('\n')):
        r = json.loads(line)
        if argv[0] == 'code':
            print(json.dumps(envelope(r)))
        elif 'conllu' in argv:
            sys.stdout.write(tokens(r))
        else:
            print(json.dumps({'id': r['id'], 'offsets': 'codepoint', 'items': items(argv[argv.index('--layer') + 1], r)}))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
