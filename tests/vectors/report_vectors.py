#!/usr/bin/env python3
"""Random forms and reports with the values that the specification says they have.

What they should be comes from report_model.py, which was written from the specification and shares nothing with the C code.

    report_vectors.py generate [FOLDER]    writes FOLDER/NNN.form.yaml, NNN.report.yaml, NNN.expected.tsv (default: reports/ here)
    report_vectors.py check FORM REPORT    prints problems and values of one report

NNN.expected.tsv has two kinds of lines, in no particular order that matters:

    path TAB shown TAB raw TAB mark TAB difference TAB tolerance
        path        section.field, section.table[0].column, section.matrix.row.column
        shown       what the field shows, at its decimals, half away from zero, without separators; empty for blank
        raw         what formulas see: entered digits as typed; calculated up to 12 places, trimmed of trailing zeros
        mark        = ≈ ≠ of a stated field with both sides; else empty
        difference  stated − calculated at the field's decimals
        tolerance   half the width of both intervals together, rounded to 10 places (half away), trimmed of trailing zeros
    !path TAB severity TAB code
        a problem (error, warning, note); the file lists every one that there is

A column that is `?` is not to be compared: the specification leaves it open. Fields that are not relevant have no line.
Reports are drafts. Numbers are decimal strings throughout.
"""

import os
import random
import re
import sys
from fractions import Fraction as Q

import yaml

from report_model import LIMIT, NA, NUMBER, Form, Report, Unsure, fixed, load_form, outcome, rounded

# ---- generating -----------------------------------------------------------------------------------------------------------

CHOICES = ['专项', '运行', '其他']
WORDS = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛']


class Source:
    """Something that a formula may name: how it is written in its own section, and elsewhere."""

    def __init__(self, kind, section, path, table=None):
        self.kind, self.section, self.path, self.table = kind, section, path, table


