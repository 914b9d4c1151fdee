#!/usr/bin/env python3
"""Random formulas with their values, for tests/test_formula_eval.c.

A formula is made as a tree, written down with as few parentheses as the precedences allow, and worked out from the
tree with Python's fractions: nothing here reads a formula or shares a line with the C code. The names are those of
tests/form_fixture.h. Usage: formula_vectors.py [COUNT [SEED]] > formula.txt

Lines, fields separated by tabs:
  c                             no values, no rows
  s PATH TEXT                   sets a field as typed
  r NAME KIND X W N FLAG M      one more row of main.items
  o X                           one more row of other.items
  f ROW FORMULA VALUE ENDS      ROW 0: a formula of the section; else of that row of main.items
"""
import random
import sys
from fractions import Fraction as F

ANY = object()
BLANK = None


class Num:
    """A number and the ends of its interval; ends ANY: unbounded."""

    def __init__(self, v, lo=None, hi=None):
        self.v = F(v)
        self.lo = self.v if lo is None else lo
        self.hi = self.v if hi is None else hi

    @property
    def any(self):
        return self.lo is ANY


def unbounded(v):
    return Num(v, ANY, ANY)


def half_away(q, places):
    scale = F(10) ** places
    x = abs(q) * scale
    n = (2 * x.numerator + x.denominator) // (2 * x.denominator)
    return (-F(n) if q < 0 else F(n)) / scale


def plain(q):
    """Exact decimal text of a fraction that has one."""
    sign = '-' if q < 0 else ''
    q = abs(q)
    places = 0
    while q.denominator != 1:
        q *= 10
        places += 1
    digits = str(q.numerator).rjust(places + 1, '0')
    return sign + (digits[:-places] + '.' + digits[-places:] if places else digits)


LIMIT = F(10) ** 15


def result_ends(x):
    if x.any:
        return ANY
    return tuple(max(-LIMIT, min(LIMIT, half_away(e, 13))) for e in (x.lo, x.hi))


# ---- trees: (kind, ...) with `type` n b t d, `level` of binding, text pieces, and evaluation in one place ----

class Node:
    level = 8  # atoms bind tightest

    def __init__(self, type_, text, value, level=8):
        self.type = type_
        self.text = text      # a function of nothing: spelling may vary
        self.value = value    # a function of the environment
        self.level = level


def write(node, least, rnd):
    text = node.text()
    if node.level < least or rnd.random() < 0.04:
        return '(' + text + ')'
    return text


class Env:
    """Values by name, rows, and the rows that names speak of (the innermost last)."""

    def __init__(self):
        self.fields = {}
        self.rows = {'main.items': [], 'other.items': []}
        self.stack = []


GRID_ROWS = [('r1', '一行'), ('r2', '二行'), ('r3', '三行'), ('all', '合计行')]
COLUMNS = {
    'main.items': {'name': 't', 'kind': 't', 'x': 'n', 'w': 'n', 'n': 'n', 'flag': 'b', 'm': 'n'},
    'other.items': {'x': 'n'},
    'main.grid': {'p': 'n', 'q': 'n', 'note': 't'},
}
MAIN = {'a': 'n', 'b': 'n', 'c': 'n', 'd': 'n', 'total': 'n', 'sum': 'n', 'n': 'n', 'y': 'n', 't': 't', 'u': 't', 'k': 't',
        'f': 'b', 'g': 'b', 'day': 'd', 'day2': 'd', 'm': 'n'}
OTHER = {'a': 'n', 'only': 'n'}
WORDS = ['', 'x', '专项', '其他', "it's", '效果明显', 'r1', '二行', '甲乙丙丁']
NA = object()


def rows_of(env, over):
    if over == 'main.grid':
        return [{c: env.fields.get('main.grid.%s.%s' % (r, c)) for c in ('p', 'q', 'note')} | {'row': r, 'label': l}
                for r, l in GRID_ROWS if r != 'all']
    return env.rows[over]


def clean(v):
    return BLANK if v is NA else v


def empty(v):
    return v is BLANK or v is NA or v == ''


# ---- numbers ----

