#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "source/source.h"

#include <sys/stat.h>
#include <unistd.h>

static bool parse_bytes(const char *text, size_t len, struct source **ret, struct error *reterr)
{
	char *copy = memory_alloc(len + 1, 1);

	assert_non_null(copy);
	memcpy(copy, text, len);
	return source_parse("r.yaml", copy, len, ret, reterr);
}

static struct source *parse(const char *text)
{
	struct source *s = NULL;
	struct error error = { 0 };

	if (!parse_bytes(text, strlen(text), &s, &error))
		fail_msg("%u:%u: %s\n%s", error.line, error.column, error.text, text);
	return s;
}

static void refused_bytes(const char *text, size_t len, unsigned line, unsigned column, const char *cause)
{
	struct source *s = NULL;
	struct error error = { 0 };

	if (parse_bytes(text, len, &s, &error)) {
		source_free(s);
		fail_msg("not refused: %s", text);
	}
	if (error.line != line || error.column != column || !strstr(error.text, cause))
		fail_msg("%u:%u expected with '%s', got %u:%u: %s\n%s", line, column, cause, error.line, error.column, error.text, text);
}

static void refused(const char *text, unsigned line, unsigned column, const char *cause)
{
	refused_bytes(text, strlen(text), line, column, cause);
}

static void assert_span(const struct source *s, uint32_t start, uint32_t end, const char *expected)
{
	size_t size;
	const char *bytes = source_bytes(s, &size);

	assert_in_range(end, start, size);
	if (strlen(expected) != end - start || memcmp(bytes + start, expected, end - start))
		fail_msg("expected '%s', got '%.*s'", expected, (int)(end - start), bytes + start);
}

static node_id child(const struct source *s, node_id n, unsigned index)
{
	n = source_node(s, n)->child;
	while (index--)
		n = source_node(s, n)->next;
	assert_int_not_equal(n, NODE_NONE);
	return n;
}

static void assert_text(const struct source *s, node_id n, const char *expected)
{
	size_t len;
	const char *text = source_text(s, n, &len);

	if (len != strlen(expected) || memcmp(text, expected, len))
		fail_msg("expected '%s', got '%.*s'", expected, (int)len, text);
}

/* the value of `key` below the root: its span, text and style */
static void value_is(const char *yaml, const char *key, const char *span, const char *text, enum node_style style)
{
	struct source *s = parse(yaml);
	node_id n = source_find(s, NODE_ROOT, key);
	const struct node *node;

	assert_int_not_equal(n, NODE_NONE);
	node = source_node(s, n);
	assert_span(s, node->start, node->end, span);
	assert_int_equal(node->style, style);
	assert_text(s, n, text);
	source_free(s);
}

static void nodes_stand_in_document_order_with_their_places(void **state)
{
	struct source *s = parse("a: 1\nb:\n  - x: 2\n    y: 'z'\n  - [3, {k: v}]\nc:\n");
	const struct node *n;
	node_id b;

	(void)state;
	assert_int_equal(source_count(s), 11);
	for (node_id i = 2; i <= source_count(s); i++) {
		assert_true(source_node(s, i)->parent < i);
		assert_true(source_node(s, i)->next == 0 || source_node(s, i)->next > i);
		assert_int_equal(source_node(s, i)->depth, source_node(s, source_node(s, i)->parent)->depth + 1);
	}
	b = source_find(s, NODE_ROOT, "b");
	n = source_node(s, b);
	assert_int_equal(n->kind, NODE_SEQUENCE);
	assert_int_equal(n->style, STYLE_BLOCK);
	assert_span(s, n->key, n->key_end, "b");
	assert_span(s, n->start, n->end, "- x: 2\n    y: 'z'\n  - [3, {k: v}]");
	n = source_node(s, child(s, b, 0));
	assert_span(s, n->key, n->end, "- x: 2\n    y: 'z'");
	assert_span(s, n->start, n->end, "x: 2\n    y: 'z'");
	n = source_node(s, child(s, b, 1));
	assert_span(s, n->key, n->end, "- [3, {k: v}]");
	assert_int_equal(n->style, STYLE_FLOW);
	n = source_node(s, source_find(s, NODE_ROOT, "c"));
	assert_int_equal(n->style, STYLE_EMPTY);
	assert_int_equal(n->start, n->key_end + 1);
	source_free(s);
}

