/*
 * Replaying a journal, see journal.h.
 *
 * The edits go through the same door as all others, so that what comes out is a report with a history like the one that was
 * lost. `undo` and `redo` records speak of single edits, a report's history of steps: a step is taken back when the
 * last of its edits is, and if some of its edits turn out to stand (the journal ends there, or another edit follows), it is
 * taken back too, and those are made again. A journal in which that goes on and on is none of ours.
 */
#include "desk/journal_private.h"

#include "base/arena.h"
#include "base/i18n.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define AGAIN_MAX 1000000

struct line {
	const char *text;
	size_t len;
};

struct step {
	size_t first, count;     /* in replay->lines */
	size_t before, after;    /* positions in the report's history */
};

struct steps {
	struct step *step;
	size_t count, capacity;
	size_t partly;           /* how many edits of the last one are undone (in `undone`: redone) already */
};

/* what the journal calls a row, and its number here; rows that the file has go by their own names */
struct alias {
	uint64_t name;           /* table number and row; 0: free */
	row_id row;
};

struct replay {
	struct report *r;
	struct line *lines;
	size_t line_count, line_capacity;
	struct steps done, undone;
	struct step open;
	bool is_open;
	struct alias *alias;
	size_t alias_count, alias_size; /* size: a power of two */
	struct strbuf value, path;
	char *typing_path;       /* as the journal writes it */
	struct strbuf typing;
	bool out_of_memory;
	bool loose;              /* another state of the report: rows are not what they were */
	size_t again;            /* how many edits were made again */
	size_t left_out;
};

/* ---- rows ---- */

static size_t alias_slot(const struct replay *p, uint64_t name)
{
	size_t at = (size_t)((name * UINT64_C(0x9e3779b97f4a7c15)) >> 20) & (p->alias_size - 1);

	while (p->alias[at].name && p->alias[at].name != name)
		at = (at + 1) & (p->alias_size - 1);
	return at;
}

static bool alias_grow(struct replay *p)
{
	struct alias *old = p->alias;
	size_t old_size = p->alias_size;

	p->alias_size = old_size ? old_size * 2 : 64;
	p->alias = memory_alloc(p->alias_size, sizeof(*p->alias));
	if (!p->alias) {
		p->alias = old;
		p->alias_size = old_size;
		return false;
	}
	for (size_t i = 0; i < old_size; i++) {
		if (old[i].name)
			p->alias[alias_slot(p, old[i].name)] = old[i];
	}
	memory_free(old);
	return true;
}

static uint64_t alias_name(const struct field *table, uint32_t row)
{
	return ((uint64_t)table->index + 1) << 32 | row;
}

static bool alias_set(struct replay *p, const struct field *table, uint32_t name, row_id row)
{
	size_t at;

	if (p->alias_count * 2 >= p->alias_size && !alias_grow(p))
		return false;
	at = alias_slot(p, alias_name(table, name));
	p->alias_count += !p->alias[at].name;
	p->alias[at] = (struct alias){ .name = alias_name(table, name), .row = row };
	return true;
}

static row_id alias_row(const struct replay *p, const struct field *table, uint32_t name)
{
	size_t at = p->alias_size ? alias_slot(p, alias_name(table, name)) : 0;

	return p->alias_size && p->alias[at].name ? p->alias[at].row : name;
}

/* ---- reading a record ---- */

/* the next word of a record, up to a blank or its end */
static struct line word(struct line *rest)
{
	const char *blank = rest->len ? memchr(rest->text, ' ', rest->len) : NULL;
	struct line w = { .text = rest->text, .len = blank ? (size_t)(blank - rest->text) : rest->len };

	rest->text += w.len + (blank ? 1 : 0);
	rest->len -= w.len + (blank ? 1 : 0);
	return w;
}

static bool number(struct line w, uint32_t *ret)
{
	uint64_t n = 0;

	for (size_t i = 0; i < w.len; i++) {
		if (w.text[i] < '0' || w.text[i] > '9')
			return false;
		n = n * 10 + (uint64_t)(w.text[i] - '0');
		if (n > UINT32_MAX)
			return false;
	}
	*ret = (uint32_t)n;
	return w.len > 0;
}

