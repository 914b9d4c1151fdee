#!/usr/bin/env python3
"""What a form makes of a report: a second opinion on formulas, rounding, agreement and problems.

Written from the specification (sections 2 to 5) over exact fractions. It shares nothing with the C code, not even its
plan: it asks for values from the top, remembers them, and never updates anything. Drafts only.
"""


import re
from fractions import Fraction as Q

import yaml

PLACES = 12
LIMIT = Q(10) ** 15
NUMBER = re.compile(r'-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z')
NA = '不适用'
ANY = 'anything'


class Unsure(Exception):
    """The specification does not say; the case is thrown away."""


def rounded(q, places):
    scaled = abs(q) * Q(10) ** places
    whole = scaled.numerator // scaled.denominator
    if scaled - whole >= Q(1, 2):
        whole += 1
    result = Q(whole) / Q(10) ** places
    return -result if q < 0 else result


def fixed(q, places):
    q = rounded(q, places)
    digits = str(abs(q.numerator) * 10 ** places // q.denominator).rjust(places + 1, '0')
    text = digits[:-places] + '.' + digits[-places:] if places else digits
    return '-' + text if q < 0 else text


def trimmed(q, places=PLACES):
    text = fixed(q, places)
    text = text.rstrip('0').rstrip('.') if '.' in text else text
    return '0' if text == '-0' else text


def typed_places(text):
    return len(text.split('.')[1]) if '.' in text else 0


# ---- values -----------------------------------------------------------------------------------------------------------


class Value:
    """A value of a formula: kind is blank, number, text, boolean or date; lo and hi are the interval (None: anything)."""

    def __init__(self, kind='blank', v=None, lo=None, hi=None, anything=False, na=False):
        self.kind, self.v, self.anything, self.na = kind, v, anything, na
        self.lo = v if lo is None and not anything else lo
        self.hi = v if hi is None and not anything else hi
        self.exact = v           # before rounding to twelve places
        self.overflow = False

    @property
    def blank(self):
        return self.kind == 'blank'


BLANK = Value()


def number(v, lo=None, hi=None, anything=False):
    return Value('number', Q(v), lo, hi, anything)


def truth(b):
    return BLANK if b is None else Value('boolean', b)


# ---- formulas: text to tree -------------------------------------------------------------------------------------------

TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'(?:[^']|'')*')|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<op><=|>=|!=|[-+*/=<>(),.\[\]]))")


class Parser:
    def __init__(self, text):
        self.tokens, at = [], 0
        text = text.strip()
        while at < len(text):
            m = TOKEN.match(text, at)
            if not m:
                raise ValueError('bad formula %r at %d' % (text, at))
            kind = m.lastgroup
            self.tokens.append((kind, m.group(kind)))
            at = m.end()
        self.at = 0
        self.text = text

    def peek(self, *ops):
        return self.at < len(self.tokens) and self.tokens[self.at][0] in ('op', 'name') and self.tokens[self.at][1] in ops

    def take(self, *ops):
        if self.peek(*ops):
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def need(self, op):
        if not self.take(op):
            raise ValueError('%r: expected %s' % (self.text, op))

    def whole(self):
        tree = self.either()
        if self.at != len(self.tokens):
            raise ValueError('%r: rest after token %d' % (self.text, self.at))
        return tree

    def either(self):
        left = self.both()
        while self.take('or'):
            left = ('or', left, self.both())
        return left

    def both(self):
        left = self.negation()
        while self.take('and'):
            left = ('and', left, self.negation())
        return left

    def negation(self):
        if self.take('not'):
            return ('not', self.negation())
        return self.comparison()

    def comparison(self):
        left = self.added()
        op = self.take('=', '!=', '<', '<=', '>', '>=')
        return (op, left, self.added()) if op else left

    def added(self):
        left = self.multiplied()
        while True:
            op = self.take('+', '-')
            if not op:
                return left
            left = (op, left, self.multiplied())

    def multiplied(self):
        left = self.signed()
        while True:
            op = self.take('*', '/')
            if not op:
                return left
            left = (op, left, self.signed())

    def signed(self):
        if self.take('-'):
            return ('neg', self.signed())
        return self.primary()

    def primary(self):
        if self.take('('):
            tree = self.either()
            self.need(')')
            return tree
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == 'number':
            return ('number', Q(word))
        if kind == 'text':
            return ('text', word[1:-1].replace("''", "'"))
        if kind != 'name':
            raise ValueError('%r: unexpected %s' % (self.text, word))
        if word in ('true', 'false'):
            return ('truth', word == 'true')
        if self.peek('('):
            return self.call(word)
        return ('path', self.path(word))

    def path(self, first):
        parts = [first]
        while True:
            if self.take('.'):
                parts.append(self.tokens[self.at][1])
                self.at += 1
            elif self.take('['):
                kind, word = self.tokens[self.at]
                self.at += 1
                parts.append(int(word) if kind == 'number' else ('key', word[1:-1].replace("''", "'")))
                self.need(']')
            else:
                return parts

    def call(self, name):
        self.need('(')
        args, where = [], None
        while not self.peek(')'):
            args.append(self.either())
            if self.take('where'):
                where = self.either()
            if not self.take(','):
                break
        self.need(')')
        return ('call', name, args, where)


