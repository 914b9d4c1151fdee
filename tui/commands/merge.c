#include "tui/commands/command.h"
#include "tui/commands/versions.h"

#include "base/i18n.h"
#include "base/text.h"
#include "desk/save.h"
#include "review/merge.h"

#include <inttypes.h>
#include <sys/stat.h>

enum { BASE, OURS, THEIRS };

/* ---- the file that it goes to ---- */

static bool take_lock(const char *out, struct lock **ret)
{
	struct lock_owner o;
	char since[64] = "?";
	struct tm tm;

	if (lock_take(out, false, ret, &o) != LOCK_HELD)
		return true;
	if (o.since && localtime_r(&o.since, &tm))
		strftime(since, sizeof(since), "%Y-%m-%d %H:%M", &tm);
	command_complain(_("'%s' is open elsewhere (%s on %s, process %ld, since %s); close it there first"), out, o.name, o.host, o.pid, since);
	return false;
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* edits that wait to be recovered are not overwritten, nor what somebody else wrote meanwhile */
static bool may_write(const struct versions *v, const char *out, const char *ours, struct error *reterr)
{
	struct file_stamp stamp;
	enum journal_state state;

	if (!file_stamp(out, &stamp, reterr))
		return false;
	if (!stamp.exists)
		return true;
	if (!file_read_digest(out, &stamp.digest, reterr))
		return false;
	state = journal_look(out, &stamp, v->main->form);
	if (state == JOURNAL_OURS || state == JOURNAL_FOREIGN)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' has unsaved edits to recover; open it with 'ziping %s' first"), out, out);
	if (v->main->report == v->report[OURS] && same_file(out, ours) && stamp.digest != v->main->stamp.digest)
		return error_set(reterr, ERR_CHANGED, NOWHERE, _("'%s' was changed by another program since it was opened; nothing was written"), out);
	journal_discard(out);
	return true;
}

static bool write_file(const struct versions *v, const char *out, const char *ours, struct error *reterr)
{
	struct replace *file;
	bool owner_lost;

	if (!may_write(v, out, ours, reterr) || !replace_begin(out, &file, reterr))
		return false;
	if (!report_write(v->report[OURS], replace_sink(file), reterr)) {
		replace_trouble(file, reterr);
		replace_cancel(file);
		return false;
	}
	return replace_commit(file, &owner_lost, reterr);
}

/* ---- what is told ---- */

static void tell_conflict(struct report *r, uint32_t n, const struct conflict *c)
{
	struct strbuf label, ours, theirs;

	strbuf_init(&label, 0);
	strbuf_init(&ours, 0);
	strbuf_init(&theirs, 0);
	if (c->found)
		report_label(r, c->spot, &label);
	merge_conflict_shown(r, n, SIDE_OURS, &ours);
	merge_conflict_shown(r, n, SIDE_THEIRS, &theirs);
	command_complain(_("conflict at %.*s%s%s: ours %.*s, theirs %.*s"), (int)c->path.len, c->path.text, label.len ? " " : "",
			 label.text, (int)text_fit(ours.text, ours.len, 60, &(int){ 0 }), ours.text,
			 (int)text_fit(theirs.text, theirs.len, 60, &(int){ 0 }), theirs.text);
	strbuf_release(&label);
	strbuf_release(&ours);
	strbuf_release(&theirs);
}

static void tell(struct report *r, const struct merged *m)
{
	const uint32_t all = merge_conflict_count(r);
	struct conflict c;

	for (uint32_t n = all - (uint32_t)m->conflicts; n < all && merge_conflict(r, n, &c); n++)
		tell_conflict(r, n, &c);
	if (m->conflicts)
		command_complain(ngettext("%zu conflict; ours stands there, and both sides are kept under 'conflicts' until one is chosen",
					  "%zu conflicts; ours stands there, and both sides are kept under 'conflicts' until one is chosen", m->conflicts),
				 m->conflicts);
}

static bool merge(struct invocation *in, struct versions *v, struct error *reterr, struct merged *ret)
{
	const char *out = in->options.output;

	if (!merge_reports(v->report[BASE], v->report[OURS], v->report[THEIRS], ret, reterr))
		return false;
	report_finish(v->report[OURS]);
	if (!out || strcmp(out, "-") == 0)
		return report_write(v->report[OURS], command_sink(), reterr) && command_flush();
	return write_file(v, out, in->arguments[OURS], reterr);
}

enum status merge_command(struct invocation *in)
{
	const char *out = in->options.output;
	struct lock *lock = NULL;
	struct versions v;
	struct merged merged = { 0 };
	struct error why = { 0 };
	bool ok;

	if (!versions_open(in, 3, OURS, &v))
		return STATUS_REFUSED;
	if (out && strcmp(out, "-") != 0 && !take_lock(out, &lock)) {
		versions_close(&v);
		return STATUS_REFUSED;
	}
	ok = merge(in, &v, &why, &merged);
	if (!ok && why.kind != ERR_NONE)
		command_error(&why);
	if (ok)
		tell(v.report[OURS], &merged);
	versions_close(&v);
	lock_free(lock);
	return !ok ? STATUS_REFUSED : merged.conflicts ? STATUS_FOUND : STATUS_FINE;
}