class Maker:
    """One random form, and a report for it."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.seed = seed
        self.scalars, self.columns, self.tables = [], [], []
        self.form = {'form': 'vector-%s' % seed, 'version': '1', 'title': '向量 %s' % seed,
                     'constants': {'limit': '100', 'unit_price': '0.35'}, 'sections': []}
        self.counter = 0
        self.own_row = None        # columns of the row at hand: list of Source
        self.section = None

    def odds(self, chance):
        return self.r.random() < chance

    def name(self, stem):
        self.counter += 1
        return '%s%d' % (stem, self.counter)

    # formulas

    def written(self, s):
        return s.path if s.section == self.section else '%s.%s' % (s.section, s.path)

    def of(self, kind):
        found = [s.path for s in self.own_row or [] if s.kind == kind]
        found = found * 3 + [self.written(s) for s in self.scalars if s.kind == kind]
        return self.r.choice(found) if found else None

    def literal(self):
        return self.r.choice(['0', '1', '2', '3', '7', '10', '100', '0.5', '0.01', '1.25', '12.34', '0.333', '1000', '999.995', '365'])

    def numeric(self, depth):
        roll = self.r.random()
        if depth <= 0 or roll < 0.22:
            name = self.of('number')
            if name and self.odds(0.85):
                return name
            return self.r.choice(['limit', 'unit_price', self.literal(), self.literal()])
        if roll < 0.60:
            op = self.r.choice(['+', '+', '-', '-', '*', '/', '/'])
            left, right = self.numeric(depth - 1), self.numeric(depth - 1)
            text = '%s %s %s' % (self.maybe_bracket(left), op, self.maybe_bracket(right))
            return text if self.odds(0.5) else '(%s)' % text
        if roll < 0.64:
            return '-%s' % self.bracket(self.numeric(depth - 1))
        if roll < 0.82:
            return self.over_rows() or self.numeric(depth - 1)
        return self.called(depth)

    def maybe_bracket(self, text):
        """Often without: then the parser's own precedence decides what was meant."""
        return text if self.odds(0.5) else self.bracket(text)

    def bracket(self, text):
        return text if re.fullmatch(r'[a-z0-9_.]+', text) else '(%s)' % text

    def called(self, depth):
        a, b = self.numeric(depth - 1), self.numeric(depth - 1)
        return self.r.choice([
            lambda: 'round(%s, %d)' % (a, self.r.randint(0, 4)),
            lambda: 'floor(%s)' % a,
            lambda: 'ceil(%s)' % a,
            lambda: 'abs(%s)' % a,
            lambda: 'if(%s, %s, %s)' % (self.condition(depth - 1), a, b),
            lambda: 'if(%s, %s)' % (self.condition(depth - 1), a),
            lambda: 'if(%s, %s, %s, %s, %s)' % (self.condition(depth - 1), a, self.condition(depth - 1), b, self.numeric(0)),
            lambda: 'coalesce(%s, %s)' % (a, b),
            lambda: 'clamp(%s, %s, %s)' % (a, self.r.choice(['0', '1', '-5']), self.r.choice(['10', '100', '2500.5'])),
            lambda: '%s(%s, %s, %s)' % (self.r.choice(['sum', 'min', 'max', 'avg', 'count']), a, b, self.numeric(0)),
        ])()

    def over_rows(self):
        columns = [c for c in self.columns if c.kind == 'number']
        if not columns:
            return None
        c = self.r.choice(columns)
        path = '%s.%s' % (self.written(c.table), c.path)
        if self.odds(0.12) and c.table.kind == 'table':
            return 'count(%s%s)' % (self.written(c.table), self.filter(c.table))
        if self.odds(0.12) and c.table.kind == 'table':
            return '%s[%s].%s' % (self.written(c.table), self.r.choice(['0', '1', '2', "'%s'" % self.r.choice(WORDS)]), c.path)
        return '%s(%s%s)' % (self.r.choice(['sum', 'sum', 'sum', 'count', 'min', 'max', 'avg']), path,
                             self.filter(c.table) if c.table.kind == 'table' else '')

    def filter(self, table):
        if self.odds(0.5):
            return ''
        mine = [c for c in self.columns if c.table is table]
        numbers = [c.path for c in mine if c.kind == 'number']
        choices = [c.path for c in mine if c.kind == 'choice']
        options = ['%s %s %s' % (self.r.choice(numbers), self.r.choice(['>', '>=', '<', '!=']), self.literal())]
        options.append('not blank(%s)' % self.r.choice(numbers))
        if choices:
            options.append("%s = '%s'" % (choices[0], self.r.choice(CHOICES)))
            options.append("%s != '%s' and %s > 0" % (choices[0], self.r.choice(CHOICES), numbers[0]))
            options.append("not %s = '%s'" % (choices[0], self.r.choice(CHOICES)))
        outer = [s for s in self.own_row or [] if s.table is table]
        if outer and self.odds(0.5):
            options = ['%s <= this.%s' % (s.path, s.path) for s in outer if s.kind == 'number'] + \
                      ['%s = this.%s' % (s.path, s.path) for s in outer if s.kind == 'choice']
            options = options or ['true']
        return ' where ' + self.r.choice(options)

    def condition(self, depth):
        roll = self.r.random()
        if depth > 0 and roll < 0.25:
            return '%s %s %s' % (self.condition(depth - 1), self.r.choice(['and', 'or']), self.condition(depth - 1))
        if depth > 0 and roll < 0.35:
            return 'not %s' % self.r.choice([self.condition(0), '(%s)' % self.condition(depth - 1)])
        name, choice, flag, date, word = (self.of(k) for k in ('number', 'choice', 'boolean', 'date', 'text'))
        options = ['%s %s %s' % (self.bracket(self.numeric(max(depth - 1, 0))), self.r.choice(['=', '!=', '<', '<=', '>', '>=']),
                                 self.bracket(self.numeric(0)))]
        if name:
            options += ['blank(%s)' % name, 'not blank(%s)' % name, 'na(%s)' % name]
        if choice:
            options += ["%s = '%s'" % (choice, self.r.choice(CHOICES)), "%s != ''" % choice, "%s = ''" % choice]
        if flag:
            options += [flag, '%s = true' % flag]
        if date:
            options += ['year(%s) >= 2021' % date, "%s < date('2021-06-30')" % date]
        if word:
            options += ['length(%s) > 2' % word, "%s = '甲'" % word]
        return self.r.choice(options)

    # entered fields

    def plain_number(self, row=False):
        a = {'id': self.name('n'), 'label': '数', 'type': self.r.choice(['decimal'] * 5 + ['integer'])}
        if a['type'] == 'decimal':
            a['decimals'] = self.r.choice(['2', '2', '2', '0', '1', '3', '4', '6', '8', '12', 'typed', 'typed'])
            if self.odds(0.12):
                a['exact'] = 'true'
            if a['decimals'] == 'typed' and self.odds(0.3):
                del a['decimals']
        if self.odds(0.25):
            a['na'] = 'true'
        if self.odds(0.2):
            a['required'] = 'true'
        if self.odds(0.15):
            a['none'] = '无'
        if self.odds(0.15):
            a['min'] = self.r.choice(['0', '-10', '1'])
        if self.odds(0.1):
            a['max'] = self.r.choice(['100', '2500', 'limit * 20', 'limit'])
        return a

    def enter(self, a):
        """A text for an entered field: mostly good, sometimes blank, not applicable, or a misfit."""
        roll = self.r.random()
        if roll < 0.12:
            return ''
        if a.get('na') and roll < 0.22:
            return NA
        if a['type'] in ('integer', 'decimal') and roll < 0.26:
            return self.r.choice(['约12', '1e3', '+5', '十二', '12.', '.5', '1,234.50', '12万'])
        if a['type'] == 'integer':
            return str(self.r.choice([0, 1, 2, 3, 7, 12, 100, -4, self.r.randint(0, 5000), self.r.randint(10 ** 14, 10 ** 15 - 1)]
                                     if self.odds(0.3) else [self.r.randint(0, 300)]))
        if a['type'] == 'decimal':
            return self.amount(a)
        if a['type'] == 'choice':
            return self.r.choice(CHOICES) if self.odds(0.93) else '没有的'
        if a['type'] == 'boolean':
            return self.r.choice(['true', 'false'])
        if a['type'] == 'date':
            return '%d-%02d-%02d' % (self.r.choice([2019, 2020, 2021, 2022]), self.r.randint(1, 12), self.r.randint(1, 28))
        if a['type'] == 'measure':
            return self.r.choice(['≥50个', '99.2%', '效果明显', '12', '≤3.50元', '＞无', '7.25'])
        return self.r.choice(WORDS + ['甲乙丙', '一二三四五'])

    def amount(self, a):
        places = a.get('decimals', 'typed')
        places = self.r.choice([0, 1, 2, 2, 3]) if places == 'typed' else int(places)
        roll = self.r.random()
        if roll < 0.10:
            places = min(12, places + self.r.randint(1, 3))       # more digits than the field has
        elif roll < 0.25:
            places = max(0, places - 1)                           # fewer
        size = self.r.choice([10, 100, 1000, 10 ** 4, 10 ** 4, 10 ** 6])
        if self.odds(0.04):
            size = 10 ** 15
        if self.odds(0.05):
            return self.r.choice(['0', '0.00' if places else '0'])
        units = self.r.randint(1, size * 10 ** places - 1)
        if places and self.odds(0.25):
            units = units - units % 10 + 5                        # a tie once divided or rounded
        return fixed(Q(units) / Q(10) ** places * (-1 if self.odds(0.1) else 1), places)

    # sections

    def make(self):
        for _ in range(self.r.choice([1, 2, 2, 3])):
            self.make_section()
        return self.form

    def make_section(self):
        self.section = self.name('s')
        s = {'id': self.section, 'number': '一', 'title': '部分', 'fields': [], 'checks': []}
        self.form['sections'].append(s)
        for _ in range(self.r.randint(2, 5)):
            self.add_scalar(s, self.plain_number())
        for kind in ('choice', 'boolean', 'date', 'text', 'measure'):
            if self.odds(0.35):
                self.add_scalar(s, self.other_field(kind))
        if self.odds(0.8):
            self.add_table(s)
        if self.odds(0.45):
            self.add_matrix(s)
        for _ in range(self.r.randint(2, 6)):
            self.add_formula(s)
        for _ in range(self.r.randint(1, 4)):
            self.add_check(s)

    def other_field(self, kind):
        a = {'id': self.name(kind[0]), 'label': '项', 'type': kind}
        if kind == 'choice':
            a['choices'] = CHOICES
        if kind == 'text' and self.odds(0.5):
            a.update(self.r.choice([{'max_length': '4'}, {'pattern': '[甲乙丙丁]+'}]))
        if self.odds(0.3):
            a['required'] = self.r.choice(['true', self.condition(1)])
        return a

    def add_scalar(self, s, a):
        kind = {'integer': 'number', 'decimal': 'number', 'measure': 'number'}.get(a['type'], a['type'])
        if self.odds(0.12) and self.scalars:
            always, self.scalars = self.scalars, [x for x in self.scalars if not x.table]
            if self.scalars:
                rows, self.own_row = self.own_row, None
                kept, self.columns = self.columns, []
                a['relevant'] = self.condition(1)
                self.own_row, self.columns = rows, kept
            self.scalars = always
        s['fields'].append(a)
        self.scalars.append(Source(kind, self.section, a['id']))

    def add_table(self, s):
        table = Source('table', self.section, self.name('t'))
        a = {'id': table.path, 'label': '表', 'type': 'table', 'key': 'name', 'columns': [
            {'id': 'name', 'label': '名称', 'type': 'text', 'required': 'true'}]}
        if self.odds(0.2):
            a['min_rows'] = self.r.choice(['1', '3'])
        row = []
        for _ in range(self.r.randint(1, 3)):
            c = self.plain_number(True)
            a['columns'].append(c)
            row.append(Source('number', self.section, c['id'], table))
        if self.odds(0.6):
            c = {'id': self.name('k'), 'label': '类', 'type': 'choice', 'choices': CHOICES}
            a['columns'].append(c)
            row.append(Source('choice', self.section, c['id'], table))
        self.columns += row
        self.tables.append(table)
        s['fields'].append(a)
        for _ in range(self.r.randint(1, 3)):
            self.own_row = row
            c = self.with_formula({'id': self.name('c'), 'label': '算'})
            self.own_row = None
            a['columns'].append(c)
            column = Source('number', self.section, c['id'], table)
            row.append(column)
            self.columns.append(column)
        if self.odds(0.6):
            self.own_row = row
            s['checks'].append({'id': self.name('row-'), 'each': a['id'], 'rule': self.condition(2), 'severity': self.severity(),
                                'message': '请核对'})
            if self.odds(0.5):
                s['checks'][-1]['at'] = row[0].path
            self.own_row = None

    def add_matrix(self, s):
        matrix = Source('matrix', self.section, self.name('m'))
        a = {'id': matrix.path, 'label': '固定表', 'type': 'matrix', 'columns': [], 'rows': []}
        names = [self.name('x') for _ in range(self.r.randint(1, 3))]
        for n in names:
            a['columns'].append({'id': n, 'label': '列', 'type': 'decimal', 'decimals': self.r.choice(['2', '2', '0', '3'])})
        rows = [self.name('r') for _ in range(self.r.randint(2, 4))]
        absent = (self.r.choice(rows), self.r.choice(names)) if self.odds(0.3) else None
        if absent and len(rows) < 3:
            absent = None
        total = {'id': self.name('r'), 'label': '合计', 'total': 'true', 'stated': 'true', 'cells': {}}
        for n in names:
            parts = ['%s.%s.%s' % (a['id'], r, n) for r in rows if (r, n) != absent]
            total['cells'][n] = {'calculate': ' + '.join(parts) if self.odds(0.5) else 'sum(%s.%s)' % (a['id'], n)}
        a['rows'] = [{'id': r, 'label': '行' + r} for r in rows]
        if absent:
            a['rows'][rows.index(absent[0])]['cells'] = {absent[1]: 'absent'}
        a['rows'].insert(self.r.choice([0, len(rows)]), total)
        if len(names) > 1:
            formula = '%s / %s * 100' % (names[1], names[0])
            if self.odds(0.4):
                formula = "if(row = '%s', %s - %s, %s)" % (rows[0], names[1], names[0], formula)
            if absent and absent[1] in names[:2]:
                formula = None
            if formula:
                rate = {'id': self.name('y'), 'label': '率', 'type': 'decimal', 'decimals': '2', 'calculate': formula}
                a['columns'].append(rate)
                total['cells'][rate['id']] = {'stated': 'false'}
        s['fields'].append(a)
        for n in names:
            self.columns.append(Source('number', self.section, n, matrix))
        for r in rows + [total['id']]:
            for n in names:
                if (r, n) != absent:
                    self.scalars.append(Source('number', self.section, '%s.%s.%s' % (a['id'], r, n), matrix))

    def with_formula(self, a):
        a['type'] = 'decimal'
        a['decimals'] = self.r.choice(['2', '2', '2', '0', '1', '4', '12', 'typed'])
        a['calculate'] = self.numeric(self.r.choice([1, 1, 2, 2, 3]))
        if self.odds(0.45):
            a['stated'] = 'true'
            if self.odds(0.1):
                a['exact'] = 'true'
        if re.fullmatch(r'[0-9.]+', a['calculate']):
            a['calculate'] += ' + 1'
        return a

    def add_formula(self, s):
        if self.odds(0.12):
            a = {'id': self.name('w'), 'label': '词', 'type': 'text',
                 'calculate': "if(%s, '达到', '未达到')" % self.condition(2)}
            s['fields'].append(a)
            return
        a = self.with_formula({'id': self.name('f'), 'label': '得数'})
        if self.odds(0.3):
            parts = [x for x in (self.of('number') for _ in range(self.r.randint(2, 5))) if x]
            if parts:
                a['calculate'] = ' + '.join(parts)
                a['stated'] = 'true'
        s['fields'].append(a)
        self.scalars.append(Source('number', self.section, a['id']))

    def severity(self):
        return self.r.choice(['error', 'warning', 'note', 'submit'])

    def add_check(self, s):
        c = {'id': self.name('check-'), 'severity': self.severity(), 'message': '请核对'}
        if self.odds(0.4):
            c['rule'] = 'agrees(%s, %s)' % (self.numeric(1), self.numeric(1))
        else:
            c['rule'] = self.condition(2)
        plain = [f['id'] for f in s['fields'] if f['type'] not in ('table', 'matrix') and 'relevant' not in f]
        if plain and self.odds(0.5):
            c['at'] = self.r.choice(plain)
        s['checks'].append(c)

    # the report

    def report(self):
        form = Form(self.form)
        data = {}
        for s in self.form['sections']:
            data[s['id']] = {}
            for a in s['fields']:
                if a['type'] == 'table':
                    names = self.r.sample(WORDS, self.r.choice([0, 1, 2, 3, 4, 5, 7]))
                    data[s['id']][a['id']] = [{'name': n} for n in names]
                    for row in data[s['id']][a['id']]:
                        for c in a['columns'][1:]:
                            if 'calculate' not in c:
                                row[c['id']] = self.enter(c)
                elif a['type'] == 'matrix':
                    data[s['id']][a['id']] = {r['id']: {} for r in a['rows']}
                elif 'calculate' not in a:
                    data[s['id']][a['id']] = self.enter(a)
            for a in s['fields']:
                if a['type'] == 'matrix':
                    for (r, c), cell in form.sections[s['id']][0][a['id']].cells.items():
                        if 'calculate' not in cell.trees:
                            data[s['id']][a['id']][r][c] = self.enter(cell.a)
        self.state(form, data)
        return form, data

    def state(self, form, data):
        """Fills in the stated fields, in form order, close to what their formulas give."""
        for field, row, _ in Report(form, data, False).cells():
            if not field.stated or self.odds(0.06):
                continue
            section = data[field.section]
            holder = section[field.table.id][row] if field.table else section[field.matrix.id][field.row['id']] if field.matrix else section
            formula = Report(form, data, False).formula(field, row)
            if formula.blank or formula.kind != 'number' or self.odds(0.04):
                holder[field.id] = self.enter(field.a) if not formula.blank or self.odds(0.3) else ''
                continue
            places = self.r.choice([0, 1, 2, 3, 4]) if field.decimals is None else field.decimals
            if self.odds(0.08) and places < 12:
                places += 1
            unit = Q(1) / Q(10) ** places
            width = unit / 2 + (Q(0) if formula.anything else (formula.hi - formula.lo) / 2)
            off = self.r.choice([0, 0, 0, 1, -1, 2, width // unit, -(width // unit), width // unit + 1, -(width // unit) - 1])
            near = rounded(formula.v, places) + off * unit
            if abs(near) >= LIMIT:
                near = Q(0)
            holder[field.id] = fixed(near, places)


def bare(text):
    """As a YAML value: plain where every reader sees a text or number, else in single quotes."""
    if re.fullmatch(r'[A-Za-z0-9_.一-鿿-]+', text) and text not in ('true', 'false', 'null') and not text.startswith('-'):
        return text
    if NUMBER.match(text) or text in ('true', 'false'):
        return text
    return "'%s'" % text.replace("'", "''")


def flow(a):
    if isinstance(a, dict):
        return '{%s}' % ', '.join('%s: %s' % (k, flow(v)) for k, v in a.items())
    if isinstance(a, list):
        return '[%s]' % ', '.join(flow(v) for v in a)
    return bare(a)


def write_form(form, out):
    for key in ('form', 'version', 'title'):
        out.write('%s: %s\n' % (key, bare(form[key])))
    out.write('constants: %s\nsections:\n' % flow(form['constants']))
    for s in form['sections']:
        out.write('  - id: %s\n    number: %s\n    title: %s\n    fields:\n' % (s['id'], s['number'], s['title']))
        for a in s['fields']:
            whole = {k: v for k, v in a.items() if k not in ('columns', 'rows')}
            if 'columns' not in a:
                out.write('      - %s\n' % flow(a))
                continue
            out.write('      - id: %s\n' % a['id'])
            for k, v in whole.items():
                if k != 'id':
                    out.write('        %s: %s\n' % (k, flow(v)))
            for part in ('columns', 'rows'):
                if part in a:
                    out.write('        %s:\n' % part)
                    for c in a[part]:
                        out.write('          - %s\n' % flow(c))
        if s['checks']:
            out.write('    checks:\n')
            for c in s['checks']:
                out.write('      - %s\n' % flow(c))


def write_report(name, form, data, r, out):
    """Blanks as people leave them: no key, nothing after it, null."""
    out.write('form: %s.form.yaml\n' % name)

    def entry(key, value, indent, first=False):
        head = ' ' * indent + ('- ' if first else '')
        if value == '':
            how = 'key' if first else r.choice(['none', 'key', 'null'])
            return {'none': '', 'key': '%s%s:\n' % (head, key), 'null': '%s%s: null\n' % (head, key)}[how]
        return '%s%s: %s\n' % (head, key, bare(value))

    for s in form['sections']:
        out.write('%s:\n' % s['id'])
        for a in s['fields']:
            value = data[s['id']].get(a['id'], '')
            if a['type'] == 'table':
                out.write('  %s:%s\n' % (a['id'], '' if value else ' []'))
                for row in value:
                    for i, (k, v) in enumerate(row.items()):
                        text = entry(k, v, 4 if i == 0 else 6, i == 0)
                        out.write(text)
            elif a['type'] == 'matrix':
                out.write('  %s:\n' % a['id'])
                for k, cells in value.items():
                    text = ''.join(entry(c, v, 6) for c, v in cells.items())
                    out.write('    %s:\n%s' % (k, text))
            elif 'calculate' not in a or a.get('stated') == 'true':
                out.write(entry(a['id'], value, 2))


# Cases that chance does not find: where rounding twice, an edge of an interval or a point makes the difference.
CRAFTED = [
    ('rounded-once', {'a': ('decimal', '7', '0.9999999'), 'b': ('decimal', '8', '0.50000005'),
                      'product': ('decimal', '0', None, 'a * b'), 'seen': ('decimal', '0', None, 'product + 0')}),
    ('half-away', {'a': ('decimal', '3', '1.005'), 'b': ('decimal', '3', '-1.005'), 'c': ('decimal', '1', '0.5'), 'd': ('decimal', '1', '-0.5'),
                   'up': ('decimal', '2', None, 'a * 1'), 'down': ('decimal', '2', None, 'b * 1'), 'one': ('decimal', '0', None, 'c * 1'),
                   'minus': ('decimal', '0', None, 'd * 1'), 'r1': ('decimal', '2', None, 'round(a, 2)'), 'r2': ('decimal', '0', None, 'floor(d)'),
                   'r3': ('decimal', '0', None, 'ceil(d)'), 'r4': ('decimal', 'typed', None, 'round(a * 100 + 4.5, -1)')}),
    ('edges', {'a': ('decimal', '2', '1.00'), 'b': ('decimal', '2', '2.00'),
               'meets': ('decimal', '2', '3.01', 'a + b', True), 'touches': ('decimal', '3', '3.010', 'a + b', True),
               'beyond': ('decimal', '2', '3.02', 'a + b', True), 'whole': ('integer', '', '3', 'round(a + b, 0)', True),
               'one_off': ('integer', '', '4', 'round(a + b, 0)', True), 'twice': ('decimal', '2', '0.01', 'a - a', True),
               'zero': ('decimal', '2', '0.00', 'a - a', True), 'ratio': ('decimal', '2', '51.00', 'a / b * 100', True)}),
    ('divisor-over-zero', {'a': ('decimal', '2', '5.00'), 'b': ('decimal', '2', '1.00'), 'c': ('decimal', '2', '0.99'), 'd': ('decimal', '0', '0'),
                           'any': ('decimal', '2', '999.00', 'a / (b - c)', True), 'equal': ('decimal', '2', '500.00', 'a / (b - c)', True),
                           'none': ('decimal', '2', '1.00', 'a / d', True), 'through': ('decimal', '2', None, 'a / (b - c)'),
                           'chain': ('decimal', '2', '7.00', 'through * 3 + b', True), 'edge': ('decimal', '2', '7.00', 'a / (b - c + 0.005)', True),
                           'near': ('decimal', '2', '7.00', 'a / (b - c + 0.006)', True)}),
    ('large', {'a': ('decimal', '2', '999999999999999'), 'b': ('decimal', '12', '0.000000000001'), 'c': ('integer', '', '2'),
               'sum2': ('decimal', '2', None, 'a + a'), 'fits': ('decimal', '2', None, 'a * 1'), 'over': ('decimal', '2', None, 'a * c'),
               'after': ('decimal', '2', None, 'over + 1'), 'inside': ('decimal', '2', None, 'a * a / a'), 'tiny': ('decimal', '12', None, 'b / c'),
               'lost': ('decimal', 'typed', None, 'b / 3'), 'back': ('decimal', '12', None, 'lost * 3')}),
    ('blanks', {'a': ('decimal', '2', ''), 'b': ('decimal', '2', '4.50'), 'c': ('decimal', '2', ''),
                'plus': ('decimal', '2', None, 'a + b'), 'minus': ('decimal', '2', None, 'a - b'), 'both': ('decimal', '2', None, 'a + c'),
                'times': ('decimal', '2', None, 'a * b'), 'over': ('decimal', '2', None, 'b / a'), 'under': ('decimal', '2', None, 'a / b'),
                'neg': ('decimal', '2', None, '-a'), 'few': ('decimal', '2', None, 'sum(a, b, c)'), 'no': ('decimal', '2', None, 'sum(a, c)'),
                'how_many': ('integer', '', None, 'count(a, b, c)'), 'least': ('decimal', '2', None, 'min(a, c)'),
                'other': ('decimal', '2', None, 'if(a > 1, 1, 2)'), 'without': ('decimal', '2', None, 'if(a > 1, 1)'),
                'three': ('text', '', None, "if(a > 1 or b > 1, '真', '假')"), 'four': ('text', '', None, "if(not (a > 1 and b < 1), '真', '假')"),
                'stated': ('decimal', '2', '4.50', 'a + b', True), 'first': ('decimal', '2', None, 'coalesce(a, c, b)')}),
    ('precedence', {'a': ('decimal', '2', '2.00'), 'b': ('decimal', '2', '3.00'), 'c': ('decimal', '2', '4.00'),
                    'p1': ('decimal', '2', None, 'a + b * c'), 'p2': ('decimal', '2', None, 'a - b - c'), 'p3': ('decimal', '4', None, 'a / b / c'),
                    'p4': ('decimal', '2', None, '-a * -b'), 'p5': ('decimal', '2', None, 'a - -b'), 'p6': ('decimal', '4', None, 'a / b * c'),
                    'p7': ('text', '', None, "if(not a = b, '不等', '相等')"), 'p8': ('text', '', None, "if(true or false and false, '真', '假')"),
                    'p9': ('text', '', None, "if(not true or true, '真', '假')"), 'p10': ('text', '', None, "if(a = 2 and b = 3 or c = 5, 'it''s', '假')")}),
    ('clamped', {'a': ('decimal', '2', '0.00'), 'b': ('decimal', '2', '100.00'), 'c': ('decimal', '2', '-0.01'),
                 'low': ('decimal', '2', '0.01', 'clamp(c, 0, 100)', True), 'high': ('decimal', '2', '100.01', 'clamp(b * 1, 0, 100)', True),
                 'size': ('decimal', '2', '0.02', 'abs(c)', True), 'over_zero': ('decimal', '3', '0.006', 'abs(a)', True),
                 'point': ('decimal', '2', '0.01', 'round(a, 2)', True), 'lesser': ('decimal', '2', '0.01', 'min(a, b)', True),
                 'chosen': ('decimal', '2', '100.01', 'if(a = 0, b, c)', True), 'mean': ('decimal', '2', '33.35', 'avg(a, b, c)', True)}),
]


# Seeds that once found something, and stay.
KEPT = [598, 611]


def crafted(name, fields):
    form = {'form': 'vector-' + name, 'version': '1', 'title': name, 'constants': {'limit': '100'}, 'sections': [
        {'id': 's', 'number': '一', 'title': '部分', 'fields': [], 'checks': []}]}
    data = {'s': {}}
    for key, (kind, decimals, entered, *rest) in fields.items():
        a = {'id': key, 'label': key, 'type': kind}
        if decimals:
            a['decimals'] = decimals
        if rest:
            a['calculate'] = rest[0]
        if len(rest) > 1:
            a['stated'] = 'true'
        form['sections'][0]['fields'].append(a)
        if entered is not None:
            data['s'][key] = entered
    return form, data


def write_case(folder, name, form, data, lines, problems, r):
    stem = os.path.join(folder, name)
    with open(stem + '.form.yaml', 'w', encoding='utf-8') as out:
        write_form(form, out)
    with open(stem + '.report.yaml', 'w', encoding='utf-8') as out:
        write_report(name, form, data, r, out)
    with open(stem + '.expected.tsv', 'w', encoding='utf-8') as out:
        for path, line in lines.items():
            out.write('\t'.join((path,) + line) + '\n')
        for problem in problems:
            out.write('!%s\t%s\t%s\n' % problem)


def generate(folder, count=64):
    os.makedirs(folder, exist_ok=True)
    for old in os.listdir(folder):
        if re.match(r'\d\d\d\.', old):
            os.remove(os.path.join(folder, old))
    cases = [(name,) + crafted(name, fields) for name, fields in CRAFTED]
    seeds = KEPT + [s for s in range(1, 20 * count) if s not in KEPT]
    for seed in seeds:
        if len(cases) == count:
            break
        maker = Maker(seed)
        maker.make()
        try:
            form, data = maker.report()
            lines, problems = outcome(form, data)
        except Unsure:
            continue
        if sum(bool(line[1]) for line in lines.values()) * 2 > len(lines) and len(lines) >= 25:
            cases.append((None, maker.form, data))
    told = {'=': 0, '≈': 0, '≠': 0, 'lines': 0, 'problems': 0}
    for number_, (_, form, data) in enumerate(cases, 1):
        lines, problems = outcome(Form(form), data)
        write_case(folder, '%03d' % number_, form, data, lines, problems, random.Random(number_))
        told['lines'] += len(lines)
        told['problems'] += len(problems)
        for line in lines.values():
            if line[2]:
                told[line[2]] += 1
    verify(folder)
    print(len(cases), 'cases', told)


def verify(folder):
    """Reads what was written and works it out again: the files say the same as the form and report in memory."""
    for file in sorted(os.listdir(folder)):
        if file.endswith('.form.yaml'):
            stem = os.path.join(folder, file[:-len('.form.yaml')])
            with open(stem + '.report.yaml', encoding='utf-8') as f:
                data = yaml.load(f, yaml.BaseLoader)
            lines, problems = outcome(load_form(stem + '.form.yaml'), data)
            text = ''.join('\t'.join((path,) + line) + '\n' for path, line in lines.items())
            text += ''.join('!%s\t%s\t%s\n' % problem for problem in problems)
            with open(stem + '.expected.tsv', encoding='utf-8') as f:
                assert f.read() == text, stem


def check_one(form_path, report_path):
    with open(report_path, encoding='utf-8') as f:
        data = yaml.load(f, yaml.BaseLoader)
    lines, problems = outcome(load_form(form_path), data)
    for path, line in lines.items():
        if any(line):
            print('\t'.join((path,) + line).replace('\n', '\\n'))
    for problem in problems:
        print('!%s\t%s\t%s' % problem)


if __name__ == '__main__':
    if len(sys.argv) >= 2 and sys.argv[1] == 'generate':
        generate(sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(os.path.abspath(__file__)), 'reports'))
    elif len(sys.argv) == 4 and sys.argv[1] == 'check':
        check_one(sys.argv[2], sys.argv[3])
    else:
        sys.exit(__doc__)
