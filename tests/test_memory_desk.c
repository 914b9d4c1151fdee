/*
 * Memory that ends at the desk: sessions, journals, saving, recovery, settings. See ordeal.h. What was on the disk stays, and
 * what was edited can be had again.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "desk/fresh.h"
#include "desk/recent.h"
#include "desk/settings.h"
#include "desk_fixture.h"
#include "ordeal.h"

static struct scratch scratch;
static struct session *session;
static struct settings settings;

static void close_session(void)
{
	session_free(session);
	session = NULL;
}

static void tell_file(const char *name, struct strbuf *out)
{
	char *text = scratch_read(&scratch, name, NULL);

	strbuf_printf(out, "%s: %s\n%s\n", name, scratch_has(&scratch, name) ? "there" : "none", text);
	free(text);
}

static unsigned count_asides(void)
{
	DIR *dir = opendir(scratch.folder);
	struct dirent *e;
	unsigned n = 0;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL)
		n += strncmp(e->d_name, ".r.yaml.journal.aside", strlen(".r.yaml.journal.aside")) == 0;
	closedir(dir);
	return n;
}

static void tell_desk(void *world, struct strbuf *out)
{
	(void)world;
	if (session) {
		char *values = desk_values(session), *bytes = desk_bytes(session);

		strbuf_printf(out, "%s\n%s\nmodified %d recovery %d elsewhere %d journaled %d\n%s\n", values, bytes, report_modified(session->report),
			      session->recovery != NULL, session->open_elsewhere, session->journal != NULL,
			      session->recovery ? session->recovery->summary.text : "");
		free(values);
		free(bytes);
	}
	tell_file("r.yaml", out);
	strbuf_printf(out, "journal %d aside %u\n", scratch_has(&scratch, ".r.yaml.journal"), count_asides());
	if (!session || !session->open_elsewhere)
		strbuf_printf(out, "lock %d\n", scratch_has(&scratch, ".r.yaml.lock"));
}

/* the journal's file is made at the first edit, whether that is then taken back or not; what came back stays aside where it has none */
static void tell_brought_back(void *world, struct strbuf *out)
{
	char *values = desk_values(session), *bytes = desk_bytes(session);

	(void)world;
	strbuf_printf(out, "%s\n%s\n%zu\n", values, bytes, report_history_done(session->report));
	free(values);
	free(bytes);
	if (count_asides() == 0 && journal_trouble(session->journal))
		strbuf_puts(out, "the edits are nowhere on the disk\n");
}

static void put_files(void *world)
{
	(void)world;
	desk_files(&scratch);
}

static void remove_files(void *world)
{
	char folder[sizeof(scratch.folder)];

	(void)world;
	close_session();
	memcpy(folder, scratch.folder, sizeof(folder));
	scratch_remove(&scratch);
	assert_int_equal(mkdir(folder, 0700), 0);
}

static bool open_as(enum session_mode mode, struct error *reterr)
{
	return session_open(scratch_path(&scratch, "r.yaml"), mode, true, &session, reterr);
}

static bool open_to_read(void *world, struct error *reterr)
{
	(void)world;
	return open_as(SESSION_READ, reterr);
}

static bool open_to_write(void *world, struct error *reterr)
{
	(void)world;
	return open_as(SESSION_WRITE, reterr);
}

static bool open_at_desk(void *world, struct error *reterr)
{
	(void)world;
	return open_as(SESSION_DESK, reterr);
}

static void begin_sitting(void *world)
{
	struct error e;

	put_files(world);
	assert_true(open_at_desk(world, &e));
}

static bool insert(struct error *reterr)
{
	struct spot s;
	row_id row;

	return report_find(session->report, "s.rows", &s, reterr) && report_insert(session->report, s.field, 1, &row, reterr);
}

static bool set(const char *path, const char *text, struct error *reterr)
{
	struct spot s;

	return report_find(session->report, path, &s, reterr) && report_set(session->report, s, text, strlen(text), true, reterr);
}

static bool edit_at_desk(void *world, struct error *reterr)
{
	(void)world;
	return set("s.a", "1.60", reterr);
}

