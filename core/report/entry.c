#include "base/data.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/entry_private.h"

static bool is_text(const char *text, size_t len, const char *other)
{
	return len == strlen(other) && !memcmp(text, other, len);
}

/* ---- what is stored ---- */

static void read_number(const struct field *f, const char *text, size_t len, struct reading *ret)
{
	enum number_parse parsed = decimal_parse(text, len, &ret->number);
	bool point = memchr(text, '.', len) != NULL;

	if (parsed == NUMBER_NOT || (f->type == TYPE_INTEGER && point))
		ret->fit = FIT_TYPE;
	else
		ret->fit = parsed == NUMBER_OK ? FIT_GOOD : FIT_OVERFLOW;
}

static void read_year(const char *text, size_t len, struct reading *ret)
{
	bool good = len == 4 && text[0] != '0' && decimal_parse(text, len, &ret->number) == NUMBER_OK && !ret->number.places;

	ret->fit = good && ret->number.units >= 1000 ? FIT_GOOD : FIT_TYPE;
}

static void read_date(const char *text, size_t len, struct reading *ret)
{
	int32_t days;

	ret->fit = entry_read_date(text, len, &days) ? FIT_GOOD : FIT_TYPE;
	if (ret->fit == FIT_GOOD)
		ret->number.units = days;
}

static void read_boolean(const char *text, size_t len, struct reading *ret)
{
	bool yes = is_text(text, len, "true") || is_text(text, len, "是");

	ret->fit = yes || is_text(text, len, "false") || is_text(text, len, "否") ? FIT_GOOD : FIT_TYPE;
	ret->number.units = yes;
}

static void read_choices(const struct field *f, const char *text, size_t len, struct reading *ret)
{
	size_t at = 0, index;

	ret->fit = FIT_GOOD;
	if (f->builtin && !f->choice_count) /* a list of texts */
		return;
	while (at <= len && ret->fit == FIT_GOOD) {
		const char *lf = at < len ? memchr(text + at, '\n', len - at) : NULL;
		size_t n = lf ? (size_t)(lf - text) - at : len - at;

		if (!entry_read_choice(f, text + at, n, &index))
			ret->fit = FIT_CHOICE;
		at += n + 1;
	}
}

static void read_by_type(const struct field *f, const char *text, size_t len, struct reading *ret)
{
	size_t index;

	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
		read_number(f, text, len, ret);
		break;
	case TYPE_YEAR:
		read_year(text, len, ret);
		break;
	case TYPE_DATE:
		read_date(text, len, ret);
		break;
	case TYPE_BOOLEAN:
		read_boolean(text, len, ret);
		break;
	case TYPE_CHOICE:
		ret->fit = entry_read_choice(f, text, len, &index) ? FIT_GOOD : FIT_CHOICE;
		if (ret->fit == FIT_GOOD)
			ret->number.units = (int128)index;
		break;
	case TYPE_CHOICES:
		read_choices(f, text, len, ret);
		break;
	case TYPE_MEASURE:
		entry_read_measure(text, len, ret);
		break;
	case TYPE_TEXT:
	case TYPE_LONGTEXT:
		break;
	case TYPE_DATA:
		ret->fit = entry_data(text, len, NULL) ? FIT_GOOD : FIT_TYPE;
		break;
	case TYPE_TABLE:
	case TYPE_MATRIX:
		ret->fit = FIT_TYPE;
		break;
	}
}

void entry_read(const struct field *f, const char *text, size_t len, struct reading *ret)
{
	const char *inner = text;
	size_t inner_len = len;

	*ret = (struct reading){ .fit = FIT_GOOD };
	/* of a thousand values nearly all begin and end with something to be seen */
	if (!len || (unsigned char)text[0] <= ' ' || (unsigned char)text[0] >= 0x80)
		text_trim(&inner, &inner_len);
	if (!inner_len)
		ret->fit = FIT_BLANK;
	else if (f->na && is_text(text, len, ENTRY_NA))
		ret->fit = FIT_NA;
	else
		read_by_type(f, text, len, ret);
}

bool entry_data(const char *text, size_t len, struct strbuf *out)
{
	struct strbuf compact;
	bool good;

	strbuf_init(&compact, 0);
	good = data_read(&compact, text, len);
	if (out) {
		strbuf_add(out, compact.text, compact.len);
		out->failed |= !strbuf_ok(&compact);
	}
	strbuf_release(&compact);
	return good;
}

/* ---- what is typed ---- */

void entry_fold(struct strbuf *out, const char *text, size_t len)
{
	size_t at = 0;

	while (at < len) {
		uint32_t c;
		size_t n = text_decode(text + at, len - at, &c);

		if (c >= 0xFF01 && c <= 0xFF5E)
			strbuf_putc(out, (char)(c - 0xFF01 + '!'));
		else if (c == 0x3002 || c == 0xFF61)
			strbuf_putc(out, '.');
		else if (c == 0x2212 || c == 0xFE63)
			strbuf_putc(out, '-');
		else if (c == 0xFFE5)
			strbuf_puts(out, "\u00A5");
		else if (c == 0x3000 || c == 0xA0 || c == '\t' || c == '\n' || c == '\r')
			strbuf_putc(out, ' ');
		else
			strbuf_add(out, text + at, n);
		at += n;
	}
}

