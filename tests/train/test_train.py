#!/usr/bin/env python3
"""The training program learns a treebank of twelve sentences by heart, and the program reads the model it writes: the way from
text to gradient to file to int8 and back, in a few seconds.

usage: test_train.py CASUS-TRAIN CASUS TINY.txt TRAIN-NAMES TRAIN-VECTORS
"""
import json
import os
import subprocess
import sys
import tempfile

train, casus, tiny, train_names, train_vectors = sys.argv[1:6]
passed = failed = 0


def check(ok, what):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print('FAILED: ' + what)


def run(*args):
    env = dict(os.environ)
    if args[0] == train:  # keeps what it has to its end: an address sanitizer need not count that
        env['ASAN_OPTIONS'] = env.get('ASAN_OPTIONS', '') + ':detect_leaks=0'
    return subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8', env=env)


sentences = []
for line in open(tiny, encoding='utf-8'):
    if line.strip() and not line.startswith('#'):
        sentences.append([word.rsplit('/', 4) for word in line.split()])

with tempfile.TemporaryDirectory() as d:
    treebank, names, net, model = (os.path.join(d, x) for x in ('t.conllu', 'n.tsv', 'x.net', 'x.model'))
    with open(treebank, 'w', encoding='utf-8') as f, open(names, 'w', encoding='utf-8') as g:
        for n, s in enumerate(sentences):
            f.write('# sent_id = %d\n' % n)
            g.write('# sent_id = %d\n' % n)
            for k, (form, pos, tag, head, rel) in enumerate(s):
                word, _, label = form.partition('{')
                f.write('%d\t%s\t_\t%s\t%s\t_\t%s\t%s\t_\t_\n' % (k + 1, word, pos, tag, head, rel))
                g.write('%s\t%s\t%s\n' % (word, tag, 'B-' + label if label else 'O'))
            f.write('\n')
            g.write('\n')
    fit = ('width=32', 'layers=2', 'arc=16', 'label=16', 'epochs=200', 'batch=80', 'rate=0.004', 'drop=0', 'least=1', 'ud=' + treebank,
           'over=wide:' + names)
    made = run(train, 'fit', 'out=' + net, *fit)
    check(made.returncode == 0, 'fit: ' + made.stdout)
    again = run(train, 'fit', 'out=' + net + '2', *fit)
    check(again.returncode == 0 and open(net, 'rb').read() == open(net + '2', 'rb').read(), 'the same seed gives the same net')
    check(run(train, 'write', 'net=' + net, 'name=tiny', 'out=' + model).returncode == 0, 'write')
    read = run(casus, 'annotate', '--layer', 'tokens', '--in', 'conllu', '--out', 'conllu', '--model', model, treebank)
    check(read.returncode == 0, 'annotate: ' + read.stdout)
    rows = [x.split('\t') for x in read.stdout.splitlines() if x and not x.startswith('#')]
    words = [w for s in sentences for w in s]
    check(len(rows) == len(words), 'every word is there')
    right = [(r[3] == w[1], r[4] == w[2], r[6] == w[3], r[7] == w[4]) for r, w in zip(rows, words) if len(r) == 10]
    for k, what in enumerate(('parts of speech', 'tags', 'heads', 'relations')):
        check(sum(x[k] for x in right) >= 0.97 * len(words), '%s: %d of %d' % (what, sum(x[k] for x in right), len(words)))
    text = os.path.join(d, 'x.txt')
    with open(text, 'w', encoding='utf-8') as f:
        f.write('Rebels shelled Aleppo.\n')
    found = run(casus, 'annotate', '--layer', 'names', '--model', model, text)
    check('"Aleppo"' in found.stdout and '"geo"' in found.stdout, 'names: ' + found.stdout)
    signs, twice = os.path.join(d, 's.model'), os.path.join(d, 't.model')
    learned = run(train_names, model, signs, 'wide=' + names, 'wide=' + names)
    check(learned.returncode == 0 and ' 0 weights' not in learned.stdout, 'signs: ' + learned.stdout)
    check(run(train_names, signs, twice, 'wide=' + names, 'wide=' + names).returncode == 0 and
          open(signs, 'rb').read() == open(twice, 'rb').read(), 'signs learned before are dropped, and the same ones learned')
    found = run(casus, 'annotate', '--layer', 'names', '--model', signs, text)
    check('"Aleppo"' in found.stdout and '"geo"' in found.stdout, 'names with signs: ' + found.stdout)
    check(run(train_names, model, signs, 'wide=' + text + '.none').returncode == 1, 'a table that is not there')
    package, vectors = os.path.join(d, 'v.json'), os.path.join(d, 'vectors')
    words = sorted({w[0].partition('{')[0].lower() for s in sentences for w in s})
    with open(package, 'w', encoding='utf-8') as f:
        json.dump({'dimensions': 25, 'words': words, 'vectors': {w: [(k * 7 + n * 3) % 11 - 5 for k in range(25)] for n, w in enumerate(words)}}, f)
    coded = run(train_vectors, package, vectors)
    check(coded.returncode == 0 and coded.stdout.startswith('%d words of 25 dimensions' % len(words)), 'vectors: ' + coded.stdout)
    known = run(train, 'fit', 'out=' + net + '3', 'vectors=' + vectors, *(x for x in fit if not x.startswith('epochs')), 'epochs=1')
    check(known.returncode == 0 and ' with a vector' in known.stdout and ' 0 with' not in known.stdout, 'a net that knows vectors: ' + known.stdout)
    check(run(train_vectors, text, vectors).returncode == 1, 'vectors of a file that holds none')
    broken = os.path.join(d, 'y.model')
    with open(broken, 'wb') as f:
        f.write(open(model, 'rb').read()[:-100])
    bad = run(casus, 'annotate', '--layer', 'names', '--model', broken, text)
    check(bad.returncode == 65 and 'y.model' in bad.stdout, 'a model that is cut short: %d %s' % (bad.returncode, bad.stdout))

print('%d passed, %d failed' % (passed, failed))
sys.exit(1 if failed else 0)
