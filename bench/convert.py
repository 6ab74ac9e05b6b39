"""One function a benchmark: data -> casus -> predictions -> scorer -> the flat figures of the contract.

Each takes (casus, path, data) and returns {key: value or None}; the scorer is found by scorers.find.
"""
import gzip
import json
import os
import tempfile

import conll
import muc4
import scorers
import spelling
import stream
from engine import ByteOffsets, Measure, Unsupported, Usage, jsonl, note, read_jsonl

KEYS = {
    'incidents': 'overall detection_f1 type perpetrator affected place date killed status source evidence clean_pages linking '
                 'overall_untrained overall_noparse',
    'muc4': 'tmpl_f1 ree_f1 victims date place tmpl_f1_noparse ree_f1_noparse tmpl_f1_untrained ree_f1_untrained tmpl_f1_lexicon_only '
            'ree_f1_lexicon_only',
    'coding': 'category_f1 category_source_f1 triple_f1 macro_f1 exact category_f1_noparse triple_f1_noparse',
    'units': 'exact category_f1 triple_f1',
    'timex': ' '.join(m + s for s in ('', '_wikiwars', '_meantime', '_te3platinum', '_news')
                      for m in ('value_f1', 'relaxed_f1', 'strict_f1', 'day_f1')),
    'geo': ' '.join(m + s for s in ('', '_lgl', '_trnews', '_gwn', '_geovirus')
                    for m in ('e2e_f1', 'rec_f1', 'acc161', 'res161')),
    'spelling': spelling.KEYS,
    'stream': stream.KEYS,
    'pages': 'body_f1 title_exact date_acc',
    'ud': 'tokens_f1 words_f1 sentences_f1 upos xpos uas las gold_upos gold_xpos gold_uas gold_las gold_las_full '
          'gold_las_nopunct gold_lemma gold_las_upper gold_las_lower',
    'ner': 'f1 precision recall f1_common',
}
SPEED = 'docs seconds docs_per_s mb_per_s tokens_per_s'


def keys_of(name):
    return KEYS[name].split() + SPEED.split()


def load(path):
    try:
        with open(path, 'rb') as f:
            return read_jsonl(f.read())
    except OSError as e:
        raise Usage(str(e))


def read_tsv(path):
    """rows of a table with a heading, as dictionaries"""
    try:
        with open(path, encoding='utf-8', newline='') as f:
            lines = [x.rstrip('\r\n').split('\t') for x in f]
    except OSError as e:
        raise Usage(str(e))
    return [dict(zip(lines[0], row + [''] * (len(lines[0]) - len(row)))) for row in lines[1:] if row != ['']]


def read_text(path):
    with open(path, encoding='utf-8', newline='') as f:
        return f.read()


class Predictions:
    """a temporary file of predictions"""

    def __init__(self):
        self.file = tempfile.NamedTemporaryFile('w', encoding='utf-8', newline='', suffix='.pred')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def jsonl(self, objects):
        for o in objects:
            self.file.write(json.dumps(o, ensure_ascii=False) + '\n')
        return self.done()

    def tsv(self, rows):
        for r in rows:
            self.file.write('\t'.join(str(x).replace('\t', ' ').replace('\n', ' ') for x in r) + '\n')
        return self.done()

    def done(self):
        self.file.flush()
        return self.file.name


