/*
 * Words from a list: yes and no, one choice, several choices.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "report/entry_private.h"

#include <strings.h>

static bool is_text(struct typed t, const char *other)
{
	return t.len == strlen(other) && !memcmp(t.text, other, t.len);
}

/* the same but for full-width forms and, in ASCII, capitals */
static bool is_nearly(struct typed t, const char *other)
{
	struct strbuf a, b;
	bool same;

	strbuf_init(&a, 0);
	strbuf_init(&b, 0);
	text_fold_width(&a, t.text, t.len);
	text_fold_width(&b, other, strlen(other));
	same = strbuf_ok(&a) && strbuf_ok(&b) && a.len == b.len && !strcasecmp(a.text, b.text);
	strbuf_release(&a);
	strbuf_release(&b);
	return same;
}

bool entry_boolean(struct typed typed, struct strbuf *out, struct error *reterr)
{
	static const char *const yes[] = { "true", "是", "yes", "y", "√", "✓", "✔", "☑" };
	static const char *const no[] = { "false", "否", "no", "n", "×", "✗", "✘" };
	char quoted[ENTRY_QUOTED];

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++) {
		if (is_nearly(typed, yes[i])) {
			strbuf_puts(out, "true");
			return true;
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(no); i++) {
		if (is_nearly(typed, no[i])) {
			strbuf_puts(out, "false");
			return true;
		}
	}
	entry_quote(typed, quoted);
	return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is neither yes nor no; type yes or no"), quoted);
}

bool entry_read_choice(const struct field *f, const char *text, size_t len, size_t *ret_index)
{
	for (size_t i = 0; i < f->choice_count; i++) {
		if (is_text((struct typed){ text, len }, f->choices[i].value)) {
			*ret_index = i;
			return true;
		}
	}
	return false;
}

enum found { FOUND_NONE, FOUND_ONE, FOUND_SEVERAL };

/* by its value; else by its label, either language; else by either but for width and capitals. One way at a time. */
static enum found find_choice(const struct field *f, struct typed typed, size_t *ret_index)
{
	if (entry_read_choice(f, typed.text, typed.len, ret_index))
		return FOUND_ONE;
	for (int nearly = 0; nearly < 2; nearly++) {
		size_t count = 0;

		for (size_t i = 0; i < f->choice_count; i++) {
			const struct choice *c = &f->choices[i];
			bool same;

			if (nearly)
				same = is_nearly(typed, c->value) || (c->label.zh && is_nearly(typed, c->label.zh)) ||
				       (c->label.en && is_nearly(typed, c->label.en));
			else
				same = (c->label.zh && is_text(typed, c->label.zh)) || (c->label.en && is_text(typed, c->label.en));
			if (same) {
				*ret_index = i;
				count++;
			}
		}
		if (count)
			return count == 1 ? FOUND_ONE : FOUND_SEVERAL;
	}
	return FOUND_NONE;
}

static void list_choices(const struct form *form, const struct field *f, struct strbuf *out)
{
	for (size_t i = 0; i < f->choice_count && out->len < 400; i++) {
		const struct choice *c = &f->choices[i];
		const char *label = form && form->english && c->label.en ? c->label.en : c->label.zh;

		if (i)
			strbuf_puts(out, " | ");
		strbuf_puts(out, label ? label : c->value);
	}
	if (out->len >= 400)
		strbuf_puts(out, " \u2026");
}

static bool refuse_choice(const struct form *form, const struct field *f, struct typed typed, enum found found, struct error *reterr)
{
	char quoted[ENTRY_QUOTED];
	struct strbuf list;

	entry_quote(typed, quoted);
	strbuf_init(&list, 0);
	list_choices(form, f, &list);
	if (found == FOUND_SEVERAL)
		(void)error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' could mean several of the choices; choose one of: %s"), quoted, list.text);
	else
		(void)error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not among the choices; choose from: %s"), quoted, list.text);
	strbuf_release(&list);
	return false;
}

bool entry_choice(const struct form *form, const struct field *f, struct typed typed, struct strbuf *out, struct error *reterr)
{
	size_t index;
	enum found found = find_choice(f, typed, &index);

	if (found != FOUND_ONE)
		return refuse_choice(form, f, typed, found, reterr);
	strbuf_puts(out, f->choices[index].value);
	return true;
}

/* ---- several ---- */

/* the bytes of the separator at text, or 0; `lines`: only line ends are separators */
static size_t separator_at(const char *text, size_t len, bool lines)
{
	static const char *const separators[] = { "、", "，", "；", ",", ";", "\t" };

	if (*text == '\n' || *text == '\r')
		return 1;
	for (size_t i = 0; !lines && i < ARRAY_SIZE(separators); i++) {
		size_t n = strlen(separators[i]);

		if (n <= len && !memcmp(text, separators[i], n))
			return n;
	}
	return 0;
}

/* whether one of the LF-parted values in out is this one */
static bool has_value(const struct strbuf *out, const char *value)
{
	size_t at = 0, len = strlen(value);

	while (at < out->len) {
		const char *lf = memchr(out->text + at, '\n', out->len - at);
		size_t n = lf ? (size_t)(lf - out->text) - at : out->len - at;

		if (n == len && !memcmp(out->text + at, value, n))
			return true;
		at += n + 1;
	}
	return false;
}

/* each piece is one choice; a line that is none as a whole is parted further, as a choice's own name may hold a comma */
static bool add_pieces(const struct form *form, const struct field *f, struct typed typed, bool lines, struct strbuf *out,
		       struct error *reterr)
{
	size_t at = 0;

	while (at < typed.len) {
		struct typed piece = { typed.text + at, 0 };
		enum found found;
		size_t index;

		while (at + piece.len < typed.len && !separator_at(piece.text + piece.len, typed.len - at - piece.len, lines))
			piece.len++;
		at += piece.len;
		at += at < typed.len ? separator_at(typed.text + at, typed.len - at, lines) : 0;
		text_trim(&piece.text, &piece.len);
		if (!piece.len)
			continue;
		found = find_choice(f, piece, &index);
		if (found != FOUND_ONE && lines) {
			if (!add_pieces(form, f, piece, false, out, reterr))
				return false;
			continue;
		}
		if (found != FOUND_ONE)
			return refuse_choice(form, f, piece, found, reterr);
		if (has_value(out, f->choices[index].value))
			continue;
		if (out->len)
			strbuf_putc(out, '\n');
		strbuf_puts(out, f->choices[index].value);
	}
	return true;
}

bool entry_choices(const struct form *form, const struct field *f, struct typed typed, struct strbuf *out, struct error *reterr)
{
	return add_pieces(form, f, typed, true, out, reterr);
}
