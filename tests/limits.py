#!/usr/bin/env python3
"""Files made to take the day are answered soon and with little memory:  limits.py ZIPING plain|sanitized

Each case is a form or a report that is too large, too deep, circular, somewhere else, or full of formulas and patterns that
multiply. The program must end with the status and the words named here, within SECONDS and MEGABYTES (as it is built for
users; sanitizers take their own share on top). The bounds are generous: they tell apart what grows with the size of the file
from what grows with its square, and no more.
"""
import contextlib
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time

SECONDS, MEGABYTES = 3, 100
FORM = 'form: limits\nversion: 1\ntitle: x\nsections:\n- id: s\n  title: x\n  fields:\n'
TABLE = FORM + '  - {id: t, label: t, type: table, columns: [{id: n, label: n, type: decimal, decimals: 2}, {id: w, label: w, type: text}]}\n'
FORMULA = FORM + '  - {id: a, label: a, type: decimal}\n  - {id: b, label: b, type: decimal, calculate: "%s"}\n'

CASES = []


def case(command, status, words, **bounds):
    """a case is a function that writes its files into the folder; `command` is run there"""
    def keep(make):
        CASES.append((make, command, status, words, bounds))
        return make
    return keep


def write(name, *parts):
    with open(name, 'w', encoding='utf-8') as f:
        for part in parts:
            f.write(part)


# ---- files ----

@case('check r.yaml', 2, '256 MiB')
def a_sparse_report_of_a_gigabyte():
    write('r.yaml', 'form: x\n')
    os.truncate('r.yaml', 1 << 30)


@case('forms check ./f.yaml', (1, 2), 'MiB')
def a_form_of_100_megabytes():
    write('f.yaml', FORM)
    with open('f.yaml', 'a', encoding='utf-8') as f:
        for _ in range(100):
            f.write('# ' + 'x' * 1000000 + '\n')


@case('check r.yaml', 2, 'MiB')
def a_form_of_100_megabytes_beside_a_report():
    a_form_of_100_megabytes()
    write('r.yaml', 'form: f.yaml\n')


@case('forms check ./f.yaml', (1, 2), 'MiB')
def a_form_of_a_million_fields():
    write('f.yaml', FORM, *['  - {id: f%d, label: x, type: text}\n' % i for i in range(1000000)])


@case('check r.yaml', 2, '64')
def a_thousand_levels():
    write('r.yaml', 'form: overall-report\ns: ', '[' * 1000, ']' * 1000, '\n')


@case('check r.yaml', 2, '1 MiB')
def a_value_of_two_megabytes():
    write('r.yaml', 'form: overall-report\ns:\n  a: ', 'x' * (2 << 20), '\n')


@case('check r.yaml', 2, '1 MiB|key: value')
def a_key_of_two_megabytes():
    write('r.yaml', 'form: overall-report\n"', 'x' * (2 << 20), '": 1\n')


@case('check r.yaml', 2, '1,000,000|1000000', MEGABYTES=300)
def a_million_rows_and_one():
    write('f.yaml', TABLE)
    write('r.yaml', 'form: f.yaml\ns:\n  t:\n', '  - {}\n' * 1000001)


@case('check r.yaml', 2, 'anchors')
def a_bomb_of_aliases():
    write('r.yaml', 'form: overall-report\na: &a [x]\n',
          *['%s: &%s [%s]\n' % (chr(98 + i), chr(98 + i), ', '.join(['*' + chr(97 + i)] * 10)) for i in range(20)])


@case('check r.yaml', 2, 'merge key')
def a_merge_key():
    write('r.yaml', 'form: overall-report\ns:\n  <<: {a: 1}\n')


@case('check r.yaml', 2, 'duplicate|twice')
def a_hundred_thousand_keys_with_one_twice():
    write('r.yaml', 'form: overall-report\ns:\n', *['  k%d: 1\n' % i for i in range(100000)], '  k7: 2\n')


