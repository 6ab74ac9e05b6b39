"""Names: a table of tokens -> running text -> casus -> entities, exact match.

The scorer is here, because the benchmark's folder has none: an entity is right when its first token, last token and label
are those of the gold one.  The labels of the file choose the convention that is asked for: small letters are those of GMB
(`--names wide`: titles belong to names; nationality words, times and events count), capitals those of Universal NER
(`--names narrow`); of other capital labels than PER, ORG and LOC nothing is asked.  f1_common compares PER, ORG and LOC
alone whatever the convention; over a gold `gpe` (mostly nationality words) it asks and punishes nothing.
"""
from engine import Usage

COMMON = {'per': 'PER', 'org': 'ORG', 'geo': 'LOC', 'PER': 'PER', 'ORG': 'ORG', 'LOC': 'LOC'}
FREE = {'gpe'}                      # gold labels over which f1_common counts nothing
WIDE = {'geo', 'gpe', 'org', 'per', 'tim', 'art', 'eve', 'nat'}
NARROW = {'PER', 'ORG', 'LOC'}
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
    out, first, label = set(), None, None
    for n, tag in enumerate(list(tags) + ['O']):
        inside = tag.startswith('I-') and tag[2:] == label
        if label is not None and not inside:
            out.add((first, n - 1, label))
            first = label = None
        if tag != 'O' and not inside:
            first, label = n, tag[2:]
    return out


def on_tokens(item, spans):
    """a found name -> (first, last token), or None where it touches no token"""
    hit = [n for n, (s, e) in enumerate(spans) if s < item['end'] and item['start'] < e]
    return (hit[0], hit[-1]) if hit else None


def convention(sentences):
    """('wide' or 'narrow', the labels asked for)"""
    labels = {tag[2:] for s in sentences for _, tag in s if tag != 'O'}
    return ('wide', WIDE) if any(x.islower() for x in labels) else ('narrow', NARROW)


def common(names):
    return {(a, b, COMMON[x]) for a, b, x in names if x in COMMON}


class Count:
    """exact matches over all sentences"""

    def __init__(self):
        self.right = self.gold = self.pred = 0

    def add(self, gold, pred):
        self.right += len(gold & pred)
        self.gold += len(gold)
        self.pred += len(pred)

    def figures(self):
        """f1, precision, recall"""
        p = self.right / self.pred if self.pred else 0.0
        r = self.right / self.gold if self.gold else 0.0
        return 2 * p * r / (p + r) if p + r else 0.0, p, r


def compare(gold, pred, labels, whole, shared):
    """one sentence into the counts of all labels and of the shared ones; gold and pred: {(first, last token, label)}"""
    whole.add({x for x in gold if x[2] in labels}, {x for x in pred if x[2] in labels})
    free = [(a, b) for a, b, x in gold if x in FREE]
    shared.add(common(gold), {x for x in common(pred) if not any(x[0] <= b and a <= x[1] for a, b in free)})


def ner(casus, path, data=None):
    sentences = read(path)
    names, labels = convention(sentences)
    records, places = [], []
    for n, s in enumerate(sentences):
        text, spans = rejoin([t for t, _ in s])
        records.append({'id': 's%06d' % n, 'body': text})
        places.append(spans)
    found = casus.annotate('names', records, ['--names', names])
    whole, shared = Count(), Count()
    for r, spans, s in zip(records, places, sentences):
        at = [(on_tokens(x, spans), x.get('label')) for x in found[r['id']]]
        compare(entities([tag for _, tag in s]), {a + (x,) for a, x in at if a}, labels, whole, shared)
    f1, precision, recall = whole.figures()
    return {'f1': f1, 'precision': precision, 'recall': recall, 'f1_common': shared.figures()[0]}
