/*
 * form_parse() on any bytes: no crash, and what is refused is refused with a message and a line.
 */
#include "form/form.h"
#include "check.h"

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