/* section.field or section.table[#row].column */
static bool find_spot(struct replay *p, struct line path, struct spot *ret)
{
	const char *hash = NULL, *close;
	struct error ignored;
	const struct field *column;
	uint32_t name;

	for (size_t i = 0; !hash && i + 1 < path.len; i++) {
		if (path.text[i] == '[' && path.text[i + 1] == '#')
			hash = path.text + i;
	}
	if (memchr(path.text, '\0', path.len)) /* no name has one, and what looks for names ends there */
		return false;
	strbuf_clear(&p->path);
	strbuf_add(&p->path, path.text, hash ? (size_t)(hash - path.text) : path.len);
	if (!strbuf_ok(&p->path) || !report_find(p->r, p->path.text, ret, &ignored) || !ret->field)
		return false;
	if (!hash)
		return true;
	path.len -= (size_t)(hash - path.text) + 2;
	path.text = hash + 2;
	close = memchr(path.text, ']', path.len);
	if (!close || ret->field->type != TYPE_TABLE || path.len < (size_t)(close - path.text) + 2 || close[1] != '.' ||
	    !number((struct line){ path.text, (size_t)(close - path.text) }, &name))
		return false;
	column = table_column(ret->field, close + 2, path.len - (size_t)(close - path.text) - 2);
	if (!column)
		return false;
	ret->row = alias_row(p, ret->field, name);
	ret->field = column;
	return true;
}

static bool find_table(struct replay *p, struct line *rest, const struct field **ret_table, uint32_t *ret_name)
{
	struct spot s;

	if (!find_spot(p, word(rest), &s) || s.field->type != TYPE_TABLE)
		return false;
	*ret_table = s.field;
	return number(word(rest), ret_name);
}

/* ---- one edit ---- */

static bool replay_set(struct replay *p, struct line rest)
{
	struct error e;
	struct spot s;
	const char *now;
	size_t len;

	if (!find_spot(p, word(&rest), &s) || !field_is_scalar(s.field))
		return false;
	strbuf_clear(&p->value);
	if (!journal_unescape(&p->value, rest.text, rest.len))
		return false;
	if (!report_set(p->r, s, p->value.text, p->value.len, true, &e)) {
		p->out_of_memory |= e.kind == ERR_MEMORY;
		return false;
	}
	now = report_text(p->r, s, &len);
	return len == p->value.len && memcmp(now, p->value.text, len) == 0;
}

static bool is_about_rows(struct line line)
{
	struct line rest = line, kind = word(&rest), path = word(&rest);

	return !journal_is(kind.text, kind.len, "set") || memchr(path.text, '#', path.len) != NULL;
}

static bool replay_edit(struct replay *p, struct line line)
{
	struct line rest = line, kind = word(&rest);
	const struct field *table;
	uint32_t name, at;
	struct error e = { 0 };
	row_id row;
	bool ok = false;

	if (p->loose && is_about_rows(line)) {
		p->left_out++;
		return true;
	}
	if (journal_is(kind.text, kind.len, "set"))
		return replay_set(p, rest) || p->loose;
	if (!find_table(p, &rest, &table, &name))
		return false;
	if (journal_is(kind.text, kind.len, "delete")) {
		ok = report_delete(p->r, table, alias_row(p, table, name), &e);
	} else if (!number(word(&rest), &at)) {
		return false;
	} else if (journal_is(kind.text, kind.len, "move")) {
		ok = report_move(p->r, table, alias_row(p, table, name), at, &e);
	} else if (journal_is(kind.text, kind.len, "insert")) {
		ok = report_insert(p->r, table, at, &row, &e);
		if (ok && !alias_set(p, table, name, row)) {
			p->out_of_memory = true;
			return false;
		}
	}
	p->out_of_memory |= e.kind == ERR_MEMORY;
	return ok;
}

/* ---- steps ---- */

static bool push(struct replay *p, struct steps *to, struct step s)
{
	struct step *grown = memory_grow(to->step, &to->capacity, to->count + 1, sizeof(*grown));

	if (!grown) {
		p->out_of_memory = true;
		return false;
	}
	to->step = grown;
	to->step[to->count++] = s;
	return true;
}

static bool step_close(struct replay *p)
{
	if (!p->is_open)
		return true;
	p->is_open = false;
	report_group_end(p->r);
	p->open.after = report_history_done(p->r);
	p->open.count = p->line_count - p->open.first;
	return p->open.count ? push(p, &p->done, p->open) : true;
}

static void step_open(struct replay *p, size_t first)
{
	report_group_begin(p->r);
	p->open = (struct step){ .first = first, .before = report_history_done(p->r) };
	p->is_open = true;
}

static void take_back(struct replay *p, const struct step *s)
{
	struct spot ignored;

	while (report_history_done(p->r) > s->before && report_undo(p->r, &ignored))
		;
}

static void bring_back(struct replay *p, const struct step *s)
{
	struct spot ignored;

	while (report_history_done(p->r) < s->after && report_redo(p->r, &ignored))
		;
}