static bool insert_at_desk(void *world, struct error *reterr)
{
	(void)world;
	return insert(reterr);
}

static void begin_edited(void *world)
{
	struct error e;

	begin_sitting(world);
	assert_true(edit_at_desk(world, &e) && insert(&e) && set("s.rows[1].k", "新", &e));
}

static bool save(void *world, struct error *reterr)
{
	(void)world;
	return session_save(session, false, reterr);
}

static bool save_as(void *world, struct error *reterr)
{
	(void)world;
	return session_save_as(session, scratch_path(&scratch, "other.yaml"), reterr);
}

static void begin_crashed(void *world)
{
	begin_edited(world);
	session_leave(session, true); /* as after kill -9, but for the lock */
	session = NULL;
}

static void begin_offered(void *world)
{
	struct error e;

	begin_crashed(world);
	assert_true(open_at_desk(world, &e));
	assert_non_null(session->recovery);
}

static bool recover(void *world, struct error *reterr)
{
	(void)world;
	return session_recover(session, reterr);
}

static bool refuse(void *world, struct error *reterr)
{
	(void)world;
	return session_refuse(session, reterr);
}

/* the journal belongs to what the file was before another program came */
static void begin_foreign(void *world)
{
	begin_crashed(world);
	scratch_write(&scratch, "r.yaml", "form: form.yaml\ns:\n  a: 9.00\n");
}

static void begin_changed(void *world)
{
	begin_edited(world);
	scratch_write(&scratch, "r.yaml", "form: form.yaml\ns:\n  a: 9.00\n");
}

static bool take_theirs(void *world, struct error *reterr)
{
	(void)world;
	return session_take_theirs(session, reterr);
}

/* somebody on another host has been silent for ten minutes, and left unsaved edits */
static void begin_silent(void *world)
{
	const struct timespec then[2] = { { .tv_sec = time(NULL) - 600 }, { .tv_sec = time(NULL) - 600 } };
	struct error e;

	begin_crashed(world);
	scratch_write(&scratch, ".r.yaml.lock", "name: 张\nhost: elsewhere.example\nprocess: 1\nsince: 1 ()\nstarted: \nmachine: 1\n");
	assert_int_equal(utimensat(AT_FDCWD, scratch_path(&scratch, ".r.yaml.lock"), then, 0), 0);
	assert_true(open_at_desk(world, &e));
	assert_true(session->open_elsewhere && session->owner.silent);
}

static bool take_over(void *world, struct error *reterr)
{
	(void)world;
	return session_take_over(session, reterr);
}

static void begin_refused(void *world)
{
	struct error e;

	begin_offered(world);
	assert_true(refuse(world, &e));
}

static bool bring_back(void *world, struct error *reterr)
{
	struct arena a = { NULL };
	const char **names;
	size_t count, left_out;
	bool ok;

	(void)world;
	ok = session_asides(session, &a, &names, &count, reterr);
	if (ok && count == 0)
		ok = error_set(reterr, ERR_PATH, NOWHERE, "there are none");
	ok = ok && session_bring_back(session, names[count - 1], &left_out, reterr);
	arena_release(&a);
	return ok;
}

static bool make_fresh(void *world, struct error *reterr)
{
	(void)world;
	return fresh_file("overall-report", true, scratch_path(&scratch, "new.yaml"), reterr);
}

static void tell_fresh(void *world, struct strbuf *out)
{
	(void)world;
	tell_file("new.yaml", out);
}

static bool store_setting(void *world, struct error *reterr)
{
	(void)world;
	return settings_store("theme", "light", reterr);
}

static void begin_settings(void *world)
{
	(void)world;
	settings = (struct settings){ .name = "" };
	assert_int_equal(setenv("XDG_CONFIG_HOME", scratch.folder, 1), 0);
}

static void tell_settings(void *world, struct strbuf *out)
{
	struct settings now;

	(void)world;
	settings_load(&now, NULL);
	strbuf_printf(out, "%d\n", now.light);
}

