#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "source/write.h"

#include <sys/wait.h>
#include <unistd.h>

#define TEXTS 4000

static void written_is(const char *text, enum write_kind kind, enum node_style was, const char *expected)
{
	struct write_context context = { .kind = kind, .was = was, .indent = 2, .newline = "\n" };
	struct strbuf out;

	strbuf_init(&out, 0);
	write_scalar(&out, text, strlen(text), &context);
	assert_true(strbuf_ok(&out));
	assert_string_equal(out.text, expected);
	strbuf_release(&out);
}

static void plain(const char *text)
{
	written_is(text, WRITE_TEXT, STYLE_EMPTY, text);
}

static void quoted(const char *text)
{
	char expected[100];

	snprintf(expected, sizeof(expected), "'%s'", text);
	written_is(text, WRITE_TEXT, STYLE_EMPTY, expected);
}

static void ordinary_texts_stand_without_quotes(void **state)
{
	static const char *const texts[] = {
		"某县水务中心", "😀𠮷", "a b", "主要问题：一是", "≥50个", "99.2%", "12个", "a:b", "a#b", "-x", "3-5", "2021年", "1e", "x,y",
		"第1、2项", "a'b", "it\"s", "yess", "0x", "2021-12", "2021-12-31前", "overall-report@2021.1", "—", "/", "a [b] {c}", "　全角",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		plain(texts[i]);
}

static void texts_that_a_reader_would_misread_are_quoted(void **state)
{
	static const char *const texts[] = {
		"0012", "12", "-1.50", "+3", "1_000", "1,000", ".5", "1.", "1e3", "0x1F", "0o17", "0b1", "12:30", "1:02:03.5", ".inf", "-.INF", ".nan",
		"null", "~", "yes", "No", "on", "OFF", "y", "N", "true", "FALSE", "=", "<<", "2021-12-31", "2021-1-1 10:00:00", "a: b", "a:", "a #b",
		"- a", "-", "---", "? a", ": a", ",a", "[a", "]a", "{a", "}a", "#a", "&a", "*a", "!a", "|a", ">5", "%a", "@a", "`a", "\"a",
		" a", "a ",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		quoted(texts[i]);
	written_is("'a'", WRITE_TEXT, STYLE_EMPTY, "\"'a'\"");
	written_is("", WRITE_TEXT, STYLE_EMPTY, "\"\"");
	written_is("a\tb", WRITE_TEXT, STYLE_EMPTY, "\"a\\tb\"");
	written_is("a\nb", WRITE_TEXT, STYLE_EMPTY, "\"a\\nb\"");
	written_is("a\x1b\xc2\x85\xe2\x80\xa8\xef\xbb\xbf", WRITE_TEXT, STYLE_EMPTY, "\"a\\x1B\\x85\\u2028\\uFEFF\"");
}

static void values_stand_as_they_are_and_quotes_are_kept(void **state)
{
	(void)state;
	written_is("74.0", WRITE_VALUE, STYLE_EMPTY, "74.0");
	written_is("2021-12-31", WRITE_VALUE, STYLE_PLAIN, "2021-12-31");
	written_is("true", WRITE_VALUE, STYLE_PLAIN, "true");
	written_is("74.0", WRITE_VALUE, STYLE_SINGLE, "'74.0'");
	written_is("甲", WRITE_TEXT, STYLE_DOUBLE, "\"甲\"");
	written_is("it's", WRITE_TEXT, STYLE_SINGLE, "'it''s'");
	written_is("a\tb", WRITE_TEXT, STYLE_SINGLE, "\"a\\tb\"");
}

static void long_text_is_a_literal_block(void **state)
{
	(void)state;
	written_is("一\n\n二😀", WRITE_LONGTEXT, STYLE_EMPTY, "|-\n    一\n\n    二😀");
	written_is("一", WRITE_LONGTEXT, STYLE_EMPTY, "|-\n    一");
	written_is("一\n", WRITE_LONGTEXT, STYLE_EMPTY, "|\n    一");
	written_is("  一\n二", WRITE_LONGTEXT, STYLE_EMPTY, "|2-\n      一\n    二");
	written_is("\n一", WRITE_LONGTEXT, STYLE_EMPTY, "|-\n\n    一");
	written_is("一", WRITE_TEXT, STYLE_FOLDED, "|-\n    一");
	written_is("一\n二", WRITE_LONGTEXT, STYLE_DOUBLE, "|-\n    一\n    二");
	/* one line stays one line */
	written_is("一", WRITE_LONGTEXT, STYLE_PLAIN, "一");
	/* what follows in the file would decide how many line ends there are */
	written_is("一\n\n", WRITE_LONGTEXT, STYLE_LITERAL, "\"一\\n\\n\"");
	written_is("一\r\n二", WRITE_LONGTEXT, STYLE_LITERAL, "\"一\\r\\n二\"");
}

static void keys_are_quoted_where_needed(void **state)
{
	static const char *const keys[][2] = { { "unit", "unit" }, { "no", "'no'" }, { "12", "'12'" }, { "a: b", "'a: b'" }, { "名称", "名称" } };
	struct strbuf out;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		strbuf_init(&out, 0);
		write_key(&out, keys[i][0], false);
		assert_string_equal(out.text, keys[i][1]);
		strbuf_release(&out);
	}
}

/* random texts, made of what readers stumble over */

static const char *const pieces[] = {
	"a", "b", "x", "中", "文", "报告", "😀", "𠮷", "e\xcc\x81", "　", "：", "，", " ", " ", "  ", "\n", "\n", "\n\n", "\t", "\r", "0", "1", "12", "0012", "1.5",
	"1e3", "0x1f", "0o7", "0b1", "12:30", ":", ": ", ":a", "-", "- ", "---", "...", "?", "? ", ",", "[", "]", "{", "}", "#", " #", "&", "*", "!", "|", "|-",
	">", ">5", "'", "''", "\"", "\\", "\\n", "%", "@", "`", "~", "null", "yes", "No", "on", "y", "true", "=", "<<", ".inf", ".nan", ".", "_", "+",
	"2021-12-31", "T10:00:00", "\x1b", "\x01", "\x7f", "\xc2\x85", "\xc2\xa0", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xef\xbb\xbf", "\xef\xbf\xbf",
	"\xe2\x80\xae", "/", "%YAML", "<", "|2",
};

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void random_text(struct strbuf *out, uint32_t *seed)
{
	static const uint32_t most[] = { 1, 2, 3, 4, 8, 20 };
	uint32_t count = 1 + next_random(seed) % most[next_random(seed) % ARRAY_SIZE(most)];

	strbuf_clear(out);
	while (count--)
		strbuf_puts(out, pieces[next_random(seed) % ARRAY_SIZE(pieces)]);
}

enum shape { SHAPE_VALUE, SHAPE_ITEM, SHAPE_FLOW_VALUE, SHAPE_FLOW_ITEM, SHAPE_FLOW_KEY, SHAPE_KEY, SHAPE_IN_ROW, SHAPES };

static const char *const shape_names[] = { "value", "item", "flow-value", "flow-item", "flow-key", "key", "in-row" };
static const char *const before[] = { ": ", ":\n  - ", ": {x: ", ": [", ": {", ":\n- ", ":\n- a: 1\n  b: " };
static const char *const behind[] = { "\n", "\n", ", y: 2}\n", ", z]\n", ": 1, z: 2}\n", ": 1\n  z: 2\n", "\n" };
static const unsigned indents[] = { 0, 2, 0, 0, 0, 0, 2 };

struct sheet {
	struct strbuf yaml, expected;
	struct strbuf texts[TEXTS];
	enum shape shapes[TEXTS];
};

static void add_entry(struct sheet *sheet, unsigned i, uint32_t *seed)
{
	static const enum node_style styles[] = { STYLE_EMPTY, STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LITERAL, STYLE_FOLDED };
	enum shape shape = (enum shape)(i % SHAPES);
	struct strbuf *text = &sheet->texts[i];
	struct write_context context = {
		.kind = i / SHAPES % 2 ? WRITE_LONGTEXT : WRITE_TEXT,
		.was = styles[i / SHAPES / 2 % ARRAY_SIZE(styles)],
		.indent = indents[shape],
		.flow = shape >= SHAPE_FLOW_VALUE && shape <= SHAPE_FLOW_KEY,
		.newline = "\n",
	};

	strbuf_init(text, 0);
	random_text(text, seed);
	sheet->shapes[i] = shape;
	strbuf_printf(&sheet->yaml, "k%u%s", i, before[shape]);
	if (shape == SHAPE_FLOW_KEY || shape == SHAPE_KEY)
		write_key(&sheet->yaml, text->text, context.flow);
	else
		write_scalar(&sheet->yaml, text->text, text->len, &context);
	strbuf_puts(&sheet->yaml, behind[shape]);
	if (i % 3 == 0)
		strbuf_puts(&sheet->yaml, "\n# comment\n");
	strbuf_puts(&sheet->expected, shape_names[shape]);
	strbuf_putc(&sheet->expected, ' ');
	for (size_t b = 0; b < text->len; b++)
		strbuf_printf(&sheet->expected, "%02x", (unsigned)(unsigned char)text->text[b]);
	strbuf_putc(&sheet->expected, '\n');
}

static int make_sheet(void **state)
{
	struct sheet *sheet = memory_alloc(1, sizeof(*sheet));
	uint32_t seed = 20211231;

	if (!sheet)
		return -1;
	strbuf_init(&sheet->yaml, 0);
	strbuf_init(&sheet->expected, 0);
	for (unsigned i = 0; i < TEXTS; i++)
		add_entry(sheet, i, &seed);
	*state = sheet;
	return 0;
}

static int drop_sheet(void **state)
{
	struct sheet *sheet = *state;

	for (unsigned i = 0; i < TEXTS; i++)
		strbuf_release(&sheet->texts[i]);
	strbuf_release(&sheet->yaml);
	strbuf_release(&sheet->expected);
	memory_free(sheet);
	return 0;
}

static void random_texts_are_read_back_by_libyaml(void **state)
{
	struct sheet *sheet = *state;
	char *copy = memory_alloc(sheet->yaml.len, 1);
	struct source *s = NULL;
	struct error error = { 0 };
	node_id entry;

	assert_non_null(copy);
	memcpy(copy, sheet->yaml.text, sheet->yaml.len);
	if (!source_parse("sheet", copy, sheet->yaml.len, &s, &error))
		fail_msg("%u:%u: %s", error.line, error.column, error.text);
	entry = source_node(s, NODE_ROOT)->child;
	for (unsigned i = 0; i < TEXTS; i++, entry = source_node(s, entry)->next) {
		node_id n = entry;
		size_t len;
		const char *text;

		while (source_node(s, n)->kind != NODE_SCALAR)
			n = source_node(s, n)->child;
		if (sheet->shapes[i] == SHAPE_IN_ROW)
			n = source_node(s, n)->next;
		text = sheet->shapes[i] == SHAPE_FLOW_KEY || sheet->shapes[i] == SHAPE_KEY ? source_key(s, n, &len) : source_text(s, n, &len);
		if (len != sheet->texts[i].len || memcmp(text, sheet->texts[i].text, len))
			fail_msg("k%u %s: '%s' was read as '%.*s'", i, shape_names[sheet->shapes[i]], sheet->texts[i].text, (int)len, text);
	}
	source_free(s);
}

static void put_file(char *name, const struct strbuf *text)
{
	int fd = mkstemp(name);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(text->text, 1, text->len, out), text->len);
	assert_int_equal(fclose(out), 0);
}