/* makes the first `count` edits of a step that was taken back again, as a step of their own */
static bool make_again(struct replay *p, struct step s, size_t count)
{
	bool ok = true;

	p->again += count;
	if (p->again > AGAIN_MAX)
		return false;
	s.count = count;
	s.before = report_history_done(p->r);
	report_group_begin(p->r);
	for (size_t i = 0; ok && i < count; i++)
		ok = replay_edit(p, p->lines[s.first + i]);
	report_group_end(p->r);
	s.after = report_history_done(p->r);
	p->undone.count = 0;
	return ok && push(p, &p->done, s);
}

/* before an edit, and at the end: nothing may be half undone */
static bool settle(struct replay *p)
{
	struct step s;
	size_t count;

	if (p->done.partly) {
		s = p->done.step[--p->done.count];
		count = s.count - p->done.partly;
		p->done.partly = 0;
		take_back(p, &s);
		return make_again(p, s, count);
	}
	if (p->undone.partly) {
		s = p->undone.step[--p->undone.count];
		count = p->undone.partly;
		p->undone.partly = 0;
		return make_again(p, s, count);
	}
	return true;
}

static bool undo_one(struct replay *p)
{
	struct step *s;

	if (!step_close(p))
		return false;
	if (p->undone.partly) {
		p->undone.partly--;
		return true;
	}
	if (!p->done.count)
		return false;
	s = &p->done.step[p->done.count - 1];
	if (++p->done.partly == s->count) {
		take_back(p, s);
		p->done.partly = 0;
		p->done.count--;
		return push(p, &p->undone, *s);
	}
	return true;
}

static bool redo_one(struct replay *p)
{
	struct step *s;

	if (!step_close(p))
		return false;
	if (p->done.partly) {
		p->done.partly--;
		return true;
	}
	if (!p->undone.count)
		return false;
	s = &p->undone.step[p->undone.count - 1];
	if (++p->undone.partly == s->count) {
		bring_back(p, s);
		p->undone.partly = 0;
		p->undone.count--;
		return push(p, &p->done, *s);
	}
	return true;
}

static bool edit_one(struct replay *p, struct line line)
{
	struct line *grown;

	if (!settle(p))
		return false;
	grown = memory_grow(p->lines, &p->line_capacity, p->line_count + 1, sizeof(*grown));
	if (!grown) {
		p->out_of_memory = true;
		return false;
	}
	p->lines = grown;
	if (!p->is_open)
		step_open(p, p->line_count);
	if (!replay_edit(p, line))
		return false;
	p->lines[p->line_count++] = line;
	p->undone.count = 0;
	return true;
}

/* ---- typing ---- */

static bool typing_one(struct replay *p, struct line rest)
{
	struct line path = word(&rest);

	memory_free(p->typing_path);
	p->typing_path = memory_alloc(path.len + 1, 1);
	if (!p->typing_path) {
		p->out_of_memory = true;
		return false;
	}
	memcpy(p->typing_path, path.text, path.len);
	strbuf_clear(&p->typing);
	return journal_unescape(&p->typing, rest.text, rest.len);
}

static bool typed_one(struct replay *p, struct line rest)
{
	uint32_t at, removed;

	if (!p->typing_path || !number(word(&rest), &at) || !number(word(&rest), &removed) || at > p->typing.len ||
	    removed > p->typing.len - at)
		return false;
	strbuf_clear(&p->value);
	if (!journal_unescape(&p->value, rest.text, rest.len))
		return false;
	strbuf_remove(&p->typing, at, removed);
	strbuf_insert(&p->typing, at, p->value.text, p->value.len);
	return strbuf_ok(&p->typing);
}

/* ---- the whole ---- */

static bool replay_line(struct replay *p, struct line line)
{
	struct line rest = line, kind = word(&rest);

	if (journal_is(kind.text, kind.len, "group"))
		return step_close(p);
	if (journal_is(kind.text, kind.len, "undo"))
		return undo_one(p);
	if (journal_is(kind.text, kind.len, "redo"))
		return redo_one(p);
	if (journal_is(kind.text, kind.len, "typing"))
		return typing_one(p, rest);
	if (journal_is(kind.text, kind.len, "typed"))
		return typed_one(p, rest);
	if (journal_is(kind.text, kind.len, "saving"))
		return step_close(p);
	if (journal_is(kind.text, kind.len, "untyped")) {
		memory_free(p->typing_path);
		p->typing_path = NULL;
		return true;
	}
	return edit_one(p, line);
}

