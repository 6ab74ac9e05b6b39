"""Finds and runs the scorers that lie next to the data."""
import json
import os
import subprocess
import sys

from engine import REPO, Failed, Usage

# file name, and words of its opening that tell it from another benchmark's scorer
SCORER = {
    'incidents': ('score_incidents.py', '`incidents` benchmark'),
    'muc4': ('score.py', 'MUC-4'),
    'coding': ('score.py', 'event-coding'),
    'timex': ('score.py', '`timex` benchmark'),
    'geo': ('score.py', '`geo` benchmark'),
    'pages': ('score.py', '`pages` benchmark'),
}
DATA = os.path.join(os.path.dirname(REPO), 'shared', 'data')


def is_it(path, words):
    try:
        with open(path, encoding='utf-8') as f:
            return words in f.read(2000)
    except OSError:
        return False


def find(name, path, data=None):
    """the scorer beside PATH, in a folder above it (or in NAME there), or in the shared data"""
    file, words = SCORER[name]
    here = os.path.abspath(path)
    places = []
    while True:
        places += [os.path.join(here, file), os.path.join(here, name, file)]
        up = os.path.dirname(here)
        if up == here:
            break
        here = up
    places.append(os.path.join(data or DATA, name, file))
    for place in places:
        if os.path.isfile(place) and is_it(place, words):
            return place
    raise Usage('no %s of %s beside %s or above it' % (file, name, path))


def run(scorer, *args):
    """the scorer's --json answer"""
    done = subprocess.run([sys.executable, scorer] + [str(a) for a in args] + ['--json'],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise Failed('%s: %s' % (os.path.basename(scorer), done.stderr.decode('utf-8', 'replace').strip()[-400:]))
    return json.loads(done.stdout.decode('utf-8'))


def selftest(path, data=None):
    """True when the incident scorer passes its own test on the gold of PATH"""
    scorer = find('incidents', path, data)
    done = subprocess.run([sys.executable, scorer, os.path.join(path, 'gold.jsonl'), '--aliases',
                           os.path.join(path, 'aliases.json'), '--selftest'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode == 0
