/* One report open at a desk, see session.h. */
#include "desk/session_private.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"
#include "desk/save_private.h"

#include <string.h>
#include <unistd.h>

#define BASE_MAX (32u << 20)

/* ---- reading ---- */

/* where the value of `form:` stands, or the beginning of the file */
static struct place form_place(const struct source *source)
{
	node_id n = source_find(source, NODE_ROOT, "form");

	return n ? source_place(source, source_node(source, n)->start)
		 : (struct place){ .file = source_name(source), .line = 1, .column = 1 };
}

/* the nearest id among the forms that there are, or NULL; lives in the arena */
static const char *nearest_form(struct arena *a, const char *name)
{
	struct form_entry *forms;
	struct error ignored;
	const char **ids, *wanted;
	size_t count;

	wanted = arena_strndup(a, name, strcspn(name, "@"));
	if (!wanted || !form_list(a, &forms, &count, &ignored) || !count)
		return NULL;
	ids = arena_alloc(a, count * sizeof(*ids));
	if (!ids)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		ids[i] = forms[i].id;
		if (strcmp(ids[i], wanted) == 0)
			return NULL; /* it is there: something else is the matter */
	}
	return text_nearest(wanted, ids, count);
}

/* a form that cannot be found has no place of its own: the report's is where the mend is */
static bool form_failed(struct arena *a, const struct source *source, const char *name, struct error *reterr)
{
	const char *near;
	struct error told = *reterr;

	if (told.kind != ERR_FORM || told.line)
		return false;
	near = nearest_form(a, name);
	if (near)
		error_set(reterr, ERR_FORM, form_place(source), _("form '%s' cannot be found; did you mean '%s'?"), name, near);
	else
		error_set(reterr, ERR_FORM, form_place(source), "%s", told.text);
	return false;
}

static bool names_form(const struct source *source)
{
	node_id n = source_find(source, NODE_ROOT, "form");

	return n && source_node(source, n)->kind == NODE_SCALAR && !source_is_blank(source, n);
}

/* the value of `form:`, in the arena; NULL when there is none, or no memory */
static const char *form_name(struct arena *a, const struct source *source)
{
	const char *text;
	size_t len;

	if (!names_form(source))
		return NULL;
	text = source_text(source, source_find(source, NODE_ROOT, "form"), &len);
	return arena_strndup(a, text, len);
}

static bool load_form(struct session *s, const struct source *source, struct form **ret, struct error *reterr)
{
	struct arena a = { 0 };
	struct form_query q = { .name = form_name(&a, source), .relative_to = s->beside ? s->beside : s->path };
	bool other = false, ok;

	if (!q.name && names_form(source))
		ok = error_memory(reterr);
	else if (!q.name)
		ok = error_set(reterr, ERR_FORM, form_place(source),
			       _("the report names no form; begin it with a line such as 'form: %s'"), "overall-report");
	else
		ok = (s->shelf ? form_borrow(s->shelf, &q, ret, &other, reterr) : form_load(&q, ret, &other, reterr)) ||
		     form_failed(&a, source, q.name, reterr);
	if (ok) {
		s->other_version = other;
		form_speak(*ret, s->english);
	}
	arena_release(&a);
	return ok;
}

bool session_read(struct session *s, struct error *reterr)
{
	const char *path = s->path ? s->path : "-", *bytes;
	struct file_stamp stamp = { 0 };
	struct source *source = NULL;
	struct report *report = NULL;
	struct form *form = NULL;
	size_t size;

	if (s->path && !file_stamp(path, &stamp, reterr))
		return false;
	if (!source_load(path, &source, reterr))
		return false;
	/* what counts is what was read, even if the file was replaced in between */
	bytes = source_bytes(source, &size);
	stamp.exists = s->path != NULL;
	stamp.size = size;
	stamp.digest = file_digest(bytes, size);
	if (!load_form(s, source, &form, reterr)) {
		source_free(source);
		return false;
	}
	if (!report_new(form, source, &report, reterr)) {
		form_free(form);
		return false;
	}
	report_free(s->report);
	form_free(s->form);
	s->report = report;
	s->form = form;
	s->stamp = stamp;
	return true;
}