@case('check r.yaml', 1, '', MEGABYTES=300)
def a_hundred_thousand_unknown_keys():
    write('r.yaml', 'form: overall-report\n', *['k%d: 1\n' % i for i in range(100000)])


# ---- where forms may lie ----

@case('check in/r.yaml', 2, 'form')
def a_form_two_folders_up():
    os.mkdir('a')
    os.mkdir('a/b')
    os.mkdir('a/b/in')
    write('f.yaml', TABLE)
    write('a/b/in/r.yaml', 'form: ../../../f.yaml\n')
    os.chdir('a/b')


@case('check r.yaml', 2, 'form')
def an_absolute_form():
    write('f.yaml', TABLE)
    write('r.yaml', 'form: /etc/passwd\n')


@case('check in/r.yaml', 2, 'form')
def a_link_that_leads_outside():
    os.makedirs('a/b/in')
    write('f.yaml', TABLE)
    os.symlink('../../../f.yaml', 'a/b/in/f.yaml')
    write('a/b/in/r.yaml', 'form: f.yaml\n')
    os.chdir('a/b')


@case('check in/r.yaml', 2, 'form')
def a_folder_that_is_a_link_outside():
    os.makedirs('a/b/in')
    os.mkdir('other')
    write('other/f.yaml', TABLE)
    os.symlink('../../../other', 'a/b/in/forms')
    write('a/b/in/r.yaml', 'form: forms/f.yaml\n')
    os.chdir('a/b')


@case('check r.yaml', 2, 'form')
def a_form_that_is_a_pipe():
    os.mkfifo('f.yaml')
    write('r.yaml', 'form: f.yaml\n')


@case('check r.yaml', 2, 'form')
def a_form_that_is_a_folder():
    os.mkdir('f.yaml')
    write('r.yaml', 'form: f.yaml\n')


@case('check r.yaml', 2, 'form')
def a_form_that_is_a_device():
    os.symlink('/dev/zero', 'f.yaml')
    write('r.yaml', 'form: f.yaml\n')


@case('check pipe.yaml', 2, 'pipe')
def a_report_that_is_a_pipe():
    os.mkfifo('pipe.yaml')


@case('set pipe.yaml s.a=1', 2, 'pipe')
def a_pipe_that_is_to_be_changed():
    os.mkfifo('pipe.yaml')


@case('check in/r.yaml', 2, 'form')
def a_base_outside():
    os.makedirs('a/b/in')
    write('base.yaml', TABLE)
    write('a/b/in/f.yaml', 'form: mine\nversion: 1\nextends: ../../../base.yaml\n')
    write('a/b/in/r.yaml', 'form: f.yaml\n')
    os.chdir('a/b')


@case('forms check ./f.yaml', (1, 2), 'extend')
def forms_in_a_circle():
    write('f.yaml', 'form: f\nversion: 1\nextends: g.yaml\n')
    write('g.yaml', 'form: g\nversion: 1\nextends: f.yaml\n')


@case('forms check ./f0.yaml', (1, 2), 'deep')
def a_thousand_forms_on_each_other():
    for i in range(1000):
        write('f%d.yaml' % i, 'form: f%d\nversion: 1\nextends: f%d.yaml\n' % (i, i + 1))
    write('f1000.yaml', TABLE)


# ---- patterns and formulas ----

@case('check r.yaml', 1, 'pattern')
def a_pattern_that_tries_everything():
    write('f.yaml', FORM, '  - {id: a, label: a, type: text, pattern: "(a+)+$"}\n')
    write('r.yaml', 'form: f.yaml\ns:\n  a: ', 'a' * 100000, 'b\n')


@case('check r.yaml', 1, 'pattern')
def a_thousand_rows_of_such_a_pattern():
    write('f.yaml', FORM, '  - {id: t, label: t, type: table, columns: [{id: a, label: a, type: text, pattern: "(a|aa)+$"}]}\n')
    write('r.yaml', 'form: f.yaml\ns:\n  t:\n', ('  - {a: ' + 'a' * 40 + 'b}\n') * 1000)


