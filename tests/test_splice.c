#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/strbuf.h"
#include "source/splice.h"

static const char *const samples[] = {
	"# head\na: 1 # one\n# between\n\nb:   'two'   # end\n\n\n# tail\n",
	"a: 1\r\nb:\r\n- x: 2\r\n  y: |\r\n    p\r\n    q\r\n\r\n- x: 3\r\n",
	"{a: 1, b: [2, 3 ,{c: 'd'} ], \"e\": \n  f }\n",
	"a: |\n  x\n\n  y\n\nb: |-\n  x\n\nc: |+\n  x\n\nd: >\n  x\n  y\n\ne: >-\n  x\nf: >+\n  x\n\ng: |2\n    x\n  y\nh: >1-\n  x\n",
	"a:\n- 1\n-   x: 2\n    y: 3\nb:\n   c:\n         - p\n         -   q\n   d: 4\n",
	"甲: 😀 # 𠮷\n乙:\n  - 𪚥: \"\\U0001F600\"\n  - '丙'\n丁: |\n  😀😀\n  𠮷\n尾: 末",
	"\xef\xbb\xbf# bom\na: 1\nb:\nc: ~\n",
	"%YAML 1.1\n---\na: x\n  y\n\n  z # c\nb:\n  -\n  - \n  - k:\n...\n# after\n",
	"a: 1",
	"a:\n  1  \t# c\nb:\n  - 2 \t# c\nc: \"\\x1b\"\t# c\n",
	"a: 1\n   # deep\n\n     \nb: |\n      x\n    # less\n   \nc: 'x' \n",
};

static bool collect(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return true;
}

static bool refuse(void *to, const char *text, size_t len)
{
	(void)to;
	(void)text;
	(void)len;
	return false;
}

static struct source *parse(const char *text, size_t len)
{
	char *copy = memory_alloc(len + 1, 1);
	struct source *s = NULL;
	struct error error = { 0 };

	assert_non_null(copy);
	memcpy(copy, text, len);
	if (!source_parse("r.yaml", copy, len, &s, &error))
		fail_msg("%u:%u: %s\n%s", error.line, error.column, error.text, text);
	return s;
}

static void write_all(struct splices *p, const struct source *s, struct strbuf *out)
{
	size_t size;

	source_bytes(s, &size);
	strbuf_init(out, 0);
	assert_true(splices_sort(p));
	assert_true(splices_write(p, 0, (uint32_t)size, (struct sink){ collect, out }));
}

static void without_splices_every_byte_stays(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct source *s = parse(samples[i], strlen(samples[i]));
		struct splices *p = splices_new(s);
		struct strbuf out;

		write_all(p, s, &out);
		assert_string_equal(out.text, samples[i]);
		strbuf_release(&out);
		splices_free(p);
		source_free(s);
	}
}

/* all scalars but n mean the same in both */
static void assert_others_equal(const struct source *a, const struct source *b, node_id n, const char *text)
{
	assert_int_equal(source_count(a), source_count(b));
	for (node_id i = 1; i <= source_count(a); i++) {
		size_t len_a, len_b;
		const char *text_a = source_text(a, i, &len_a), *text_b = source_text(b, i, &len_b);

		assert_int_equal(source_node(a, i)->kind, source_node(b, i)->kind);
		assert_int_equal(source_node(a, i)->parent, source_node(b, i)->parent);
		if (i == n && text) {
			text_a = text;
			len_a = strlen(text);
		}
		if (i == n && !text)
			continue;
		if (len_a != len_b || memcmp(text_a, text_b, len_a))
			fail_msg("'%.*s' became '%.*s'", (int)len_a, text_a, (int)len_b, text_b);
	}
}