# ---------------------------------------------------------------- incidents
def incidents(casus, path, data=None):
    scorer = scorers.find('incidents', path, data)
    fields = ('id', 'url', 'publisher', 'published', 'body', 'title', 'language')
    records = [{k: r.get(k) for k in fields} for r in load(os.path.join(path, 'input.jsonl'))]
    r = score_envelopes(scorer, path, records, casus.code(records))
    note('incidents: tp %d fp %d fn %d; %d false alarms on %d of %d clean pages; links tp %d fp %d fn %d' % (
        r['tp'], r['fp'], r['fn'], r['false_alarms_on_them'], r['pages_with_false_alarm'], r['pages_without_incident'],
        r['linking']['tp'], r['linking']['fp'], r['linking']['fn']))
    end = r['end_to_end']
    out = {k: end.get(k, end.get(k + '_f1')) for k in KEYS['incidents'].split()}
    out['overall'] = r['overall']
    if not casus.has_model():
        note('incidents: no language model: with and without the parser are the same')
    out['overall_untrained'] = without(casus, scorer, path, records, '--untrained')
    out['overall_noparse'] = without(casus, scorer, path, records, '--no-parse')
    return out


def score_envelopes(scorer, path, records, envelopes):
    with Predictions() as p:
        pred = p.jsonl({'id': r['id'], 'incidents': envelopes[r['id']].get('incidents') or []} for r in records)
        return scorers.run(scorer, os.path.join(path, 'gold.jsonl'), pred, '--aliases', os.path.join(path, 'aliases.json'))


def without(casus, scorer, path, records, option):
    """an ablation: the overall score with the option; None where the binary does not know it"""
    if not casus.knows('code', option):
        note('incidents: no %s: that run is left out' % option)
        return None
    return unmeasured(casus, lambda: score_envelopes(scorer, path, records, casus.code(records, [option]))['overall'])


# ---------------------------------------------------------------- muc4
def score_templates(casus, scorer, path, options):
    docs = load(path)
    envelopes = casus.code([{'id': d['docid'], 'body': d['text']} for d in docs], options)
    with Predictions() as p:
        pred = p.jsonl({'docid': d['docid'], 'templates': muc4.templates(envelopes[d['docid']], d['text'])} for d in docs)
        return scorers.run(scorer, path, pred)


def unmeasured(casus, run):
    """run() without its time being counted"""
    kept, casus.measure = casus.measure, Measure()
    try:
        return run()
    finally:
        casus.measure = kept


def muc4_templates(casus, path, data=None):
    scorer = scorers.find('muc4', path, data)
    deeds = ['--deeds'] if casus.knows('code', '--deeds') else []
    r = score_templates(casus, scorer, path, deeds)
    slot = lambda part, key: r[part][key]['f'] / 100 if key in r.get(part, {}) else None
    note('muc4: relevant documents P %.1f R %.1f F %.1f' % tuple(r['relevant']['doc'][k] for k in 'prf'))
    for role in ('incident_type',) + muc4.ROLES:
        note('muc4: template score, %-13s P %5.1f R %5.1f F %5.1f' % ((role,) + tuple(r['tmpl'][role][k] for k in 'prf')))
    out = {'tmpl_f1': slot('tmpl', 'micro'), 'ree_f1': slot('ree', 'micro'), 'victims': slot('ree', 'Victim'),
           'date': slot('slots', 'date'), 'place': slot('slots', 'place')}
    for name, options in (('noparse', deeds + ['--no-parse']), ('untrained', []), ('lexicon_only', ['--untrained', '--no-parse'])):
        if casus.knows('code', '--no-parse'):
            r = unmeasured(casus, lambda: score_templates(casus, scorer, path, options))
            out.update({'tmpl_f1_' + name: slot('tmpl', 'micro'), 'ree_f1_' + name: slot('ree', 'micro')})
    return out


# ---------------------------------------------------------------- coding
def coding_event(event):
    """an event of the envelope -> one of the coding benchmark; a party without a country has only its sector"""
    side = lambda l: [{'code': a.get('code') or '---', 'sector': a.get('sector') or '', 'text': a.get('text') or ''} for a in l]
    return {'event': event.get('plover') or '', 'mode': event.get('mode') or '', 'cameo': event.get('cameo') or '',
            'source': side(event.get('source') or []), 'target': side(event.get('target') or []),
            'reciprocal': bool(event.get('mutual')), 'eventText': event.get('text') or ''}