/* hands over what was being typed, if its place is still there */
static void hand_over_typing(struct replay *p, struct journal_replay *ret)
{
	struct line path = { .text = p->typing_path, .len = p->typing_path ? strlen(p->typing_path) : 0 };
	struct spot s;

	if (!path.len || !find_spot(p, path, &s))
		return;
	strbuf_clear(&p->path);
	report_path(p->r, s, &p->path);
	ret->typing_path = path_beside(p->path.text, "", "");
	ret->typing_text = memory_alloc(p->typing.len + 1, 1);
	if (ret->typing_text)
		memcpy(ret->typing_text, p->typing.text, p->typing.len);
	if (!ret->typing_path || !ret->typing_text) {
		memory_free(ret->typing_path);
		memory_free(ret->typing_text);
		ret->typing_path = ret->typing_text = NULL;
		p->out_of_memory = true;
	}
}

static void replay_lines(struct replay *p, struct journal_text *t, struct journal_replay *ret)
{
	struct line line;
	bool ok = true;

	while (ok && journal_text_next(t, &line.text, &line.len)) {
		ok = replay_line(p, line);
		ret->edits += ok && !journal_is(line.text, line.len, "group") && !journal_is(line.text, line.len, "saving");
	}
	ok = step_close(p) && ok;
	ok = settle(p) && ok;
	ret->torn = t->torn || !ok;
	ret->damaged = journal_text_damaged(t) || !ok;
	p->left_out += journal_text_skip(t, SIZE_MAX) + !ok;
	hand_over_typing(p, ret);
}

static void replay_release(struct replay *p)
{
	memory_free(p->lines);
	memory_free(p->done.step);
	memory_free(p->undone.step);
	memory_free(p->alias);
	memory_free(p->typing_path);
	strbuf_release(&p->typing);
	strbuf_release(&p->value);
	strbuf_release(&p->path);
}

/* whose journal it is: false when there is none, or nothing in it */
static bool read_head(struct journal_text *t, const struct file_stamp *stamp, const struct form *form, bool *ret_ours)
{
	struct strbuf expected;
	struct line head;
	bool any = journal_text_next(t, &head.text, &head.len);

	strbuf_init(&expected, 0);
	journal_head(&expected, stamp, form);
	*ret_ours = any && head.len >= expected.len && memcmp(head.text, expected.text, expected.len) == 0;
	strbuf_release(&expected);
	return any && journal_is(head.text, head.len, "ziping");
}

static bool replay_file(const char *path, const struct file_stamp *stamp, struct report *r, bool loose,
			struct journal_replay *ret, struct error *reterr)
{
	struct replay p = { .r = r };
	struct journal_text t = { 0 };
	const enum role role = report_role(r);
	const unsigned long refused = memory_refused();
	bool ours, ok = true;

	*ret = (struct journal_replay){ 0 };
	if (!journal_text_load(path, &t)) {
		if (errno == ENOENT || errno == ENOTDIR)
			return true;
		if (errno == ENOMEM)
			return error_memory(reterr);
		return error_set(reterr, ERR_IO, NOWHERE, _("the unsaved edits in '%s' cannot be read: %s"), path,
				 error_cause(errno));
	}
	strbuf_init(&p.value, 0);
	strbuf_init(&p.path, 0);
	strbuf_init(&p.typing, 0);
	ret->torn = !read_head(&t, stamp, report_form(r), &ours); /* killed before anything was in it */
	if (loose && ret->torn && journal_text_damaged(&t)) /* whose it is cannot be read, what is in it can */
		ret->torn = !journal_text_skip(&t, 1);
	ret->foreign = !ret->torn && !ours;
	p.loose = ret->foreign;
	if (ours) /* what was allowed when it was done, with all that followed from it */
		report_act_as(r, ROLE_REPLAY);
	if (!ret->torn && (ours || loose))
		replay_lines(&p, &t, ret);
	report_act_as(r, role);
	ret->left_out = p.left_out;
	/* wherever it was: a record that was not read for want of memory must not pass for one that cannot be read */
	if (p.out_of_memory || refused != memory_refused()) {
		memory_free(ret->typing_path);
		memory_free(ret->typing_text);
		*ret = (struct journal_replay){ 0 };
		ok = error_memory(reterr);
	}
	replay_release(&p);
	journal_text_release(&t);
	return ok;
}

bool journal_replay_file(const char *journal_file, const struct file_stamp *stamp, struct report *r,
			 struct journal_replay *ret, struct error *reterr)
{
	return replay_file(journal_file, stamp, r, true, ret, reterr);
}

bool journal_replay(const char *report_path, const struct file_stamp *stamp, struct report *r, struct journal_replay *ret,
		    struct error *reterr)
{
	char *path = journal_path(report_path);
	bool ok = path ? replay_file(path, stamp, r, false, ret, reterr) : error_memory(reterr);

	memory_free(path);
	return ok;
}
