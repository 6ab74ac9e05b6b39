"""Runs the casus binary: records in, envelopes out, times and memory.

Everything goes through the public commands (`casus code`, `casus page`, `casus annotate`).  Options that a binary may not
know yet are given as variants: the first one that does not end with the usage status (64) is taken.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

USAGE = 64
NO_INPUT = 66
HERE = os.path.dirname(os.path.abspath(__file__))
REPO = os.path.dirname(HERE)


class Unsupported(Exception):
    """the binary does not know the command, layer or option"""


class Failed(Exception):
    """the binary ended badly, or said something that cannot be read"""


class Usage(Exception):
    """the data or the binary asked for is not there"""


def find_binary(given=None):
    for path in (given, os.environ.get('CASUS'), os.path.join(REPO, 'build', 'casus'), shutil.which('casus')):
        if path and os.path.isfile(path) and os.access(path, os.X_OK):
            return os.path.abspath(path)
        if path and path == given:
            raise Usage('no program at %s' % given)
    raise Usage('no casus binary found: build it, or name it with --casus')


def first_line(data):
    lines = data.decode('utf-8', 'replace').strip().splitlines()
    return lines[0] if lines else ''


class Measure:
    """what one or more runs cost; seconds is the best of them"""

    def __init__(self):
        self.docs = self.n_bytes = self.n_tokens = 0
        self.seconds = None

    def flat(self):
        s = self.seconds
        rate = lambda n: None if not s else round(n / s, 3)
        return {'docs': self.docs, 'seconds': None if s is None else round(s, 4), 'docs_per_s': rate(self.docs),
                'mb_per_s': rate(self.n_bytes / 1e6), 'tokens_per_s': rate(self.n_tokens)}


def jsonl(records):
    """bytes of a JSONL input; fields that are None are left out"""
    return b''.join(json.dumps({k: v for k, v in r.items() if v is not None}, ensure_ascii=False).encode('utf-8', 'replace') + b'\n'
                    for r in records)


def count_tokens(text):
    return len(text.split())


class Casus:
    def __init__(self, binary, repeats=3, patience=20.0):
        self.binary = binary
        self.repeats = repeats      # timed runs of each input
        self.patience = patience    # seconds after which a run is not repeated
        self.measure = Measure()

    # ---- one run
    def spawn(self, args, data=b'', pin=False, memory=False, prefix=()):
        """-> status, stdout, stderr, seconds, peak KiB (or None)"""
        with tempfile.TemporaryFile() as fin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            fin.write(data)
            fin.flush()
            fin.seek(0)
            one_cpu = (lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})) if pin else None
            begin = time.perf_counter()
            child = subprocess.Popen(list(prefix) + [self.binary] + args, stdin=fin, stdout=out, stderr=err,
                                     preexec_fn=one_cpu)
            peak = watch(child) if memory else None
            child.wait()
            seconds = time.perf_counter() - begin
            out.seek(0)
            err.seek(0)
            return child.returncode, out.read(), err.read(), seconds, peak

    def output(self, variants, data=b''):
        """stdout of the first variant that the binary knows, timed on one thread"""
        last = ''
        for args in variants:
            for tail, pin in ((['--threads', '1'], False), ([], True)):
                status, out, err, seconds, _ = self.spawn(with_options(args, tail), data, pin)
                if status == USAGE:
                    last = first_line(err)
                    continue
                if status == NO_INPUT and b'no language model' in err:
                    raise Unsupported('casus %s: %s' % (args[0], first_line(err)))
                if status != 0:
                    raise Failed('casus %s: status %d: %s' % (args[0], status, first_line(err)))
                self.clock(args, tail, pin, data, seconds)
                return out
        raise Unsupported('casus %s: %s' % (' '.join(variants[0]), last or 'not known to this binary'))

    def clock(self, args, tail, pin, data, seconds):
        best = seconds
        for _ in range(self.repeats - 1):
            if seconds > self.patience:
                break
            best = min(best, self.spawn(with_options(args, tail), data, pin)[3])
        self.measure.seconds = best

    def count(self, texts):
        """what the rates of the last measured run are counted in"""
        m = self.measure
        m.docs = len(texts)
        m.n_bytes = sum(len(t if isinstance(t, bytes) else t.encode('utf-8')) for t in texts)
        m.n_tokens = sum(len(t.split()) for t in texts)

    # ---- commands
    def code(self, records, options=()):
        """{id: envelope} of `casus code` over JSONL records"""
        options = list(options)
        out = self.output([['code'] + options + ['--in', 'jsonl', '-'], ['code'] + options + ['-']], jsonl(records))
        self.count([r.get('body') or r.get('html') or '' for r in records])
        return by_id(read_jsonl(out), [r['id'] for r in records])

    def annotate(self, layer, records, options=()):
        """{id: [item, ...]}; offsets are code points of the body"""
        head = ['annotate', '--layer', layer] + list(options)
        out = self.output([head + ['--in', 'jsonl', '--out', 'jsonl', '-'], head + ['--in', 'jsonl', '-'], head + ['-']],
                          jsonl(records))
        self.count([r['body'] for r in records])
        bodies = {r['id']: r['body'] for r in records}
        found = {k: [] for k in bodies}
        for line in read_jsonl(out):
            key = line.get('id')
            if key not in found:
                raise Failed('annotate: a line for %r, which was not asked' % (key,))
            found[key] += code_points(line, items_of(line), bodies[key])
        return found

    def conllu(self, data, given):
        """`casus annotate --layer tokens` as CoNLL-U; given: the input is CoNLL-U, else JSONL"""
        form = 'conllu' if given else 'jsonl'
        out = self.output([['annotate', '--layer', 'tokens', '--in', form, '--out', 'conllu', '-']], data)
        return out.decode('utf-8', 'replace')

    def page(self, paths):
        """one cleaned report for each file, in order"""
        out = self.output([['page', '--in', 'html'] + paths, ['page'] + paths])
        lines = read_jsonl(out)
        if len(lines) != len(paths):
            raise Failed('page: %d lines for %d files' % (len(lines), len(paths)))
        return lines

    def knows(self, command, option):
        """does the help of the command name the option?"""
        status, out, _, _, _ = self.spawn([command, '--help'])
        return status == 0 and option in out.decode('utf-8', 'replace').split()

    def has_model(self):
        """is there a language model to parse with?"""
        status, _, err, _, _ = self.spawn(['annotate', '--layer', 'names', '--in', 'jsonl', '-'])
        return status == 0 or b'no language model' not in err

    def version(self):
        for args in (['--version'], ['version']):
            status, out, _, _, _ = self.spawn(args)
            if status == 0 and out:
                return first_line(out)
        return 'casus'


def with_options(args, tail):
    """options go before the operands: right after the command"""
    return args[:1] + tail + args[1:]


def watch(child):
    """peak resident KiB of a running child; the high-water mark in /proc belongs to the program itself, while ru_maxrss
    still remembers the size of the process that started it"""
    peak, path = None, '/proc/%d/status' % child.pid
    while child.poll() is None:
        try:
            with open(path) as f:
                for line in f:
                    if line.startswith('VmHWM:'):
                        peak = max(peak or 0, int(line.split()[1]))
        except (OSError, ValueError):
            pass
        time.sleep(0.002)
    return peak


def read_jsonl(data):
    lines = []
    for n, line in enumerate(data.decode('utf-8', 'replace').split('\n'), 1):
        if not line.strip():
            continue
        try:
            lines.append(json.loads(line))
        except ValueError as e:
            raise Failed('line %d of the output is no JSON: %s' % (n, e))
    return lines


def by_id(lines, ids):
    """envelopes by id; every record must have exactly one"""
    found = {e.get('id'): e for e in lines}
    missing = [i for i in ids if i not in found]
    if missing and len(lines) == len(ids):
        return dict(zip(ids, lines))
    if missing:
        raise Failed('no envelope for %d of %d records, first %s' % (len(missing), len(ids), missing[0]))
    return found


def items_of(line):
    """annotations of one output line: the line itself, or its first list of objects that have a start"""
    if 'start' in line:
        return [line]
    for value in line.values():
        if isinstance(value, list) and value and isinstance(value[0], dict) and 'start' in value[0]:
            return value
    return []


def code_points(line, items, body):
    if line.get('offsets') not in ('byte', 'bytes'):
        return items
    raw = body.encode('utf-8')
    at = lambda n: len(raw[:n].decode('utf-8', 'ignore'))
    return [dict(x, start=at(x['start']), end=at(x['end'])) for x in items]


class ByteOffsets:
    """code point -> UTF-8 byte offset of one text"""

    def __init__(self, text):
        self.at = [0]
        for c in text:
            self.at.append(self.at[-1] + len(c.encode('utf-8', 'surrogatepass')))

    def __call__(self, n):
        return self.at[max(0, min(n, len(self.at) - 1))]


def note(text):
    print('bench: ' + text, file=sys.stderr)
