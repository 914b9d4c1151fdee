#!/usr/bin/env python3
"""Nothing that a stranger wrote reaches a terminal raw:  hostile.py ZIPING

Control characters, escape sequences, bidirectional overrides and invisible tags stand in every place of a form, a report,
their file names, a journal, a lock, the settings and the environment. Looked at are all outputs of every command, the
documents it writes, and every byte that the program sends to a terminal, where only the sequences that it sends of its own
are allowed.
"""
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import fcntl

# what hides in texts, as YAML's double quotes write it; each is followed by a word to find it by
HIDDEN = ['\\e[6;66m', '\\e]52;c;b3duZWQ=\\a', '\\e]0;owned\\e\\\\', '\\eP1$q\\e\\\\', '\\ec', '\\x07', '\\x08', '\\x00', '\\x7f', '\\x0d',
          '\\x0b', '\\x9b6;66m', '\\x90q\\x9c', '\\x85', '\\u2028', '\\u202e', '\\u202a', '\\u2066', '\\u200e', '\\u200f',
          '\\u061c', '\\ufeff', '\\ufff9', '\\U000e0001', '\\U000e0041', '\\u200d', '\\u206f']
EVERYTHING = '"甲%s乙"' % ''.join('%sw%d' % (h, i) for i, h in enumerate(HIDDEN))
WORDS = EVERYTHING.replace('\\x00', '')  # a form refuses NUL
BARE = '\x1b[6;66mx\x1b]52;c;b3duZWQ=\x07y\u202ez\u009b6;66m\u2066\ufeff\U000e0041\x7f'  # on a command line, in a name

FORM = '''form: hostile
version: "1.0"
title: %(x)s
title_en: %(x)s
source: %(x)s
unit: a.name
year: a.year
headline: [a.total]
levels: [%(x)s]
sections:
- id: a
  number: %(x)s
  title: %(x)s
  title_en: %(x)s
  help: %(x)s
  text: %(text)s
  fields:
  - {id: name, label: %(x)s, label_en: %(x)s, help: %(x)s, type: text, required: true, group: %(x)s}
  - {id: year, label: 年度, type: text}
  - {id: note, label: %(x)s, type: longtext, max_length: 5}
  - {id: code, label: %(x)s, type: text, pattern: '[0-9]+', message: %(x)s, message_en: %(x)s}
  - {id: form, label: %(x)s, type: text, pattern: "[\\e\\u202e]+"}
  - {id: sum, label: %(x)s, type: decimal, unit: %(x)s, decimals: 2, none: %(x)s, min: 5}
  - {id: total, label: %(x)s, type: decimal, unit: %(x)s, decimals: 2, stated: true, calculate: sum(t.n)}
  - {id: kind, label: %(x)s, type: choice, choices: [{value: %(x)s, label: %(x)s, label_en: %(x)s}, b]}
  - {id: kinds, label: %(x)s, type: choices, choices: [%(x)s, b]}
  - {id: target, label: %(x)s, type: measure}
  - id: t
    label: %(x)s
    type: table
    key: k
    group: %(x)s
    columns:
    - {id: k, label: %(x)s, type: text}
    - {id: n, label: %(x)s, type: decimal, unit: %(x)s, decimals: 2}
  - id: m
    label: %(x)s
    type: matrix
    columns: [{id: p, label: %(x)s, type: integer, unit: %(x)s}]
    rows: [{id: r, label: %(x)s, group: %(x)s}]
  checks:
  - {id: c, rule: 'sum > 100', severity: error, message: %(x)s, message_en: %(x)s, at: sum, explain: true}
- id: plain
  part: %(x)s
  title: %(x)s
  fields:
  - {id: q, label: %(x)s, type: text}
''' % {'x': WORDS, 'text': WORDS.replace('[', '{[').replace(']', '{]}').replace('{[', '{[}')[:-1]
       + '{name}\\n{note}\\n{sum}{kind}{kinds}{target}\\n{table t}\\n{table m}"'}

REPORT = '''form: %(form)s
a:
  name: %(x)s # 注
  year: %(x)s
  note: %(x)s
  code: %(x)s
  form: %(x)s
  sum: %(x)s
  total: 7
  kind: %(x)s
  kinds: [%(x)s, %(x)s]
  target: %(x)s
  t:
  - {k: %(x)s, n: 1}
  - {k: %(x)s, n: %(x)s, %(x)s: 1}
  m: {r: {p: %(x)s}, %(x)s: 1}
  %(x)s: %(x)s
plain: {q: %(x)s}
reasons:
- {check: c, path: a.sum, text: %(x)s, figures: %(x)s}
review:
- {id: 1, path: a.sum, by: %(x)s, at: %(x)s, text: %(x)s, state: open, replies: [{by: %(x)s, at: %(x)s, text: %(x)s}]}
history:
- {at: %(x)s, by: %(x)s, action: return, note: %(x)s}
carried: [%(x)s]
origins: {%(x)s: %(x)s}
unplaced: [%(x)s]
annexes: [%(x)s]
%(x)s: %(x)s
'''

