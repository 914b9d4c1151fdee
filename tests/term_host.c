#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/term_host.h"

#include "base/text.h"
#include "tui/theme.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MS 10000

static int set_property(VTermProp property, VTermValue *value, void *user)
{
	struct host *h = user;

	if (property == VTERM_PROP_CURSORVISIBLE)
		h->cursor = value->boolean;
	if (property == VTERM_PROP_ALTSCREEN)
		h->alternate = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = set_property };

static void become(const char *const *environment, const char *program, const char *mode)
{
	static const char *const cleared[] = { "LANG", "LC_CTYPE", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "COLUMNS", "LINES", "TMUX", "COLORFGBG" };

	for (size_t i = 0; i < ARRAY_SIZE(cleared); i++)
		(void)unsetenv(cleared[i]);
	(void)setenv("TERM", "xterm-256color", 1);
	(void)setenv("LC_ALL", "C.UTF-8", 1);
	(void)setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* asked about in the tests of the modules */
	for (; environment && *environment; environment++) {
		char name[64];
		const char *equals = strchr(*environment, '=');

		(void)snprintf(name, sizeof(name), "%.*s", (int)(equals - *environment), *environment);
		(void)setenv(name, equals + 1, 1);
	}
	(void)execl(program, program, mode, (char *)NULL);
	perror(program);
	_exit(127);
}

void host_start(struct host *h, int rows, int columns, const char *const *environment, const char *program, const char *mode)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	*h = (struct host){ .rows = rows, .columns = columns, .cursor = true };
	strbuf_init(&h->raw, 0);
	strbuf_init(&h->answers, 0);
	h->vterm = vterm_new(rows, columns);
	vterm_set_utf8(h->vterm, 1);
	h->screen = vterm_obtain_screen(h->vterm);
	vterm_screen_enable_altscreen(h->screen, 1);
	vterm_screen_set_callbacks(h->screen, &callbacks, h);
	vterm_screen_reset(h->screen, 1);
	h->child = forkpty(&h->master, NULL, NULL, &size);
	assert_true(h->child >= 0);
	if (!h->child)
		become(environment, program, mode);
	assert_int_equal(tcgetattr(h->master, &h->before), 0);
}

void host_end(struct host *h)
{
	if (h->child > 0) {
		(void)kill(h->child, SIGKILL);
		(void)waitpid(h->child, NULL, 0);
	}
	(void)close(h->master);
	vterm_free(h->vterm);
	strbuf_release(&h->raw);
	strbuf_release(&h->answers);
}

/* libvterm 0.1 is older than this emoji; the terminals that people have are not */
static const char *const usual[] = { "🪑", "😀", NULL };

/* without a character that is cut at the end: libvterm decodes a run that begins with ASCII apart, and breaks one cut there */
static size_t whole_characters(const char *bytes, size_t len)
{
	for (size_t back = 1; back < 4 && back <= len; back++) {
		unsigned char c = (unsigned char)bytes[len - back];

		if (c >= 0xc0)
			return back < (c >= 0xf0 ? 4U : c >= 0xe0 ? 3U : 2U) ? len - back : len;
		if (c < 0x80)
			break;
	}
	return len;
}

/* a few bytes at a time, as libvterm has little room for answers */
static void show_some(struct host *h, const char *bytes, size_t len)
{
	char answer[256];
	size_t n, got;

	for (; len; bytes += n, len -= n) {
		n = len < 64 ? len : whole_characters(bytes, 64);
		(void)vterm_input_write(h->vterm, bytes, n);
		while ((got = vterm_output_read(h->vterm, answer, sizeof(answer))) > 0) {
			strbuf_add(&h->answers, answer, got);
			if (!h->silent)
				host_send(h, answer, got);
		}
	}
}

/* what stands for several characters is shown only where they come in one read, as the questions do */
static void show_bytes(struct host *h, const char *bytes, size_t len)
{
	const char *const *pairs = h->instead ? h->instead : usual;
	size_t from = 0, at = 0;

	while (at < len) {
		size_t pair = 0;

		while (pairs[pair] && (strlen(pairs[pair]) > len - at || memcmp(bytes + at, pairs[pair], strlen(pairs[pair]))))
			pair += 2;
		if (!pairs[pair]) {
			at++;
			continue;
		}
		show_some(h, bytes + from, at - from);
		show_some(h, pairs[pair + 1], strlen(pairs[pair + 1]));
		from = at += strlen(pairs[pair]);
	}
	show_some(h, bytes + from, len - from);
}

void host_answer(struct host *h, size_t from, size_t len)
{
	if (len > h->answers.len - from)
		len = h->answers.len - from;
	host_send(h, h->answers.text + from, len);
}

bool host_read(struct host *h)
{
	struct pollfd p = { .fd = h->master, .events = POLLIN };
	char bytes[65536];
	ssize_t n;
	size_t ready;

	if (h->gone)
		return false;
	assert_int_equal(poll(&p, 1, PATIENCE_MS), 1); /* nothing came for ten seconds */
	n = read(h->master, bytes, sizeof(bytes));
	if (n <= 0) {
		h->gone = true;
		return false;
	}
	strbuf_add(&h->raw, bytes, (size_t)n);
	ready = whole_characters(h->raw.text + h->shown, h->raw.len - h->shown);
	show_bytes(h, h->raw.text + h->shown, ready);
	h->shown += ready;
	return true;
}