/* ---- opening ---- */

static bool refuse_open(const struct session *s, struct error *reterr)
{
	const struct lock_owner *o = &s->owner;
	char since[64] = "?";
	struct tm tm;

	if (o->since && localtime_r(&o->since, &tm))
		strftime(since, sizeof(since), "%Y-%m-%d %H:%M", &tm);
	return error_set(reterr, ERR_REFUSED, NOWHERE,
			 _("'%s' is open elsewhere (%s on %s, process %ld, since %s); close it there first"), s->path, o->name,
			 o->host, o->pid, since);
}

static bool lock_report(struct session *s, struct error *reterr)
{
	/* without a lock when the folder cannot be written to: saving will say so */
	enum lock_result result = lock_take(s->path, false, &s->lock, &s->owner);

	if (result == LOCK_IMPOSSIBLE && errno == ENOMEM)
		return error_memory(reterr);
	s->open_elsewhere = result == LOCK_HELD;
	if (result == LOCK_IMPOSSIBLE && s->mode == SESSION_DESK && errno != ENOENT && errno != ENOTDIR)
		error_set(&s->unguarded, ERR_IO, NOWHERE,
			  _("nothing can be written beside the report (%s): what you type is safe only once it is saved, elsewhere if need be"),
			  error_cause(errno));
	if (s->open_elsewhere && s->mode == SESSION_WRITE)
		return refuse_open(s, reterr);
	return true;
}

/* what a reading or writing command must know about a journal that lies there */
static bool look_at_journal(struct session *s, struct error *reterr)
{
	enum journal_state state = journal_look(s->path, &s->stamp, s->form);

	if (state == JOURNAL_UNKNOWN)
		return error_memory(reterr);
	if (s->mode == SESSION_READ) {
		s->has_unsaved = state == JOURNAL_OURS || state == JOURNAL_FOREIGN;
		return true;
	}
	if (state == JOURNAL_OURS || state == JOURNAL_FOREIGN)
		return error_set(reterr, ERR_REFUSED, NOWHERE,
				 _("'%s' has unsaved edits to recover; open it with 'ziping %s' first"), s->path, s->path);
	journal_discard(s->path);
	return true;
}

static bool settle_in(struct session *s, struct error *reterr)
{
	if (s->mode != SESSION_READ && !lock_report(s, reterr))
		return false;
	if (!session_read(s, reterr))
		return false;
	if (s->mode != SESSION_DESK)
		return look_at_journal(s, reterr);
	return s->open_elsewhere || session_journal(s, reterr);
}

static bool open_session(const char *path, const char *beside, struct form_shelf *shelf, enum session_mode mode, bool english,
			 struct session **ret, struct error *reterr)
{
	bool is_input = strcmp(path, "-") == 0;
	struct session *s;

	if (is_input && mode != SESSION_READ)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("standard input can only be read; name a file"));
	s = memory_alloc(1, sizeof(*s));
	if (!s)
		return error_memory(reterr);
	s->mode = mode;
	s->beside = beside;
	s->shelf = shelf;
	s->english = english;
	if (is_input) {
		if (session_read(s, reterr)) {
			*ret = s;
			return true;
		}
	} else {
		s->path = path_beside(path, "", "");
		if (!s->path) {
			error_memory(reterr);
		} else if (settle_in(s, reterr)) {
			s->open_elsewhere |= mode == SESSION_READ && lock_look(path, &s->owner);
			*ret = s;
			return true;
		}
	}
	session_leave(s, true);
	return false;
}

bool session_open(const char *path, enum session_mode mode, bool english, struct session **ret, struct error *reterr)
{
	return open_session(path, NULL, NULL, mode, english, ret, reterr);
}