static void every_scalar_style_has_its_exact_span(void **state)
{
	(void)state;
	value_is("k: plain text  # c\n", "k", "plain text", "plain text", STYLE_PLAIN);
	value_is("k: one\n  two\n\n  three\nz: 1\n", "k", "one\n  two\n\n  three", "one two\nthree", STYLE_PLAIN);
	value_is("k: 'it''s'\n", "k", "'it''s'", "it's", STYLE_SINGLE);
	value_is("k: 'it'''\n", "k", "'it'''", "it'", STYLE_SINGLE);
	value_is("k: \"\\u4e2d\\n\"\n", "k", "\"\\u4e2d\\n\"", "中\n", STYLE_DOUBLE);
	value_is("k: ''\n", "k", "''", "", STYLE_SINGLE);
	value_is("k: \"a\n  b\" # c\n", "k", "\"a\n  b\"", "a b", STYLE_DOUBLE);
	value_is("k:   # c\nz: 1\n", "k", "", "", STYLE_EMPTY);
	value_is("k:\n", "k", "", "", STYLE_EMPTY);
	value_is("k: |\n  a\n  b\n\n\n# c\nz: 1\n", "k", "|\n  a\n  b", "a\nb\n", STYLE_LITERAL);
	value_is("k: |-\n  a\n\nz: 1\n", "k", "|-\n  a", "a", STYLE_LITERAL);
	value_is("k: |+\n  a\n\n\nz: 1\n", "k", "|+\n  a\n\n", "a\n\n\n", STYLE_LITERAL);
	value_is("k: |+\n\n\nz: 1\n", "k", "|+\n\n", "\n\n", STYLE_LITERAL);
	value_is("k: >\n  a\n  b\n\n  c\n \nz: 1\n", "k", ">\n  a\n  b\n\n  c", "a b\nc\n", STYLE_FOLDED);
	value_is("k: >- # c\n  a\n  b\n", "k", ">- # c\n  a\n  b", "a b", STYLE_FOLDED);
	value_is("k: >+\n  a\n\nz: 1\n", "k", ">+\n  a\n", "a\n\n", STYLE_FOLDED);
	value_is("k: |2-\n    a\n  b\nz: 1\n", "k", "|2-\n    a\n  b", "  a\nb", STYLE_LITERAL);
	value_is("k: |\n  a\n     \n\nz: 1\n", "k", "|\n  a\n     ", "a\n   \n", STYLE_LITERAL);
	value_is("k: |\n  a\n  \n\nz: 1\n", "k", "|\n  a", "a\n", STYLE_LITERAL);
	value_is("k: |  # c\nz: 1\n", "k", "|", "", STYLE_LITERAL);
	value_is("k: |-\n  a", "k", "|-\n  a", "a", STYLE_LITERAL);
	value_is("k: |\r\n  a\r\n  b\r\n\r\nz: 1\r\n", "k", "|\r\n  a\r\n  b", "a\nb\n", STYLE_LITERAL);
	value_is("k: 值 # c\r\nz: 😀\r\n", "z", "😀", "😀", STYLE_PLAIN);
	value_is("甲: 𠮷\n乙: 😀 𪚥\nk: 尾", "k", "尾", "尾", STYLE_PLAIN);
}

static void flow_collections_have_their_brackets(void **state)
{
	struct source *s = parse("k: {a: , 'b' : 2, c: [x: y, ], \"d\": \n }\n# after\nz: []\n");
	node_id k = source_find(s, NODE_ROOT, "k"), n;
	const struct node *node = source_node(s, k);

	(void)state;
	assert_span(s, node->start, node->end, "{a: , 'b' : 2, c: [x: y, ], \"d\": \n }");
	n = child(s, k, 0);
	assert_int_equal(source_node(s, n)->style, STYLE_EMPTY);
	assert_span(s, source_node(s, n)->key, source_node(s, n)->start, "a:");
	assert_true(source_key_is(s, child(s, k, 1), "b"));
	n = child(s, k, 2);
	assert_span(s, source_node(s, n)->start, source_node(s, n)->end, "[x: y, ]");
	n = child(s, n, 0);
	assert_int_equal(source_node(s, n)->kind, NODE_MAPPING);
	assert_span(s, source_node(s, n)->start, source_node(s, n)->end, "x: y");
	n = child(s, k, 3);
	assert_span(s, source_node(s, n)->key, source_node(s, n)->start, "\"d\":");
	node = source_node(s, NODE_ROOT);
	assert_span(s, node->end - 5, node->end, "z: []");
	source_free(s);
}