def coding(casus, path, data=None):
    """what each sentence mainly tells: the events marked `lead`"""
    scorer = scorers.find('coding', path, data)
    docs = load(path)
    records = [{'id': d['id'], 'body': d['text'], 'published': d.get('date')} for d in docs]

    def scored(options):
        envelopes = casus.code(records, options)
        with Predictions() as p:
            pred = p.jsonl({'id': d['id'], 'events': [coding_event(e) for e in envelopes[d['id']].get('events') or []
                                                      if e.get('lead')]} for d in docs)
            return scorers.run(scorer, path, pred)
    options = ['--events'] if casus.knows('code', '--events') else []
    r = scored(options)
    f1 = lambda key: r['measures'][key][2]
    macro = [v for k, v in r['other'].items() if k.startswith('macro-F1')]
    right, total = r['other']['texts coded exactly (full codes)']
    out = {'category_f1': f1('category'), 'category_source_f1': f1('category+source'),
           'triple_f1': f1('category+source+target'), 'macro_f1': macro[0] if macro else None,
           'exact': right / total if total else None}
    if casus.knows('code', '--no-parse'):
        r = unmeasured(casus, lambda: scored(options + ['--no-parse']))
        out.update(category_f1_noparse=f1('category'), triple_f1_noparse=f1('category+source+target'))
    return out


def unit_event(event):
    side = lambda l: [{'code': a.get('code') or ''} for a in l]
    return {'event': event['code'], 'source': side(event['source']), 'target': side(event['target'])}


def units(casus, path, data=None):
    """the unit tests of PETRARCH, coded with the dictionaries beside them; `exact` counts texts with all events and no other"""
    scorer = scorers.find('coding', path, data)
    docs = load(path)
    folder = os.path.join(os.path.dirname(os.path.abspath(path)), 'dictionaries')
    events = {}
    by_options = {}
    for d in docs:
        options = ' '.join('%s=%s' % pair for pair in sorted((d.get('config') or {}).items()))
        by_options.setdefault(options, []).append({'id': d['id'], 'body': d['text'], 'published': d.get('date')})
    for options, records in sorted(by_options.items()):
        more = ['--dictionary-options', options] if options else []
        for key, envelope in casus.code(records, ['--dictionaries', folder] + more).items():
            events[key] = [unit_event(e) for e in envelope.get('events') or []]
    with Predictions() as p:
        r = scorers.run(scorer, path, p.jsonl({'id': d['id'], 'events': events[d['id']]} for d in docs), '--set', 'petrarch-units')
    right, total = r['other']['texts coded exactly (full codes)']
    return {'exact': right / total if total else None, 'category_f1': r['measures']['category'][2],
            'triple_f1': r['measures']['category+source+target'][2]}


# ---------------------------------------------------------------- timex and geo
def text_records(path, extra):
    """(rows of docs.tsv, JSONL records)"""
    rows = read_tsv(os.path.join(path, 'docs.tsv'))
    records = []
    for row in rows:
        body = read_text(os.path.join(path, 'docs', row['doc'] + '.txt'))
        records.append(dict({'id': row['doc'], 'body': body}, **extra(row)))
    return rows, records


def timex(casus, path, data=None):
    scorer = scorers.find('timex', path, data)
    _, records = text_records(path, lambda row: {'published': row['dct'] or None})
    found = casus.annotate('times', records)
    rows = []
    for r in records:
        at = ByteOffsets(r['body'])
        rows += [(r['id'], at(x['start']), at(x['end']), x.get('type') or 'DATE', x.get('value') or '') for x in found[r['id']]]
    with Predictions() as p:
        result = scorers.run(scorer, '--data', path, '--pred', p.tsv(rows))
    out = {}
    for suffix, part in (('', 'ALL'), ('_wikiwars', 'wikiwars'), ('_meantime', 'meantime'), ('_te3platinum', 'te3platinum'),
                         ('_news', 'genre:news')):
        for key in ('value_f1', 'relaxed_f1', 'strict_f1', 'day_f1'):
            out[key + suffix] = result[part][key] if part in result else None
    return out


