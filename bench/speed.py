"""What casus costs: documents and megabytes a second on one thread, peak memory, instructions, start-up."""
import glob
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import convert
import engine
import rooms
from engine import jsonl, note
from stream import TOOL

CODE = ['code', '--in', 'jsonl', '-']
SLICE = 6           # documents of an instruction count; valgrind runs them some fifty times slower
FEW, MANY = 10000, 100000


def thread_variant(casus, args, data=b''):
    """(args, pin) that keep a command on one thread; None where it is not known"""
    for tail, pin in ((['--threads', '1'], False), ([], True)):
        full = engine.with_options(args, tail)
        status, _, err, _, _ = casus.spawn(full, data, pin)
        if status == 0:
            return full, pin
        if status != engine.USAGE:
            raise engine.Failed('casus %s: status %d: %s' % (args[0], status, engine.first_line(err)))
    return None


def best_of(casus, args, data, pin, times):
    return min(casus.spawn(args, data, pin)[3] for _ in range(times))


def text_speed(casus, data, out):
    """muc4 reports as JSONL through `casus code`"""
    path = os.path.join(data, 'muc4', 'train.jsonl')
    if not os.path.exists(path):
        return note('speed: no muc4/train.jsonl')
    records = [{'id': d['docid'], 'body': d['text']} for d in convert.load(path)]
    known = thread_variant(casus, CODE)
    if not known:
        return note('speed: this binary has no code command')
    args, pin = known
    out['startup_s'] = best_of(casus, args, b'', pin, 5)
    payload, n = jsonl(records), len(records)
    n_bytes = sum(len(r['body'].encode()) for r in records)
    seconds = best_of(casus, args, payload, pin, 1 if casus.repeats == 1 else 2)
    out.update(text_docs=n, text_mb=n_bytes / 1e6, text_docs_per_s=n / seconds, text_mb_per_s=n_bytes / 1e6 / seconds,
               text_tokens_per_s=sum(len(r['body'].split()) for r in records) / seconds)
    out['text_peak_mib'] = mib(casus.spawn(args, payload, pin, memory=True)[4])
    return args, pin, records


def mib(kib):
    return None if kib is None else kib / 1024.0


def page_speed(casus, data, out):
    """stored pages through `casus page` and, as HTML records, through `casus code`"""
    files = sorted(glob.glob(os.path.join(data, 'pages', 'dev', 'html', '*.html.gz')))
    if not files:
        return note('speed: no pages/dev/html')
    with tempfile.TemporaryDirectory() as folder:
        paths, n_bytes = [], 0
        for n, f in enumerate(files):
            with gzip.open(f) as g:
                page = g.read()
            n_bytes += len(page)
            paths.append(os.path.join(folder, '%06d.html' % n))
            with open(paths[-1], 'wb') as g:
                g.write(page)
        for name, variants in (('page', (['page', '--in', 'html'], ['page'])), ('html', (['code', '--in', 'html'],))):
            known = next(filter(None, (thread_variant(casus, v + paths[:1]) for v in variants)), None)
            if not known:
                note('speed: %s over HTML files not known to this binary' % variants[0][0])
                continue
            args, pin = known[0] + paths[1:], known[1]
            seconds = best_of(casus, args, b'', pin, 1 if casus.repeats == 1 else 2)
            out.update({name + '_docs': len(paths), name + '_mb': n_bytes / 1e6, name + '_docs_per_s': len(paths) / seconds,
                        name + '_mb_per_s': n_bytes / 1e6 / seconds})
            out[name + '_peak_mib'] = mib(casus.spawn(args, b'', pin, memory=True)[4])
    return None


def perf_instructions(casus, args, data):
    if not shutil.which('perf'):
        return None
    with tempfile.NamedTemporaryFile() as log:
        casus.spawn(args, data, prefix=('perf', 'stat', '-x', ',', '-e', 'instructions:u', '-o', log.name))
        found = re.search(rb'^(\d+),', log.read(), re.M)
    return int(found.group(1)) if found else None


def valgrind_instructions(casus, args, data):
    if not shutil.which('valgrind'):
        return None
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, 'log')
        casus.spawn(args, data, prefix=('valgrind', '--tool=cachegrind', '--cache-sim=no', '--log-file=' + log,
                                        '--cachegrind-out-file=' + os.path.join(folder, 'out')))
        try:
            with open(log, 'rb') as f:
                found = re.search(rb'I\s+refs:\s+([\d,]+)', f.read())
        except OSError:
            return None
    return int(found.group(1).replace(b',', b'')) if found else None


def instructions(casus, args, records, out):
    """instructions a report, start-up taken off; the count repeats where seconds do not"""
    few = jsonl(records[:SLICE])
    for tool, count in (('perf', perf_instructions), ('valgrind', valgrind_instructions)):
        idle, busy = count(casus, args, b''), None
        if idle:
            busy = count(casus, args, few)
        if idle and busy:
            out.update(instructions_by=tool, instructions_startup=idle, instructions_per_doc=(busy - idle) / min(SLICE, len(records)))
            return
    note('speed: instructions not counted: neither perf nor valgrind gives a figure here')


def sentences(casus, records):
    """how many sentences casus splits the texts into"""
    words = casus.spawn(['annotate', '--layer', 'tokens', '--out', 'conllu', '--in', 'jsonl', '-'], jsonl(records))[1]
    return len(re.findall(rb'^1\t', words, re.M))