def parse(text):
    return Parser(str(text)).whole()


# ---- forms --------------------------------------------------------------------------------------------------------------


class Field:
    def __init__(self, section, attributes, table=None, matrix=None, row=None):
        self.section, self.table, self.matrix, self.row = section, table, matrix, row
        self.a = attributes
        self.id = attributes['id']
        self.type = attributes['type']
        self.stated = attributes.get('stated') == 'true'
        self.na = attributes.get('na') == 'true'
        self.exact = attributes.get('exact') == 'true'
        d = attributes.get('decimals', 'typed')
        self.decimals = 0 if self.type in ('integer', 'year') else None if d == 'typed' else int(d)
        self.columns = {}
        self.rows = []
        self.cells = {}
        self.trees = {}
        for word in ('calculate', 'required', 'relevant', 'min', 'max'):
            if word in attributes:
                self.trees[word] = parse(attributes[word])
        choices = attributes.get('choices', [])
        self.choices = [c['value'] if isinstance(c, dict) else c for c in choices]

    @property
    def calculated(self):
        return 'calculate' in self.trees and not self.stated


class Form:
    def __init__(self, data):
        self.constants = {k: Q(v) for k, v in data.get('constants', {}).items()}
        self.sections = {}
        for s in data['sections']:
            fields = {}
            for a in s.get('fields', []):
                fields[a['id']] = self.field(s['id'], a)
            checks = [dict(c, tree=parse(c['rule'])) for c in s.get('checks', [])]
            self.sections[s['id']] = (fields, checks)

    @staticmethod
    def field(section, a):
        f = Field(section, a)
        if f.type == 'table':
            for c in a['columns']:
                f.columns[c['id']] = Field(section, c, table=f)
        if f.type == 'matrix':
            for c in a['columns']:
                f.columns[c['id']] = Field(section, c, matrix=f)
            for r in a['rows']:
                f.rows.append(r)
                given = r.get('cells', {}) or {}
                whole = {k: v for k, v in r.items() if k not in ('id', 'label', 'label_en', 'total', 'cells', 'group', 'group_en', 'indent')}
                for c in a['columns']:
                    own = given.get(c['id'], {})
                    if own == 'absent':
                        continue
                    f.cells[r['id'], c['id']] = Field(section, dict(c, **whole, **{}) | own, matrix=f, row=r)
        return f


def load_form(path):
    with open(path, encoding='utf-8') as f:
        return Form(yaml.load(f, yaml.BaseLoader))


# ---- reports ------------------------------------------------------------------------------------------------------------