def add(a, b, sign=1):
    if a is BLANK and b is BLANK:
        return BLANK
    a = Num(0) if a is BLANK else a
    b = Num(0) if b is BLANK else b
    v = a.v + sign * b.v
    if a.any or b.any:
        return unbounded(v)
    return Num(v, a.lo + b.lo, a.hi + b.hi) if sign > 0 else Num(v, a.lo - b.hi, a.hi - b.lo)


def multiply(a, b):
    if a is BLANK or b is BLANK:
        return BLANK
    v = a.v * b.v
    if a.any or b.any:
        return unbounded(v)
    corners = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Num(v, min(corners), max(corners))


def divide(a, b):
    if a is BLANK or b is BLANK or b.v == 0:
        return BLANK
    v = a.v / b.v
    if a.any or b.any or b.lo <= 0 <= b.hi:
        return unbounded(v)
    corners = [x / y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Num(v, min(corners), max(corners))


def negate(a):
    if a is BLANK:
        return a
    return unbounded(-a.v) if a.any else Num(-a.v, -a.hi, -a.lo)


def pick(f, a, b):
    v = f(a.v, b.v)
    return unbounded(v) if a.any or b.any else Num(v, f(a.lo, b.lo), f(a.hi, b.hi))


def absolute(a):
    if a is BLANK:
        return a
    v = abs(a.v)
    if a.any:
        return unbounded(v)
    ends = sorted([abs(a.lo), abs(a.hi)])
    return Num(v, F(0) if a.lo <= 0 <= a.hi else ends[0], ends[1])


def fold(function, values):
    values = [v for v in values if not empty(v)]
    if function == 'count':
        return Num(len(values))
    if not values:
        return BLANK
    total = values[0]
    for v in values[1:]:
        total = add(total, v) if function in ('sum', 'avg') else pick(min if function == 'min' else max, total, v)
    return divide(total, Num(len(values))) if function == 'avg' else total


def agree(a, b):
    if a is BLANK or b is BLANK:
        return BLANK
    if not isinstance(a, Num):
        return a == b
    if a.any or b.any:
        return True
    if abs(half_away(a.v, 12)) < LIMIT and abs(half_away(b.v, 12)) < LIMIT:
        (alo, ahi), (blo, bhi) = result_ends(a), result_ends(b)
    else:
        alo, ahi, blo, bhi = a.lo, a.hi, b.lo, b.hi
    return alo <= bhi and blo <= ahi


def compare(op, a, b):
    if op in ('=', '!=') and ('' in (a if isinstance(a, str) else None, b if isinstance(b, str) else None)):
        return (empty(a) and empty(b)) == (op == '=')
    if a is BLANK or b is BLANK:
        return BLANK
    x, y = (a.v, b.v) if isinstance(a, Num) else (a, b)
    if isinstance(x, str):
        x, y = x.encode(), y.encode()
    return {'=': x == y, '!=': x != y, '<': x < y, '<=': x <= y, '>': x > y, '>=': x >= y}[op]


# ---- making trees ----

class Maker:
    def __init__(self, rnd):
        self.rnd = rnd
        self.frames = []   # names of what `where` speaks of; the base row is 'main.items' at the bottom when there is one
        self.where = 0     # how many of the frames are `where`

    def arguments(self, nodes):
        comma = self.rnd.choice([', ', ',', ' , '])
        return comma.join(write(n, 1, self.rnd) for n in nodes)

    def call(self, type_, name, nodes, value):
        text = '%s(%s)' % (name, self.arguments(nodes))
        return Node(type_, lambda: text, value)

    def binary(self, type_, op, level, left, right, value, chained=True):
        text = '%s %s %s' % (write(left, level if chained else level + 1, self.rnd), op, write(right, level + 1, self.rnd))
        return Node(type_, lambda: text, value, level)

    def leaf(self, type_):
        r = self.rnd
        choice = r.random()
        if self.frames and choice < 0.5:
            node = self.column(type_)
            if node:
                return node
        if type_ == 'n' and choice < 0.62:
            return self.number()
        if type_ == 't' and choice < 0.7:
            return self.word()
        if type_ == 'd' and choice < 0.65:
            return self.day()
        if type_ == 'b' and choice < 0.55:
            v = r.random() < 0.5
            return Node('b', lambda: 'true' if v else 'false', lambda env: v)
        return self.field(type_)

    def number(self):
        text = self.rnd.choice(['0', '1', '2', '3', '7', '10', '100', '0.5', '0.01', '1.25', '0.000000000001', '0.05',
                                '123456789012345', '2.50', '33.333333333333'])
        return Node('n', lambda: text, lambda env: Num(F(text)))

    def word(self):
        text = self.rnd.choice(WORDS)
        return Node('t', lambda: "'" + text.replace("'", "''") + "'", lambda env: text)

    def day(self):
        text = self.rnd.choice(['2021-12-31', '2020-02-29', '2022-01-01'])
        return Node('d', lambda: "date('%s')" % text, lambda env: ('day', text))

    def column(self, type_):
        """A column of one of the two innermost rows."""
        r = self.rnd
        at = len(self.frames) - 1 - (r.random() < 0.4 and len(self.frames) > 1)
        over = self.frames[at]
        depth = len(self.frames) - 1 - at
        names = [n for n, t in COLUMNS[over].items() if t == type_]
        if over == 'main.grid' and type_ == 't' and r.random() < 0.6:
            names = ['row', 'label']
            if depth and self.frames[-1] == 'main.grid':
                name = 'this.' + r.choice(names)
                return Node('t', lambda: name, lambda env: env.stack[-1 - depth][name[5:]])
            name = r.choice(names)
            return Node('t', lambda: name, lambda env: env.stack[-1 - depth][name])
        if not names:
            return None
        name = r.choice(names)
        shadowed = depth and name in COLUMNS[self.frames[-1]]
        written = 'this.' + name if shadowed or (depth and r.random() < 0.3) else name
        return Node(type_, lambda: written, lambda env: env.stack[-1 - depth].get(name))

    def field(self, type_):
        r = self.rnd
        if type_ == 't' and r.random() < 0.15:
            return Node('t', lambda: 'status', lambda env: 'draft')
        if type_ == 't' and r.random() < 0.15 and not any('m' in COLUMNS[f] for f in self.frames):
            return Node('t', lambda: 'sign(m)', lambda env: env.fields.get('main.m.sign'))
        if type_ == 'n' and r.random() < 0.25:
            return self.cell()
        if type_ == 'n' and r.random() < 0.1:
            return Node('n', lambda: 'rate', lambda env: Num(F(1, 20)))
        section, fields = ('other', OTHER) if type_ == 'n' and r.random() < 0.15 else ('main', MAIN)
        name = r.choice([n for n, t in fields.items() if t == type_])
        path = section + '.' + name
        shadowed = any(name in COLUMNS[f] for f in self.frames)
        bare = section == 'main' and not shadowed and r.random() < 0.85
        return Node(type_, lambda: name if bare else path, lambda env: env.fields.get(path))

    def cell(self):
        """A number named by its row."""
        r = self.rnd
        if r.random() < 0.5:
            path = 'main.grid.%s.%s' % r.choice([('r1', 'p'), ('r1', 'q'), ('r2', 'p'), ('r2', 'q'), ('r3', 'p'), ('all', 'p')])
            text = path if r.random() < 0.4 else path[5:]
            return Node('n', lambda: text, lambda env: env.fields.get(path))
        column = r.choice(['x', 'w', 'n'])
        before = r.choice(['', 'main.'])
        if r.random() < 0.5:
            index = r.randrange(5)
            text = '%sitems[%d].%s' % (before, index, column)
            return Node('n', lambda: text,
                        lambda env: env.rows['main.items'][index].get(column) if index < len(env.rows['main.items']) else BLANK)
        key = r.choice(['k0', 'k1', 'k2', "k'3"])
        text = "%sitems['%s'].%s" % (before, key.replace("'", "''"), column)
        return Node('n', lambda: text,
                    lambda env: next((row.get(column) for row in env.rows['main.items'] if row['name'] == key), BLANK))

    def rows(self, depth):
        """An aggregate over rows."""
        r = self.rnd
        over = r.choice(['main.items'] * 4 + ['main.grid'] * 2 + ['other.items'])
        function = r.choice(['sum', 'sum', 'count', 'min', 'max', 'avg'])
        column = r.choice([n for n, t in COLUMNS[over].items() if t == 'n'])
        if function == 'count' and over != 'main.grid' and r.random() < 0.4:
            column = None
        elif function == 'count':
            column = r.choice(list(COLUMNS[over]))
        path = over if over.startswith('other') or r.random() < 0.3 else over.split('.')[1]
        text = path + ('.' + column if column else '')
        filter_ = None
        if r.random() < 0.5 and self.where < 2:
            self.frames.append(over)
            self.where += 1
            filter_ = self.make('b', max(depth - 1, 0))
            self.where -= 1
            self.frames.pop()
            text += ' where ' + write(filter_, 1, r)

        def value(env):
            values = []
            for row in rows_of(env, over):
                env.stack.append(row)
                passes = filter_ is None or filter_.value(env) is True
                env.stack.pop()
                if passes:
                    values.append(clean(row.get(column)) if column else Num(1))
            return fold(function, values)
        written = '%s(%s)' % (function, text)
        return Node('n', lambda: written, value)

    def branches(self, type_, name, depth):
        """if and coalesce."""
        r = self.rnd
        if name == 'coalesce':
            nodes = [self.branch(type_, depth) for _ in range(r.randrange(1, 4))]
            if type_ != 't' and all(n is self.nothing for n in nodes):
                nodes[0] = self.make(type_, depth - 1)

            def value(env):
                values = [clean(n.value(env)) for n in nodes]
                full = [v for v in values if not empty(v)]
                return full[0] if full else '' if '' in values else BLANK
            return self.call(type_, 'coalesce', nodes, value)
        pairs = [(self.make('b', depth - 1), self.branch(type_, depth)) for _ in range(r.randrange(1, 3))]
        last = self.branch(type_, depth) if r.random() < 0.7 else None
        nodes = [n for pair in pairs for n in pair] + ([last] if last else [])
        results = [b for _, b in pairs] + ([last] if last else [])
        if type_ != 't' and all(n is self.nothing for n in results):
            pairs[0] = (pairs[0][0], self.make(type_, depth - 1))
            nodes[1] = pairs[0][1]

        def chosen(env):
            for c, b in pairs:
                if c.value(env) is True:
                    return b.value(env)
            return last.value(env) if last else BLANK
        return self.call(type_, 'if', nodes, chosen)

    nothing = Node('?', lambda: "''", lambda env: BLANK)

    def branch(self, type_, depth):
        if type_ != 't' and self.rnd.random() < 0.06:
            return self.nothing
        return self.make(type_, depth - 1)

    def make(self, type_, depth):
        if depth <= 0:
            return self.leaf(type_)
        return getattr(self, 'make_' + type_)(depth)

    def make_n(self, depth):
        r = self.rnd
        kind = r.randrange(20)
        down = lambda: self.make('n', depth - 1 - r.randrange(2))
        if kind < 8:
            op, level, f = r.choice([('+', 5, add), ('-', 5, lambda a, b: add(a, b, -1)), ('*', 6, multiply), ('/', 6, divide)])
            a, b = down(), down()
            return self.binary('n', op, level, a, b, lambda env: f(clean(a.value(env)), clean(b.value(env))))
        if kind == 8:
            a = down()
            text = '-' + write(a, 7, r)
            return Node('n', lambda: text, lambda env: negate(clean(a.value(env))), 7)
        if kind < 12 and self.where < 2:
            return self.rows(depth)
        if kind == 12:
            name = r.choice(['sum', 'min', 'max', 'avg', 'count'])
            nodes = [down() for _ in range(r.randrange(1, 5))]
            return self.call('n', name, nodes, lambda env: fold(name, [clean(n.value(env)) for n in nodes]))
        if kind == 13:
            a = down()
            return self.call('n', 'abs', [a], lambda env: absolute(clean(a.value(env))))
        if kind == 14:
            return self.rounding(down())
        if kind == 15:
            nodes = [down(), down(), down()]

            def clamp(env):
                x, lo, hi = (clean(n.value(env)) for n in nodes)
                return BLANK if BLANK in (x, lo, hi) else pick(min, pick(max, x, lo), hi)
            return self.call('n', 'clamp', nodes, clamp)
        if kind == 16:
            a = self.make('t', depth - 1)
            return self.call('n', 'length', [a], lambda env: BLANK if clean(a.value(env)) is BLANK else Num(len(clean(a.value(env)))))
        if kind == 17:
            a = self.make('d', depth - 1)
            return self.call('n', 'year', [a], lambda env: BLANK if clean(a.value(env)) is BLANK else Num(int(clean(a.value(env))[1][:4])))
        return self.branches('n', 'if' if kind == 18 else 'coalesce', depth)

    def rounding(self, a):
        name = self.rnd.choice(['round', 'round', 'floor', 'ceil'])
        if name == 'round':
            n = self.rnd.choice([0, 0, 1, 2, 2, 4, 11, 12, 13, -1, -2, -3])
            places = Node('n', lambda: str(n), lambda env: Num(n), 7)
            return self.call('n', 'round', [a, places],
                             lambda env: BLANK if clean(a.value(env)) is BLANK else Num(half_away(a.value(env).v, n)))
        f = (lambda q: q.numerator // q.denominator) if name == 'floor' else (lambda q: -(-q.numerator // q.denominator))
        return self.call('n', name, [a], lambda env: BLANK if clean(a.value(env)) is BLANK else Num(f(a.value(env).v)))

    def make_b(self, depth):
        r = self.rnd
        kind = r.randrange(13)
        if kind < 5:
            type_ = r.choice('nnnttdb')
            op = r.choice(['=', '!='] if type_ == 'b' else ['=', '!=', '<', '<=', '>', '>='])
            a, b = self.make(type_, depth - 1), self.make(type_, depth - 1)
            if r.random() < 0.1 and op in ('=', '!='):
                b = Node('t', lambda: "''", lambda env: '')
            return self.binary('b', op, 4, a, b, lambda env: compare(op, clean(a.value(env)), clean(b.value(env))), chained=False)
        if kind < 8:
            op = r.choice(['and', 'or'])
            a, b = self.make('b', depth - 1), self.make('b', depth - 1)
            decisive = op == 'or'

            def logic(env):
                values = [clean(a.value(env)), clean(b.value(env))]
                return decisive if decisive in values else BLANK if BLANK in values else not decisive
            return self.binary('b', op, 1 if op == 'or' else 2, a, b, logic)
        if kind == 8:
            a = self.make('b', depth - 1)
            text = 'not ' + write(a, 3, r)
            return Node('b', lambda: text, lambda env: BLANK if clean(a.value(env)) is BLANK else not a.value(env), 3)
        if kind == 9:
            a = self.make(r.choice('ntdb'), depth - 1)
            return self.call('b', 'blank', [a], lambda env: empty(a.value(env)))
        if kind == 10:
            a = self.field('n')
            return self.call('b', 'na', [a], lambda env: a.value(env) is NA)
        if kind == 11:
            type_ = r.choice('nnnnt')
            a, b = self.make(type_, depth - 1), self.make(type_, depth - 1)
            return self.call('b', 'agrees', [a, b], lambda env: agree(clean(a.value(env)), clean(b.value(env))))
        return self.branches('b', r.choice(['if', 'coalesce']), depth)

    def make_t(self, depth):
        return self.branches('t', self.rnd.choice(['if', 'coalesce']), depth) if self.rnd.random() < 0.5 else self.leaf('t')

    def make_d(self, depth):
        return self.branches('d', self.rnd.choice(['if', 'coalesce']), depth) if self.rnd.random() < 0.3 else self.leaf('d')


# ---- making values ----

def some_decimal(rnd):
    """(as typed, value)"""
    if rnd.random() < 0.2:
        return '', BLANK
    if rnd.random() < 0.06:
        return '不适用', NA
    exact = rnd.random() < 0.15
    whole = rnd.choice([0, 0, 1, 2, 5, rnd.randrange(100), rnd.randrange(10 ** 6), rnd.randrange(10 ** 15), 999999999999999])
    places = rnd.choice([0, 0, 1, 2, 2, 2, 3, 6, 12])
    part = rnd.choice([0, 5, 50, rnd.randrange(10 ** places)]) % 10 ** places
    text = str(whole) + ('.' + str(part).rjust(places, '0') if places else '')
    if rnd.random() < 0.3:
        text = '-' + text
    v, half = F(text), F(1, 2 * 10 ** places)
    return ('!' + text, Num(v)) if exact else (text, Num(v, v - half, v + half))


def some_value(rnd, type_, name):
    if name in ('n', 'y'):
        text = rnd.choice(['', '0', '1', '5', '2021', '-3', '120'])
        return text, (Num(F(text)) if text else BLANK)
    if type_ == 'n':
        return some_decimal(rnd)
    if type_ == 't':
        text = rnd.choice(WORDS)
        return text, text or BLANK
    if type_ == 'b':
        text = rnd.choice(['', 'true', 'false'])
        return text, {'': BLANK, 'true': True, 'false': False}[text]
    text = rnd.choice(['', '2021-12-31', '2020-02-29', '1999-01-01'])
    return text, ('day', text) if text else BLANK


def make_values(rnd, out):
    env = Env()
    out.append('c')
    paths = [('main.' + n, t) for n, t in MAIN.items()] + [('other.' + n, t) for n, t in OTHER.items()]
    paths += [('main.grid.%s.%s' % (r, c), t) for r, _ in GRID_ROWS for c, t in COLUMNS['main.grid'].items() if (r, c) != ('r3', 'q')]
    for path, type_ in paths:
        name = path.rsplit('.', 1)[1]
        text, v = some_value(rnd, type_, name if path.startswith('main') else '')
        sign = rnd.choice(['', '≥', '<']) if path == 'main.m' and isinstance(v, Num) and text[0] != '!' else ''
        env.fields[path] = v
        if path == 'main.m':
            env.fields['main.m.sign'] = sign if isinstance(v, Num) else BLANK
        if text:
            out.append('s\t%s\t%s' % (path, sign + text))
    for i in range(rnd.choice([0, 1, 2, 3, 4, 6])):
        row, texts = {}, []
        for name, type_ in COLUMNS['main.items'].items():
            text, v = some_value(rnd, type_, name)
            if name == 'name':
                text = v = ["k0", "k1", "k2", "k'3"][i % 4]
            if name == 'kind':
                text = rnd.choice(['专项', '其他', ''])
                v = text or BLANK
            row[name] = v
            texts.append(text)
        env.rows['main.items'].append(row)
        out.append('r\t' + '\t'.join(texts))
    for _ in range(rnd.randrange(3)):
        text, v = some_decimal(rnd)
        env.rows['other.items'].append({'x': v})
        out.append('o\t' + text)
    return env


def result(v):
    """(value, ends) as the test prints them"""
    v = clean(v)
    if v is BLANK:
        return 'blank', ''
    if v is True or v is False:
        return ('true' if v else 'false'), ''
    if isinstance(v, str):
        return "'" + v + "'", ''
    if isinstance(v, tuple):
        return v[1], ''
    rounded = half_away(v.v, 12)
    if abs(rounded) >= LIMIT:
        return 'overflow', ''
    ends = result_ends(v)
    return plain(rounded), '*' if ends is ANY else '%s %s' % tuple(plain(e) for e in ends)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 6000
    rnd = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 2021)
    out, made = [], 0
    env = None
    while made < count:
        if made % 25 == 0:
            env = make_values(rnd, out)
        row = rnd.randrange(1, len(env.rows['main.items']) + 1) if env.rows['main.items'] and rnd.random() < 0.3 else 0
        maker = Maker(rnd)
        if row:
            maker.frames.append('main.items')
            env.stack.append(env.rows['main.items'][row - 1])
        node = maker.make(rnd.choice('nnnnbb'), rnd.randrange(1, 5))
        value, ends = result(node.value(env))
        env.stack.clear()
        text = node.text()
        made += 1
        if len(text) < 600:
            out.append('f\t%d\t%s\t%s\t%s' % (row, text, value, ends))
    print('\n'.join(out))


main()