static void odd_indentation_is_read(void **state)
{
	struct source *s = parse("a:\n- 1\n-\n  x: 2\n-   y: 3\n    z: 4\n-\nb:\n   c:\n         - - p\n           - q\n# end\n");
	node_id a = source_find(s, NODE_ROOT, "a"), n;

	(void)state;
	assert_span(s, source_node(s, child(s, a, 1))->key, source_node(s, child(s, a, 1))->end, "-\n  x: 2");
	assert_span(s, source_node(s, child(s, a, 2))->key, source_node(s, child(s, a, 2))->end, "-   y: 3\n    z: 4");
	assert_span(s, source_node(s, child(s, a, 3))->key, source_node(s, child(s, a, 3))->end, "-");
	assert_int_equal(source_node(s, child(s, a, 3))->style, STYLE_EMPTY);
	n = source_find(s, source_find(s, NODE_ROOT, "b"), "c");
	assert_span(s, source_node(s, n)->start, source_node(s, n)->end, "- - p\n           - q");
	n = child(s, child(s, n, 0), 1);
	assert_int_equal(source_column(s, source_node(s, n)->key), 11);
	source_free(s);
}

static void keys_may_be_quoted_and_escaped(void **state)
{
	struct source *s = parse("'a b': 1\n\"\\u4e2d\": 2\n'it''s': 3\n? explicit\n: 4\n");

	(void)state;
	assert_int_not_equal(source_find(s, NODE_ROOT, "a b"), NODE_NONE);
	assert_text(s, source_find(s, NODE_ROOT, "中"), "2");
	assert_text(s, source_find(s, NODE_ROOT, "it's"), "3");
	assert_text(s, source_find(s, NODE_ROOT, "explicit"), "4");
	assert_int_equal(source_find(s, NODE_ROOT, "it"), NODE_NONE);
	assert_int_equal(source_find(s, NODE_ROOT, "explicitly"), NODE_NONE);
	source_free(s);
}

static void markers_directives_and_a_byte_order_mark_are_read(void **state)
{
	struct source *s;
	struct place at;

	(void)state;
	value_is("%YAML 1.2\n---\nk: 1\n...\n", "k", "1", "1", STYLE_PLAIN);
	value_is("# c\n--- # d\nk: 1\n# e\n", "k", "1", "1", STYLE_PLAIN);
	s = parse("\xef\xbb\xbfk: 值\nz: 2\n");
	assert_span(s, source_node(s, child(s, NODE_ROOT, 0))->start, source_node(s, child(s, NODE_ROOT, 0))->end, "值");
	at = source_place(s, source_node(s, child(s, NODE_ROOT, 0))->start);
	assert_int_equal(at.line, 1);
	assert_int_equal(at.column, 4);
	assert_int_equal(source_column(s, 3), 0);
	source_free(s);
}

static void blank_is_what_every_reader_takes_for_null(void **state)
{
	static const char *const blank[] = { "k:", "k: ~", "k: null", "k: Null", "k: NULL", "k: ''", "k: \"\"", "k: |-", "k: >" };
	static const char *const filled[] = { "k: nULL", "k: 'null'", "k: '~'", "k: 0", "k: []", "k: |-\n  null" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(blank); i++) {
		struct source *s = parse(blank[i]);

		assert_true(source_is_blank(s, child(s, NODE_ROOT, 0)));
		source_free(s);
	}
	for (size_t i = 0; i < ARRAY_SIZE(filled); i++) {
		struct source *s = parse(filled[i]);

		assert_false(source_is_blank(s, child(s, NODE_ROOT, 0)));
		source_free(s);
	}
}

static void line_ends_are_those_of_the_first_line(void **state)
{
	struct source *s = parse("a: 1\r\nb: 2\n");

	(void)state;
	assert_string_equal(source_newline(s), "\r\n");
	source_free(s);
	s = parse("a: 1\nb: 2\r\n");
	assert_string_equal(source_newline(s), "\n");
	source_free(s);
}

