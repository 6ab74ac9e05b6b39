"""CoNLL-U: reading, raw text, and the CoNLL 2018 figures.

Tokens are aligned by the characters they cover, words inside a multi-word token by the longest common subsequence of
their forms; a relation is right when word and head are aligned and the label before the first colon is the same (las_full:
the whole label).
"""


class Word:
    __slots__ = ('form', 'lemma', 'upos', 'xpos', 'head', 'rel', 'start', 'end', 'multi', 'parent')

    def __init__(self, col):
        self.form, self.lemma, self.upos, self.xpos = col[1:5]
        self.head, self.rel = number(col[6]), col[7]
        self.start = self.end = -1
        self.multi = False
        self.parent = None          # Word, or None for the root


class Token:
    """a surface token and its words"""
    __slots__ = ('form', 'words', 'space', 'start', 'end')

    def __init__(self, form, space):
        self.form, self.space, self.words = form, space, []
        self.start = self.end = -1


class Sentence:
    def __init__(self):
        self.tokens, self.text, self.par, self.doc = [], None, False, None

    def words(self):
        return [w for t in self.tokens for w in t.words]


def number(text):
    return int(text) if text.isdigit() else -1


def parse(text):
    """list of Sentence; .doc is the id of a `# newdoc` before it, .par tells of `# newpar`"""
    out, sent, until = [], Sentence(), 0
    for line in text.split('\n') + ['']:
        line = line.rstrip('\r')
        if not line:
            if sent.tokens:
                link(sent)
                out.append(sent)
                sent = Sentence()
            until = 0
        elif line.startswith('#'):
            comment(sent, line[1:].strip())
        else:
            until = row(sent, line.split('\t'), until)
    return out


def comment(sent, text):
    key, _, value = (x.strip() for x in text.partition('='))
    if key.split(' ')[0] == 'newdoc':
        sent.doc = value or ''
    elif key.split(' ')[0] == 'newpar':
        sent.par = True
    elif key == 'text':
        sent.text = value


def row(sent, col, until):
    """one line of a sentence; until = last word number of the multi-word token that is open"""
    if len(col) < 10 or '.' in col[0]:
        return until
    space = 'SpaceAfter=No' not in col[9].split('|')
    if '-' in col[0]:
        sent.tokens.append(Token(col[1], space))
        return number(col[0].split('-')[1])
    word = Word(col)
    if number(col[0]) > until:
        sent.tokens.append(Token(col[1], space))
    else:
        word.multi = True
    sent.tokens[-1].words.append(word)
    return until


def link(sent):
    words = sent.words()
    for w in words:
        w.parent = words[w.head - 1] if 0 < w.head <= len(words) else None


def documents(sentences):
    """(id, sentences) in order; a file without newdoc is one document for each ten sentences at most, cut at paragraphs"""
    docs = []
    marked = any(s.doc is not None for s in sentences)
    for s in sentences:
        if not docs or s.doc is not None or (not marked and s.par and len(docs[-1][1]) >= 10):
            docs.append(['doc-%06d' % len(docs), []])
        docs[-1][1].append(s)
    return [(d[0], d[1]) for d in docs]


def raw_text(sentences):
    """running text: paragraphs apart by an empty line"""
    parts = []
    for n, s in enumerate(sentences):
        if n:
            parts.append('\n\n' if s.par else ' ' if sentences[n - 1].tokens[-1].space else '')
        parts.append(s.text if s.text is not None else surface(s))
    return ''.join(parts)


def surface(sent):
    return ''.join(t.form + (' ' if t.space else '') for t in sent.tokens).strip()


def squeeze(text):
    return ''.join(text.split())


def place(sentences, chars):
    """give tokens and words their character spans in chars (text without white space); words that are not there keep -1"""
    at = 0
    for s in sentences:
        for t in s.tokens:
            form = squeeze(t.form)
            found = at if chars.startswith(form, at) else chars.find(form, at, at + 200 + len(form))
            if form and found >= 0:
                t.start, t.end = found, found + len(form)
                at = t.end
            for w in t.words:
                w.start, w.end = t.start, t.end


