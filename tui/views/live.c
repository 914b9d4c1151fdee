/* Long texts in which {path} stands for a value: shown so while they are not being edited. */
#include "base/text.h"
#include "publish/document.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#define LIVE_MOST 65536 /* bytes; in a longer text the paths themselves are shown */

bool view_live_text(const struct app *app, const char *text, size_t len, struct live_text *ret)
{
	size_t from = 0, start = 0, end;
	struct spot s;

	ret->count = 0;
	if (len > LIVE_MOST || !memchr(text, '{', len))
		return false;
	strbuf_init(&ret->text, 0);
	while (ret->count < LIVE_PARTS && document_reference(app->report, text, len, &start, &end, &s)) {
		struct live_part *part = &ret->parts[ret->count++];

		strbuf_add(&ret->text, text + from, start - from);
		*part = (struct live_part){ .from = start, .to = end, .start = ret->text.len };
		document_reference_value(app->report, s, !app->form->english, &ret->text);
		if (ret->text.len == part->start) /* a blank one is seen, too */
			strbuf_puts(&ret->text, app->ascii ? "--" : "—");
		part->end = ret->text.len;
		from = start = end;
	}
	strbuf_add(&ret->text, text + from, len - from);
	if (ret->count == 0 || !strbuf_ok(&ret->text)) {
		strbuf_release(&ret->text);
		return false;
	}
	return true;
}

uint32_t view_live_lines(const struct app *app, const char *text, size_t len, int columns, uint32_t most)
{
	struct live_text live;
	size_t count;

	if (!view_live_text(app, text, len, &live))
		return 0;
	count = text_wrap(live.text.text, live.text.len, columns, NULL, 0);
	strbuf_release(&live.text);
	return count < most ? (uint32_t)count : most;
}
