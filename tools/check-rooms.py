#!/usr/bin/env python3
"""Compares docs/rooms.txt, which says who may use whom, with the #include lines of src/ and cli/."""
import os
import re
import sys

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
lines = [x for x in open('docs/rooms.txt') if x.strip() and x[0] != '#']
may = {room.strip(): set(used.split()) for room, used in (x.split(':') for x in lines)}
passed, wrong = 0, []
for path in sorted(os.path.join(d, f) for top in ('src', 'cli') for d, _, names in os.walk(top) for f in names if f[-2:] in ('.c', '.h')):
    part = path.split('/')
    room = 'cli' if part[0] == 'cli' else part[1] if len(part) > 2 else 'engine'
    for number, line in enumerate(open(path, encoding='utf-8'), 1):
        m = re.match(r'\s*#\s*include\s*[<"](?:casus/(\w+)\.h|(?:\.\./)*(\w+)/[\w./]+)[>"]', line)
        used = m and (m[1] or (m[2] if m[2] in may else None))
        used = {'casus': 'engine', 'parse': 'lang'}.get(used, used)  # headers that are not called after their room
        if not used:
            continue
        if used == room or (used in may.get(room, ()) and not (room == 'cli' and m[2])):
            passed += 1
        else:
            wrong.append('%s:%d: %s may not use %s' % (path, number, room, used))
print('\n'.join(wrong + ['%d passed, %d failed' % (passed, len(wrong))]))
sys.exit(1 if wrong else 0)
