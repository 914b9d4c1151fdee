/* A form that asks for everything that a form can ask for, and reports for it in many styles of YAML. */
#ifndef ZIPING_TESTS_REPORT_FORM_H
#define ZIPING_TESTS_REPORT_FORM_H

static const char *const rich_form[] = {
	"form: rich\nversion: 1\ntitle: 全\nconstants: {rate: 0.05, limit: 100}\n"
	"renamed: {main.old_a: main.a, main.old_items: main.items, main.items.old_x: main.items.x, gone.p: main.b}\n"
	"sections:\n"
	"  - id: main\n    number: 一\n    title: 甲\n    fields:\n"
	"      - {id: a, label: 甲数, type: decimal, decimals: 2, required: true, min: 0, none: 无}\n"
	"      - {id: b, label: 乙数, type: decimal, decimals: 2, na: true, max: a * 2}\n"
	"      - {id: n, label: 人数, type: integer, required: 'a > 10'}\n"
	"      - {id: k, label: 类, type: choice, choices: [专项, 运转, 其他]}\n"
	"      - {id: ks, label: 几类, type: choices, choices: [专项, 运转, 其他]}\n"
	"      - {id: f, label: 有无, type: boolean}\n"
	"      - {id: d, label: 日期, type: date, max: date('2030-01-01')}\n"
	"      - {id: y, label: 年度, type: year}\n"
	"      - {id: m, label: 目标, type: measure}\n"
	"      - {id: t, label: 编码, type: text, pattern: '[0-9A-Z]+', max_length: 8}\n"
	"      - {id: l, label: 情况, type: longtext, max_length: 60}\n"
	"      - {id: only, label: 专项说明, type: text, relevant: k = '专项', required: true}\n"
	"      - {id: sum1, label: 和, type: decimal, decimals: 2, calculate: a + b}\n"
	"      - {id: total, label: 合计, type: decimal, decimals: 2, stated: true, calculate: sum(items.x)}\n"
	"      - {id: ratio, label: 比例, type: decimal, decimals: 2, unit: '%', calculate: a / total * 100, min: 1}\n"
	"      - {id: sound, label: 符号, type: text, calculate: sign(m)}\n"
	"      - {id: small, label: 最小, type: decimal, calculate: min(items.x)}\n"
	"      - {id: large, label: 最大, type: decimal, calculate: max(items.x where kind = '专项')}\n"
	"      - {id: mean, label: 平均, type: decimal, calculate: avg(items.x)}\n"
	"      - {id: rows, label: 行数, type: integer, calculate: count(items)}\n"
	"      - {id: filled, label: 填数, type: integer, calculate: count(items.x)}\n"
	"      - {id: special, label: 专项和, type: decimal, decimals: 2, calculate: sum(items.x where kind = '专项' and x > a)}\n"
	"      - {id: shares, label: 占比和, type: decimal, decimals: 2, calculate: sum(items.share)}\n"
	"      - {id: first, label: 首行, type: decimal, decimals: 2, calculate: 'coalesce(items[0].x, 0 - 1)'}\n"
	"      - {id: second, label: 第二行, type: text, calculate: 'items[1].name'}\n"
	"      - {id: named, label: 甲行, type: decimal, decimals: 2, calculate: \"items['甲'].x + items['乙'].z\"}\n"
	"      - {id: above, label: 高于平均, type: integer, calculate: count(items where x > mean)}\n"
	"      - id: items\n        label: 明细\n        type: table\n        key: name\n        min_rows: 1\n        max_rows: 40\n"
	"        columns:\n"
	"          - {id: name, label: 名称, type: text, required: true}\n"
	"          - {id: kind, label: 类, type: choice, choices: [专项, 运转, 其他], default: 运转}\n"
	"          - {id: x, label: 金额, type: decimal, decimals: 2, required: true, max: limit * 10}\n"
	"          - {id: y, label: 填列, type: decimal, decimals: 1, stated: true, calculate: x * rate}\n"
	"          - {id: z, label: 折算, type: decimal, decimals: 2, calculate: x * 2 - y}\n"
	"          - {id: share, label: 占比, type: decimal, decimals: 2, calculate: x / sum(items.x) * 100}\n"
	"          - {id: more, label: 再算, type: decimal, calculate: share + z}\n"
	"          - {id: why, label: 原因, type: longtext, relevant: kind = '专项', required: x > 50}\n"
	"          - {id: rank, label: 大的, type: integer, calculate: count(items where x > this.x)}\n",
	"      - id: groups\n        label: 分类\n        type: table\n        relevant: blank(f) or f\n        columns:\n"
	"          - {id: kind, label: 类, type: text}\n"
	"          - {id: sum, label: 和, type: decimal, decimals: 2, calculate: sum(items.x where kind = this.kind)}\n"
	"          - {id: best, label: 最大, type: decimal, decimals: 2, calculate: max(items.z where kind = this.kind)}\n"
	"          - {id: given, label: 填的, type: decimal, decimals: 2, stated: true, calculate: sum}\n"
	"      - {id: groupsum, label: 分类和, type: decimal, decimals: 2, calculate: sum(groups.sum)}\n"
	"    checks:\n"
	"      - {id: adds, rule: 'agrees(total, groupsum)', severity: error, message: '{total} 与 {groupsum} 不符'}\n"
	"      - {id: row, each: items, rule: x <= a, severity: submit, at: x, explain: true, message: '{name} 的 {x} 超过 {a}'}\n"
	"      - {id: many, rule: rows < 6, severity: note, at: rows, message: 行多}\n"
	"      - {id: over, rule: 'sum(items.x) + items[0].x <= 100', severity: warning, at: total, explain: true, message: 超}\n"
	"  - id: grid_part\n    number: 二\n    title: 乙\n    fields:\n"
	"      - id: grid\n        label: 表\n        type: matrix\n        columns:\n"
	"          - {id: p, label: 预算, type: decimal, decimals: 2}\n"
	"          - {id: q, label: 决算, type: decimal, decimals: 2}\n"
	"          - {id: r, label: 率, type: decimal, decimals: 2, calculate: grid.all.q / main.a}\n"
	"        rows:\n"
	"          - {id: r1, label: 一, cells: {p: {required: true}}}\n"
	"          - {id: r2, label: 二, cells: {q: absent}}\n"
	"          - {id: r3, label: 三, cells: {r: absent}}\n"
	"          - {id: all, label: 合, total: true, cells: {p: {calculate: sum(grid.p), stated: true}, q: {calculate: sum(grid.q)}, r: absent}}\n"
	"      - {id: after, label: 后, type: text}\n"
	"      - id: plain\n        label: 平\n        type: table\n        columns:\n"
	"          - {id: v, label: 值, type: decimal, decimals: 2}\n"
	"          - {id: w, label: 话, type: longtext}\n"
	"      - {id: plainsum, label: 平和, type: decimal, decimals: 2, calculate: sum(plain.v) + grid.all.p}\n"
	"  - id: last\n    number: 三\n    title: 丙\n    fields:\n"
	"      - {id: note, label: 备注, type: longtext}\n"
	"      - {id: flag, label: 是否, type: boolean}\n"
	"      - {id: over, label: 溢出, type: decimal, decimals: 2, calculate: main.a * 1000000000 * 1000000}\n",
};