static void places_count_characters_beyond_many_lines(void **state)
{
	struct strbuf text;
	struct source *s;
	struct place at;

	(void)state;
	strbuf_init(&text, 0);
	for (int i = 0; i < 20000; i++)
		strbuf_printf(&text, "键%d: 值 # 注\n", i);
	strbuf_puts(&text, "尾: 😀末");
	s = parse(text.text);
	at = source_place(s, source_node(s, child(s, NODE_ROOT, 12345))->start);
	assert_int_equal(at.line, 12346);
	assert_int_equal(at.column, 9);
	at = source_place(s, (uint32_t)text.len);
	assert_int_equal(at.line, 20001);
	assert_int_equal(at.column, 6);
	strbuf_release(&text);
	source_free(s);
}

static void lines_are(const char *yaml, const char *const *path, unsigned item, const char *expected)
{
	struct source *s = parse(yaml);
	node_id n = NODE_ROOT;
	uint32_t begin, end;

	for (; *path; path++)
		n = source_find(s, n, *path);
	n = child(s, n, item);
	if (!expected)
		assert_false(source_lines(s, n, &begin, &end));
	else {
		assert_true(source_lines(s, n, &begin, &end));
		assert_span(s, begin, end, expected);
	}
	source_free(s);
}

static void a_row_owns_the_comments_directly_above_it(void **state)
{
	static const char *const t[] = { "t", NULL }, *const root[] = { NULL };
	const char *yaml = "t:\n  # one\n  # two\n  - a: 1 # end\n    b: |\n      # text\n\n # other\n  # of second\n  - a: 2\n\n  # apart\n\n  - a: 3";

	(void)state;
	lines_are(yaml, t, 0, "  # one\n  # two\n  - a: 1 # end\n    b: |\n      # text\n");
	lines_are(yaml, t, 1, "  # of second\n  - a: 2\n");
	lines_are(yaml, t, 2, "  - a: 3");
	lines_are("t: [1, 2]\n", t, 0, NULL);
	lines_are("t:\n  - - a\n    - b\n", t, 0, "  - - a\n    - b\n");
	lines_are("\xef\xbb\xbf# c\nt: 1\n", root, 0, "# c\nt: 1\n");
	lines_are("a: \"x\n# no comment\n  y\"\nt: 1\n", root, 1, "t: 1\n");
	lines_are("t:\r\n# c\r\n- 1\r\n- 2\r\n", t, 0, "# c\r\n- 1\r\n");
	lines_are("a: |+\n  x\n\n\nb: 1\n", root, 0, "a: |+\n  x\n\n\n");
	lines_are("? a\n: 1\n", root, 0, "? a\n: 1\n");
}

static void an_item_inside_of_a_line_has_no_lines(void **state)
{
	struct source *s = parse("t:\n  - - a\n    - b\n  - x: 1\n    y: 2\n");
	node_id t = source_find(s, NODE_ROOT, "t");
	uint32_t begin, end;

	(void)state;
	assert_false(source_lines(s, child(s, child(s, t, 0), 0), &begin, &end));
	assert_true(source_lines(s, child(s, child(s, t, 0), 1), &begin, &end));
	assert_false(source_lines(s, child(s, child(s, t, 1), 0), &begin, &end));
	assert_true(source_lines(s, child(s, child(s, t, 1), 1), &begin, &end));
	assert_false(source_lines(s, NODE_ROOT, &begin, &end));
	source_free(s);
}

static void encodings_are_named_with_the_place(void **state)
{
	(void)state;
	/* 名称: 值 in GBK */
	refused("form: x\n# \xc3\xfb\xb3\xc6: \xd6\xb5\xb5\xc4\n", 2, 3, "iconv -f GB18030 -t UTF-8");
	refused("form: x\nunit: 某\xff局水务中心\n", 2, 8, "broken UTF-8");
	refused("form: 名称名称名称\nb: 名\xe7\xa7", 2, 5, "broken UTF-8");
	refused_bytes("\xff\xfe"
		      "f\0o\0r\0m\0",
		      10, 1, 1, "UTF-16LE");
	refused_bytes("\0f\0o\0r\0m\0:\0 \0x\0\n", 16, 1, 1, "UTF-16BE");
	refused_bytes("f\0o\0r\0m\0:\0 \0x\0\n\0", 16, 1, 1, "iconv -f UTF-16LE -t UTF-8");
	refused("a: 名称 \xc0\xaf\n", 1, 7, "broken UTF-8");
	refused("a: \xed\xa0\x80 名称名称\n", 1, 4, "broken UTF-8");
}