@case('check r.yaml', (1, 2), 'pattern')
def a_pattern_that_calls_itself():
    write('f.yaml', FORM, '  - {id: a, label: a, type: text, pattern: "(?:(?R)|a)*+b|(a(?1)?)*c"}\n')
    write('r.yaml', 'form: f.yaml\ns:\n  a: ', 'a' * 10000, '\n')


@case('forms check ./f.yaml', 1, 'pattern|regular')
def a_pattern_of_half_a_megabyte():
    write('f.yaml', FORM, '  - {id: a, label: a, type: text, pattern: "', '(a{1,500}){1,500}' * 1000, '"}\n')


@case('forms check ./f.yaml', 1, '4096')
def brackets_in_a_formula():
    write('f.yaml', FORMULA % ('(' * 100000 + 'a' + ')' * 100000))


@case('forms check ./f.yaml', 1, '')
def a_formula_of_minus_signs():
    write('f.yaml', FORMULA % ('-' * 100000 + 'a'))


@case('forms check ./f.yaml', (0, 1), '')
def a_formula_of_a_hundred_thousand_terms():
    write('f.yaml', FORMULA % '+'.join(['a'] * 100000))


@case('check r.yaml', (0, 1), '')
def intervals_that_multiply():
    write('f.yaml', FORM, '  - {id: a, label: a, type: decimal}\n',
          *['  - {id: b%d, label: b, type: decimal, calculate: "%s * %s"}\n' % (i, 'b%d' % (i - 1) if i else 'a', 'b%d' % (i - 1) if i else 'a')
            for i in range(1000)])
    write('r.yaml', 'form: f.yaml\ns:\n  a: 1.000001\n')


@case('check r.yaml', 1, 'rows with rows', SECONDS=6, MEGABYTES=400)
def each_row_counts_all_rows():
    """a filter that looks at the row that asks cannot be kept as a running sum: rows times rows"""
    write('f.yaml', FORM, '  - {id: t, label: t, type: table, columns: [{id: n, label: n, type: decimal, decimals: 2}, '
          '{id: c, label: c, type: decimal, calculate: "sum(t.n where n > this.n)"}]}\n')
    write('r.yaml', 'form: f.yaml\ns:\n  t:\n', *['  - {n: %d}\n' % i for i in range(100000)])


@case('check r.yaml', (0, 1), '', MEGABYTES=400)
def aggregates_over_a_large_table():
    write('f.yaml', TABLE, *['  - {id: b%d, label: b, type: decimal, calculate: "%s(t.n where n > %d)"}\n' % (i, f, i)
                              for i, f in enumerate(['sum', 'min', 'max', 'avg', 'count'] * 10)])
    write('r.yaml', 'form: f.yaml\ns:\n  t:\n', *['  - {n: %d}\n' % i for i in range(50000)])


@case('forms check ./f.yaml', (0, 1), '')
def a_hundred_thousand_choices():
    write('f.yaml', FORM, '  - {id: a, label: a, type: choice, choices: [', ', '.join('c%d' % i for i in range(100000)), ']}\n')


@case('forms check ./f.yaml', (0, 1), '')
def a_matrix_of_a_million_cells():
    write('f.yaml', FORM, '  - id: m\n    label: m\n    type: matrix\n    columns:\n',
          *['    - {id: c%d, label: c, type: decimal}\n' % i for i in range(1000)],
          '    rows:\n', *['    - {id: r%d, label: r}\n' % i for i in range(1000)])


@case('forms check ./f.yaml', 1, 'circle|itself')
def a_circle_through_a_thousand_fields():
    write('f.yaml', FORM, *['  - {id: f%d, label: f, type: decimal, calculate: f%d + 1}\n' % (i, (i + 1) % 1000) for i in range(1000)])


# ---- what comes in from a pipe may have no end ----

@case('check -', 2, 'UTF-16|NUL', FEED='cat /dev/zero')
def zeros_without_end():
    pass


