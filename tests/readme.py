#!/usr/bin/env python3
"""readme.py SOURCE BUILD ZIPING: runs every command that the READMEs show, in a scratch copy where it would write.

./run is the program that was built here (building it once more would take minutes); ./run-tests is this very run, so only
its syntax is checked; an installation goes to a scratch folder. A command of any other kind fails the test: teach it here."""
import os, pty, re, select, shlex, shutil, subprocess, sys, tempfile, time

source, build, ziping = map(os.path.abspath, sys.argv[1:4])
scratch = tempfile.mkdtemp(prefix='ziping-readme.')
failed = []


def say(command, why):
    failed.append(command)
    print(f'README: {command}: {why}')


def on_a_terminal(arguments):
    """starts the screen, waits for its first frame, leaves with Ctrl-Q; the exit status"""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM='xterm-256color', XDG_STATE_HOME=scratch + '/state', XDG_CONFIG_HOME=scratch + '/config', LC_ALL='C.UTF-8', COLUMNS='100', LINES='30')
        os.chdir(scratch)
        os.execv(ziping, [ziping] + arguments)
    seen, sent, deadline = b'', False, time.monotonic() + 30
    while time.monotonic() < deadline:
        if select.select([fd], [], [], 0.2)[0]:
            try:
                piece = os.read(fd, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        elif seen and not sent:
            os.write(fd, b'\x11')
            sent = True
    return os.waitpid(pid, 0)[1]


def ziping_command(command):
    words = shlex.split(command, comments=True)[1:]
    screen = not words or words[0] == 'review' or (len(words) == 1 and words[0].endswith('.yaml'))
    if screen:
        # ./run alone opens a sample, ziping alone the start screen
        names = words or (['samples/lusong-2021.yaml'] if command.startswith('./run') else [])
        if words and not os.path.exists(os.path.join(scratch, words[-1])):
            shutil.copy(os.path.join(scratch, 'samples/lusong-2021.yaml'), os.path.join(scratch, words[-1]))
        if on_a_terminal([name if name == 'review' else os.path.join(scratch, name) for name in names]) != 0:
            say(command, 'the screen did not start and end')
        return
    if words[0] == 'new' and os.path.exists(os.path.join(scratch, words[-1])):
        os.unlink(os.path.join(scratch, words[-1]))
    result = subprocess.run([ziping] + words, cwd=scratch, capture_output=True, stdin=subprocess.DEVNULL,
                            env={**os.environ, 'TERM': 'xterm-256color'})
    if result.returncode > 1 or not (result.stdout or words[0] in ('set', 'new', 'export')):
        say(command, f'exit status {result.returncode}: {result.stderr.decode()}')


def run(command):
    if command.startswith('#') or not command:
        return
    bare = command.split('#')[0].strip()
    if bare == './run-tests':
        if subprocess.run(['sh', '-n', os.path.join(source, 'run-tests')]).returncode or not os.access(os.path.join(source, 'run-tests'), os.X_OK):
            say(command, 'is no script that runs')
    elif bare == './run' or bare.startswith('./run '):
        if not os.access(os.path.join(source, 'run'), os.X_OK):
            say(command, 'is no script that runs')
        ziping_command(command)
    elif bare.startswith('ziping'):
        ziping_command(command)
    elif bare.startswith('find '):
        if not shutil.which('parallel'):
            return
        result = subprocess.run(bare, shell=True, cwd=scratch, capture_output=True,
                                env={**os.environ, 'PATH': os.path.dirname(ziping) + ':' + os.environ['PATH']})
        if not result.stdout.startswith(b'{'):
            say(command, result.stderr.decode())
    elif 'meson install' in bare:
        target = os.path.join(scratch, 'installed')
        result = subprocess.run(['meson', 'install', '-C', build, '--no-rebuild', '--destdir', target], capture_output=True)
        found = [f for _, _, files in os.walk(target) for f in files]
        if result.returncode or 'ziping' not in found:
            say(command, result.stdout.decode() + result.stderr.decode())
    elif bare.startswith(('tests/', 'meson ', 'ninja ', './build')):
        program = next((w for w in shlex.split(bare) if w.startswith('tests/')), None)
        if program and not os.path.exists(os.path.join(source, program)):
            say(command, 'names something that is not there')
    else:
        say(command, 'is not a command that this test knows how to run')


shutil.copytree(os.path.join(source, 'samples'), os.path.join(scratch, 'samples'))
shutil.copytree(os.path.join(source, 'forms'), os.path.join(scratch, 'forms'))
count = 0
for name in ('README.md', 'README.zh_CN.md'):
    path = os.path.join(source, name)
    if not os.path.exists(path):
        continue
    for block in re.findall(r'^```sh\n(.*?)^```', open(path, encoding='utf-8').read(), re.S | re.M):
        for line in block.splitlines():
            run(line.strip())
            count += 1
shutil.rmtree(scratch)
print(f'{count} lines run')
sys.exit(1 if failed or not count else 0)
