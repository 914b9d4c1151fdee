/*
 * Session: one report open at a desk: its form, its source, the report itself, its journal, its lock. What every command
 * and the screen start from.
 */
#ifndef ZIPING_DESK_SESSION_H
#define ZIPING_DESK_SESSION_H

#include "desk/journal.h"
#include "desk/lock.h"
#include "report/check.h"
#include "report/edit.h"

enum session_mode {
	SESSION_READ,  /* check, show, get: no lock, no journal */
	SESSION_WRITE, /* set: takes the lock, refuses when the report is open elsewhere or has a journal to recover */
	SESSION_DESK,  /* the screen: takes the lock, journals every edit */
};

struct session {
	char *path;             /* as given; NULL for standard input */
	struct form *form;
	struct report *report;
	struct journal *journal;    /* SESSION_DESK */
	struct lock *lock;
	struct file_stamp stamp;    /* of the file as it was read or last saved */
	bool other_version;         /* the form found is not of the version that the report names */
	bool backed_up;             /* FILE~ was written in this sitting */
};

bool session_open(const char *path, enum session_mode mode, bool english, struct session **ret, struct error *reterr) MUST_CHECK;
void session_free(struct session *s);

/* ERR_CHANGED when the file is not as it was read; `anyway` overwrites it */
bool session_save(struct session *s, bool anyway, struct error *reterr) MUST_CHECK;

#endif