void host_send(struct host *h, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(h->master, bytes, len);

		assert_true(n > 0);
		bytes += n;
		len -= (size_t)n;
	}
}

void host_puts(struct host *h, const char *text)
{
	host_send(h, text, strlen(text));
}

void host_resize(struct host *h, int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	h->rows = rows;
	h->columns = columns;
	vterm_set_size(h->vterm, rows, columns);
	assert_int_equal(ioctl(h->master, TIOCSWINSZ, &size), 0);
}

static void cell_text(const VTermScreenCell *cell, struct strbuf *out)
{
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i] && cell->chars[i] != (uint32_t)-1; i++) {
		char bytes[4];

		strbuf_add(out, bytes, text_encode(cell->chars[i], bytes));
	}
}

char *host_text(struct host *h)
{
	struct strbuf out;
	char *copy;

	strbuf_init(&out, 0);
	for (VTermPos pos = { 0, 0 }; pos.row < h->rows; pos.row++) {
		for (pos.col = 0; pos.col < h->columns; pos.col++) {
			VTermScreenCell cell;

			(void)vterm_screen_get_cell(h->screen, pos, &cell);
			if (!cell.chars[0])
				strbuf_putc(&out, ' ');
			cell_text(&cell, &out);
		}
		strbuf_putc(&out, '\n');
	}
	copy = strdup(out.text);
	strbuf_release(&out);
	return copy;
}

bool host_has(struct host *h, const char *text)
{
	char *shown = host_text(h);
	bool found = strstr(shown, text) != NULL;

	free(shown);
	return found;
}

void host_wait(struct host *h, const char *text)
{
	while (!host_has(h, text)) {
		if (!host_read(h)) {
			char *shown = host_text(h);

			print_error("the program is gone before '%s' was seen:\n%s", text, shown);
			free(shown);
			assert_true(false);
		}
	}
}

/* whether a cell looks as the glyph should; dimness and colour are not asked about */
static bool cell_is(struct host *h, const struct canvas *c, int row, int column)
{
	const struct glyph *g = &c->glyphs[row * c->columns + column];
	const struct theme_look *look = theme_look(THEME_DARK, (enum style)g->style);
	VTermScreenCell cell;
	struct strbuf text;
	bool same;

	(void)vterm_screen_get_cell(h->screen, (VTermPos){ row, column }, &cell);
	if (!g->columns)
		return cell.chars[0] == (uint32_t)-1;
	strbuf_init(&text, 0);
	cell_text(&cell, &text);
	if (!text.len)
		strbuf_putc(&text, ' ');
	same = !strcmp(text.text, g->text);
	if (column + g->columns == c->columns) /* term.c leaves marks out there */
		same = text.len && !strncmp(text.text, g->text, text.len);
	same = same && cell.width == g->columns && cell.attrs.reverse == look->reverse;
	if (strcmp(g->text, " "))
		same = same && cell.attrs.bold == look->bold && cell.attrs.underline == look->underline;
	strbuf_release(&text);
	return same;
}

static bool screen_is(struct host *h, const struct canvas *c, int *ret_row, int *ret_column)
{
	VTermPos cursor;

	for (int row = 0; row < c->rows; row++) {
		for (int column = 0; column < c->columns; column++) {
			*ret_row = row;
			*ret_column = column;
			if (!cell_is(h, c, row, column))
				return false;
		}
	}
	*ret_row = *ret_column = -1;
	vterm_state_get_cursorpos(vterm_obtain_state(h->vterm), &cursor);
	if (c->caret_row < 0)
		return !h->cursor;
	return h->cursor && cursor.row == c->caret_row && cursor.col == c->caret_column;
}

bool host_shows(struct host *h, const struct canvas *c)
{
	int row, column;

	return screen_is(h, c, &row, &column);
}

void host_wait_canvas(struct host *h, const struct canvas *c)
{
	int row, column;

	while (!screen_is(h, c, &row, &column)) {
		struct pollfd p = { .fd = h->master, .events = POLLIN };
		struct strbuf shown;
		VTermScreenCell cell;

		if (!h->gone && poll(&p, 1, PATIENCE_MS) == 1 && host_read(h))
			continue;
		strbuf_init(&shown, 0);
		if (row >= 0 && vterm_screen_get_cell(h->screen, (VTermPos){ row, column }, &cell)) {
			const struct glyph *g = &c->glyphs[row * c->columns + column];

			cell_text(&cell, &shown);
			print_error("cell %d,%d is '%s', %d columns, reverse %u bold %u underline %u; should be '%s', %d columns, style %d\n",
				    row, column, shown.text, cell.width, cell.attrs.reverse, cell.attrs.bold, cell.attrs.underline, g->text,
				    g->columns, g->style);
		} else {
			print_error("the cursor is not at %d,%d\n", c->caret_row, c->caret_column);
		}
		strbuf_release(&shown);
		assert_true(false);
	}
}

int host_wait_exit(struct host *h)
{
	int status = 0;

	while (host_read(h))
		;
	assert_int_equal(waitpid(h->child, &status, 0), h->child);
	h->child = 0;
	return status;
}

void host_wait_stop(struct host *h)
{
	int status = 0;

	assert_int_equal(waitpid(h->child, &status, WUNTRACED), h->child);
	assert_true(WIFSTOPPED(status));
}
