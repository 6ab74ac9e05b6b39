#!/usr/bin/env python3
"""casus code --deeds: beside the incidents, and with the words of the report."""
import json
import os
import subprocess
import sys

CASUS = os.environ.get('CASUS', 'build/cli/casus')
KINDS = {'attack', 'bombing', 'kidnapping', 'arson', 'robbery', 'stoppage'}
ROLES = {'doer', 'body', 'target', 'victim', 'weapon'}
BODY = ('SAN SALVADOR, 3 JAN 90 -- Guerrillas of the Farabundo Marti National Liberation Front last night dynamited the house of Mayor Juan Perez. '
        'The mayor was killed by the bomb.\n\nThe group of "é" said nothing.')
QUIET = 'The weather in Bogota was fine on Monday. Ministers met to talk about coffee prices.'
failed = 0


def check(good, what):
    global failed
    if not good:
        failed += 1
        print('failed:', what, file=sys.stderr)


def code(*options):
    lines = ''.join(json.dumps({'id': str(i), 'body': b}) + '\n' for i, b in enumerate((BODY, QUIET, '')))
    out = subprocess.run([CASUS, 'code', '--in', 'jsonl', *options, '-'], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def main():
    if 'deeds' not in code('--deeds')[0]:
        return      # built without weights or model
    plain, told = code(), code('--deeds')
    check(told == code('--deeds', '--threads', '3'), 'the same with many threads')
    check('+cast-' in told[0]['casus']['model'], 'the weights are named')
    deeds = [e.pop('deeds', None) for e in told]
    for a, b in zip(plain, told):
        check('deeds' not in a and a['incidents'] == b['incidents'], 'incidents do not depend on deeds')
    check(deeds[1] == [] and not deeds[2], 'nothing in a report without violence')
    check('bombing' in [d['kind'] for d in deeds[0]], deeds[0])
    for deed in deeds[0]:
        check(deed['kind'] in KINDS and 0 < deed['weight'] <= 1, deed)
        check(deed['incident'] is None or 0 < deed['incident'] <= len(told[0]['incidents']), deed)
        for member in deed['cast']:
            check(member['role'] in ROLES and 0 < member['weight'] <= 1, member)
            check(BODY[member['span'][0]:member['span'][1]] == member['text'], member)
    roles = {(m['role'], m['text']) for d in deeds[0] for m in d['cast']}
    check(('weapon', 'the bomb') in roles or ('weapon', 'bomb') in roles, roles)
    check(('body', 'Farabundo Marti National Liberation Front') in roles, roles)
    untrained = code('--deeds', '--untrained')
    check('deeds' not in untrained[0], 'no trained decisions, no deeds')


main()
print('%d failed' % failed)
sys.exit(1 if failed else 0)
