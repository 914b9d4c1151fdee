#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/desk_host.h"

#include "base/text.h"

#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define MOST_VARIABLES 16
#define PATIENCE_MS 10000

static const char form[] =
	"form: desk\n"
	"version: 1\n"
	"title: 试填表\n"
	"unit: a.unit\n"
	"year: a.year\n"
	"headline: [a.total]\n"
	"sections:\n"
	"  - id: a\n"
	"    number: 一\n"
	"    title: 收支\n"
	"    fields:\n"
	"      - {id: unit, label: 单位, type: text}\n"
	"      - {id: year, label: 年度, type: year}\n"
	"      - {id: amount, label: 金额, type: decimal, unit: 元, decimals: 2, help: 照决算填列}\n"
	"      - {id: total, label: 合计, type: decimal, unit: 元, decimals: 2, calculate: 'amount + sum(items.sum)'}\n"
	"      - id: items\n"
	"        label: 明细\n"
	"        type: table\n"
	"        columns:\n"
	"          - {id: name, label: 名称, type: text, width: 20}\n"
	"          - {id: sum, label: 数额, type: decimal, unit: 元, decimals: 2}\n"
	"      - {id: note, label: 说明, type: longtext}\n";

const char desk_report[] =
	"form: desk-form.yaml\n"
	"a:\n"
	"  unit: 街道办\n"
	"  year: 2021\n"
	"  amount: 10\n"
	"  items:\n"
	"    - name: 甲\n"
	"      sum: 1\n"
	"    - name: 乙\n"
	"      sum: 2\n"
	"  note: |-\n"
	"    原文\n";

/* ---- files ---- */

static void path_of(const struct desk *d, const char *name, char *path, size_t size)
{
	assert_true(snprintf(path, size, "%s/%s", d->folder, name) < (int)size);
}