static int run_reader(const char *python, const char *reader, const char *yaml, const char *expected)
{
	char script[1024], command[4096];
	const char *slash = strrchr(__FILE__, '/');
	int status;

	snprintf(script, sizeof(script), "%.*sread_yaml.py", slash ? (int)(slash - __FILE__) + 1 : 0, __FILE__);
	if (access(script, R_OK))
		return 77;
	snprintf(command, sizeof(command), "%s '%s' %s '%s' '%s'", python, script, reader, yaml, expected);
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void read_by(const struct sheet *sheet, const char *reader)
{
	static const char *const pythons[] = { "python3", "/usr/bin/python3" };
	char yaml[] = "ziping-sheet-XXXXXX", expected[] = "ziping-texts-XXXXXX";
	int status = 77;

	put_file(yaml, &sheet->yaml);
	put_file(expected, &sheet->expected);
	for (size_t i = 0; i < ARRAY_SIZE(pythons) && (status == 77 || status == 127); i++)
		status = run_reader(pythons[i], reader, yaml, expected);
	unlink(yaml);
	unlink(expected);
	if (status == 77 || status == 127) {
		print_message("no python3 with %s here: not compared\n", reader);
		skip();
	}
	assert_int_equal(status, 0);
}

static void random_texts_are_read_back_by_a_yaml_1_1_reader(void **state)
{
	read_by(*state, "pyyaml");
}

static void random_texts_are_read_back_by_a_yaml_1_2_reader(void **state)
{
	read_by(*state, "ruamel");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_texts_stand_without_quotes),
		cmocka_unit_test(texts_that_a_reader_would_misread_are_quoted),
		cmocka_unit_test(values_stand_as_they_are_and_quotes_are_kept),
		cmocka_unit_test(long_text_is_a_literal_block),
		cmocka_unit_test(keys_are_quoted_where_needed),
		cmocka_unit_test(random_texts_are_read_back_by_libyaml),
		cmocka_unit_test(random_texts_are_read_back_by_a_yaml_1_1_reader),
		cmocka_unit_test(random_texts_are_read_back_by_a_yaml_1_2_reader),
	};

	return cmocka_run_group_tests(tests, make_sheet, drop_sheet);
}