bool session_open_beside(const char *path, const char *beside, bool english, struct session **ret, struct error *reterr)
{
	return open_session(path, beside, NULL, SESSION_READ, english, ret, reterr);
}

bool session_open_shelved(const char *path, struct form_shelf *shelf, bool english, struct session **ret, struct error *reterr)
{
	return open_session(path, NULL, shelf, SESSION_READ, english, ret, reterr);
}

void session_leave(struct session *s, bool keep_journal)
{
	if (!s)
		return;
	journal_free(s->journal, keep_journal);
	lock_free(s->lock);
	strbuf_release(&s->base);
	recovery_free(s->recovery);
	report_free(s->report);
	form_free(s->form);
	memory_free(s->path);
	memory_free(s);
}

void session_free(struct session *s)
{
	session_leave(s, false);
}

bool session_notice(const struct session *s, struct strbuf *out)
{
	if (s->open_elsewhere)
		strbuf_printf(out, _("'%s' is open elsewhere (%s on %s); this is the file as it was last saved"), s->path,
			      s->owner.name, s->owner.host);
	else if (s->has_unsaved)
		strbuf_printf(out, _("'%s' has unsaved edits to recover; this is the file as it was last saved"), s->path);
	return s->open_elsewhere || s->has_unsaved;
}

/* ---- saving ---- */

/* whether the file is still the one that was read; *ret_now tells whether there is one */
static bool is_unchanged(struct session *s, bool anyway, struct file_stamp *ret_now, struct error *reterr)
{
	uint64_t digest;

	if (!file_stamp(s->path, ret_now, reterr))
		return false;
	if (!ret_now->exists || anyway)
		return true;
	/* the time may lie: a copy brought back by a synchroniser is the same file, an edit within a tick of the clock is not */
	if (ret_now->size == s->stamp.size) {
		if (!file_read_digest(s->path, &digest, reterr))
			return false;
		if (digest == s->stamp.digest)
			return true;
	}
	return error_set(reterr, ERR_CHANGED, NOWHERE,
			 _("'%s' was changed by another program since it was opened; nothing was written"), s->path);
}

struct writing {
	struct session *s;
	struct strbuf copy;   /* too much for it: it fails, and the writing goes on */
	struct digest digest;
	struct sink to;
	struct error *reterr;
};

static bool copy_and_write(void *to, const char *text, size_t len)
{
	struct writing *w = to;

	strbuf_add(&w->copy, text, len);
	digest_add(&w->digest, text, len);
	return w->to.write(w->to.to, text, len);
}

static void keep_base(struct session *s, struct strbuf *copy)
{
	strbuf_release(&s->base);
	s->base = *copy;
	if (!strbuf_ok(copy)) {
		strbuf_release(&s->base);
		strbuf_init(&s->base, BASE_MAX);
	}
}

/* FILE~; a copy that cannot be made is no reason to keep the edits from the disk */
static void back_up(struct session *s, struct replace *file)
{
	char *backup = path_beside(s->path, "", "~");

	if (!backup)
		error_memory(&s->no_backup);
	else if (!replace_backup(file, backup, &s->no_backup) && s->no_backup.kind == ERR_UNSURE)
		s->no_backup = (struct error){ 0 };
	memory_free(backup);
}

/* `keep`: what is in the file now is to be kept as FILE~ */
static bool write_file(struct session *s, bool keep, uint64_t *ret_size, uint64_t *ret_digest, struct error *reterr)
{
	struct writing w = { .to = { 0 } };
	struct replace *file;
	bool ok;

	if (!replace_begin(s->path, &file, reterr))
		return false;
	strbuf_init(&w.copy, BASE_MAX);
	w.to = replace_sink(file);
	if (!report_write(s->report, (struct sink){ .write = copy_and_write, .to = &w }, reterr)) {
		strbuf_release(&w.copy);
		replace_trouble(file, reterr);
		replace_cancel(file);
		return false;
	}
	if (keep)
		back_up(s, file);
	replace_written(file, ret_size, ret_digest);
	journal_saving(s->journal, *ret_size, *ret_digest);
	ok = replace_commit(file, &s->owner_lost, reterr);
	if (ok || reterr->kind == ERR_UNSURE)
		keep_base(s, &w.copy);
	else
		strbuf_release(&w.copy);
	return ok;
}

