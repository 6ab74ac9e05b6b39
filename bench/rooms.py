"""Instructions of `casus code` by room: where the work of a report goes. Counted by valgrind's cachegrind, which tells the source line
of each; a line belongs to the room of its file, one of a system header to that of the function it was inlined in."""
import collections
import os
import re
import shutil
import tempfile

ORDER = ('page', 'text', 'lexicon', 'lang', 'gazetteer', 'when', 'where', 'who', 'what', 'incident', 'export',
         'cli', 'base', 'libraries')
ROOM = re.compile(r'/src/(\w+)/(\w+)\.[ch]$|/(include/casus)/(\w+)\.h$|/(cli)/\w+\.[ch]$')
# Rooms share folders with what they read: tables of words and places are counted apart, since all rooms ask them.
LEXICON = ('folder', 'image', 'inflect', 'lemma', 'lexicon', 'match', 'shared', 'tables', 'terms', 'trie')
GAZETTEER = ('alike', 'gazetteer', 'key', 'lookup')


def room_of(path, known):
    """None: of no room of ours"""
    m = ROOM.search(path)
    if not m:
        return None
    room, stem = (m.group(1), m.group(2)) if m.group(1) else ('base', m.group(4)) if m.group(3) else ('cli', '')
    if room == 'lang' and stem in LEXICON:
        room = 'lexicon'
    if room == 'where' and stem in GAZETTEER:
        room = 'gazetteer'
    return room if room in known else 'base'


def read(path):
    """-> {room: instructions} of a file that cachegrind wrote"""
    home, parts = {}, []            # function -> room; (function, room or None, count)
    file = function = None
    with open(path, encoding='utf-8', errors='replace') as f:
        for line in f:
            if line.startswith('fl='):
                file = room_of(line[3:].strip(), ORDER)
            elif line.startswith('fn='):
                function = line[3:].strip()
                if file:
                    home.setdefault(function, file)
                parts.append([function, file, 0])
            elif line[:1].isdigit() and parts:
                parts[-1][2] += int(line.split()[1])
    sums = collections.Counter()
    for function, file, n in parts:
        sums[file or home.get(function, 'libraries')] += n
    return sums


def count(casus, args, data):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, 'out')
        casus.spawn(args, data, prefix=('valgrind', '-q', '--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=' + out))
        return read(out) if os.path.exists(out) else None


def by_room(casus, args, sets):
    """{set: {room: instructions a report}}, start-up taken off; {} where they cannot be counted"""
    if not shutil.which('valgrind'):
        return {}
    idle = count(casus, args, b'')
    if not idle or sum(idle.values()) == idle.get('libraries'):      # no debugging information
        return {}
    out = {}
    for name, payload, n in sets:
        busy = count(casus, args, payload)
        if busy:
            out[name] = {room: (busy[room] - idle[room]) / n for room in ORDER}
    return out
