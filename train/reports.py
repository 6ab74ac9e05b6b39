"""Write the reports that claims were judged in (judged.tsv) as JSON lines, from the benchmarks' development halves.

usage: reports.py DATA OUTPUT.jsonl

geo and timex texts, every page of the page benchmark, and one in 10 of the training texts of muc4, and the texts of re3d. Never those of the incidents benchmark.
"""
import csv
import gzip
import json
import os
import sys

data, output = sys.argv[1:]


def table(path):
    with open(path, encoding='utf-8', newline='') as f:
        yield from csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE)


def texts(name):
    folder = os.path.join(data, name, 'dev')
    for row in table(os.path.join(folder, 'docs.tsv')):
        with open(os.path.join(folder, 'docs', row['doc'] + '.txt'), encoding='utf-8') as f:
            yield {'id': row['doc'], 'published': row.get('date') or row.get('dct') or None, 'body': f.read()}


def pages():
    folder = os.path.join(data, 'pages', 'dev')
    for row in table(os.path.join(folder, 'pages.tsv')):
        with gzip.open(os.path.join(folder, 'html', row['id'] + '.html.gz')) as f:
            yield {'id': row['id'], 'url': row['url'], 'html': f.read().decode('utf-8', 'replace')}


def muc4():
    with open(os.path.join(data, 'muc4', 'train.jsonl'), encoding='utf-8') as f:
        for n, line in enumerate(f):
            if n % 10 == 0:
                report = json.loads(line)
                yield {'id': report['docid'], 'published': report['dateline_date'] or None, 'body': report['text']}


def re3d():
    with open(os.path.join(data, 'ner', 're3d-train.jsonl'), encoding='utf-8') as f:
        for line in f:
            report = json.loads(line)
            yield {'id': 're3d-' + report['id'], 'url': report.get('url'), 'title': report.get('title'), 'body': report['text']}


with open(output, 'w', encoding='utf-8') as f:
    for source in (texts('geo'), texts('timex'), pages(), muc4(), re3d()):
        for report in source:
            f.write(json.dumps({k: v for k, v in report.items() if v}) + '\n')
