#!/usr/bin/env python3
"""Whether the translations are complete:  translations.py SOURCE_ROOT

Every file with messages is in po/POTFILES, every message has a translation in every language, and the printf formats of
the two agree. po/update.sh brings the files up to date.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

KEYWORDS = ['--keyword=_', '--keyword=N_', '--keyword=ngettext:1,2']


def with_messages():
    files = [f for pattern in ('core/*/*.[ch]', 'tui/*.[ch]', 'tui/*/*.[ch]') for f in glob.glob(pattern)]
    files.remove('core/base/i18n.h')
    return sorted(f for f in files if re.search(r'\bN?_\(|\bngettext\(', open(f, encoding='utf-8').read()))


def lines(path):
    with open(path, encoding='utf-8') as f:
        return [line.strip() for line in f if line.strip()]


def run(*command):
    """what a command says when it fails"""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, 'LC_ALL': 'C'})
    return [done.stderr or '%s failed' % command[0]] if done.returncode else []


def main():
    os.chdir(sys.argv[1])
    wrong = []
    listed, found = lines('po/POTFILES'), with_messages()
    wrong += ['po/POTFILES lacks %s' % f for f in found if f not in listed]
    wrong += ['po/POTFILES names %s, which has no messages' % f for f in listed if f not in found]
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, 'now.pot')
        wrong += run('xgettext', '--from-code=UTF-8', *KEYWORDS, '--output=' + pot, *found)
        for language in lines('po/LINGUAS'):
            po = 'po/%s.po' % language
            wrong += run('msgfmt', '--check', '--output-file=/dev/null', po)
            # every message of the sources is there, translated and not fuzzy
            wrong += run('msgcmp', po, pot)
    print(*wrong, 'run po/update.sh, then translate' if wrong else 'complete', sep='\n')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
