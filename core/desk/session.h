/*
 * Session: one report open at a desk: its form, its source, the report itself, its journal, its lock. What every command
 * and the screen start from.
 */
#ifndef ZIPING_DESK_SESSION_H
#define ZIPING_DESK_SESSION_H

#include "base/arena.h"
#include "desk/journal.h"
#include "desk/lock.h"
#include "report/check.h"
#include "report/edit.h"

enum session_mode {
	SESSION_READ,  /* check, show, get: no lock, no journal */
	SESSION_WRITE, /* set: takes the lock, refuses when the report is open elsewhere or has a journal to recover */
	SESSION_DESK,  /* the screen: takes the lock, journals every edit */
};

/* what a journal held that the file does not, replayed on the report: the front end asks, then session_recover() or session_refuse() */
struct recovery {
	size_t differences;     /* values and rows that differ from the file */
	bool damaged;           /* the journal is damaged: this is all before that; once recovered, the whole of it is put aside too */
	struct strbuf summary;  /* a line each, in the user's language */
};

struct session {
	char *path;             /* as given; NULL for standard input */
	const char *beside;     /* session_open_beside(): where a form that is named by a path is looked for; else NULL */
	struct form_shelf *shelf; /* session_open_shelved(): where its form is borrowed from; else NULL */
	enum session_mode mode;
	struct form *form;
	struct report *report;
	struct journal *journal;    /* SESSION_DESK */
	struct lock *lock;
	struct file_stamp stamp;    /* of the file as it was read or last saved */
	struct file_stamp theirs;   /* of what session_theirs() read */
	struct strbuf base;         /* the bytes of the last save, as long as they are few enough to be kept; else empty */
	bool other_version;         /* the form found is not of the version that the report names */
	bool backed_up;             /* FILE~ was written in this sitting */
	bool open_elsewhere;        /* somebody else has it open: `owner`; SESSION_DESK then has neither lock nor journal and cannot be saved */
	struct lock_owner owner;
	bool has_unsaved;           /* SESSION_READ: a journal holds edits that this report is without */
	struct recovery *recovery;  /* SESSION_DESK: waits for an answer */
	bool put_aside;             /* SESSION_DESK: edits of another state of the file, or damaged ones, were found and put aside */
	bool made_anew;             /* the last save found the file gone and wrote it anew */
	bool owner_lost;            /* the last save could not keep owner, group or access list */
	bool unsure;                /* the last save is in its place, but the disk did not confirm it: the next one writes in any case */
	struct error no_backup;     /* why the last save left no FILE~ although it should have; kind ERR_NONE: it did */
	struct error unguarded;     /* SESSION_DESK: why nothing can be written beside the report; kind ERR_NONE: it can */
	bool english;
};

bool session_open(const char *path, enum session_mode mode, bool english, struct session **ret, struct error *reterr) MUST_CHECK;

/* for reading (SESSION_READ): a form that the report names by a path is looked for as if the report lay at `beside` (NULL: where it lies) */
bool session_open_beside(const char *path, const char *beside, bool english, struct session **ret, struct error *reterr) MUST_CHECK;

/* for reading (SESSION_READ), one of many reports: its form comes from the shelf, which must outlive the session (NULL: none) */
bool session_open_shelved(const char *path, struct form_shelf *shelf, bool english, struct session **ret, struct error *reterr) MUST_CHECK;

/* forgets the journal; with keep_journal (a signal, a crash to come) leaves it for the next opening */
void session_free(struct session *s);
void session_leave(struct session *s, bool keep_journal);

/* a sentence for standard error where a reading command takes the saved file although there is more: false when there is nothing to say */
bool session_notice(const struct session *s, struct strbuf *out);

/* takes a silent lock over (SESSION_DESK that was open elsewhere) and journals from now on; what the other left is in `recovery` */
bool session_take_over(struct session *s, struct error *reterr) MUST_CHECK;

/* the answers: keeps what was recovered and journals it anew; or puts the journal aside and reads the file again (report changes!) */
bool session_recover(struct session *s, struct error *reterr) MUST_CHECK;
bool session_refuse(struct session *s, struct error *reterr) MUST_CHECK;

/*
 * Edits that were put aside: the names of their files (in the arena, the newest last), and one of them brought back onto
 * the report, as ordinary edits; its file is removed when all of it came back. *ret_left_out: edits in tables, when the
 * report is not as it was then, and what is behind a damage.
 */
bool session_asides(const struct session *s, struct arena *a, const char ***ret, size_t *ret_count, struct error *reterr) MUST_CHECK;
bool session_bring_back(struct session *s, const char *aside, size_t *ret_left_out, struct error *reterr) MUST_CHECK;

/*
 * ERR_CHANGED when the file is not as it was read; `anyway` overwrites it. A report that was not edited is not written,
 * unless its file is gone.
 */
bool session_save(struct session *s, bool anyway, struct error *reterr) MUST_CHECK;

/*
 * After ERR_CHANGED: what another program made of the file, read with the form of ours; and what both began from, the report as
 * it was opened or last saved (both are freed by the caller, before the session). Then either theirs is taken in place of ours
 * (our edits are put aside; the report changes!), or, once they were merged into the report, session_save_merged() replaces just
 * that file. When that fails the session is as it was before: the caller takes the merge back, too, as the journal still is of
 * the file that both began from (ERR_UNSURE: it was written).
 */
bool session_theirs(struct session *s, struct report **ret, struct error *reterr) MUST_CHECK;
bool session_base(struct session *s, struct report **ret, struct error *reterr) MUST_CHECK;
bool session_take_theirs(struct session *s, struct error *reterr) MUST_CHECK;
bool session_save_merged(struct session *s, struct error *reterr) MUST_CHECK;

/* under another name, which must be free: the session goes on there; the old file stays as it was last saved */
bool session_save_as(struct session *s, const char *path, struct error *reterr) MUST_CHECK;

#endif
