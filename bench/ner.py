"""Names: a table of tokens -> running text -> casus -> PER, ORG and LOC entities, exact match.

The scorer is here, because the benchmark's folder has none: an entity is right when its first token, last token and label
are those of the gold one.  Labels outside PER, ORG and LOC take no part; over a gold `gpe` (mostly nationality words)
nothing is asked and nothing is punished.
"""
from engine import Unsupported, Usage, note

LABEL = {'per': 'PER', 'person': 'PER', 'org': 'ORG', 'organisation': 'ORG', 'organization': 'ORG', 'geo': 'LOC',
         'loc': 'LOC', 'location': 'LOC', 'gpe': 'LOC', 'fac': 'LOC'}
FREE = {'gpe'}                      # gold labels over which nothing counts
KIND = {'person': 'PER', 'armed': 'ORG', 'org': 'ORG', 'media': 'ORG', 'forces': 'ORG'}   # actors, without a names layer
NO_SPACE_BEFORE = {'.', ',', ';', ':', '?', '!', ')', ']', '}', '%', "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "'", "''"}
NO_SPACE_AFTER = {'(', '[', '{', '$', '#', '``'}


def read(path):
    """sentences: lists of (token, tag)"""
    try:
        with open(path, encoding='utf-8') as f:
            lines = f.read().split('\n')
    except OSError as e:
        raise Usage(str(e))
    out, sent = [], []
    for line in lines + ['']:
        col = line.rstrip('\r').split('\t')
        if len(col) >= 3:
            sent.append((col[0], col[2]))
        elif not line.strip() and sent:
            out.append(sent)
            sent = []
    return out


def rejoin(tokens):
    """running text and the [start, end) of every token in it"""
    text, spans = '', []
    for n, t in enumerate(tokens):
        glued = t.lower() in NO_SPACE_BEFORE or (n and tokens[n - 1] in NO_SPACE_AFTER)
        if n and not glued:
            text += ' '
        spans.append((len(text), len(text) + len(t)))
        text += t
    return text, spans


def entities(tags):
    """{(first, last token, tag)} of IOB2"""
    out, first, label = [], None, None
    for n, tag in enumerate(list(tags) + ['O']):
        inside = tag.startswith('I-') and tag[2:] == label
        if label is not None and not inside:
            out.append((first, n - 1, label))
            first = label = None
        if tag != 'O' and not inside:
            first, label = n, tag[2:]
    return out


def on_tokens(item, spans):
    """a found name -> (first, last token), or None where it touches no token"""
    hit = [n for n, (s, e) in enumerate(spans) if s < item['end'] and item['start'] < e]
    return (hit[0], hit[-1]) if hit else None


def label_of(item):
    return LABEL.get(str(item.get('label') or '').lower())


def find(casus, records):
    """names by record: the names layer, or what the actors and places layers have of them"""
    try:
        return {k: [(x, label_of(x)) for x in v] for k, v in casus.annotate('names', records).items()}
    except Unsupported:
        note('ner: no names layer, mapped from actors and places')
    places = casus.annotate('places', records)
    actors = casus.annotate('actors', records)
    found = {}
    for r in records:
        who = [(x, KIND.get(x.get('kind'))) for x in actors[r['id']] if not x.get('generic')]
        found[r['id']] = who + [(x, 'LOC') for x in places[r['id']]]
    return found


def compare(gold, pred):
    """-> right, gold, predicted counts of one sentence"""
    free = [(a, b) for a, b, tag in gold if tag in FREE]
    want = {(a, b, LABEL[tag.lower()]) for a, b, tag in gold if tag not in FREE and tag.lower() in LABEL}
    got = {p for p in pred if not any(p[0] <= b and a <= p[1] for a, b in free)}
    return len(want & got), len(want), len(got)


def ner(casus, path, data=None):
    sentences = read(path)
    records, places = [], []
    for n, s in enumerate(sentences):
        text, spans = rejoin([t for t, _ in s])
        records.append({'id': 's%06d' % n, 'body': text})
        places.append(spans)
    found = find(casus, records)
    right = gold = pred = 0
    for r, spans, s in zip(records, places, sentences):
        names = set()
        for item, label in found[r['id']]:
            at = on_tokens(item, spans) if label else None
            if at:
                names.add(at + (label,))
        a, b, c = compare(entities([tag for _, tag in s]), names)
        right, gold, pred = right + a, gold + b, pred + c
    p = right / pred if pred else 0.0
    q = right / gold if gold else 0.0
    return {'f1': 2 * p * q / (p + q) if p + q else 0.0, 'precision': p, 'recall': q}