static void end_settings(void *world)
{
	char path[700];

	(void)world;
	snprintf(path, sizeof(path), "%s/ziping/config.yaml", scratch.folder);
	unlink(path);
	snprintf(path, sizeof(path), "%s/ziping", scratch.folder);
	rmdir(path);
}

static bool remember_recent(void *world, struct error *reterr)
{
	(void)world;
	(void)reterr;
	recent_add(session);
	return true;
}

static void tell_recent(void *world, struct strbuf *out)
{
	struct recent recent[RECENT_MAX];
	struct arena a = { NULL };

	(void)world;
	strbuf_printf(out, "%zu\n", recent_load(&a, recent));
	arena_release(&a);
}

static void begin_recent(void *world)
{
	begin_sitting(world);
	assert_int_equal(setenv("XDG_STATE_HOME", scratch.folder, 1), 0);
}

static void end_recent(void *world)
{
	char path[700];

	snprintf(path, sizeof(path), "%s/ziping/recent", scratch.folder);
	unlink(path);
	snprintf(path, sizeof(path), "%s/ziping", scratch.folder);
	rmdir(path);
	remove_files(world);
}

static void undergo(const struct ordeal *ordeals, size_t count)
{
	scratch_make(&scratch);
	for (size_t i = 0; i < count; i++)
		ordeal_undergo(&ordeals[i], NULL);
	scratch_remove(&scratch);
}

static void a_session_is_opened_whole_or_not_at_all(void **state)
{
	static const struct ordeal ordeals[] = {
		{ "open_to_read", put_files, open_to_read, tell_desk, remove_files, false },
		{ "open_to_write", put_files, open_to_write, tell_desk, remove_files, false },
		{ "open_at_desk", put_files, open_at_desk, tell_desk, remove_files, false },
		{ "open_crashed", begin_crashed, open_at_desk, tell_desk, remove_files, false },
		{ "open_foreign", begin_foreign, open_at_desk, tell_desk, remove_files, false },
		{ "take_over", begin_silent, take_over, tell_desk, remove_files, false },
	};

	(void)state;
	undergo(ordeals, ARRAY_SIZE(ordeals));
}

static void an_edit_at_the_desk_happens_wholly_or_not_at_all(void **state)
{
	/* (the journal is made at the first edit, whether that then happens or not; one that cannot be written stops none) */
	static const struct ordeal ordeals[] = {
		{ "edit_at_desk", begin_edited, edit_at_desk, tell_desk, remove_files, false },
		{ "insert_at_desk", begin_edited, insert_at_desk, tell_desk, remove_files, false },
	};

	(void)state;
	undergo(ordeals, ARRAY_SIZE(ordeals));
}

static void what_was_edited_is_saved_or_still_there(void **state)
{
	static const struct ordeal ordeals[] = {
		{ "save", begin_edited, save, tell_desk, remove_files, false },
		{ "save_as", begin_edited, save_as, tell_desk, remove_files, false },
		{ "recover", begin_offered, recover, tell_desk, remove_files, false },
		{ "refuse", begin_offered, refuse, tell_desk, remove_files, false },
		{ "bring_back", begin_refused, bring_back, tell_brought_back, remove_files, false },
		{ "take_theirs", begin_changed, take_theirs, tell_desk, remove_files, false },
	};

	(void)state;
	undergo(ordeals, ARRAY_SIZE(ordeals));
}

static void files_are_made_whole_or_not_at_all(void **state)
{
	static const struct ordeal ordeals[] = {
		{ "make_fresh", put_files, make_fresh, tell_fresh, remove_files, false },
		{ "store_setting", begin_settings, store_setting, tell_settings, end_settings, false },
		{ "remember_recent", begin_recent, remember_recent, tell_recent, end_recent, true },
	};

	(void)state;
	undergo(ordeals, ARRAY_SIZE(ordeals));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_is_opened_whole_or_not_at_all),
		cmocka_unit_test(an_edit_at_the_desk_happens_wholly_or_not_at_all),
		cmocka_unit_test(what_was_edited_is_saved_or_still_there),
		cmocka_unit_test(files_are_made_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
