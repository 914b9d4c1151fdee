#include "publish/manuscript.h"

#include "base/i18n.h"
#include "base/text.h"
#include "source/source.h"

#include <string.h>

static bool starts(const char *bytes, size_t len, const char *with, size_t size)
{
	return len >= size && memcmp(bytes, with, size) == 0;
}

/* what clerks try to read that is neither text nor docx, with what to do about it */
static bool refuse_kind(const char *name, const char *bytes, size_t len, struct error *reterr)
{
	const struct place at = { .file = name };

	if (starts(bytes, len, "\xD0\xCF\x11\xE0", 4))
		return error_set(reterr, ERR_SYNTAX, at, _("'%s' is a Word or Excel file of the old kind; save it as .docx in Word or WPS first"), name);
	if (starts(bytes, len, "%PDF", 4))
		return error_set(reterr, ERR_SYNTAX, at, _("'%s' is a PDF; copy its text into a text file, or take the Word file that it was made from"), name);
	if (starts(bytes, len, "{\\rtf", 5))
		return error_set(reterr, ERR_SYNTAX, at, _("'%s' is a rich text file; save it as .docx in Word or WPS first"), name);
	return true;
}

bool manuscript_read(const char *name, const char *bytes, size_t len, struct manuscript *ret, struct error *reterr)
{
	const struct place at = { .file = name };
	bool ok;

	*ret = (struct manuscript){ 0 };
	if (!refuse_kind(name, bytes, len, reterr))
		return false;
	if (starts(bytes, len, "PK\3\4", 4))
		ok = manuscript_read_word(name, bytes, len, ret, reterr);
	else
		ok = manuscript_read_text(name, bytes, len, ret, reterr);
	if (ok && ret->failed)
		ok = error_memory(reterr);
	if (ok && ret->too_large)
		ok = error_set(reterr, ERR_LIMIT, at, _("'%s' has more text than a report can be read from (%u MiB, %u lines, %u KiB a line)"), name,
			       MANUSCRIPT_MOST >> 20, MANUSCRIPT_MOST_LINES, MANUSCRIPT_LONGEST >> 10);
	if (ok && ret->count == 0)
		ok = error_set(reterr, ERR_SYNTAX, at, _("there is no text in '%s'"), name);
	if (!ok)
		manuscript_release(ret);
	return ok;
}

bool manuscript_load(const char *path, struct manuscript *ret, struct error *reterr)
{
	char *bytes = NULL;
	size_t size = 0;
	bool ok;

	if (!source_read(path, &bytes, &size, reterr))
		return false;
	ok = manuscript_read(path, bytes, size, ret, reterr);
	memory_free(bytes);
	return ok;
}

void manuscript_release(struct manuscript *m)
{
	for (size_t i = 0; i < m->count; i++) {
		if (m->lines[i].table)
			memory_free(m->lines[i].table->rows);
	}
	memory_free(m->lines);
	arena_release(&m->arena);
	*m = (struct manuscript){ 0 };
}

/* ---- building ---- */

static bool has_room(struct manuscript *m, size_t len)
{
	m->bytes += len;
	if (m->count >= MANUSCRIPT_MOST_LINES || len > MANUSCRIPT_LONGEST || m->bytes > MANUSCRIPT_MOST)
		m->too_large = true;
	return !m->too_large && !m->failed;
}

static struct manuscript_line *line_new(struct manuscript *m, unsigned number)
{
	struct manuscript_line *grown = memory_grow(m->lines, &m->capacity, m->count + 1, sizeof(*grown));

	if (!grown) {
		m->failed = true;
		return NULL;
	}
	m->lines = grown;
	grown[m->count] = (struct manuscript_line){ .text = "", .number = number };
	return &grown[m->count++];
}

static const char *copy(struct manuscript *m, const char *text, size_t len)
{
	const char *kept = len ? arena_strndup(&m->arena, text, len) : "";

	m->failed |= !kept;
	return kept ? kept : "";
}

void manuscript_add(struct manuscript *m, unsigned number, uint8_t level, const char *text, size_t len)
{
	struct manuscript_line *line;

	text_trim(&text, &len);
	if (!len || !has_room(m, len) || !(line = line_new(m, number)))
		return;
	line->text = copy(m, text, len);
	line->len = len;
	line->level = level;
}

struct manuscript_table *manuscript_add_table(struct manuscript *m, unsigned number)
{
	struct manuscript_table *table = has_room(m, 0) ? arena_alloc(&m->arena, sizeof(*table)) : NULL;
	struct manuscript_line *line = table ? line_new(m, number) : NULL;

	if (!line) {
		m->failed |= !m->too_large;
		return NULL;
	}
	line->table = table;
	return table;
}

struct manuscript_row *manuscript_add_row(struct manuscript *m, struct manuscript_table *t, unsigned number, size_t cells)
{
	struct manuscript_row *grown;

	if (cells > MANUSCRIPT_MOST_CELLS || t->count >= MANUSCRIPT_MOST_LINES || !has_room(m, cells)) {
		m->too_large = true;
		return NULL;
	}
	grown = memory_grow(t->rows, &t->capacity, t->count + 1, sizeof(*grown));
	if (!grown) {
		m->failed = true;
		return NULL;
	}
	t->rows = grown;
	grown[t->count] = (struct manuscript_row){ .line = number, .cells = arena_alloc(&m->arena, (cells + 1) * sizeof(struct manuscript_cell)) };
	if (!grown[t->count].cells) {
		m->failed = true;
		return NULL;
	}
	grown[t->count].count = cells;
	for (size_t i = 0; i < cells; i++)
		grown[t->count].cells[i].text = "";
	return &grown[t->count++];
}

void manuscript_set_cell(struct manuscript *m, struct manuscript_row *row, size_t cell, const char *text, size_t len)
{
	text_trim(&text, &len);
	if (!has_room(m, len) || cell >= row->count)
		return;
	row->cells[cell] = (struct manuscript_cell){ copy(m, text, len), len };
}
