/*
 * What a journal holds that the file does not: offered when a report is opened at the screen. The journal is replayed at once, so
 * that the summary shows what would really come out; until there is an answer its file stays as it is.
 */
#include "desk/session_private.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/entry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SUMMARY_TEXT 200 /* bytes of a value that are shown */
#define SUMMARY_MAX (1u << 20)

void recovery_free(struct recovery *r)
{
	if (!r)
		return;
	strbuf_release(&r->summary);
	memory_free(r);
}

/* what was being typed counts as entered: understood if it can be, else as it stands */
bool recovery_typing(struct session *s, const struct journal_replay *replay, struct error *reterr)
{
	const unsigned long refused = memory_refused();
	size_t len = strlen(replay->typing_text);
	struct understanding u = { .changed = false };
	struct error ignored;
	struct spot spot;
	bool ok = true;

	if (!report_find(s->report, replay->typing_path, &spot, &ignored) || !spot.field || !field_is_scalar(spot.field))
		return refused == memory_refused() || error_memory(reterr);
	strbuf_init(&u.stored, 0);
	if (entry_understand(s->form, spot.field, replay->typing_text, len, &u, &ignored))
		ok = report_set(s->report, spot, u.stored.text, u.stored.len, true, reterr);
	else
		ok = report_set(s->report, spot, replay->typing_text, len, true, reterr);
	strbuf_release(&u.stored);
	if (refused != memory_refused())
		return error_memory(reterr);
	return ok || reterr->kind != ERR_MEMORY;
}

/* ---- the summary ---- */

static void add_text(struct strbuf *out, const char *text, size_t len)
{
	size_t shown = 0, next;

	while (shown < len && shown < SUMMARY_TEXT) {
		next = text_cluster(text + shown, len - shown, &(int){ 0 });
		if (!next)
			break;
		shown += next;
	}
	if (!len)
		strbuf_puts(out, _("(blank)"));
	text_visible(out, text, shown);
	if (shown < len)
		strbuf_puts(out, "…");
}

static int compare_edits(const void *a, const void *b)
{
	const struct edit *x = *(const struct edit *const *)a, *y = *(const struct edit *const *)b;

	if (x->field != y->field)
		return (uintptr_t)x->field < (uintptr_t)y->field ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x > y) - (x < y); /* the history is one array: earlier edits have lower addresses */
}

/* a value, against what it was before the first edit of it */
static void tell_value(struct session *s, const struct edit *e, bool is_new_row, struct recovery *out)
{
	struct spot spot = { .section = e->field->section, .field = e->field, .row = e->row };
	size_t before_len = 0, after_len;
	const char *before = is_new_row ? "" : edit_text(s->report, e, false, &before_len);
	const char *after = report_text(s->report, spot, &after_len);

	if (before_len == after_len && memcmp(before, after, after_len) == 0)
		return;
	out->differences++;
	report_label(s->report, spot, &out->summary);
	strbuf_puts(&out->summary, ": ");
	add_text(&out->summary, before, before_len);
	strbuf_puts(&out->summary, " → ");
	add_text(&out->summary, after, after_len);
	strbuf_putc(&out->summary, '\n');
}

static bool row_is_there(struct session *s, const struct field *table, row_id row)
{
	return report_row_index(s->report, table, row) != UINT32_MAX;
}

struct row_changes {
	const struct field *table;
	uint32_t added, removed;
	bool moved;
};

static void tell_rows(struct session *s, const struct row_changes *c, struct recovery *out)
{
	const char *label = c->table ? field_label(s->form, c->table) : "";

	if (c->added) {
		out->differences += c->added;
		strbuf_printf(&out->summary, ngettext("%s: %u row added", "%s: %u rows added", c->added), label, (unsigned)c->added);
		strbuf_putc(&out->summary, '\n');
	}
	if (c->removed) {
		out->differences += c->removed;
		strbuf_printf(&out->summary, ngettext("%s: %u row deleted", "%s: %u rows deleted", c->removed), label,
			      (unsigned)c->removed);
		strbuf_putc(&out->summary, '\n');
	}
	if (c->moved && !c->added && !c->removed) {
		out->differences++;
		strbuf_printf(&out->summary, _("%s: rows moved"), label);
		strbuf_putc(&out->summary, '\n');
	}
}