void desk_write(struct desk *d, const char *name, const char *text)
{
	char path[600];
	FILE *f;

	path_of(d, name, path, sizeof(path));
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static char *read_file(const char *path)
{
	size_t size = 1 << 20, len;
	char *text = malloc(size);
	FILE *f = fopen(path, "r");

	assert_non_null(text);
	assert_non_null(f);
	len = fread(text, 1, size - 1, f);
	text[len] = '\0';
	(void)fclose(f);
	return text;
}

char *desk_read(struct desk *d, const char *name)
{
	char path[600];

	path_of(d, name, path, sizeof(path));
	return read_file(path);
}

bool desk_has(struct desk *d, const char *name)
{
	char path[600];

	path_of(d, name, path, sizeof(path));
	return access(path, F_OK) == 0;
}

char *desk_copy(struct desk *d, const char *folder, const char *from, const char *to)
{
	char path[600], *text;

	assert_true(snprintf(path, sizeof(path), "%s/%s", folder, from) < (int)sizeof(path));
	text = read_file(path);
	desk_write(d, to, text);
	return text;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

/* ---- opening and leaving ---- */

void desk_init(struct desk *d, const char *program)
{
	const char *base = getenv("TMPDIR");
	char path[600];

	*d = (struct desk){ .program = program, .report = "r.yaml" };
	(void)snprintf(d->folder, sizeof(d->folder), "%s/ziping-desk-XXXXXX", base && *base ? base : "/tmp");
	assert_non_null(mkdtemp(d->folder));
	path_of(d, "settings", path, sizeof(path));
	assert_int_equal(mkdir(path, 0700), 0);
	path_of(d, "settings/ziping", path, sizeof(path));
	assert_int_equal(mkdir(path, 0700), 0);
	desk_write(d, "settings/ziping/config.yaml", "lang: en\n");
	desk_write(d, "desk-form.yaml", form);
	desk_write(d, "r.yaml", desk_report);
}

void desk_close(struct desk *d)
{
	if (d->open)
		host_end(&d->host);
	d->open = false;
}

void desk_release(struct desk *d)
{
	desk_close(d);
	(void)nftw(d->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void desk_open(struct desk *d, int rows, int columns, const char *const *environment)
{
	static const char *const folders[] = { "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME" };
	char variables[MOST_VARIABLES][320], path[600];
	const char *list[MOST_VARIABLES + 1] = { NULL };
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
		(void)snprintf(variables[count++], sizeof(variables[0]), "%s=%s/settings", folders[i], d->folder);
	for (; environment && environment[0] && count < MOST_VARIABLES; environment += 2)
		(void)snprintf(variables[count++], sizeof(variables[0]), "%s=%s", environment[0], environment[1]);
	for (size_t i = 0; i < count; i++)
		list[i] = variables[i];
	path_of(d, d->report, path, sizeof(path));
	host_start(&d->host, rows, columns, list, d->program, path);
	d->open = true;
}

void desk_quit(struct desk *d)
{
	int status;

	host_puts(&d->host, "\021");
	status = host_wait_exit(&d->host);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_false(d->host.alternate);
	desk_close(d);
}

void desk_quit_without_saving(struct desk *d)
{
	host_puts(&d->host, "\021");
	desk_wait(d, "quit without saving");
	host_puts(&d->host, "\033[B\r");
	assert_true(WIFEXITED(host_wait_exit(&d->host)));
	desk_close(d);
}

/* ---- waiting ---- */

/* it has read all keys and waits for more: asleep, with nothing on the way to it or from it */
static bool is_settled(struct desk *d)
{
	char path[64], state = '?';
	int slave = open(ptsname(d->host.master), O_RDONLY | O_NOCTTY | O_NONBLOCK), unread = 1;
	FILE *f;

	assert_true(slave >= 0);
	(void)ioctl(slave, FIONREAD, &unread);
	(void)close(slave);
	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)d->host.child);
	f = fopen(path, "r");
	if (f && fscanf(f, "%*d %*s %c", &state) != 1)
		state = '?';
	if (f)
		(void)fclose(f);
	return unread == 0 && state == 'S';
}

void desk_settle(struct desk *d)
{
	int quiet = 0;

	while (quiet < 5) {
		struct pollfd p = { .fd = d->host.master, .events = POLLIN };

		if (poll(&p, 1, 2) > 0) {
			quiet = 0;
			if (!host_read(&d->host))
				fail_msg("the program is gone");
		} else {
			quiet = is_settled(d) ? quiet + 1 : 0;
		}
	}
}

/* reads on, or fails saying what was waited for and what the screen is */
static void read_on(struct desk *d, const char *what, const char *wanted)
{
	struct pollfd p = { .fd = d->host.master, .events = POLLIN };
	char *shown;
	VTermPos cursor;

	if (!d->host.gone && poll(&p, 1, PATIENCE_MS) == 1 && host_read(&d->host))
		return;
	shown = host_text(&d->host);
	vterm_state_get_cursorpos(vterm_obtain_state(d->host.vterm), &cursor);
	print_error("waited for %s:\n%s\nbut the cursor is at %d,%d of this screen:\n", what, wanted, cursor.row, cursor.col);
	fputs(shown, stderr); /* cmocka prints so much at a time and no more */
	free(shown);
	fail();
}

void desk_wait(struct desk *d, const char *text)
{
	while (!host_has(&d->host, text))
		read_on(d, "this text", text);
}

void desk_wait_gone(struct desk *d, const char *text)
{
	while (host_has(&d->host, text))
		read_on(d, "no more of", text);
}

void desk_wait_text(struct desk *d, const char *screen)
{
	for (;;) {
		char *shown = host_text(&d->host);
		bool same = !strcmp(shown, screen);

		free(shown);
		if (same)
			return;
		read_on(d, "the screen", screen);
	}
}

static bool caret_is_behind(struct host *h, const char *before)
{
	char line[4096];
	size_t len = 0, wanted = strlen(before);
	VTermPos cursor;

	vterm_state_get_cursorpos(vterm_obtain_state(h->vterm), &cursor);
	for (VTermPos pos = { cursor.row, 0 }; pos.col < cursor.col; pos.col++) {
		VTermScreenCell cell;

		(void)vterm_screen_get_cell(h->screen, pos, &cell);
		if (cell.chars[0] == (uint32_t)-1)
			continue;
		if (!cell.chars[0])
			line[len++] = ' ';
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] && len + 8 < sizeof(line); i++)
			len += text_encode(cell.chars[i], line + len);
	}
	return h->cursor && len >= wanted && !memcmp(line + len - wanted, before, wanted);
}

void desk_wait_caret(struct desk *d, const char *before)
{
	while (!caret_is_behind(&d->host, before))
		read_on(d, "the cursor behind", before);
}

static bool is_line(const char *s, size_t *ret_len)
{
	static const char *const marks[] = { "|", "+", "-", "=", ">", "<", "*", "≈", "∑", "●", "▌", "›", "‹", "·", "—", "↑", "↓", "^", "~" };

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		*ret_len = strlen(marks[i]);
		if (!strncmp(s, marks[i], *ret_len))
			return true;
	}
	*ret_len = 3;
	return (unsigned char)s[0] == 0xe2 && ((unsigned char)s[1] == 0x94 || (unsigned char)s[1] == 0x95); /* U+2500 … U+257F */
}

char *desk_plain_text(struct desk *d)
{
	char *text = host_text(&d->host), *to = text;

	for (const char *s = text; *s;) {
		size_t len;

		if (is_line(s, &len)) {
			*to++ = ' ';
			s += len;
		} else if (!strncmp(s, "✓", 3)) {
			*to++ = 'v';
			s += 3;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
	return text;
}

void desk_wait_plain_text(struct desk *d, const char *screen)
{
	for (;;) {
		char *shown = desk_plain_text(d);
		bool same = !strcmp(shown, screen);

		free(shown);
		if (same)
			return;
		read_on(d, "the screen, lines apart", screen);
	}
}