def lcs(a, b):
    """aligned pairs of two short word lists, by lower-cased form"""
    n = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            same = a[i].form.lower() == b[j].form.lower()
            n[i][j] = n[i + 1][j + 1] + 1 if same else max(n[i + 1][j], n[i][j + 1])
    i = j = 0
    out = []
    while i < len(a) and j < len(b):
        if a[i].form.lower() == b[j].form.lower():
            out.append((a[i], b[j]))
            i, j = i + 1, j + 1
        elif n[i + 1][j] >= n[i][j + 1]:
            i += 1
        else:
            j += 1
    return out


def align(gold, system):
    """pairs of words that cover the same characters"""
    pairs, i, j = [], 0, 0
    system = [w for w in system if w.start >= 0]
    while i < len(gold) and j < len(system):
        g, s = gold[i], system[j]
        if g.multi or s.multi:
            # all words of both sides that touch the span, widened until it stands still
            start, end, a, b = min(g.start, s.start), max(g.end, s.end), i, j
            if g.end <= s.start or s.end <= g.start:
                if g.start < s.start:
                    i += 1
                else:
                    j += 1
                continue
            while True:
                old = (i, j)
                while i < len(gold) and gold[i].start < end:
                    end, i = max(end, gold[i].end), i + 1
                while j < len(system) and system[j].start < end:
                    end, j = max(end, system[j].end), j + 1
                if (i, j) == old:
                    break
            pairs += lcs(gold[a:i], system[b:j])
        elif (g.start, g.end) == (s.start, s.end):
            pairs.append((g, s))
            i, j = i + 1, j + 1
        elif g.start <= s.start:
            i += 1
        else:
            j += 1
    return pairs


class Tally:
    def __init__(self):
        self.gold = self.system = self.right = 0

    def f1(self):
        both = self.gold + self.system
        return 2.0 * self.right / both if both else 0.0


MEASURES = ('tokens', 'words', 'sentences', 'lemma', 'upos', 'xpos', 'uas', 'las', 'las_full', 'las_nopunct')


def evaluate(gold, system):
    """F1 of each of MEASURES; gold and system: lists of (id, sentences) of the same documents"""
    t = {k: Tally() for k in MEASURES}
    answers = dict(system)
    for key, sents in gold:
        mine = answers.get(key, [])
        chars = squeeze(''.join(x.form for s in sents for x in s.tokens))
        place(sents, chars)
        place(mine, chars)
        score_spans(t['tokens'], [x for s in sents for x in s.tokens], [x for s in mine for x in s.tokens])
        score_spans(t['sentences'], [whole(s) for s in sents], [whole(s) for s in mine])
        score_words([w for s in sents for w in s.words()], [w for s in mine for w in s.words()], t)
    return {k: v.f1() for k, v in t.items()}


def whole(sent):
    """a token as long as the sentence"""
    t = Token('', True)
    t.start, t.end = sent.tokens[0].start, sent.tokens[-1].end
    return t


def score_spans(tally, gold, system):
    spans = {(x.start, x.end) for x in gold}
    tally.gold += len(gold)
    tally.system += len(system)
    tally.right += sum((x.start, x.end) in spans for x in system)


def score_words(gold, system, t):
    pairs = align(gold, system)
    partner = {id(s): g for g, s in pairs}
    dots = sum(g.upos == 'PUNCT' for g in gold), sum(g.upos == 'PUNCT' for g, _ in pairs)
    for k in MEASURES:
        if k not in ('tokens', 'sentences'):
            t[k].gold += len(gold) - dots[0] * (k == 'las_nopunct')
            t[k].system += len(system) - dots[1] * (k == 'las_nopunct')
    t['words'].right += len(pairs)
    for g, s in pairs:
        t['upos'].right += g.upos == s.upos
        t['xpos'].right += g.xpos == s.xpos
        t['lemma'].right += g.lemma == s.lemma or g.lemma == '_'
        head = None if s.parent is None else partner.get(id(s.parent), False)
        if head is g.parent and s.head >= 0:
            same = g.rel.split(':')[0] == s.rel.split(':')[0]
            t['uas'].right += 1
            t['las'].right += same
            t['las_full'].right += g.rel == s.rel
            t['las_nopunct'].right += same and g.upos != 'PUNCT'