def coordinates(item):
    lat, lon = item.get('lat'), item.get('lon')
    return ('', '') if lat is None or lon is None else (lat, lon)


def overlapping(items, start, end):
    """the located item that shares most with [start, end), the earliest of equals; None without one"""
    best, most = None, 0
    for x in items:
        shared = min(x['end'], end) - max(x['start'], start)
        if shared > most and coordinates(x) != ('', ''):
            best, most = x, shared
    return best


def located(casus, records):
    """{doc: [place with byte offsets, ...]}"""
    found = casus.annotate('places', records)
    by_doc = {}
    for r in records:
        at = ByteOffsets(r['body'])
        by_doc[r['id']] = [dict(x, start=at(x['start']), end=at(x['end'])) for x in found[r['id']]]
    return by_doc


def geo(casus, path, data=None):
    scorer = scorers.find('geo', path, data)
    _, records = text_records(path, lambda row: {
        'published': row.get('date') or None, 'publisher': row.get('publisher') or None, 'url': row.get('url') or None})
    by_doc = located(casus, records)
    with Predictions() as p:
        full = scorers.run(scorer, '--data', path, '--pred', p.tsv(
            (doc, x['start'], x['end']) + coordinates(x) for doc in by_doc for x in by_doc[doc]))
    given = given_names(casus, path, records)
    with Predictions() as p:
        resolved = scorers.run(scorer, '--data', path, '--mode', 'resolution', '--pred', p.tsv(given)) if given else {}
    out = {}
    for suffix, part in (('', 'ALL'), ('_lgl', 'lgl'), ('_trnews', 'trnews'), ('_gwn', 'gwn'), ('_geovirus', 'geovirus')):
        f, r = full.get(part), resolved.get(part)
        out['e2e_f1' + suffix] = f['e2e161'][2] if f else None
        out['rec_f1' + suffix] = f['rec_exact'][2] if f else None
        out['acc161' + suffix] = f['res']['acc161'] if f else None
        out['res161' + suffix] = r['res']['acc161'] if r else None
    return out


def given_names(casus, path, records):
    """answers for mentions.tsv, whose names go in as "names" of the record; a program that does not know the field answers with
    the place it found over the name"""
    mentions = os.path.join(path, 'mentions.tsv')
    if not os.path.exists(mentions):
        return []
    rows = read_tsv(mentions)
    asked = {}
    for m in rows:
        asked.setdefault(m['doc'], []).append((int(m['start']), int(m['end'])))
    point = {r['id']: {b: n for n, b in enumerate(ByteOffsets(r['body']).at)} for r in records}
    pairs = lambda doc: [[point[doc][s], point[doc][e]] for s, e in asked.get(doc, ()) if s in point[doc] and e in point[doc]]
    measured, casus.measure = casus.measure, Measure()     # the speed is that of finding them
    by_doc = located(casus, [dict(r, names=pairs(r['id'])) for r in records])
    casus.measure = measured
    answers = []
    for m in rows:
        start, end = int(m['start']), int(m['end'])
        best = overlapping(by_doc.get(m['doc'], ()), start, end)
        answers.append((m['doc'], start, end) + (coordinates(best) if best else ('', '')))
    return answers


