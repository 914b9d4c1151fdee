/* What session.c and recovery.c share. */
#ifndef ZIPING_DESK_SESSION_PRIVATE_H
#define ZIPING_DESK_SESSION_PRIVATE_H

#include "desk/session.h"

/* reads s->path into s->form, s->report, s->stamp, replacing those that are there */
bool session_read(struct session *s, struct error *reterr) MUST_CHECK;

/* a lock was taken: looks for a journal, replays it, or starts one */
bool session_journal(struct session *s, struct error *reterr) MUST_CHECK;
bool session_start_journal(struct session *s, struct error *reterr) MUST_CHECK;

/* the file is read again, a journal beside it put aside, a fresh one begun: all of it, or nothing has changed but for that name */
bool session_begin_anew(struct session *s, struct error *reterr) MUST_CHECK;
bool recovery_typing(struct session *s, const struct journal_replay *replay, struct error *reterr) MUST_CHECK;
void recovery_free(struct recovery *r);

#endif
