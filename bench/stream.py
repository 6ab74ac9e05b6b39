"""How well a ledger links reports of one event: made-up streams of tools/stream, and the same reports in ten orders.

`f1`, `precision`, `recall` are of pairs of reports told to be of one event; `orders` is the share of ten orders of adding that give the
groups of the first. Three streams: reports of sixty days from four hundred towns; `_full`, ten times as many a day; `_towns`, six towns
that are in the news daily. Reports are read without the language model: what is measured is linking.
"""
import importlib.util
import os
import tempfile

from engine import Failed, REPO, Unsupported

TOOL = os.path.join(REPO, 'tools', 'stream', 'stream.py')
STREAMS = (('', {'incidents': 300, 'days': 60}), ('_full', {'incidents': 1500, 'days': 30}),
           ('_towns', {'incidents': 200, 'days': 100, 'towns': 6}))
MEASURES = ('f1', 'precision', 'recall', 'orders')
KEYS = ' '.join(m + s for s, _ in STREAMS for m in MEASURES)
ORDERS = 10


def tool(path=TOOL):
    spec = importlib.util.spec_from_file_location('stream_tool', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def add(casus, folder, order, make):
    ledger, reports = (os.path.join(folder, '%d.%s' % (order, x)) for x in ('db', 'jsonl'))
    make(order, reports)
    status, _, err, _, _ = casus.spawn(['add', '--no-parse', '--ledger', ledger, reports])
    if status != 0:
        raise Failed('casus add: %s' % err.decode('utf-8', 'replace')[:200])
    return ledger


def measure(casus, path, data=None):
    if not casus.knows('add', '--ledger'):
        raise Unsupported('casus add is not known to this binary')
    t, out = tool(path), {}
    for suffix, options in STREAMS:
        with tempfile.TemporaryDirectory() as folder:
            truth = os.path.join(folder, 'truth.tsv')
            ledgers = (add(casus, folder, n, lambda order, to: t.write(truth, to, order=order, seed=1, **options)) for n in range(ORDERS))
            first = next(ledgers)
            groups, score = t.canonical(first), t.score(first, truth)
            same = 1 + sum(t.canonical(x) == groups for x in ledgers)
        out.update({m + suffix: score[m] for m in MEASURES[:3]})
        out['orders' + suffix] = same / ORDERS
    return out