def quiet_news(casus, args, pin, data, out):
    """sentences a second of all news texts of geo, and of those in which casus finds no incident, texts a second"""
    path = os.path.join(data, 'geo', 'dev')
    if not os.path.isdir(path):
        return note('speed: no geo/dev')
    _, records = convert.text_records(path, lambda row: {})
    coded = casus.spawn(args, jsonl(records), pin)[1].decode('utf-8').split('\n')
    quiet = [r for r, line in zip(records, coded) if not json.loads(line)['incidents']]
    mixed = best_of(casus, args, jsonl(records), pin, 3) - out['startup_s']
    out['mixed_sentences_per_s'] = sentences(casus, records) / mixed
    seconds = best_of(casus, args, jsonl(quiet), pin, 3)
    out.update(quiet_docs=len(quiet), quiet_kb=sum(len(r['body'].encode()) for r in quiet) / 1e3 / len(quiet),
               quiet_docs_per_s=len(quiet) / (seconds - out['startup_s']))
    return quiet


def by_room(casus, args, records, quiet, out):
    """instructions a report and room"""
    sets = [('MUC reports', jsonl(records[:SLICE]), SLICE)]
    if quiet:
        sets.append(('news without incidents', jsonl(quiet[:SLICE]), SLICE))
    out['rooms'] = rooms.by_room(casus, args, sets)
    if not out['rooms']:
        note('speed: rooms not counted: no valgrind here, or a binary without debugging information')


def flatness(casus, args, pin, data, out):
    """peak memory over many records: one-sentence reports, repeated"""
    texts = []
    for f in sorted(glob.glob(os.path.join(data, 'coding', '*.jsonl'))):
        texts += [d['text'] for d in convert.load(f)]
    if not texts:
        return note('speed: no sentences for the memory run')
    # the stream is made once and cut, so that both runs read the same records
    lines = jsonl({'id': 'r%06d' % n, 'body': texts[n % len(texts)]} for n in range(MANY)).splitlines(True)
    _, _, _, seconds, peak = casus.spawn(args, b''.join(lines[:FEW]), pin, memory=True)
    out['memory_10k_mib'] = mib(peak)
    if seconds > 40:
        return note('speed: memory over %d records left out: %d took %.0f s' % (MANY, FEW, seconds))
    out['memory_100k_mib'] = mib(casus.spawn(args, b''.join(lines), pin, memory=True)[4])
    return None


def cost(casus, args):
    """-> (seconds, seconds of processor) of a run that writes nothing we look at"""
    begin = time.perf_counter()
    child = subprocess.Popen([casus.binary] + args, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise engine.Failed('casus %s: status %d' % (args[0], child.returncode))
    return time.perf_counter() - begin, used.ru_utime + used.ru_stime


def ledger_cost(casus, out):
    """`casus add` of short reports to a new ledger, by `casus code` of the same; in turns, since other work on the machine comes and goes"""
    with tempfile.TemporaryDirectory() as folder:
        everything, truth, reports, ledger = (os.path.join(folder, x) for x in ('all.jsonl', 'truth.tsv', 'reports.jsonl', 'l.db'))
        made = subprocess.run([sys.executable, TOOL, 'make', everything, truth, '--incidents', '3600', '--days', '900'],
                              stdout=subprocess.DEVNULL)
        if made.returncode != 0:
            return note('speed: %s makes no reports' % TOOL)
        with open(everything, 'rb') as f, open(reports, 'wb') as g:
            g.writelines(f.readlines()[:FEW])
        code, add = [], []
        for _ in range(2):
            code.append(cost(casus, ['code', '--in', 'jsonl', '--threads', '1', reports]))
            for name in (ledger, ledger + '-wal', ledger + '-shm'):
                if os.path.exists(name):
                    os.remove(name)
            add.append(cost(casus, ['add', '--in', 'jsonl', '--threads', '1', '--ledger', ledger, reports]))
    best = lambda runs, i: min(r[i] for r in runs)
    out.update(ledger_code_s=best(code, 0), ledger_add_s=best(add, 0), ledger_ratio=best(add, 0) / best(code, 0),
               ledger_cpu_ratio=best(add, 1) / best(code, 1))
    return None


def measure(casus, data, quick):
    out = {}
    known = text_speed(casus, data, out)
    page_speed(casus, data, out)
    if known and not quick:
        args, pin, records = known
        instructions(casus, args, records, out)
        by_room(casus, args, records, quiet_news(casus, args, pin, data, out), out)
        flatness(casus, args, pin, data, out)
        ledger_cost(casus, out)
    return out


def machine():
    """processor and number of cores"""
    model = ''
    try:
        with open('/proc/cpuinfo') as f:
            model = next((x.split(':', 1)[1].strip() for x in f if x.startswith('model name')), '')
    except OSError:
        pass
    kernel = os.uname()
    return '%s, %d cores, %s %s' % (model or 'unknown processor', os.cpu_count() or 1, kernel.sysname, kernel.machine)


def compiler(binary):
    """the compilers that left their name in the binary"""
    with open(binary, 'rb') as f:
        found = set(re.findall(rb'(?:GCC: \([^)\0]*\) [\d.]+|clang version [\d.]+)', f.read()))
    return ', '.join(sorted(x.decode('ascii', 'replace') for x in found)) or 'unknown compiler'
