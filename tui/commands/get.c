#include "tui/commands/command.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"
#include "publish/json.h"

static const char *mark_sign(enum mark m)
{
	static const char *const signs[] = { NULL, "=", "≈", "≠" };

	return signs[m];
}

/* what the formula of a calculated or stated field gives */
static void calculated(struct strbuf *out, struct report *r, struct spot s, bool raw)
{
	struct value v;
	struct strbuf text;

	if (!s.field || !s.field->calculate || report_calculated(r, s, false, &v) != STATE_VALUE) {
		strbuf_puts(out, "null");
		return;
	}
	if (v.kind == VALUE_BOOLEAN) {
		strbuf_puts(out, v.truth ? "true" : "false");
		return;
	}
	strbuf_init(&text, SOURCE_MAX_SCALAR);
	if (raw && v.kind == VALUE_NUMBER)
		number_print(&text, v.figure.value, NUMBER_PLACES, -1, false);
	else
		report_show_value(r, s.field, &v, true, &text);
	json_string(out, text.text, text.len);
	strbuf_release(&text);
}

static void get_json(struct report *r, struct spot s, const char *path, bool raw, struct strbuf *out)
{
	bool single = s.field && field_is_scalar(s.field);
	struct comparison c;
	enum mark mark = single ? report_mark(r, s, &c) : MARK_NONE;

	strbuf_puts(out, "{\"path\":");
	json_string(out, path, strlen(path));
	strbuf_puts(out, ",\"value\":");
	json_spot(out, r, s, (struct json_style){ .how = raw ? JSON_RAW : JSON_VALUE });
	strbuf_puts(out, ",\"shown\":");
	json_spot(out, r, s, (struct json_style){ .how = JSON_SHOWN });
	strbuf_puts(out, ",\"calculated\":");
	calculated(out, r, s, raw);
	strbuf_puts(out, ",\"mark\":");
	if (mark_sign(mark))
		json_string(out, mark_sign(mark), strlen(mark_sign(mark)));
	else
		strbuf_puts(out, "null");
	strbuf_puts(out, "}");
}

static void get_raw(struct report *r, struct spot s, struct strbuf *out)
{
	struct value v;
	size_t len;
	const char *text;

	if (!report_is_calculated(s.field)) {
		text = report_text(r, s, &len);
		strbuf_add(out, text, len);
	} else if (report_value(r, s, false, &v) == STATE_VALUE && v.kind == VALUE_NUMBER) {
		number_print(out, v.figure.value, NUMBER_PLACES, -1, false);
	} else {
		report_show(r, s, true, out);
	}
}

static void get_text(struct report *r, struct spot s, bool raw, struct strbuf *out)
{
	struct strbuf value;

	if (!s.field || !field_is_scalar(s.field)) {
		json_spot(out, r, s, (struct json_style){ .how = raw ? JSON_RAW : JSON_VALUE });
		return;
	}
	strbuf_init(&value, 1 << 22);
	if (raw)
		get_raw(r, s, &value);
	else
		report_show(r, s, true, &value);
	for (size_t at = 0, n; at < value.len; at += n + 1) {
		const char *end = memchr(value.text + at, '\n', value.len - at);

		n = end ? (size_t)(end - value.text) - at : value.len - at;
		if (raw)
			strbuf_add(out, value.text + at, n);
		else
			text_visible_lines(out, value.text + at, n);
		if (end)
			strbuf_puts(out, "\\n");
	}
	strbuf_release(&value);
}

static enum status get_all(struct invocation *in, struct report *r, struct strbuf *out)
{
	bool json = in->options.format && strcmp(in->options.format, "json") == 0;

	for (size_t i = 1; i < in->count; i++) {
		struct spot s;
		struct error why = { 0 };

		if (!report_find(r, in->arguments[i], &s, &why)) {
			command_error(&why);
			return STATUS_REFUSED;
		}
		if (json)
			get_json(r, s, in->arguments[i], in->options.raw, out);
		else
			get_text(r, s, in->options.raw, out);
		strbuf_putc(out, '\n');
	}
	return STATUS_FINE;
}

enum status get_command(struct invocation *in)
{
	struct session *s;
	struct strbuf out;
	unsigned long refused;
	enum status status;

	if (in->options.format && strcmp(in->options.format, "json") != 0 && strcmp(in->options.format, "text") != 0) {
		command_complain(_("there is no format '%s'; there are text and json"), in->options.format);
		return STATUS_REFUSED;
	}
	s = command_open(in, in->arguments[0]);
	if (!s)
		return STATUS_REFUSED;
	refused = memory_refused();
	report_finish(s->report);
	strbuf_init(&out, 0);
	status = get_all(in, s->report, &out);
	if (status == STATUS_FINE && !command_is_whole(s->report, in->arguments[0], refused))
		status = STATUS_REFUSED;
	if (status == STATUS_FINE)
		command_out(out.text, out.len);
	strbuf_release(&out);
	session_free(s);
	return status;
}
