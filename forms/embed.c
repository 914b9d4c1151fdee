/*
 * Builds the forms into the program: embed OUTPUT FORM… writes each form's parsed text as C (core/form/builtin.h). Run when
 * the program is built.
 */
#include "form/builtin.h"

/* a value at the top of the file, one plain line */
static bool print_value(const struct source *s, const char *key, const char *otherwise, FILE *to)
{
	node_id n = source_find(s, NODE_ROOT, key);
	size_t len;
	const char *text;

	if (n) {
		text = source_text(s, n, &len);
		fprintf(to, "\"%.*s\", ", (int)len, text);
	} else if (otherwise) {
		fprintf(to, "\"%s\", ", otherwise);
	}
	return n || otherwise;
}

static bool embed(char **files, int count, FILE *to)
{
	struct source *sources[64];
	struct error why;
	bool ok = count <= (int)ARRAY_SIZE(sources);

	fputs("#include \"form/builtin.h\"\n\n", to);
	for (int i = 0; i < count && ok; i++) {
		char name[16];

		snprintf(name, sizeof(name), "form_%d", i);
		ok = source_load(files[i], &sources[i], &why);
		if (!ok)
			fprintf(stderr, "%s:%u:%u: %s\n", files[i], why.line, why.column, why.text);
		ok = ok && source_freeze(sources[i], name, to);
	}
	fputs("const struct builtin_form builtin_forms[] = {\n", to);
	for (int i = 0; i < count && ok; i++) {
		const char *base = strrchr(files[i], '/');

		fputs("\t{ ", to);
		ok = print_value(sources[i], "form", NULL, to) && print_value(sources[i], "version", "1", to);
		fprintf(to, "\"%s\", &form_%d },\n", base ? base + 1 : files[i], i);
		source_free(sources[i]);
	}
	fprintf(to, "%s};\nconst size_t builtin_form_count = %d;\n", count ? "" : "\t{ 0 },\n", count);
	return ok;
}

int main(int argc, char **argv)
{
	FILE *to = argc > 1 ? fopen(argv[1], "w") : NULL;
	bool ok = to && embed(argv + 2, argc - 2, to);

	if (to && fclose(to) != 0)
		ok = false;
	return ok ? 0 : 1;
}