static void control_characters_are_named_with_the_place(void **state)
{
	(void)state;
	refused_bytes("a: 1\nb: 值\0\n", 13, 2, 5, "NUL");
	refused("a: 1\rb: 2\n", 1, 5, "CR");
	refused("a: 1\nb: x\xc2\x85y\n", 2, 5, "NEL");
	refused("a: 1\nb: x\xe2\x80\xa8y\n", 2, 5, "LS");
	refused("a: 1\nb: x\xe2\x80\xa9y\n", 2, 5, "PS");
	refused("a: 1\nb: x\x1b[0m\n", 2, 5, "U+001B");
	refused("a: 1\nb: x\x7f\n", 2, 5, "U+007F");
	refused("a: 1\nb: x\xc2\x9b\n", 2, 5, "U+009B");
	refused("a: 1\nb: x\xef\xbf\xbf\n", 2, 5, "U+FFFF");
	refused("a: 1\n\xef\xbb\xbf"
		"b: 2\n",
		2, 1, "byte order mark");
	refused("a:\n  - \xef\xbb\xbf"
		"b: 2\n",
		2, 5, "byte order mark");
}

static void a_merge_key_is_refused_and_a_quoted_one_is_a_key(void **state)
{
	struct source *s;

	(void)state;
	refused("a: 1\nb:\n  <<: {c: 1}\n", 3, 3, "merge key");
	refused("a: {b: 1, <<: {c: 1}}\n", 1, 11, "merge key");
	s = parse("'<<': 1\n");
	source_free(s);
}

static void a_full_width_colon_is_recognised(void **state)
{
	(void)state;
	refused("名称：值\n", 1, 3, "full-width colon");
	refused("名称：值\n单位：局\n", 1, 3, "full-width colon");
	refused("form: x\n名称：值\n", 2, 3, "full-width colon");
	refused("form: x\n名称：值\nb: 1\n", 2, 3, "full-width colon");
	refused("form: x\nprofile:\n  unit：某局\n  year: 2021\n", 3, 7, "full-width colon");
	refused("form: x\nprofile:\n  year: 2021\n  unit：某局\n", 4, 7, "full-width colon");
	refused("form: x\nprofile:\n  unit：某局\n", 3, 7, "full-width colon");
	refused("form: x\nprofile:\n  单位：某局\n", 3, 5, "full-width colon");
	refused("t:\n  - name：a\n    amount: 5\n", 2, 9, "full-width colon");
	refused("a: 1\n  unit：x\n", 2, 7, "full-width colon");
	value_is("a: 主要问题：一是偏粗\n", "a", "主要问题：一是偏粗", "主要问题：一是偏粗", STYLE_PLAIN);
}

static void tabs_as_indentation_are_recognised(void **state)
{
	(void)state;
	refused("a:\n\tb: 1\n", 2, 1, "tab");
	refused("a:\n  b: 1\n\tc: 2\n", 3, 1, "tab");
	refused("a: |\n\ttext\n", 2, 1, "tab");
	value_is("a:\tx\n", "a", "x", "x", STYLE_PLAIN);
}

static void values_that_need_quotes_are_recognised(void **state)
{
	(void)state;
	refused("a: >5\n", 1, 4, "'>5' starts a block");
	refused("a: >5\nb: 1\n", 1, 4, "quotes");
	refused("a: >=50\n", 1, 4, "quotes");
	refused("a: |x\n", 1, 4, "quotes");
	refused("a: > 5\n", 1, 4, "quotes");
	refused("a: %5\n", 1, 4, "'%': put it in quotes");
	refused("a: @x\n", 1, 4, "quotes");
	refused("a: `x`\n", 1, 4, "quotes");
	refused("a: *x\n", 1, 4, "quotes");
	refused("a: *\n", 1, 4, "quotes");
	refused("a: &x 1\n", 1, 4, "anchor");
	refused("a: !x 1\n", 1, 4, "tag");
	refused("a: !!str 1\n", 1, 4, "tag");
	refused("a: b: c\n", 1, 5, "quotes");
	refused("a: \"b\" c\n", 1, 8, "quotes");
	refused("a: [x] y\n", 1, 8, "quotes");
	refused("a: \"C:\\data\"\n", 1, 7, "\\\\");
	refused("a: - b\n", 1, 4, "list item");
	refused("a: 'x'#y\n", 1, 7, "quotes");
	refused("a: |#y\n", 1, 4, "quotes");
	refused("a: ]\n", 1, 4, "");
}