static void replace(const struct source *s, node_id n, const char *text, enum write_kind kind)
{
	const struct node *node = source_node(s, n);
	struct splices *p = splices_new(s);
	struct strbuf out;
	struct source *after;
	size_t size, head, tail;
	const char *bytes = source_bytes(s, &size);

	assert_true(text ? splices_set(p, n, text, strlen(text), kind) : splices_set_blank(p, n));
	write_all(p, s, &out);
	/* what stands before it, and the lines below it, are as they were */
	for (tail = node->end; tail < size && bytes[tail] != '\n'; tail++)
		;
	head = node->start;
	while (!text && head && bytes[head - 1] == ' ')
		head--;
	assert_memory_equal(out.text, bytes, head);
	assert_memory_equal(out.text + out.len - (size - tail), bytes + tail, size - tail);
	after = parse(out.text, out.len);
	if (!text)
		assert_true(source_is_blank(after, n));
	assert_others_equal(s, after, n, text);
	source_free(after);
	strbuf_release(&out);
	splices_free(p);
}

static void any_scalar_is_replaced_and_all_else_stays(void **state)
{
	static const char *const texts[] = { "新", "0012", "a: b # c", "多行\n\n  文字 😀\n末", "it's \"q\"", "x\ty", " 前后 ", "第一\n" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct source *s = parse(samples[i], strlen(samples[i]));

		for (node_id n = 1; n <= source_count(s); n++)
			for (size_t t = 0; source_node(s, n)->kind == NODE_SCALAR && t < ARRAY_SIZE(texts); t++) {
				replace(s, n, texts[t], WRITE_TEXT);
				replace(s, n, texts[t], WRITE_LONGTEXT);
				replace(s, n, NULL, WRITE_TEXT);
			}
		source_free(s);
	}
}

/* the whole text after the value of `k` was set (blank: NULL) */
static void set_gives(const char *yaml, const char *text, enum write_kind kind, const char *expected)
{
	struct source *s = parse(yaml, strlen(yaml));
	struct splices *p = splices_new(s);
	node_id n = source_find(s, NODE_ROOT, "k");
	struct strbuf out;

	assert_true(text ? splices_set(p, n, text, strlen(text), kind) : splices_set_blank(p, n));
	write_all(p, s, &out);
	assert_string_equal(out.text, expected);
	strbuf_release(&out);
	splices_free(p);
	source_free(s);
}

static void the_comment_of_a_value_stays_a_comment(void **state)
{
	(void)state;
	set_gives("k: 1  # c\nz: 2\n", "x\ny", WRITE_LONGTEXT, "k: |-  # c\n  x\n  y\nz: 2\n");
	set_gives("k: 1  # c\r\nz: 2\r\n", "x\ny", WRITE_LONGTEXT, "k: |-  # c\r\n  x\r\n  y\r\nz: 2\r\n");
	set_gives("k:  # c\nz: 2\n", "x\ny", WRITE_LONGTEXT, "k: |-  # c\n  x\n  y\nz: 2\n");
	set_gives("k:  # c\nz: 2\n", "x", WRITE_TEXT, "k: x  # c\nz: 2\n");
	set_gives("k: | # c\n  a\n\nz: 2\n", "x", WRITE_LONGTEXT, "k: |- # c\n  x\n\nz: 2\n");
	set_gives("k: > # c\n  a\nz: 2\n", "x\033", WRITE_LONGTEXT, "k: \"x\\x1B\" # c\nz: 2\n");
	set_gives("k: 12 # c\n", "13.50", WRITE_VALUE, "k: 13.50 # c\n");
	set_gives("k: 12 # c\n", NULL, WRITE_VALUE, "k: # c\n");
	set_gives("k: 12\nz: 1\n", NULL, WRITE_VALUE, "k:\nz: 1\n");
	set_gives("k: | # c\n  a\n\nz: 2\n", NULL, WRITE_VALUE, "k: # c\n\nz: 2\n");
	set_gives("k: |\n  a\n\nz: 2\n", NULL, WRITE_VALUE, "k:\n\nz: 2\n");
	set_gives("k: 12\t# c\n", NULL, WRITE_VALUE, "k: # c\n");
	set_gives("k: 12\t\n", NULL, WRITE_VALUE, "k:\n");
	set_gives("{k: 12, z: 1}\n", NULL, WRITE_VALUE, "{k: , z: 1}\n");
}

