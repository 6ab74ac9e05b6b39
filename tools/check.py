#!/usr/bin/env python3
"""Builds the project three ways and runs every test; the last line counts the checks: "N passed, N failed".

    tools/check.py [BUILD...]      gcc (optimised, warnings are errors), asan (gcc, address and undefined behaviour sanitizers),
                                   clang (if it is there); default: all

A test is a program whose last line "N passed, N failed" is its count; one that says nothing counts as one. What a failed test
printed is shown. Builds stay in build/check-*, so that a second run only builds what changed.
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
ASAN = {'ASAN_OPTIONS': 'detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1',
        'UBSAN_OPTIONS': 'print_stacktrace=1', 'CASUS_SLOW': '1'}
BUILDS = {
    'gcc': ('gcc', {}, ['-Dwerror=true']),
    'asan': ('gcc', ASAN, ['-Dwerror=false', '-Dbuildtype=debug', '-Doptimization=1', '-Db_sanitize=address,undefined',
                           '-Dc_args=-fno-omit-frame-pointer -fno-sanitize-recover=all']),
    'clang': ('clang', {}, ['-Dwerror=true', '-Dbuildtype=debug', '-Doptimization=1']),
}
OTHERS = [('rooms', ['tools/check-rooms.py']), ('bench', ['python3', 'tests/bench/test_bench.py'])]


def build(name):
    """-> (folder, what went wrong or None)"""
    compiler, _, options = BUILDS[name]
    folder = os.path.join('build', 'check-' + name)
    if not os.path.exists(os.path.join(folder, 'build.ninja')):
        shutil.rmtree(folder, ignore_errors=True)
        made = subprocess.run(['meson', 'setup', folder] + options, env=dict(os.environ, CC=compiler), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if made.returncode:
            return folder, made.stdout
    made = subprocess.run(['ninja', '-k', '0', '-C', folder], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = '\n'.join(x for x in made.stdout.split('\n') if not re.match(r'\[\d+/\d+\] |ninja: ', x))
    return folder, said if made.returncode else None


def tests_of(name, folder):
    """[(label, command, environment, seconds allowed, folder to run in)]; the slow ones first, so that the end is not waited for"""
    listed = json.loads(subprocess.run(['meson', 'introspect', '--tests', folder], stdout=subprocess.PIPE, check=True).stdout)
    jobs = [('%s/%s' % (name, t['name']), t['cmd'], dict(os.environ, **dict(BUILDS[name][1], **t['env'])), t['timeout'] * 3,
             t['workdir'] or folder)
            for t in listed]
    return sorted(jobs, key=lambda job: -job[3])


def run(job):
    """-> (label, passed, failed, output, seconds)"""
    label, command, env, limit, folder = job
    began = time.monotonic()
    try:
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=limit, errors='replace',
                              cwd=folder, stdin=subprocess.DEVNULL)
        out, status = done.stdout, done.returncode
    except subprocess.TimeoutExpired as e:
        out, status = (e.stdout or b'').decode('utf-8', 'replace') + '\nstopped after %d seconds' % limit, 1
    except OSError as e:
        out, status = str(e), 1
    counts = re.findall(r'^(\d+) passed, (\d+) failed$', out, re.M)
    passed, failed = map(int, counts[-1]) if counts else (int(status == 0), 0)
    if status and not failed:
        failed = 1
    return label, passed, failed, out, time.monotonic() - began


def show(label, passed, failed, out, seconds):
    print('%-6s %-24s %6d passed %4d failed %6.1f s' % ('FAILED' if failed else 'ok', label, passed, failed, seconds))
    if failed:
        print('\n'.join('       ' + line for line in out.strip().splitlines()[-40:]))
    sys.stdout.flush()


def main():
    os.chdir(ROOT)
    names = sys.argv[1:] or [n for n in BUILDS if shutil.which(BUILDS[n][0])]
    jobs = [(label, command, dict(os.environ), 300, '.') for label, command in OTHERS if os.path.exists(command[-1])]
    total = [0, 0]
    for name in names:
        began = time.monotonic()
        folder, wrong = build(name)
        show('build/' + name, int(not wrong), int(bool(wrong)), wrong or '', time.monotonic() - began)
        total[bool(wrong)] += 1
        if not wrong:
            jobs += tests_of(name, folder)
    with concurrent.futures.ThreadPoolExecutor(max(1, os.cpu_count() or 1)) as pool:
        for result in pool.map(run, jobs):
            show(*result)
            total[0] += result[1]
            total[1] += result[2]
    print('%d passed, %d failed' % tuple(total))
    return 1 if total[1] else 0


if __name__ == '__main__':
    sys.exit(main())
