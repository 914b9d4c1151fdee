/* A stage for the app, see stage.h. */
#include "stage.h"

#include <dirent.h>
#include <unistd.h>

#define FOLDER SESSIONS_FOLDER

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t size = 1u << 20, len;
	char *text = f ? malloc(size) : NULL;

	if (text) {
		len = fread(text, 1, size - 1, f);
		text[len] = '\0';
	}
	if (f)
		fclose(f);
	return text;
}

static bool copy(const struct stage *s, const char *from, const char *to)
{
	char path[600];
	char *text;
	FILE *f;
	bool ok;

	snprintf(path, sizeof(path), "%s/%s", FOLDER, from);
	text = read_file(path);
	if (!text)
		return false;
	snprintf(path, sizeof(path), "%s/%s", s->folder, to);
	f = fopen(path, "wb");
	ok = f && fputs(text, f) >= 0;
	if (f)
		ok &= fclose(f) == 0;
	free(text);
	return ok;
}

bool stage_open(struct stage *s, const char *report, int rows, int columns)
{
	return stage_open_with(s, report, NULL, rows, columns);
}

bool stage_open_with(struct stage *s, const char *report, const struct app_options *options, int rows, int columns)
{
	const char *base = getenv("TMPDIR");
	struct error error = { 0 };
	char path[600];

	*s = (struct stage){ 0 };
	snprintf(s->folder, sizeof(s->folder), "%s/ziping-stage-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(s->folder) || !copy(s, "form.yaml", "form.yaml") ||
	    !copy(s, "comfort-form.yaml", "comfort-form.yaml") || !copy(s, "review-form.yaml", "review-form.yaml") ||
	    !copy(s, "carry-form.yaml", "carry-form.yaml") || !copy(s, "cell-text-form.yaml", "cell-text-form.yaml") ||
	    !copy(s, report, "report.yaml"))
		return false;
	snprintf(path, sizeof(path), "%s/report.yaml", s->folder);
	if (!session_open(path, SESSION_DESK, false, &s->session, &error) ||
	    !app_init(&s->app, s->session, options, rows, columns, &error)) {
		fprintf(stderr, "%s:%u:%u: %s\n", error.file, error.line, error.column, error.text);
		return false;
	}
	return canvas_init(&s->canvas, rows, columns);
}

void stage_close(struct stage *s)
{
	struct dirent *e;
	char path[600];
	DIR *dir;

	app_release(&s->app);
	canvas_release(&s->canvas);
	session_free(s->session);
	dir = opendir(s->folder);
	while (dir && (e = readdir(dir)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", s->folder, e->d_name);
		if (e->d_name[0] != '.' || e->d_name[1] == 'r')
			unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(s->folder);
}

bool stage_key(struct stage *s, const char *name)
{
	struct canvas fresh;
	struct key k;
	int rows, columns;

	if (sscanf(name, "size %dx%d", &rows, &columns) == 2) {
		k = (struct key){ .code = KEYCODE_RESIZE, .row = rows, .column = columns };
		if (!canvas_init(&fresh, rows, columns))
			return false;
		canvas_release(&s->canvas);
		s->canvas = fresh;
	} else if (!key_parse(name, &k)) {
		return false;
	}
	s->reaction = app_handle(&s->app, &k);
	return true;
}

const char *stage_draw(struct stage *s, bool caret, struct strbuf *out)
{
	do
		app_refresh(&s->app);
	while (app_work(&s->app, 100000));
	app_refresh(&s->app);
	app_draw(&s->app, &s->canvas);
	canvas_dump(&s->canvas, caret, out);
	return out->text;
}

char *stage_file(struct stage *s)
{
	char path[600];

	snprintf(path, sizeof(path), "%s/report.yaml", s->folder);
	return read_file(path);
}

void stage_keys(struct stage *s, const char *names)
{
	char name[256];

	while (*names) {
		size_t len = strcspn(names, " ");

		if (len >= sizeof(name))
			abort();
		memcpy(name, names, len);
		name[len] = '\0';
		if (len > 0 && !stage_key(s, name)) {
			fprintf(stderr, "there is no key '%s'\n", name);
			abort();
		}
		names += len + strspn(names + len, " ");
	}
}