failed = []


def harmful(text, sequences=False):
    """the first thing in it that must not be there"""
    for c in text:
        n = ord(c)
        if c in '\n\t' or (sequences and c in '\r\b\x0e\x0f'):
            continue
        if n < 32 or 127 <= n < 160 or n in (0x61c, 0x200e, 0x200f, 0xfeff) or 0x2028 <= n <= 0x202e or 0x2066 <= n <= 0x206f \
                or 0xfff9 <= n <= 0xfffb or 0xe0000 <= n <= 0xe007f:
            return 'U+%04X' % n
    return None


def look(what, output):
    try:
        text = output.decode('utf-8')
    except UnicodeDecodeError as why:
        failed.append('%s: %s' % (what, why))
        return
    found = harmful(text)
    if found:
        at = next(i for i, c in enumerate(text) if harmful(c))
        failed.append('%s: %s in %r' % (what, found, text[max(0, at - 60):at + 20]))


# ---- commands ----

def commands(program, form, report):
    paths = ['a', 'a.name', 'a.note', 'a.kind', 'a.kinds', 'a.t', 'a.t[0].k', 'a.m.r.p', 'a.total', 'a.target']
    for lang in ('zh', 'en'):
        for command in (
                ['check', report], ['check', '--format', 'json', report], ['show', report], ['show', report, 'a'], ['show', report, BARE],
                ['get', report] + paths, ['get', '--format', 'json', report] + paths, ['get', '--raw', '--format', 'json', report] + paths,
                ['get', report, BARE], ['get', report, "a.t['%s'].k" % BARE], ['get', BARE, 'a.name'],
                ['set', report, BARE], ['set', report, 'a.sum=' + BARE], ['set', report, 'a.kind=' + BARE], ['set', report, BARE + '=1'],
                ['set', report, 'a.code=' + BARE], ['set', report, 'reasons.c@%s=x' % BARE], ['set', report, 'a.t+={"%s":1}' % BARE],
                ['forms', 'list'], ['forms', 'show', form], ['forms', 'check', form], ['forms', 'schema', form], ['forms', 'check', BARE],
                ['forms', BARE], ['new', '--form', BARE, 'new.yaml'], ['new', '--form', form, '--from', report, 'new-%s.yaml' % lang],
                ['new', '--form', form, '--set', 'a.sum=' + BARE, 'x.yaml'], ['doctor'],
                ['export', '--draft', '--to', 'md', report], ['export', '--draft', '--to', 'txt', report],
                ['export', '--draft', '--to', 'json', report], ['export', '--to', BARE, report], ['export', '--to', 'md', report],
                ['diff', report, 'other.yaml'], ['diff', '--format', 'json', report, 'other.yaml'], ['diff', report, BARE],
                ['table', '--columns', ','.join(paths[1:4]), report], ['table', '--columns', BARE, report],
                ['table', '--to', 'json', '--columns', 'a.name', report], ['table', '--columns', 'a.t.k', '--each', 'a.t', report],
                [BARE], ['--' + BARE], ['check', '--' + BARE], ['--lang', BARE], ['check', '--files-from', BARE],
                ['check', 'broken.yaml'], ['check', 'formless.yaml'], ['check', 'named.yaml'], ['forms', 'check', './broken-form.yaml'],
                ['merge', report, report, 'other.yaml', '-o', BARE + '/x'], ['import', BARE], ['review', BARE]):
            done = subprocess.run([program, '--lang', lang] + command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=120, check=False)
            look('%s, standard output' % command[:3], done.stdout)
            look('%s, standard error' % command[:3], done.stderr)
            if done.returncode not in (0, 1, 2):
                failed.append('%s: ended with %d: %s' % (command[:3], done.returncode, done.stderr[-300:]))


# ---- a terminal ----

SEQUENCES = re.compile(
    rb'\x1b\[[?>!]?[0-9;]*[A-HJKLMPSTXZ@`abcdefghlmnrtu]|\x1b\[[0-9 ]*q'    # moving, erasing, colours, modes, questions
    rb'|\x1b[()][0-2AB]|\x1b[=>78DMEH]'                                       # character sets, keypad, saving the cursor
    rb'|\x1b\](?:10|11);\?(?:\x1b\\|\x07)'                                    # which background it has
    rb'|\x1bP\+q[0-9A-Fa-f;]*\x1b\\')


def on_terminal(program, arguments, keys, environment):
    """every byte that it sends, the program ended by hanging up"""
    child, master = pty.fork()
    if child == 0:
        os.environ.update(environment)
        os.execv(program, [program] + arguments)
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 120, 0, 0))
    os.kill(child, signal.SIGWINCH)
    sent, waiting, until, quiet = b'', list(keys), time.monotonic() + 100, 0
    while time.monotonic() < until:
        if select.select([master], [], [], 0.15)[0]:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            sent, quiet = sent + part, 0
            continue
        quiet += 1
        if quiet < 3 and not sent.strip():
            continue
        if not waiting and quiet > 3:
            os.kill(child, signal.SIGHUP)
            quiet = -1000
        elif waiting:
            os.write(master, waiting.pop(0))
    os.close(master)
    os.waitpid(child, 0)
    return sent


