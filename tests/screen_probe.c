/* The main loop of the screen on a report, for test_screen.c: screen_probe FILE. No settings, no catalogue. */
#include "tui/locale.h"
#include "tui/screen.h"

int main(int argc, char **argv)
{
	const struct app_options options = { .review = false };
	struct error error = { .kind = ERR_NONE };
	struct session *session;
	enum screen_end end;
	struct term *term;
	bool english, ok;

	if (argc != 2 || !locale_open("en", &english))
		return 3;
	if (!session_open(argv[1], SESSION_DESK, false, &session, &error) || !term_open(&(struct term_options){ .mouse = false }, &term, &error)) {
		fprintf(stderr, "%s\n", error.text);
		return 2;
	}
	ok = screen_run(term, session, &options, &end, &error);
	term_close(term);
	return ok ? 0 : 2;
}
