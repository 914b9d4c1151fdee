/*
 * form_parse() on any bytes: no crash, and what is refused is refused with a message and a line. Built for libFuzzer
 * with -DFUZZ; otherwise a program that runs the files given as its arguments.
 */
#include "form/form.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct form *f = NULL;
	struct error e;

	if (!form_parse("/nonexistent/fuzz.yaml", (const char *)data, size, &f, &e)) {
		if (!*e.text || (e.line == 0 && e.kind != ERR_MEMORY))
			abort();
		return 0;
	}
	for (size_t i = 0; i < f->slot_count; i++) {
		if (f->slots[i]->index != i || !*field_label(f, f->slots[i]))
			abort();
	}
	form_speak(f, true);
	form_speak(f, false);
	form_free(f);
	return 0;
}

#ifndef FUZZ
#define FORM_BYTES_MAX (1u << 20)

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *in = fopen(argv[i], "rb");
		uint8_t *data = memory_alloc(FORM_BYTES_MAX, 1);

		if (!in || !data) {
			perror(argv[i]);
			return 2;
		}
		LLVMFuzzerTestOneInput(data, fread(data, 1, FORM_BYTES_MAX, in));
		fclose(in);
		memory_free(data);
	}
	return 0;
}
#endif
