#!/usr/bin/env python3
"""Puts form files, as they are, into a C array: embed.py OUTPUT FORM… (see core/form/builtin.h)."""
import os
import re
import sys


def told(text, word, otherwise):
    """The value of a key at the top of the file; a form file of ours writes it plainly, on one line."""
    found = re.search(r'^%s:[ \t]*([^#\s]+)' % word, text, re.MULTILINE)
    if found:
        return found.group(1).strip('\'"')
    if otherwise is None:
        sys.exit('embed.py: a form file has no %r' % word)
    return otherwise


def main(output, *files):
    lines = ['#include "form/builtin.h"', '']
    entries = []
    for number, file in enumerate(sorted(files)):
        with open(file, 'rb') as source:
            data = source.read()
        text = data.decode('utf-8')
        lines.append('static const unsigned char text_%d[] = {' % number)
        for at in range(0, len(data), 24):
            lines.append('\t' + ' '.join('%d,' % byte for byte in data[at:at + 24]))
        lines.append('};')
        entries.append('\t{ "%s", "%s", "%s", text_%d, %d },' % (
            told(text, 'form', None), told(text, 'version', '1'), os.path.basename(file), number, len(data)))
    if not files:
        entries.append('\t{ 0 },')
    lines += ['', 'const struct builtin_form builtin_forms[] = {'] + entries + ['};']
    lines.append('const size_t builtin_form_count = %d;' % len(files))
    with open(output, 'w', encoding='utf-8') as target:
        target.write('\n'.join(lines) + '\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
