#!/usr/bin/env python3
"""Runs the command line's cases:  run.py [--update] ZIPING SAMPLES CASE...

A case is a text to be read, with commands in it. Each case has a folder of its own with the samples copied into it, and
speaks English unless it says otherwise. A line that begins with

    > NAME     starts a file; its lines follow as `| …`
    $ COMMAND  is run by sh, `ziping` is the program
    | TEXT     is a line of its standard output (or of the file)
    ! TEXT     is a line of its standard error
    = STATUS   is its exit status, where it is not 0

Everything else is for the reader. `| …` and `! …` alone stand for any lines. Outputs must be as the case says, all of
them. --update writes what was found into the case, for a person to read and to agree with.
"""
import os
import shutil
import subprocess
import sys
import tempfile


class Step:
    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line
        self.out, self.err, self.status = [], [], 0


def read_case(path):
    """the lines of a case, those of steps gathered into steps"""
    items, step = [], None
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f.read().split('\n'), 1):
            mark, text = line[:1], line[2:]
            if line[:2] in ('$ ', '> '):
                step = Step(mark, text, number)
                items.append(step)
            elif step and mark == '|' and line[1:2] in ('', ' '):
                step.out.append(text)
            elif step and mark == '!' and line[1:2] in ('', ' '):
                step.err.append(text)
            elif step and line[:2] == '= ':
                step.status = int(text)
            else:
                step = None
                items.append(line)
    return items


def agrees(expected, found):
    """whether lines are as expected, with … for any number of them"""
    if not expected:
        return not found
    if expected[0] == '…':
        return any(agrees(expected[1:], found[i:]) for i in range(len(found) + 1))
    return bool(found) and expected[0] == found[0] and agrees(expected[1:], found[1:])


def lines_of(output):
    text = output.decode('utf-8', 'backslashreplace')
    lines = text.split('\n')
    if lines[-1] == '':
        lines.pop()
    elif lines:
        lines[-1] += '␄'  # the last line has no end
    return lines


def environment(ziping, home):
    env = {k: v for k, v in os.environ.items() if k.startswith(('ASAN', 'UBSAN', 'LSAN'))}
    env.update(PATH=os.path.dirname(os.path.abspath(ziping)) + ':/usr/bin:/bin', HOME=home, LANG='en_US.UTF-8',
               XDG_DATA_HOME=home + '/data', XDG_CONFIG_HOME=home + '/config', XDG_STATE_HOME=home + '/state')
    return env


def run_step(step, folder, env):
    """None when all is as expected, else what differs"""
    if step.kind == '>':
        with open(os.path.join(folder, step.text), 'w', encoding='utf-8', newline='') as f:
            f.write(''.join(line + '\n' for line in step.out))
        return None
    done = subprocess.run(['sh', '-c', step.text], cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                          check=False)
    found = Step('$', step.text, step.line)
    found.out, found.err, found.status = lines_of(done.stdout), lines_of(done.stderr), done.returncode
    if agrees(step.out, found.out) and agrees(step.err, found.err) and step.status == found.status:
        return None
    return found


def print_step(step):
    lines = [step.kind + ' ' + step.text]
    lines += [('| ' + line).rstrip() if line == '' else '| ' + line for line in step.out]
    lines += [('! ' + line).rstrip() if line == '' else '! ' + line for line in step.err]
    if step.status:
        lines.append('= %d' % step.status)
    return lines


def run_case(path, ziping, samples, update):
    items, failures = read_case(path), 0
    with tempfile.TemporaryDirectory() as top:
        folder, home = os.path.join(top, 'work'), os.path.join(top, 'home')
        os.mkdir(home)
        shutil.copytree(samples, folder)
        shutil.copy(os.path.join(os.path.dirname(os.path.abspath(path)), 'all-types.yaml'), folder)
        env = environment(ziping, home)
        for i, step in enumerate(items):
            if not isinstance(step, Step):
                continue
            found = run_step(step, folder, env)
            if found and update:
                items[i] = found
            elif found:
                failures += 1
                print('%s:%d: expected' % (path, step.line), *print_step(step), 'found', *print_step(found), sep='\n')
    if update:
        with open(path, 'w', encoding='utf-8') as f:
            f.write('\n'.join('\n'.join(print_step(i)) if isinstance(i, Step) else i for i in items))
    return failures


def main():
    args = sys.argv[1:]
    update = '--update' in args
    args = [a for a in args if a != '--update']
    if len(args) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    failures = sum(run_case(path, args[0], args[1], update) for path in args[2:])
    print('%d case%s, %d failure%s' % (len(args) - 2, 's' * (len(args) != 3), failures, 's' * (failures != 1)))
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