void entry_quote(struct typed typed, char out[ENTRY_QUOTED])
{
	size_t at = 0, used = 0;
	int columns = 0;

	while (at < typed.len) {
		char drawn[TEXT_DRAWN_MAX];
		int more;
		size_t n = text_cluster(typed.text + at, typed.len - at, &more);
		size_t drawn_len = text_drawn(typed.text + at, n, drawn, &more);

		if (columns + more > 40 || used + drawn_len + 4 > ENTRY_QUOTED) {
			memcpy(out + used, "\u2026", 3);
			used += 3;
			break;
		}
		memcpy(out + used, drawn, drawn_len);
		used += drawn_len;
		columns += more;
		at += n;
	}
	out[used] = '\0';
}

static bool means_na(struct typed typed)
{
	static const char *const words[] = { ENTRY_NA, "/", "／", "-", "－", "—", "——", "–", "―", "−" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (is_text(typed.text, typed.len, words[i]))
			return true;
	}
	return false;
}

/* the bytes of the line end at text, or 0: LF, CR LF, CR, and what word processors use for one (VT, FF, NEL, LS, PS) */
static size_t line_end_at(const char *text, size_t len)
{
	if (text[0] == '\r')
		return len > 1 && text[1] == '\n' ? 2 : 1;
	if (text[0] == '\n' || text[0] == '\v' || text[0] == '\f')
		return 1;
	if (len >= 2 && !memcmp(text, "\xC2\x85", 2))
		return 2;
	return len >= 3 && (!memcmp(text, "\u2028", 3) || !memcmp(text, "\u2029", 3)) ? 3 : 0;
}

static void store_text(struct typed typed, char line_end, struct strbuf *out)
{
	size_t at = 0, done = 0;

	while (at < typed.len) {
		size_t n = line_end_at(typed.text + at, typed.len - at);

		if (!n) {
			at++;
			continue;
		}
		strbuf_add(out, typed.text + done, at - done);
		strbuf_putc(out, line_end);
		at += n;
		done = at;
	}
	strbuf_add(out, typed.text + done, typed.len - done);
}

static bool refuse_na(struct typed typed, struct error *reterr)
{
	char quoted[ENTRY_QUOTED];

	entry_quote(typed, quoted);
	return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not allowed here, as the form asks for a value; leave it blank, or type the value"),
			 quoted);
}

static bool is_word_type(enum field_type t)
{
	return t == TYPE_TEXT || t == TYPE_LONGTEXT || t == TYPE_MEASURE || t == TYPE_CHOICE || t == TYPE_CHOICES;
}

static bool understand(const struct form *form, const struct field *f, struct typed typed, struct strbuf *out, struct error *reterr)
{
	if (f->na && means_na(typed)) {
		strbuf_puts(out, ENTRY_NA);
		return true;
	}
	if (f->none && (f->type == TYPE_INTEGER || f->type == TYPE_DECIMAL) && is_text(typed.text, typed.len, f->none)) {
		strbuf_putc(out, '0');
		return true;
	}
	if (!is_word_type(f->type) && means_na(typed))
		return refuse_na(typed, reterr);
	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
		return entry_number(f, typed, out, reterr);
	case TYPE_YEAR:
		return entry_year(typed, out, reterr);
	case TYPE_DATE:
		return entry_date(typed, out, reterr);
	case TYPE_BOOLEAN:
		return entry_boolean(typed, out, reterr);
	case TYPE_CHOICE:
		return entry_choice(form, f, typed, out, reterr);
	case TYPE_CHOICES:
		if (!f->builtin || f->choice_count)
			return entry_choices(form, f, typed, out, reterr);
		store_text(typed, '\n', out);
		return true;
	case TYPE_TEXT:
	case TYPE_MEASURE:
		store_text(typed, ' ', out);
		return true;
	case TYPE_LONGTEXT:
		store_text(typed, '\n', out);
		return true;
	case TYPE_DATA:
		if (entry_data(typed.text, typed.len, out))
			return true;
		return error_set(reterr, ERR_VALUE, NOWHERE, "%s", _("this place takes a list or a mapping, written as JSON"));
	case TYPE_TABLE:
	case TYPE_MATRIX:
		break;
	}
	return error_set(reterr, ERR_VALUE, NOWHERE, "%s", _("a table has no value of its own; name one of its rows and columns"));
}

bool entry_understand(const struct form *form, const struct field *f, const char *typed_text, size_t len,
		      struct understanding *ret, struct error *reterr)
{
	struct typed typed = { typed_text, len };
	const char *trimmed = typed_text;
	size_t trimmed_len = len, bad;
	unsigned long refused = memory_refused();

	strbuf_clear(&ret->stored);
	ret->changed = false;
	if (!text_valid(typed_text, len, &bad))
		return error_set(reterr, ERR_VALUE, NOWHERE, _("what was typed is not UTF-8 text (at byte %zu); check the terminal's encoding"),
				 bad + 1);
	if (len && memchr(typed_text, '\0', len))
		return error_set(reterr, ERR_VALUE, NOWHERE, "%s", _("what was typed holds a NUL character; take it out"));
	text_trim(&trimmed, &trimmed_len);
	if (!trimmed_len)
		return true;
	/* the blanks of a long text are the writer's own; of anything else they are an accident */
	if (f->type != TYPE_LONGTEXT || (f->na && means_na((struct typed){ trimmed, trimmed_len })))
		typed = (struct typed){ trimmed, trimmed_len };
	if (!understand(form, f, typed, &ret->stored, reterr)) {
		strbuf_clear(&ret->stored);
		return refused != memory_refused() ? error_memory(reterr) : false;
	}
	if (!strbuf_ok(&ret->stored) || refused != memory_refused())
		return error_memory(reterr);
	ret->changed = ret->stored.len != typed.len || memcmp(ret->stored.text, typed.text, typed.len) != 0;
	return true;
}
