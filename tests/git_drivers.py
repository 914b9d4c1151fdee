#!/usr/bin/env python3
"""ziping as git's merge and diff drivers, with git itself:  git_drivers.py ZIPING SAMPLES"""
import os
import shutil
import subprocess
import sys
import tempfile


def main():
    ziping, samples = os.path.abspath(sys.argv[1]), sys.argv[2]
    if not shutil.which('git'):
        print('git is not here: nothing was tested')
        return 77
    with tempfile.TemporaryDirectory() as top:
        env = dict(os.environ, HOME=top, XDG_CONFIG_HOME=top, LANG='en_US.UTF-8', GIT_CONFIG_NOSYSTEM='1',
                   PATH=os.path.dirname(ziping) + ':' + os.environ['PATH'])
        os.makedirs(top + '/clone/reports')
        for name in ('small.yaml', 'small-form.yaml'):
            shutil.copy(os.path.join(samples, name), top + '/clone/reports')

        def run(*command, status=0):
            done = subprocess.run(command, cwd=top + '/clone', env=env, capture_output=True, encoding='utf-8', check=False)
            assert done.returncode == status, (command, done.returncode, done.stdout, done.stderr)
            return done.stdout

        def git(*args, status=0):
            return run('git', '-c', 'user.name=x', '-c', 'user.email=x@localhost', *args, status=status)

        def commit(*edits):
            run(ziping, 'set', 'reports/small.yaml', *edits)
            git('commit', '-qam', edits[0])

        git('init', '-q', '-b', 'main')
        with open(top + '/clone/.gitattributes', 'w', encoding='utf-8') as f:
            f.write('*.yaml merge=ziping diff=ziping\n')
        git('config', 'merge.ziping.driver', 'ziping merge --beside %P -o %A %O %A %B')
        git('config', 'diff.ziping.command', 'f() { ziping diff --beside "$1" "$2" "$5"; test $? -le 1; }; f')
        git('add', '.')
        git('commit', '-qm', 'base')
        git('branch', 'other')
        commit('money.budget=60')
        git('checkout', '-q', 'other')
        commit("money.items['设备购置'].amount=20.16", 'money.unit=区学校')
        git('checkout', '-q', 'main')
        # both sides touch neighbouring lines: by lines this is a conflict, by field it is none
        git('merge', '-q', '--no-edit', 'other')
        assert run(ziping, 'get', 'reports/small.yaml', 'money.budget', 'money.unit', 'money.items[1].amount') == '60.00\n区学校\n20.16\n'
        told = git('diff', '--ext-diff', 'HEAD~1', '--', 'reports/small.yaml')
        assert '50.00' not in told and '20.15 → 20.16' in told, told

        git('checkout', '-q', 'other')
        commit('money.budget=70')
        git('checkout', '-q', 'main')
        git('merge', '-q', '--no-edit', 'other', status=1)
        assert '[conflict] money.budget' in run(ziping, 'check', 'reports/small.yaml', status=1)
        assert 'reports/small.yaml' in git('diff', '--name-only', '--diff-filter=U')
    print('merged and compared by git')
    return 0


if __name__ == '__main__':
    sys.exit(main())