static void structure_that_is_not_supported_is_named(void **state)
{
	(void)state;
	refused("", 1, 1, "empty");
	refused("# only a comment\n", 1, 1, "empty");
	refused("---\n", 1, 1, "empty");
	refused("just words\n", 1, 1, "not a mapping");
	refused("- a\n- b\n", 1, 1, "list");
	refused("[a]\n", 1, 1, "list");
	refused("a: 1\n---\nb: 2\n", 2, 1, "second document");
	refused("a: 1\n...\nb: 2\n", 3, 1, "one document");
	refused("? [a]\n: 1\n", 1, 3, "key");
	refused("{a: 1, b}\n", 1, 8, "no colon");
	refused("? a\nb: 1\n", 1, 3, "no colon");
	refused("? a # c:", 1, 3, "no colon");
	refused(": 1\n", 1, 1, "without a key");
	refused("%TAG ! tag:x,2000:\n---\na: 1\n", 1, 1, "%TAG");
}

static void a_duplicate_key_names_the_first_one(void **state)
{
	struct strbuf text;

	(void)state;
	refused("a: 1\nb: 2\n'a': 3\n", 3, 1, "duplicate key 'a', the first one is in line 1");
	refused("t:\n  - x: 1\n    x: 2\n", 3, 5, "line 2");
	refused("{k: 1, \"\\x6b\": 2}\n", 1, 8, "duplicate key 'k'");
	strbuf_init(&text, 0);
	for (int i = 0; i < 5000; i++)
		strbuf_printf(&text, "k%d: 1\n", i);
	strbuf_puts(&text, "k77: 2\nk5: 2\n");
	refused(text.text, 5001, 1, "line 78");
	strbuf_release(&text);
}

static void what_is_not_closed_is_said_where_it_was_opened(void **state)
{
	(void)state;
	refused("a: 1\nb: \"x\nc: 2\n", 2, 4, "quote");
	refused("a: 'x\nb: 2\n", 1, 4, "quote");
	refused("a: \"x\nb: \"y\"\nc: 1\n", 1, 4, "not closed");
	refused("a: 1\nb: [1, 2\nc: 3\n", 2, 4, "'['");
	refused("a: {b: 1\nc: 3\n", 1, 4, "'{'");
	refused("a: [1, [2, 3]\n", 1, 4, "'['");
}

static void wrong_indentation_is_said_at_its_line(void **state)
{
	(void)state;
	refused("a:\n    b: 1\n  c: 2\n", 3, 3, "wrong indentation");
	refused("a: 1\n  b: 2\n", 2, 3, "wrong indentation");
	refused("  a: 1\nb: 2\n", 2, 1, "wrong indentation");
	refused("a:\n  - 1\n  b: 2\n", 3, 3, "wrong indentation");
	refused("a: 1\nwords\nb: 2\n", 2, 1, "no 'key: value'");
	refused("a: 1\nb:2\nc: 3\n", 2, 2, "without a blank");
}

static void limits_are_named_and_quick(void **state)
{
	struct strbuf text;
	struct source *s;

	(void)state;
	strbuf_init(&text, 0);
	strbuf_puts(&text, "a: ");
	strbuf_repeat(&text, "[", 100000);
	refused(text.text, 1, 67, "64 levels");
	strbuf_clear(&text);
	strbuf_puts(&text, "a: ");
	strbuf_repeat(&text, "[", 63);
	strbuf_repeat(&text, "]", 63);
	s = parse(text.text);
	assert_int_equal(source_count(s), 64);
	source_free(s);
	strbuf_clear(&text);
	strbuf_repeat(&text, "- ", 100000);
	strbuf_insert(&text, 0, "a:\n", 3);
	refused(text.text, 2, 127, "64 levels");
	strbuf_clear(&text);
	strbuf_puts(&text, "a: 1\nb: ");
	strbuf_repeat(&text, "x", SOURCE_MAX_SCALAR);
	s = parse(text.text);
	source_free(s);
	strbuf_putc(&text, 'x');
	refused(text.text, 2, 4, "1 MiB");
	strbuf_release(&text);
}