@case('check -', 2, '64 MiB', FEED='yes')
def a_word_without_end():
    pass


@case('check -', 2, '64 MiB', FEED='yes "# a line that YAML allows"')
def comments_without_end():
    pass


@case('check /dev/stdin', 2, '64 MiB|device', FEED='yes "# a line that YAML allows"')
def comments_without_end_by_name():
    pass


@case('check /dev/zero', 2, 'device')
def a_device_by_name():
    pass


@case('check r.yaml', 2, 'device')
def a_socket_by_name():
    socket.socket(socket.AF_UNIX).bind('r.yaml')


@case('show r.yaml', 2, 'folder')
def a_folder_by_name():
    os.mkdir('r.yaml')


@case('check r.yaml', 2, '256 MiB')
def a_sparse_report_of_300_megabytes():
    write('r.yaml', 'form: x\n')
    os.truncate('r.yaml', 300 << 20)


# ---- journals ----

@case('set r.yaml s.a=1', 2, 'unsaved', MEGABYTES=200)
def a_journal_of_a_hundred_megabytes():
    write('f.yaml', FORM, '  - {id: a, label: a, type: text}\n')
    write('r.yaml', 'form: f.yaml\ns:\n  a: 1\n')
    write('.r.yaml.journal', 'ziping journal 1\n', ('x' * 1000 + '\n') * 100000)


# ---- running them ----

@contextlib.contextmanager
def standard_input(bounds):
    """nothing, or what a command writes without end"""
    if 'FEED' not in bounds:
        yield subprocess.DEVNULL
        return
    with subprocess.Popen(['sh', '-c', 'exec ' + bounds['FEED']], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as feeder:
        try:
            yield feeder.stdout
        finally:
            feeder.kill()


def run(program, command, seconds, source):
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen([program, '--lang', 'en'] + command.split(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=source)
    try:
        out, _ = child.communicate(timeout=seconds * 4)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return None, '', time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return child.returncode, out.decode('utf-8', 'replace'), spent


def peak(program, command, source):
    """of one child, in MiB: measured by a process of its own, as the peak of all children is all that can be asked for"""
    code = ('import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);'
            'print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)')
    return int(subprocess.run([sys.executable, '-c', code, program] + command.split(), stdin=source, stdout=subprocess.PIPE, check=True).stdout)


def judge(program, one, share):
    make, command, status, words, bounds = one
    seconds = bounds.get('SECONDS', SECONDS) * share
    megabytes = bounds.get('MEGABYTES', MEGABYTES)
    with standard_input(bounds) as source:
        found, out, spent = run(program, command, seconds, source)
    if found is None:
        return 'did not end'
    if found not in (status if isinstance(status, tuple) else (status,)):
        return 'status %d: %s' % (found, out[:300])
    if words and not any(w in out for w in words.split('|')):
        return 'does not say why: %s' % out[:300]
    if spent > seconds:
        return 'took %.1f seconds' % spent
    if share == 1:
        with standard_input(bounds) as source:
            memory = peak(program, command, source)
        if memory > megabytes:
            return 'took %d MiB' % memory
        if '-v' in sys.argv:
            print('%-45s %5.2f s %4d MiB %d %s' % (make.__name__, spent, memory, found, out.split('\n')[0][:100]))
    return None


def main():
    program, share = os.path.abspath(sys.argv[1]), 1 if sys.argv[2] == 'plain' else 12
    failed = 0
    os.environ.update(LC_ALL='C.UTF-8', XDG_DATA_HOME='/nonexistent', XDG_CONFIG_HOME='/nonexistent')
    for one in CASES:
        if len(sys.argv) > 3 and sys.argv[3] not in ('-v', one[0].__name__):
            continue
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            one[0]()
            why = judge(program, one, share)
            os.chdir('/')
        if why:
            failed += 1
            print('%s: %s' % (one[0].__name__, why))
    print('%d cases, %d failed' % (len(CASES), failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