static void a_block_takes_in_nothing_that_follows(void **state)
{
	(void)state;
	set_gives("k: 1\n  # deep\nz: 2\n", "x\ny", WRITE_LONGTEXT, "k: \"x\\ny\"\n  # deep\nz: 2\n");
	set_gives("k: 1\n\n     \nz: 2\n", "x\ny", WRITE_LONGTEXT, "k: \"x\\ny\"\n\n     \nz: 2\n");
	set_gives("k: |\n      a\n   # shallow\nz: 2\n", "x\ny", WRITE_LONGTEXT, "k: \"x\\ny\"\n   # shallow\nz: 2\n");
	set_gives("k: 1\n # c\nz: 2\n", "x\ny", WRITE_LONGTEXT, "k: |-\n  x\n  y\n # c\nz: 2\n");
	set_gives("k: 1   \nz: 2\n", "x\ny", WRITE_LONGTEXT, "k: |-\n  x\n  y\nz: 2\n");
}

static void insertions_keep_their_order_and_come_before_a_replacement(void **state)
{
	const char *text = "a: 1\nb: 2\n";
	struct source *s = parse(text, strlen(text));
	struct splices *p = splices_new(s);
	struct strbuf out;

	(void)state;
	assert_true(splices_add(p, 8, 9, "3", 1));
	assert_true(splices_add(p, 5, 6, "B", 1));
	assert_true(splices_add(p, 5, 5, "x: 1\n", 5));
	assert_true(splices_add(p, 5, 5, "y: 2\n", 5));
	assert_true(splices_add(p, 4, 5, "\r\n", 2));
	assert_true(splices_add(p, 10, 10, "end: 1\n", 7));
	assert_int_equal(splices_count(p), 6);
	write_all(p, s, &out);
	assert_string_equal(out.text, "a: 1\r\nx: 1\ny: 2\nB: 3\nend: 1\n");
	strbuf_release(&out);
	splices_free(p);
	source_free(s);
}

static void ranges_side_by_side_write_each_splice_once(void **state)
{
	const char *text = "a: 1\nb: 2\nc: 3\n";
	struct source *s = parse(text, strlen(text));
	struct splices *p = splices_new(s);
	struct strbuf out;
	struct sink sink = { collect, &out };

	(void)state;
	assert_true(splices_add(p, 5, 5, "# b\n", 4));
	assert_true(splices_add(p, 10, 10, "# c\n", 4));
	assert_true(splices_add(p, 13, 14, "4", 1));
	assert_true(splices_sort(p));
	strbuf_init(&out, 0);
	assert_true(splices_write(p, 10, 15, sink));
	assert_true(splices_write(p, 0, 5, sink));
	assert_true(splices_write(p, 5, 10, sink));
	assert_string_equal(out.text, "# c\nc: 4\na: 1\n# b\nb: 2\n");
	assert_false(splices_write(p, 0, 15, (struct sink){ refuse, NULL }));
	assert_false(splices_write(p, 0, 16, sink));
	strbuf_release(&out);
	splices_free(p);
	source_free(s);
}

static void overlaps_are_refused(void **state)
{
	const char *text = "a: 123456\n";
	struct source *s = parse(text, strlen(text));
	struct splices *p = splices_new(s);

	(void)state;
	assert_true(splices_add(p, 3, 6, "x", 1));
	assert_true(splices_add(p, 6, 8, "y", 1));
	assert_true(splices_sort(p));
	assert_true(splices_add(p, 5, 5, "z", 1));
	assert_false(splices_sort(p));
	assert_false(splices_add(p, 3, 11, "x", 1));
	splices_free(p);
	source_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_splices_every_byte_stays),
		cmocka_unit_test(any_scalar_is_replaced_and_all_else_stays),
		cmocka_unit_test(the_comment_of_a_value_stays_a_comment),
		cmocka_unit_test(a_block_takes_in_nothing_that_follows),
		cmocka_unit_test(insertions_keep_their_order_and_come_before_a_replacement),
		cmocka_unit_test(ranges_side_by_side_write_each_splice_once),
		cmocka_unit_test(overlaps_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
