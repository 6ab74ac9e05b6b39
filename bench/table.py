"""`bench/run all`: everything found, one table beside the reference figures, and the two committed files."""
import glob
import json
import os

import engine
import scorers
import rooms
import speed
import spelling
import stream

# benchmark, label, pattern under the data folder, reason for leaving out a file that matches (None: measured)
SETS = (
    ('incidents', 'incidents', 'incidents', None),
    ('muc4', 'muc4/dev', 'muc4/dev.jsonl', None),
    ('coding', 'coding/*', 'coding/*gsr*.jsonl', None),
    ('units', 'units/*', 'coding/petrarch-units*.jsonl', None),
    ('timex', 'timex/dev', 'timex/dev', None),
    ('geo', 'geo/dev', 'geo/dev', None),
    ('spelling', 'geo/spelling', spelling.TABLE, None),
    ('stream', 'stream', stream.TOOL, None),
    ('pages', 'pages/dev', 'pages/dev', None),
    ('ud', 'ud/*', 'ud/*dev.conllu', None),
    ('ner', 'ner/*', 'ner/*dev.tsv', None),
)
SPEED_KEYS = ('docs', 'seconds', 'docs_per_s', 'mb_per_s', 'tokens_per_s')
SPEED_ROWS = (
    ('startup_s', 'start-up, empty input (s)', '%.3f'),
    ('text_docs_per_s', 'reports a second, `casus code`, text', '%.0f'),
    ('text_mb_per_s', 'MB a second, `casus code`, text', '%.2f'),
    ('text_tokens_per_s', 'words a second, `casus code`, text', '%.0f'),
    ('text_peak_mib', 'peak memory, `casus code`, text (MiB)', '%.0f'),
    ('mixed_sentences_per_s', 'sentences of mixed news a second, whole chain, start-up taken off (TABARI, which has no parser, places, dates or tallies: 13,000)', '%.0f'),
    ('quiet_docs_per_s', 'news texts without incidents a second, start-up taken off', '%.0f'),
    ('quiet_kb', 'their length (kB)', '%.2f'),
    ('page_docs_per_s', 'pages a second, `casus page`', '%.0f'),
    ('page_mb_per_s', 'MB of HTML a second, `casus page`', '%.2f'),
    ('page_peak_mib', 'peak memory, `casus page` (MiB)', '%.0f'),
    ('html_docs_per_s', 'pages a second, `casus code`, HTML', '%.0f'),
    ('html_mb_per_s', 'MB of HTML a second, `casus code`', '%.2f'),
    ('html_peak_mib', 'peak memory, `casus code`, HTML (MiB)', '%.0f'),
    ('instructions_per_doc', 'instructions a report (start-up taken off)', '%.0f'),
    ('instructions_startup', 'instructions of start-up', '%.0f'),
    ('memory_10k_mib', 'peak memory over 10,000 records (MiB)', '%.1f'),
    ('memory_100k_mib', 'peak memory over 100,000 records (MiB)', '%.1f'),
    ('ledger_code_s', '`casus code` of 10,000 short reports (s)', '%.2f'),
    ('ledger_add_s', '`casus add` of the same to a new ledger, each group on disk (s)', '%.2f'),
    ('ledger_ratio', 'time of adding by that of coding', '%.2f'),
    ('ledger_cpu_ratio', 'processor time of adding by that of coding', '%.2f'),
)


def found(data):
    """(benchmark, label, path, reason) of everything there, in a fixed order"""
    out = []
    for name, label, pattern, reason in SETS:
        paths = sorted(glob.glob(os.path.join(data, pattern)))
        if not paths and not reason:
            out.append((name, label, None, 'no data'))
        for p in paths:
            stem = os.path.splitext(os.path.basename(p))[0]
            out.append((name, label.replace('*', stem), p, reason))
    return out


def anchors():
    """{(set, measure): [(system, value), ...]} of anchors.tsv"""
    out = {}
    with open(os.path.join(engine.HERE, 'anchors.tsv'), encoding='utf-8') as f:
        for line in f:
            if line.strip() and not line.startswith('#'):
                label, system, measure, value = line.rstrip('\n').split('\t')[:4]
                out.setdefault((label, measure), []).append((system, value))
    return out


def cell(v):
    return '-' if v is None else '%.3f' % v


def score_table(results, skipped):
    refs, lines = anchors(), []
    for label, flat in results:
        lines += ['', '## %s' % label, '', '| measure | casus | reference systems |', '| --- | ---: | --- |']
        for key, value in flat.items():
            if key not in SPEED_KEYS:
                beside = '; '.join('%s %s' % r for r in refs.get((label, key), ()))
                lines.append('| %s | %s | %s |' % (key, cell(value), beside))
    if skipped:
        lines += ['', '## Not measured', ''] + ['- %s: %s' % s for s in skipped]
    return lines


def room_table(sets):
    """instructions a report, a row a room"""
    if not sets:
        return []
    lines = ['', '| thousand instructions a report, start-up taken off | %s |' % ' | '.join(sets), '| --- |' + ' ---: |' * len(sets)]
    for room in rooms.ORDER:
        lines.append('| %s | %s |' % (room, ' | '.join('%.0f' % (s[room] / 1e3) for s in sets.values())))
    return lines + ['| all | %s |' % ' | '.join('%.0f' % (sum(s.values()) / 1e3) for s in sets.values())]