static void an_error_keeps_the_result_alone(void **state)
{
	struct source *s = (struct source *)(uintptr_t)1;
	struct error error = { 0 };

	(void)state;
	assert_false(parse_bytes("a: [", 4, &s, &error));
	assert_ptr_equal(s, (struct source *)(uintptr_t)1);
	assert_int_equal(error.kind, ERR_SYNTAX);
	assert_string_equal(error.file, "r.yaml");
}

static void memory_that_is_out_is_an_error(void **state)
{
	const char *yaml = "a: 'it''s'\n'b''': 2\nc: |\n  x\n1: 1\n2: 1\n3: 1\n4: 1\n5: 1\n6: 1\n7: 1\n8: 1\n9: 1\n10: 1\n11: 1\n12: 1\n13: 1\n14: 1\n";
	bool done = false;

	(void)state;
	for (long n = 1; !done && n < 100; n++) {
		char *copy = memory_alloc(strlen(yaml), 1);
		struct source *s = NULL;
		struct error error = { 0 };

		assert_non_null(copy);
		memcpy(copy, yaml, strlen(yaml));
		memory_fail_after = n - 1;
		done = source_parse("r.yaml", copy, strlen(yaml), &s, &error);
		memory_fail_after = -1;
		if (!done)
			assert_int_equal(error.kind, ERR_MEMORY);
		source_free(s);
	}
	assert_true(done);
}

static void only_files_and_pipes_are_read(void **state)
{
	char name[] = "ziping-test-XXXXXX";
	struct source *s = NULL;
	struct error error = { 0 };
	int fd = mkstemp(name);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "a: 1\n", 5), 5);
	close(fd);
	assert_true(source_load(name, &s, &error));
	assert_string_equal(source_name(s), name);
	source_free(s);
	unlink(name);
	assert_false(source_load(name, &s, &error));
	assert_int_equal(error.kind, ERR_IO);
	assert_false(source_load("/dev/zero", &s, &error));
	assert_non_null(strstr(error.text, "device"));
	assert_false(source_load("/", &s, &error));
	assert_non_null(strstr(error.text, "folder"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nodes_stand_in_document_order_with_their_places),
		cmocka_unit_test(every_scalar_style_has_its_exact_span),
		cmocka_unit_test(flow_collections_have_their_brackets),
		cmocka_unit_test(odd_indentation_is_read),
		cmocka_unit_test(keys_may_be_quoted_and_escaped),
		cmocka_unit_test(markers_directives_and_a_byte_order_mark_are_read),
		cmocka_unit_test(blank_is_what_every_reader_takes_for_null),
		cmocka_unit_test(line_ends_are_those_of_the_first_line),
		cmocka_unit_test(places_count_characters_beyond_many_lines),
		cmocka_unit_test(a_row_owns_the_comments_directly_above_it),
		cmocka_unit_test(an_item_inside_of_a_line_has_no_lines),
		cmocka_unit_test(encodings_are_named_with_the_place),
		cmocka_unit_test(control_characters_are_named_with_the_place),
		cmocka_unit_test(a_merge_key_is_refused_and_a_quoted_one_is_a_key),
		cmocka_unit_test(a_full_width_colon_is_recognised),
		cmocka_unit_test(tabs_as_indentation_are_recognised),
		cmocka_unit_test(values_that_need_quotes_are_recognised),
		cmocka_unit_test(structure_that_is_not_supported_is_named),
		cmocka_unit_test(a_duplicate_key_names_the_first_one),
		cmocka_unit_test(what_is_not_closed_is_said_where_it_was_opened),
		cmocka_unit_test(wrong_indentation_is_said_at_its_line),
		cmocka_unit_test(limits_are_named_and_quick),
		cmocka_unit_test(an_error_keeps_the_result_alone),
		cmocka_unit_test(memory_that_is_out_is_an_error),
		cmocka_unit_test(only_files_and_pipes_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
