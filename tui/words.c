#include "tui/words.h"

#include "base/compiler.h"
#include "base/i18n.h"

const char *status_word(const char *status)
{
	static const struct {
		const char *status, *word;
	} words[] = {
		{ "draft", N_("draft") },         { "submitted", N_("submitted") }, { "returned", N_("returned") },
		{ "approved", N_("approved") },   { "published", N_("published") },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcmp(words[i].status, status) == 0)
			return _(words[i].word);
	}
	return status;
}