/* edits of one place stand together, the earliest first */
static void tell_edits(struct session *s, const struct edit *const *edits, size_t count, struct recovery *out)
{
	struct row_changes rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct edit *e = edits[i], *before = i ? edits[i - 1] : NULL;
		bool first = !before || before->field != e->field || before->row != e->row;

		if (!first && (e->kind == EDIT_SET || e->kind != EDIT_MOVE))
			continue;
		if (e->kind == EDIT_SET) {
			if (!e->row || row_is_there(s, e->field->table, e->row))
				tell_value(s, e, false, out);
			continue;
		}
		if (rows.table != e->field) {
			tell_rows(s, &rows, out);
			rows = (struct row_changes){ .table = e->field };
		}
		if (e->kind == EDIT_MOVE)
			rows.moved = true;
		else if (e->kind == EDIT_INSERT)
			rows.added += row_is_there(s, e->field, e->row);
		else
			rows.removed += !row_is_there(s, e->field, e->row);
	}
	tell_rows(s, &rows, out);
}

static bool summarise(struct session *s, struct recovery *out, struct error *reterr)
{
	size_t count = report_history_done(s->report);
	const struct edit **edits = memory_alloc(count + 1, sizeof(*edits));

	if (!edits)
		return error_memory(reterr);
	for (size_t i = 0; i < count; i++)
		edits[i] = report_history(s->report, i);
	qsort(edits, count, sizeof(*edits), compare_edits);
	tell_edits(s, edits, count, out);
	memory_free(edits);
	return true;
}

/* ---- on opening ---- */

bool session_start_journal(struct session *s, struct error *reterr)
{
	if (!journal_new(s->path, &s->stamp, s->form, &s->journal, reterr))
		return false;
	report_watch(s->report, journal_watcher(s->journal));
	return true;
}

static bool replay_and_tell(struct session *s, struct error *reterr)
{
	struct journal_replay replayed;
	bool ok;

	if (!journal_replay(s->path, &s->stamp, s->report, &replayed, reterr))
		return false;
	s->recovery->damaged = replayed.damaged;
	ok = !replayed.typing_path || recovery_typing(s, &replayed, reterr);
	memory_free(replayed.typing_path);
	memory_free(replayed.typing_text);
	return ok && summarise(s, s->recovery, reterr);
}

static bool replay(struct session *s, struct error *reterr)
{
	const unsigned long refused = memory_refused();
	bool ok;

	s->recovery = memory_alloc(1, sizeof(*s->recovery));
	if (!s->recovery)
		return error_memory(reterr);
	strbuf_init(&s->recovery->summary, SUMMARY_MAX);
	ok = replay_and_tell(s, reterr);
	/* a difference that was not seen for want of memory would not be offered, and its journal thrown away */
	if (ok && refused != memory_refused())
		ok = error_memory(reterr);
	if (ok)
		return true;
	recovery_free(s->recovery);
	s->recovery = NULL;
	report_take_back(s->report, 0);
	return false;
}

/* nothing differs, or the save had finished: not worth a question */
static bool drop_journal(struct session *s, struct error *reterr)
{
	recovery_free(s->recovery);
	s->recovery = NULL;
	journal_discard(s->path);
	if (report_history_done(s->report) || report_can_redo(s->report)) {
		if (!session_read(s, reterr))
			return false;
	}
	return session_start_journal(s, reterr);
}