/* the file is on the disk: what is in memory belongs to it from now on */
static void saved(struct session *s, uint64_t size, uint64_t digest)
{
	struct error ignored;

	if (!file_stamp(s->path, &s->stamp, &ignored))
		s->stamp = (struct file_stamp){ .exists = true };
	s->stamp.size = size;
	s->stamp.digest = digest;
	report_saved(s->report);
	if (!s->journal)
		return;
	if (s->unsure)
		(void)!journal_set_aside(s->path, &ignored); /* should the old file be back after a power cut, so are its edits */
	journal_restart(s->journal, s->report, &s->stamp);
}

bool session_save(struct session *s, bool anyway, struct error *reterr)
{
	struct file_stamp now;
	uint64_t size, digest;
	bool ok, keep;

	if (!s->path || s->mode == SESSION_READ)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("the report was opened for reading only"));
	if (s->open_elsewhere)
		return refuse_open(s, reterr);
	report_finish(s->report);
	if (!is_unchanged(s, anyway, &now, reterr))
		return false;
	s->made_anew = s->owner_lost = false;
	s->no_backup = (struct error){ 0 };
	if (now.exists && !anyway && !s->unsure && !report_modified(s->report))
		return true;
	/* the file as it was before this sitting; and what somebody else wrote, before it is overwritten */
	keep = now.exists && s->mode == SESSION_DESK && (!s->backed_up || anyway);
	ok = write_file(s, keep, &size, &digest, reterr);
	s->unsure = !ok && reterr->kind == ERR_UNSURE;
	if (!ok && !s->unsure)
		return false;
	s->made_anew = !now.exists;
	s->backed_up = true;
	saved(s, size, digest);
	return ok;
}

static bool write_report(void *from, struct sink to)
{
	struct writing *w = from;

	w->to = to;
	return report_write(w->s->report, (struct sink){ .write = copy_and_write, .to = w }, w->reterr);
}

bool session_save_as(struct session *s, const char *path, struct error *reterr)
{
	struct writing w = { .s = s, .reterr = reterr };
	struct lock *lock = NULL, *old_lock = s->lock;
	struct journal *journal = NULL, *old_journal = s->journal;
	char *name = path_beside(path, "", ""), *old_name = s->path;
	struct lock_owner owner;
	bool ok;

	if (!name)
		return error_memory(reterr);
	digest_init(&w.digest);
	strbuf_init(&w.copy, BASE_MAX);
	report_finish(s->report);
	s->unsure = false;
	ok = create_new(path, write_report, &w, reterr);
	if (!ok && reterr->kind != ERR_UNSURE) {
		strbuf_release(&w.copy);
		memory_free(name);
		return false;
	}
	if (s->mode == SESSION_DESK && !journal_new(path, &s->stamp, s->form, &journal, reterr)) {
		unlink(path); /* it was made just now, for nothing */
		strbuf_release(&w.copy);
		memory_free(name);
		return false;
	}
	keep_base(s, &w.copy);
	if (s->mode == SESSION_DESK) {
		(void)lock_take(path, false, &lock, &owner);
		s->journal = journal;
		s->lock = lock;
		report_watch(s->report, journal_watcher(journal));
		journal_free(old_journal, !ok);
		lock_free(old_lock);
	}
	s->path = name;
	memory_free(old_name);
	s->open_elsewhere = false;
	s->backed_up = true; /* the file is of this sitting's own making */
	saved(s, w.digest.total, digest_end(&w.digest));
	s->unsure = !ok;
	return ok;
}