/* name, text: each is a report for rich_form */
static const char *const rich_reports[][2] = {
	{ "the least", "form: rich\n" },
	{ "without a final line end", "form: rich\nmain:\n  a: 1.50" },
	{ "block",
	  "# head c1\nform: rich   # c2\n\n# above main c3\nmain:  # c4\n  # above a c5\n  a: 74.0   # c6\n  b: 12.3\n\n  # free c7\n\n  n: 5\n"
	  "  k: 专项\n  ks: [专项, 其他] # c8\n  f: true\n  d: 2021-12-31\n  y: 2021\n  m: ≥50个\n  t: '0012' # c9\n  l: |-\n    第一行\n    第二行 # not a comment\n"
	  "  only: \"😀 𠮷\\u4e2d\"\n  total: 88.50\n  items:\n    # row one c10\n    - name: 甲\n      kind: 专项\n      x: 10.5 # c11\n      y: 0.5\n"
	  "      why: >\n        folded\n        text\n\n    # row two c12\n    - name: 乙\n      x: 20\n      # inside c13\n      kind: 运转\n"
	  "    - name: 丙   # c14\n      x: 58.00\n\n    # behind the last c15\n  groups:\n    - kind: 专项\n      given: 10.50\n    - kind: 运转\n"
	  "# above grid c16\ngrid_part:\n  grid:\n    r1: {p: 1.00, q: 2}\n    r3:\n      p: 4.55 # c17\n    all:\n      p: 5.55\n  plain:\n  - v: 1\n    w: |\n      keep\n\n"
	  "  - v: 2 # c18\n  - w: x\nlast:\n  flag: 是\n# end c19\n" },
	{ "zero-indented, odd indentation, unknown keys",
	  "form: rich\nzzz: [1, 2]\nmain:\n     a: 3\n     bee: 4   # c1\n     items:\n     -   name: 甲\n         x: 1.005\n         what: 5\n\n     # c2\n"
	  "     -   kind: 没有\n         name: 甲\n         x: abc\n     -\n         name: 丙\n         x: 3\n     groups: []\nlast: {note: a, flag: no}\n" },
	{ "flow",
	  "{form: rich, main: {a: 5.25, items: [{name: 甲, x: 1}, {name: 乙, x: 2.50, kind: 专项} , {name: '丙', x: -3}], k: 其他},\n"
	  " grid_part: {grid: {r1: {p: 3}, r2: {}}, plain: []}, last: {} } # c1\n" },
	{ "flow over lines",
	  "form: rich\nmain: {\n  a: 5.25, # c1\n  items: [\n    {name: 甲, x: 1}, # c2\n    # c3\n    {name: 乙, x: 2.50}, # c4\n    {name: 丙, x: 7},\n  ],\n}\n"
	  "grid_part:\n  plain: [ {v: 1},\n           {v: 2} ]\n  grid: {r1: {p: 1, }, }\n" },
	{ "empty everywhere",
	  "form: rich\nmain:\n  a:\n  b: null   # c1\n  n: ~\n  items:   # c2\n  groups: null # c3\n  ks: []\n  l: ''\ngrid_part:\n  grid:\n    r1:\n    r2: {}\n    all: # c4\n"
	  "      p:\n  plain: [] # c5\nlast: # c6\n# c7\n" },
	{ "empty rows", "form: rich\nmain:\n  items:\n    -\n    - # c1\n    - name: 甲\n    - {}\n    - null\n    - name:\n" },
	{ "carriage returns",
	  "form: rich\r\nmain:\r\n  a: 7\r\n  l: |\r\n    一\r\n    二\r\n  items:\r\n    # c1\r\n    - name: 甲\r\n      x: 1\r\n\r\n    - name: 乙 # c2\r\n      x: 2\r\n"
	  "last:\r\n  note: x\r\n" },
	{ "a byte order mark, document marks", "\xEF\xBB\xBF%YAML 1.2\n---\n# c1\nform: rich\nmain:\n  a: 1 # c2\n  total: 4\n  items:\n  - name: 甲\n    x: 4\n...\n" },
	{ "old names",
	  "form: rich\ngone:\n  p: 12\nmain:\n  old_a: 9.50 # c1\n  old_items: # c2\n    - name: 甲\n      old_x: 4.5 # c3\n    - name: 乙\n      x: 5\n" },
	{ "stored calculated values",
	  "form: rich\nmain:\n  a: 10\n  b: 5\n  sum1: 15.00\n  total: 30.00\n  ratio: 99.99 # c1\n  rows: 2\n  mean: 15\n  items:\n    - name: 甲\n      x: 10\n      y: 0.5\n      z: 19.50\n      share: 33.33\n"
	  "    - name: 乙\n      x: 20\n      y: 1.0\n      z: 77 # c2\n      share: 66.67\n  groupsum:\ngrid_part:\n  grid:\n    all: {q: 0}\n" },
	{ "block scalars of every kind",
	  "form: rich\nmain:\n  l: |+\n    keep\n\n\n  a: 1\n  t: >-\n    a b\n    c\n  only: |2\n      indented\n    less\n  items:\n    - why: |-\n        x\n\n        y\n      name: >+\n        甲\n\n"
	  "      x: 1\n    - name: \"a\\\n        b\"\n      why: 'it''s\n        two'\nlast:\n  note: |\n    end\n\n\n" },
	{ "submitted", "form: rich\nmain:\n  a: 1\n  items:\n    - name: 甲\n      x: 2\nhistory:\n  - at: 2022-01-01\n    by: 李\n    action: submit\n" },
	{ "reasons",
	  "form: rich\nmain:\n  a: 1\n  items:\n    - name: 甲\n      x: 2\n    - name: 乙\n      x: 3\nreasons:\n  - check: row\n    path: main.items['甲'].x\n    text: 因为\n    figures: 'x 2, a 1'\n"
	  "  - {check: row, path: 'main.items[1].x', text: 手写}\n" },
	{ "the wrong kind", "form: rich\nmain:\n  a: [1, 2]\n  items: 5\n  t: {x: 1}\n  ks: 专项\ngrid_part: 7\nlast:\n  note: [a]\n" },
};

static inline struct form *rich(void)
{
	struct strbuf text;
	struct form *f;

	strbuf_init(&text, 0);
	for (size_t i = 0; i < sizeof(rich_form) / sizeof(rich_form[0]); i++)
		strbuf_puts(&text, rich_form[i]);
	f = form_of(text.text);
	strbuf_release(&text);
	return f;
}

#endif