def speed_table(casus, results, costs):
    lines = ['', '## Speed, one thread', '',
             'Machine: %s. Compiler: %s. Seconds vary from run to run; instruction counts%s hardly do.' % (
                 speed.machine(), speed.compiler(casus.binary),
                 ' (%s)' % costs['instructions_by'] if costs.get('instructions_by') else ''), '',
             '| what | figure |', '| --- | ---: |']
    lines += ['| %s | %s |' % (title, form % costs[key]) for key, title, form in SPEED_ROWS if costs.get(key) is not None]
    lines += room_table(costs.get('rooms'))
    lines += ['', '| benchmark | documents | seconds | docs/s | MB/s | words/s |', '| --- | ---: | ---: | ---: | ---: | ---: |']
    for label, flat in results:
        if flat['seconds'] is not None:
            lines.append('| %s | %d | %.2f | %.0f | %.2f | %.0f |' % ((label,) + tuple(flat[k] for k in SPEED_KEYS)))
    return lines


MARK = ('<!-- figures: written by make bench -->', '<!-- end of figures -->')


def model_figures(results):
    """the tables of docs/MODEL.md: one for each benchmark of the language model, a column a file"""
    refs, lines = anchors(), []
    for name in ('ud', 'ner'):
        sets = [(label, flat) for label, flat in results if label.startswith(name + '/')]
        if not sets:
            continue
        keys = [k for k in sets[0][1] if k not in SPEED_KEYS]
        lines += ['', '| measure | ' + ' | '.join(label.split('/')[1] for label, _ in sets) + ' |', '| --- |' + ' --- |' * len(sets)]
        for key in keys:
            row = []
            for label, flat in sets:
                beside = '; '.join('%s %s' % r for r in refs.get((label, key), ()))
                row.append(cell(flat.get(key)) + (' (%s)' % beside if beside else ''))
            lines.append('| %s | %s |' % (key, ' | '.join(row)))
        rate = ['-' if flat['tokens_per_s'] is None else '%.0f' % flat['tokens_per_s'] for _, flat in sets]
        lines.append('| words a second, one thread, start-up included | %s |' % ' | '.join(rate))
    return lines or ['', 'Not measured: no benchmark data, or no language model.']


def fill_model_page(path, results):
    """put the figures between the marks of docs/MODEL.md, if it is there"""
    try:
        with open(path, encoding='utf-8', newline='') as f:
            page = f.read()
    except OSError:
        return
    if all(m in page for m in MARK):
        before, after = page[:page.index(MARK[0])], page[page.index(MARK[1]):]
        write(path, (before + '\n'.join([MARK[0]] + model_figures(results)) + '\n\n' + after).rstrip('\n').split('\n'))


def write(path, lines):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8', newline='\n') as f:
        f.write('\n'.join(lines) + '\n')


def scores(casus, data, measure):
    results, skipped = [], []
    for name, label, path, reason in found(data):
        if reason:
            engine.note('%s skipped: %s' % (label, reason))
            skipped.append((label, reason))
            continue
        engine.note(label)
        try:
            flat = measure(name, path, casus, data)
        except (engine.Failed, engine.Usage) as e:
            engine.note('%s failed: %s' % (label, e))
            skipped.append((label, 'failed: %s' % e))
            continue
        if all(v is None for v in flat.values()):
            skipped.append((label, 'this binary cannot do it'))
            continue
        results.append((label, flat))
    return results, skipped


def main(a, casus, measure):
    if a.name == 'speed':
        print(json.dumps(speed.measure(casus, a.data, a.quick), indent=1))
        return 0
    if not os.path.isdir(a.data):
        engine.note('no data at %s: nothing measured' % a.data)
        return 0
    incidents = os.path.join(a.data, 'incidents')
    if os.path.isdir(incidents) and not scorers.selftest(incidents, a.data):
        raise engine.Failed('the incident scorer fails its own test')
    results, skipped = scores(casus, a.data, measure)
    costs = speed.measure(casus, a.data, a.quick)
    head = ['# Scores', '', 'Written by `make bench` (`bench/run all`) with %s; measures and conversions are explained in'
            % casus.version(), '`bench/README.md`, the sources of the reference figures in `bench/anchors.tsv`. Development halves.']
    write(os.path.join(a.out, 'bench', 'SCORES.md'), head + score_table(results, skipped) + speed_table(casus, results, costs))
    fill_model_page(os.path.join(a.out, 'docs', 'MODEL.md'), results)
    rows = ['%s\t%s\t%s' % (label, k, 'null' if v is None else '%.4f' % v)
            for label, flat in results for k, v in flat.items() if k not in SPEED_KEYS]
    write(os.path.join(a.out, 'tests', 'scores.tsv'), rows)
    print('\n'.join(score_table(results, skipped) + speed_table(casus, results, costs)).strip())
    return 1 if any(reason.startswith('failed') for _, reason in skipped) else 0