class Report:
    def __init__(self, form, data, quantise):
        self.form, self.data, self.quantise = form, data, quantise
        self.memory = {}

    # entered texts

    def text(self, field, row):
        section = self.data.get(field.section) or {}
        if field.table:
            rows = section.get(field.table.id) or []
            holder = rows[row] or {}
        elif field.matrix:
            holder = (section.get(field.matrix.id) or {}).get(field.row['id']) or {}
        else:
            holder = section
        value = holder.get(field.id)
        return '' if value in (None, 'null', '~') else value

    def count(self, table):
        return len((self.data.get(table.section) or {}).get(table.id) or [])

    def read(self, field, row):
        """(fit, value) of what was entered: fit is blank, good, na, type or choice."""
        text = self.text(field, row)
        if text == '' or text == []:
            return 'blank', BLANK
        if field.na and text == NA:
            return 'na', Value(na=True)
        if field.type in ('integer', 'decimal', 'year'):
            if not NUMBER.match(text):
                return 'type', BLANK
            if field.type != 'decimal' and '.' in text:
                return 'type', BLANK
            if len(text.lstrip('-').split('.')[0]) > 15 or typed_places(text) > PLACES:
                raise Unsure('too long')
            v = Q(text)
            if field.type != 'decimal' or field.exact:
                return 'good', number(v)
            half = Q(1, 2) / Q(10) ** self.places(field, row)
            return 'good', number(v, v - half, v + half)
        if field.type == 'measure':
            m = re.match(r'[≥≤><=]?(-?[0-9]+(?:\.[0-9]+)?)', text)
            if not m:
                return 'good', BLANK
            v, half = Q(m.group(1)), Q(1, 2) / Q(10) ** typed_places(m.group(1))
            return 'good', number(v, v - half, v + half)
        if field.type == 'boolean':
            if text in ('true', '是'):
                return 'good', truth(True)
            return ('good', truth(False)) if text in ('false', '否') else ('type', BLANK)
        if field.type == 'date':
            if not re.match(r'\d{4}-\d\d-\d\d\Z', text):
                return 'type', BLANK
            return 'good', Value('date', text)
        if field.type == 'choice' and text not in field.choices:
            return 'choice', BLANK
        return 'good', Value('text', text)

    def places(self, field, row):
        typed = typed_places(self.text(field, row))
        return typed if field.decimals is None else max(field.decimals, typed)

    # what formulas see

    def relevant(self, field, row):
        for f, r in ((field, row), (field.table or field.matrix, None)):
            if f is not None and 'relevant' in f.trees:
                v = self.evaluate(f.trees['relevant'], self.frames(f, r))
                if v.kind != 'boolean' or not v.v:
                    return False
        return True

    def frames(self, field, row):
        env = {'section': field.section, 'rows': []}
        if field.table:
            env['rows'] = [(field.table, row)]
        elif field.row is not None:
            env['rows'] = [(field.matrix, field.row['id'])]
        return env

    def seen(self, field, row):
        key = (id(field), row)
        if key not in self.memory:
            self.memory[key] = None
            self.memory[key] = self.work_out(field, row) if self.relevant(field, row) else BLANK
        if self.memory[key] is None:
            raise ValueError('circle at %s.%s' % (field.section, field.id))
        return self.memory[key]

    def work_out(self, field, row):
        return self.formula(field, row) if field.calculated else self.read(field, row)[1]

    def formula(self, field, row):
        v = self.evaluate(field.trees['calculate'], self.frames(field, row))
        if v.blank:
            return BLANK         # also where the formula only hands on a 不适用: that is what somebody typed, elsewhere
        if v.kind != 'number':
            return v
        result = rounded(v.v, PLACES)
        if abs(result) >= LIMIT:
            big = Value()
            big.overflow = True
            return big
        if not v.anything and max(abs(v.lo), abs(v.hi)) >= Q(10) ** 18:
            raise Unsure('wide interval')
        lo, hi = (v.lo, v.hi) if not self.quantise or v.anything else (rounded(v.lo, 13), rounded(v.hi, 13))
        shown = number(result, lo, hi, v.anything)
        shown.exact = v.v
        return shown

    # names

    def lookup(self, parts, env):
        """A path to ('field', field, row), ('column', table, column), ('table', table), ('constant', value) or ('word', text)."""
        parts = list(parts)
        rows = env['rows']
        if parts[0] == 'this':
            rows, parts = rows[1:], parts[1:]
        name = parts[0]
        if len(parts) == 1:
            for table, row in rows:
                if table.type == 'matrix':
                    if name in ('row', 'label'):
                        r = next(r for r in table.rows if r['id'] == row)
                        return ('word', r['id'] if name == 'row' else r['label'])
                    if (row, name) in table.cells:
                        return ('field', table.cells[row, name], None)
                elif name in table.columns:
                    return ('field', table.columns[name], row)
        fields = self.form.sections[env['section']][0]
        if name in fields and (len(parts) == 1 or fields[name].type in ('table', 'matrix')):
            return self.inside(fields[name], parts[1:])
        if len(parts) == 1:
            return ('constant', self.form.constants[name])
        return self.inside(self.form.sections[name][0][parts[1]], parts[2:])

    def inside(self, field, rest):
        if not rest:
            return ('table', field) if field.type in ('table', 'matrix') else ('field', field, None)
        if field.type == 'matrix':
            if len(rest) == 1:
                return ('column', field, rest[0])
            return ('field', field.cells[rest[0], rest[1]], None)
        if isinstance(rest[0], str):
            return ('column', field, rest[0])
        return ('field', field.columns[rest[1]], self.row_of(field, rest[0]))

    def row_of(self, table, which):
        if isinstance(which, int):
            return which if which < self.count(table) else None
        key = table.columns[table.a['key']]
        for row in range(self.count(table)):
            if self.text(key, row) == which[1]:
                return row
        return None

    # evaluation

    def evaluate(self, tree, env):
        return getattr(self, 'do_' + NODE[tree[0]])(tree, env)

    def do_literal(self, tree, env):
        if tree[0] == 'number':
            return number(tree[1])
        return Value('text', tree[1]) if tree[0] == 'text' else truth(tree[1])

    def do_path(self, tree, env):
        what = self.lookup(tree[1], env)
        if what[0] == 'constant':
            return number(what[1])
        if what[0] == 'word':
            return Value('text', what[1])
        if what[0] != 'field':
            raise ValueError('%s is no value' % tree[1])
        if what[1].table and what[2] is None:
            return BLANK
        return self.seen(what[1], what[2])

    def do_neg(self, tree, env):
        a = self.evaluate(tree[1], env)
        if a.blank:
            return BLANK
        return number(-a.v, None, None, True) if a.anything else number(-a.v, -a.hi, -a.lo)

    def do_arithmetic(self, tree, env):
        op, a, b = tree[0], self.evaluate(tree[1], env), self.evaluate(tree[2], env)
        if op in '+-':
            if a.blank and b.blank:
                return BLANK
            a = number(0) if a.blank else a
            b = number(0) if b.blank else b
        elif a.blank or b.blank or (op == '/' and b.v == 0):
            return BLANK
        v = {'+': lambda: a.v + b.v, '-': lambda: a.v - b.v, '*': lambda: a.v * b.v, '/': lambda: a.v / b.v}[op]()
        if a.anything or b.anything or (op == '/' and b.lo <= 0 <= b.hi):
            return number(v, None, None, True)
        if op == '+':
            return number(v, a.lo + b.lo, a.hi + b.hi)
        if op == '-':
            return number(v, a.lo - b.hi, a.hi - b.lo)
        corners = [x * y if op == '*' else x / y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
        return number(v, min(corners), max(corners))

    def do_compare(self, tree, env):
        op, a, b = tree[0], self.evaluate(tree[1], env), self.evaluate(tree[2], env)
        if op in ('=', '!='):
            for x, y in ((a, b), (b, a)):
                if x.kind == 'text' and x.v == '':
                    empty = y.blank or y.v == ''
                    return truth(empty == (op == '='))
        if a.blank or b.blank:
            return BLANK
        return truth({'=': a.v == b.v, '!=': a.v != b.v}[op] if op in ('=', '!=') else
                     {'<': a.v < b.v, '<=': a.v <= b.v, '>': a.v > b.v, '>=': a.v >= b.v}[op])

    def do_logic(self, tree, env):
        values = [self.evaluate(t, env) for t in tree[1:]]
        known = [None if v.blank else v.v for v in values]
        if tree[0] == 'not':
            return truth(None if known[0] is None else not known[0])
        decisive = tree[0] == 'or'
        if decisive in known:
            return truth(decisive)
        return BLANK if None in known else truth(not decisive)

    def do_call(self, tree, env):
        name, args, where = tree[1:]
        if name in ('sum', 'count', 'min', 'max', 'avg'):
            return self.aggregate(name, args, where, env)
        if name == 'if':
            for i in range(0, len(args) - 1, 2):
                c = self.evaluate(args[i], env)
                if not c.blank and c.v:
                    return self.evaluate(args[i + 1], env)
            return self.evaluate(args[-1], env) if len(args) % 2 else BLANK
        if name == 'date':
            return Value('date', args[0][1])
        values = [self.evaluate(a, env) for a in args]
        if name == 'blank':
            return truth(values[0].blank)
        if name == 'na':
            return truth(values[0].na)
        if name == 'coalesce':
            return next((v for v in values if not v.blank), BLANK)
        if any(v.blank for v in values):
            return BLANK
        return self.function(name, *values)

    def function(self, name, a, *more):
        if name == 'year':
            return number(int(a.v[:4]))
        if name == 'length':
            return number(len(a.v))
        if name == 'agrees':
            b = more[0]
            if a.kind != 'number':
                return truth(a.v == b.v)
            return truth(a.anything or b.anything or (a.lo <= b.hi and b.lo <= a.hi))
        if a.anything or any(m.anything for m in more):
            raise Unsure('unbounded interval in a function')
        if name == 'abs':
            lo, hi = sorted((abs(a.lo), abs(a.hi)))
            return number(abs(a.v), 0 if a.lo <= 0 <= a.hi else lo, hi)
        if name == 'round':
            return number(rounded(a.v, int(more[0].v)))
        if name in ('floor', 'ceil'):
            down = a.v.numerator // a.v.denominator
            return number(down if name == 'floor' or a.v == down else down + 1)
        if name == 'clamp':
            lo, hi = more
            return number(*(max(x, min(y, z)) for x, y, z in
                            ((lo.v, a.v, hi.v), (lo.lo, a.lo, hi.lo), (lo.hi, a.hi, hi.hi))))
        raise ValueError('unknown function %s' % name)

    def aggregate(self, name, args, where, env):
        over = self.lookup(args[0][1], env) if len(args) == 1 and args[0][0] == 'path' else ('field',)
        if over[0] not in ('table', 'column'):
            values = [self.evaluate(a, env) for a in args]
        else:
            rows = self.rows_over(over, where, env)
            if over[0] == 'table':
                return number(len(rows))
            values = [self.seen(f, r) for f, r in rows]
        return self.gather(name, [v for v in values if not v.blank])

    def rows_over(self, over, where, env):
        table, result = over[1], []
        if table.type == 'matrix':
            places = [r['id'] for r in table.rows if r.get('total') != 'true']
        else:
            places = range(self.count(table)) if self.relevant(table, None) else []
        for place in places:
            if where is not None:
                keep = self.evaluate(where, {'section': env['section'], 'rows': [(table, place)] + env['rows']})
                if keep.blank or not keep.v:
                    continue
            if over[0] == 'table':
                result.append(place)
            elif table.type != 'matrix':
                result.append((table.columns[over[2]], place))
            elif (place, over[2]) in table.cells:
                result.append((table.cells[place, over[2]], None))
        return result

    @staticmethod
    def gather(name, values):
        if name == 'count':
            return number(len(values))
        if not values:
            return BLANK
        if any(v.anything for v in values):
            if name in ('min', 'max'):
                raise Unsure('unbounded interval in a function')
            total = sum(v.v for v in values)
            return number(total / (len(values) if name == 'avg' else 1), None, None, True)
        ends = [[getattr(v, end) for v in values] for end in ('v', 'lo', 'hi')]
        how = {'sum': sum, 'min': min, 'max': max, 'avg': lambda x: sum(x) / len(x)}[name]
        return number(*(how(e) for e in ends))

    # marks, shown values, problems

    def mark(self, field, row):
        """(mark, difference, tolerance) of a stated field, or None."""
        fit, stated = self.read(field, row)
        formula = self.formula(field, row)
        if formula.overflow:
            raise Unsure('a stated field whose formula overflows')
        if stated.blank or formula.blank:
            return None
        if stated.kind != 'number':
            return ('=' if stated.v == formula.v else '≠', '', '')
        if stated.v == formula.v or rounded(formula.exact, self.places(field, row)) == stated.v:
            mark = '='
        elif formula.anything or (stated.lo <= formula.hi and formula.lo <= stated.hi):
            mark = '≈'
        else:
            mark = '≠'
        difference = '?' if field.decimals is None else fixed(stated.v - formula.v, field.decimals)
        if formula.anything:
            return (mark, difference, '?')
        return (mark, difference, trimmed((stated.hi - stated.lo + formula.hi - formula.lo) / 2, 10))

    def line(self, field, row):
        """(shown, raw, mark, difference, tolerance) as in the file."""
        if field.calculated:
            v = self.seen(field, row)
            if v.overflow:
                return ('?', '', '', '', '')
            if v.blank:
                return ('', '', '', '', '')
            if v.kind != 'number':
                return (v.v if v.kind == 'text' else '?', v.v if v.kind == 'text' else '?', '', '', '')
            shown = trimmed(v.exact) if field.decimals is None else fixed(v.exact, field.decimals)
            return (shown, trimmed(v.v), '', '', '')
        fit, v = self.read(field, row)
        text = self.text(field, row)
        marked = (self.mark(field, row) if field.stated else None) or ('', '', '')
        if fit == 'blank':
            return ('', '', '', '', '')
        if fit != 'good':
            return (text, '?', '', '', '')
        if v.kind == 'number' and field.type != 'measure':
            return (fixed(v.v, self.places(field, row)), text) + marked
        if field.type in ('text', 'longtext', 'choice', 'date'):
            return (text, text) + marked
        return ('?', '?') + marked

    def cells(self):
        for fields, _ in self.form.sections.values():
            for f in fields.values():
                if f.type == 'table':
                    for row in range(self.count(f)):
                        for c in f.columns.values():
                            yield c, row, '%s.%s[%d].%s' % (f.section, f.id, row, c.id)
                elif f.type == 'matrix':
                    for (r, c), cell in f.cells.items():
                        yield cell, None, '%s.%s.%s.%s' % (f.section, f.id, r, c)
                else:
                    yield f, None, '%s.%s' % (f.section, f.id)

    def values(self):
        return {path: self.line(f, row) for f, row, path in self.cells() if self.relevant(f, row)}

    def problems(self):
        found = []
        for f, row, path in self.cells():
            if self.relevant(f, row):
                self.problems_of(f, row, lambda severity, code: found.append((path, severity, code)))
        for section, (fields, checks) in self.form.sections.items():
            for f in fields.values():
                if f.type == 'table' and self.relevant(f, None) and self.count(f) < int(f.a.get('min_rows', 0)):
                    found.append(('%s.%s' % (section, f.id), 'error', 'required'))
            for c in checks:
                found += self.check(section, fields, c)
        return found

    def problems_of(self, f, row, tell):
        env = self.frames(f, row)
        if f.calculated:
            if self.seen(f, row).overflow:
                tell('error', 'overflow')
            return
        fit, v = self.read(f, row)
        if fit == 'blank' and 'required' in f.trees:
            need = self.evaluate(f.trees['required'], env)
            if not need.blank and need.v:
                tell('error', 'required')
        if fit in ('type', 'choice'):
            tell('error', fit)
        if fit != 'good':
            return
        text = self.text(f, row)
        if v.kind == 'number' and f.type != 'measure':
            for word, wrong in (('min', lambda b: v.v < b), ('max', lambda b: v.v > b)):
                bound = self.evaluate(f.trees[word], env) if word in f.trees else BLANK
                if not bound.blank and wrong(bound.v):
                    tell('error', 'range')
            if f.decimals is not None and not f.exact and typed_places(text) > f.decimals:
                tell('note', 'range')
        if f.type in ('text', 'longtext'):
            if 'pattern' in f.a and not re.fullmatch(f.a['pattern'], text):
                tell('error', 'pattern')
            if 'max_length' in f.a and len(text.replace('\n', '')) > int(f.a['max_length']):
                tell('error', 'length')
        if f.stated:
            marked = self.mark(f, row)
            if marked and marked[0] != '=':
                tell('note' if marked[0] == '≈' else 'error', 'disagrees')

    def check(self, section, fields, c):
        severity = 'warning' if c['severity'] == 'submit' else c['severity']
        places = [None]
        if 'each' in c:
            places = range(self.count(fields[c['each']]))
        for row in places:
            env = {'section': section, 'rows': [] if row is None else [(fields[c['each']], row)]}
            v = self.evaluate(c['tree'], env)
            if v.blank or v.v:
                continue
            path = section if row is None else '%s.%s[%d]' % (section, c['each'], row)
            if 'at' in c:
                path += '.' + c['at']
            yield (path, severity, 'check:' + c['id'])


NODE = {'number': 'literal', 'text': 'literal', 'truth': 'literal', 'path': 'path', 'neg': 'neg', 'call': 'call',
        'and': 'logic', 'or': 'logic', 'not': 'logic'}
NODE.update({op: 'arithmetic' for op in '+-*/'})
NODE.update({op: 'compare' for op in ('=', '!=', '<', '<=', '>', '>=')})


def outcome(form, data):
    """Values and problems; Unsure where keeping interval ends to 13 places makes another mark or another problem."""
    exact, kept = Report(form, data, False), Report(form, data, True)
    values, again = exact.values(), kept.values()
    if sorted(exact.problems()) != sorted(kept.problems()):
        raise Unsure('an interval that ends on an edge')
    for path, line in values.items():
        if line[:4] != again[path][:4]:
            raise Unsure('an interval that ends on an edge')
        if line[4] != again[path][4]:
            values[path] = line[:4] + ('?',)
    return values, exact.problems()