/* what cannot be offered; where the folder refuses this, nothing takes its place either: only memory that is out is a failure */
static bool put_aside(struct session *s, struct error *reterr)
{
	s->put_aside = journal_set_aside(s->path, reterr);
	return s->put_aside || reterr->kind != ERR_MEMORY;
}

bool session_journal(struct session *s, struct error *reterr)
{
	switch (journal_look(s->path, &s->stamp, s->form)) {
	case JOURNAL_NONE:
	case JOURNAL_SAVED:
		return drop_journal(s, reterr);
	case JOURNAL_FOREIGN:
		/* edits of another state of the file cannot be made in this one, and must not be lost */
		return session_start_journal(s, reterr) && put_aside(s, reterr);
	case JOURNAL_UNKNOWN:
		return error_memory(reterr);
	case JOURNAL_OURS:
		break;
	}
	if (!replay(s, reterr))
		return false;
	if (s->recovery->differences)
		return true;
	return (!s->recovery->damaged || put_aside(s, reterr)) && drop_journal(s, reterr);
}

bool session_recover(struct session *s, struct error *reterr)
{
	if (!s->recovery)
		return true;
	/* a folder that refuses this lets nothing take the journal's place either */
	if (s->recovery->damaged && !journal_keep_aside(s->path, reterr) && reterr->kind == ERR_MEMORY)
		return false;
	if (!session_start_journal(s, reterr))
		return false;
	/* when it cannot be written (a full disk), the old one is still there, and journal_trouble() tells */
	(void)!journal_adopt(s->journal, s->report);
	recovery_free(s->recovery);
	s->recovery = NULL;
	return true;
}

/* `may_stay`: a journal that cannot be put aside (a folder that is read-only) stays where it is, and is offered again */
static bool begin_anew(struct session *s, bool may_stay, struct error *reterr)
{
	bool aside = false;
	struct session fresh = { .path = s->path, .beside = s->beside, .shelf = s->shelf, .mode = s->mode, .english = s->english };

	if (!session_read(&fresh, reterr) || !journal_new(s->path, &fresh.stamp, fresh.form, &fresh.journal, reterr) ||
	    !((aside = journal_set_aside(s->path, reterr)) || (may_stay && reterr->kind != ERR_MEMORY))) {
		journal_free(fresh.journal, true);
		report_free(fresh.report);
		form_free(fresh.form);
		return false;
	}
	journal_free(s->journal, true); /* its file has another name by now */
	report_free(s->report);
	form_free(s->form);
	recovery_free(s->recovery);
	s->recovery = NULL;
	s->put_aside = aside;
	s->report = fresh.report;
	s->form = fresh.form;
	s->journal = fresh.journal;
	s->stamp = fresh.stamp;
	s->other_version = fresh.other_version;
	strbuf_clear(&s->base);
	report_watch(s->report, journal_watcher(s->journal));
	return true;
}

bool session_begin_anew(struct session *s, struct error *reterr)
{
	return begin_anew(s, false, reterr);
}

bool session_refuse(struct session *s, struct error *reterr)
{
	return !s->recovery || begin_anew(s, true, reterr);
}

bool session_take_over(struct session *s, struct error *reterr)
{
	if (!s->open_elsewhere)
		return true;
	if (lock_take(s->path, true, &s->lock, &s->owner) == LOCK_HELD)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' is still open elsewhere (%s on %s)"), s->path,
				 s->owner.name, s->owner.host);
	if (!s->lock && errno == ENOMEM)
		return error_memory(reterr);
	s->open_elsewhere = false;
	/* the other may have saved in the meantime */
	if (session_read(s, reterr) && session_journal(s, reterr))
		return true;
	report_watch(s->report, (struct edit_watcher){ NULL, NULL });
	journal_free(s->journal, true);
	s->journal = NULL;
	lock_free(s->lock);
	s->lock = NULL;
	s->open_elsewhere = true; /* for reading, as it was: nothing that is typed now would be journaled */
	return false;
}