# ---------------------------------------------------------------- pages
def pages(casus, path, data=None):
    scorer = scorers.find('pages', path, data)
    ids = [r['id'] for r in read_tsv(os.path.join(path, 'pages.tsv'))]
    with tempfile.TemporaryDirectory() as folder:
        files, sizes = [], []
        for n, key in enumerate(ids):
            with gzip.open(os.path.join(path, 'html', key + '.html.gz')) as f:
                page = f.read()
            files.append(os.path.join(folder, '%06d.html' % n))
            sizes.append(page)
            with open(files[-1], 'wb') as f:
                f.write(page)
        answers = casus.page(files)
        casus.count(sizes)
        casus.measure.n_tokens = sum(len((page_answer('', a)['body'] or '').split()) for a in answers)
    with Predictions() as p:
        result = scorers.run(scorer, '--data', path, '--pred', p.jsonl(page_answer(k, a) for k, a in zip(ids, answers)))['ALL']
    part = lambda key, field: result[key][field] if key in result else None
    return {'body_f1': part('body', 'f1'), 'title_exact': part('title', 'exact'), 'date_acc': part('date', 'acc')}


def page_answer(key, report):
    """the page command's report -> {"id","title","date","body"}; a date without a day is no answer"""
    report = report.get('report') if isinstance(report.get('report'), dict) else report
    published = report.get('published')
    edtf = published.get('edtf') if isinstance(published, dict) else published
    edtf = (edtf or '')[:10]
    whole = len(edtf) == 10 and edtf.replace('-', '').isdigit()
    return {'id': key, 'title': report.get('title'), 'date': edtf if whole else None, 'body': report.get('body')}


# ---------------------------------------------------------------- ud
GIVEN = {'gold_upos': 'upos', 'gold_xpos': 'xpos', 'gold_uas': 'uas', 'gold_las': 'las', 'gold_las_full': 'las_full',
         'gold_las_nopunct': 'las_nopunct', 'gold_lemma': 'lemma'}


def ud(casus, path, data=None):
    try:
        text = read_text(path)
    except OSError as e:
        raise Usage(str(e))
    gold = conll.documents(conll.parse(text))
    records = [{'id': key, 'body': conll.raw_text(sents)} for key, sents in gold]
    out = dict.fromkeys(KEYS['ud'].split())
    system = conll.parse(casus.conllu(jsonl(records), given=False))
    casus.count([r['body'] for r in records])
    r = conll.evaluate(*in_step(gold, system))
    out.update(tokens_f1=r['tokens'], words_f1=r['words'], sentences_f1=r['sentences'], upos=r['upos'], xpos=r['xpos'],
               uas=r['uas'], las=r['las'])
    raw = casus.measure.flat()
    try:
        r = on_given(casus, text)
        out.update({k: r[v] for k, v in GIVEN.items()})
        out['gold_las_upper'] = on_given(casus, respelled(text, str.upper))['las']
        out['gold_las_lower'] = on_given(casus, respelled(text, str.lower))['las']
    except Unsupported as e:
        note('ud: given tokens not measured: %s' % e)
    return dict(out, **raw)


def on_given(casus, text):
    """figures when the words of the CoNLL-U text are given"""
    given = conll.parse(casus.conllu(blank(text).encode('utf-8'), given=True))
    return conll.evaluate([('all', conll.parse(text))], [('all', given)])


def respelled(text, spell):
    """CoNLL-U with every form in another spelling"""
    lines = []
    for line in text.split('\n'):
        col = line.split('\t')
        if len(col) >= 10 and not line.startswith('#'):
            col[1] = spell(col[1])
        lines.append('\t'.join(col))
    return '\n'.join(lines)


def in_step(gold, system):
    """pair system and gold documents by `# newdoc id`; all as one document where the binary does not write them"""
    keys = [s.doc for s in system if s.doc is not None]
    if keys == [k for k, _ in gold]:
        return gold, list(zip(keys, (sents for _, sents in conll.documents(system))))
    return [('all', [s for _, sents in gold for s in sents])], [('all', system)]


def blank(text):
    """CoNLL-U with everything but words, spacing and comments taken out"""
    lines = []
    for line in text.split('\n'):
        col = line.rstrip('\r').split('\t')
        if len(col) >= 10 and not line.startswith('#'):
            line = '\t'.join(col[:2] + ['_'] * 7 + [col[9]])
        lines.append(line)
    return '\n'.join(lines)