def look_at_terminal(what, sent):
    if b'6;66m' in re.sub(rb'[^ -~]6;66m|.\xe2\x80\xba6;66m|\[6;66m', b'', sent) and b'\x1b[6;66m' in sent:
        failed.append('%s: a sequence of the report was sent' % what)
    rest = SEQUENCES.sub(b'', sent)
    if b'\x1b' in rest:
        at = rest.index(b'\x1b')
        failed.append('%s: a sequence that is not its own: %r' % (what, rest[at:at + 40]))
        return
    try:
        found = harmful(rest.decode('utf-8'), True)
    except UnicodeDecodeError as why:
        found = str(why)
    if found:
        failed.append('%s: %s' % (what, found))
    if '甲'.encode() not in sent and 'w1' not in sent.decode('utf-8', 'replace'):
        failed.append('%s: nothing of the report was shown: %r' % (what, sent[:200]))


def terminal(program, report, environment):
    keys = [b'\x1bOQ', b'\x1b', b'\x1b[6~', b'\x1b[5~', b'\x1b[B', b'\x1b[B', b'\x1b[B', b'\x1b8', b'\x1b[B', b'\r', b'\x1b4', b'\x1b', b'\x1b5', b'\x1b[6~', b'\x1b',
            b'\x1b6', b'\x1b', b'\x1b0', b'\x1b', b'\x06w1\r', b'\x07w', b'\x1b', b'\x1b7', b'x\x1b', b'\x1b9', b'\x1b',
            b'\x1b[200~' + BARE.encode() + b'\x1b[201~', b'\r', b'\x13']
    for term in ('xterm-256color', 'linux', 'vt100', 'screen', BARE):
        look_at_terminal('the screen as %r' % term[:8], on_terminal(program, ['--lang', 'en', report], keys, dict(environment, TERM=term)))
    look_at_terminal('the start screen', on_terminal(program, ['.'], [b'\x1b[B', b'\x1b[B'], dict(environment, TERM='xterm-256color')))
    for command in (['get', '--raw', report, 'a.name', 'a.note'], ['export', '--draft', '--to', 'yaml', report],
                    ['export', '--draft', '--to', 'md', report], ['table', '--columns', 'a.name', report], ['show', report],
                    ['check', report], ['diff', report, 'other.yaml']):
        look_at_terminal('%s at a terminal' % command[:3], on_terminal(program, command, [], dict(environment, TERM='xterm-256color')))


def write(name, text):
    with open(name, 'w', encoding='utf-8', newline='') as f:
        f.write(text)


def main():
    program = os.path.abspath(sys.argv[1])
    name = ('r%s.yaml' % BARE).replace('/', '')
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.makedirs('config/ziping')
        os.makedirs('data/ziping/forms')
        os.makedirs('state/ziping')
        environment = {'XDG_CONFIG_HOME': folder + '/config', 'XDG_DATA_HOME': folder + '/data', 'XDG_STATE_HOME': folder + '/state',
                       'HOME': folder, 'LC_ALL': 'C.UTF-8', 'COLORTERM': BARE, 'TERM_PROGRAM': BARE, 'EDITOR': BARE, 'LOGNAME': BARE,
                       'LANGUAGE': BARE, 'SSH_CONNECTION': BARE, 'TMPDIR': folder}
        os.environ.update(environment)
        form = './f%s.yaml' % BARE
        write(form, FORM)
        write('f.yaml', FORM)
        write('data/ziping/forms/hostile.yaml', FORM)
        write(name, REPORT % {'form': 'f.yaml', 'x': EVERYTHING})
        write('other.yaml', REPORT % {'form': 'f.yaml', 'x': '"%s"' % '其他\\e[6;66m'})
        write('broken.yaml', 'form: f.yaml\n"%s": [\n' % HIDDEN[0])
        write('formless.yaml', 'form: %s\n' % EVERYTHING)
        write('named.yaml', 'form: hostile@%s\n' % EVERYTHING[1:-1].replace('\\', ''))
        write('broken-form.yaml', FORM.replace('type: measure', 'type: %s' % EVERYTHING).replace("'sum > 100'", EVERYTHING))
        write('config/ziping/config.yaml', 'name: %s\ntheme: %s\n%s: 1\n' % ((EVERYTHING,) * 3))
        write('state/ziping/recent', '1\t%s\t%s/%s\t%s\n' % (BARE, folder, name, BARE))
        write('.%s.lock' % name, 'name: %s\nhost: %s\nprocess: 1\nsince: 1\nstarted: x\n' % (BARE, BARE))
        commands(program, form, './' + name)
        os.remove('.%s.lock' % name)
        terminal(program, './' + name, environment)
        os.chdir('/')
    for one in failed:
        print(one)
    print('%d found' % len(failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
