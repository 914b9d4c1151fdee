/*
 * What is being typed, in the journal: once as a whole, then what changes.
 */
#include "desk/journal_write.h"

#include "base/arena.h"

#include <string.h>

static void put_typing(struct journal *j, const char *path, const char *text, size_t len)
{
	size_t from = j->pending.len;

	strbuf_printf(&j->pending, "typing %s ", path);
	journal_escape(&j->pending, text, len);
	journal_line_end(&j->pending, from);
}

/* by hand, as it is done for each key */
static void put_size(struct strbuf *out, size_t n)
{
	char digits[24];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	strbuf_add(out, digits + at, sizeof(digits) - at);
	strbuf_putc(out, ' ');
}

/* only what changed: a long text would otherwise be written anew with every key */
static void put_typed(struct journal *j, const char *text, size_t len)
{
	const struct strbuf *old = &j->typed;
	size_t from = j->pending.len, head = 0, tail = 0;

	/* most of a long text by the piece */
	while (head + 64 <= len && head + 64 <= old->len && !memcmp(text + head, old->text + head, 64))
		head += 64;
	while (head < len && head < old->len && text[head] == old->text[head])
		head++;
	while (tail + 64 <= len - head && tail + 64 <= old->len - head &&
	       !memcmp(text + len - tail - 64, old->text + old->len - tail - 64, 64))
		tail += 64;
	while (tail < len - head && tail < old->len - head && text[len - 1 - tail] == old->text[old->len - 1 - tail])
		tail++;
	strbuf_puts(&j->pending, "typed ");
	put_size(&j->pending, head);
	put_size(&j->pending, old->len - head - tail);
	journal_escape(&j->pending, text + head, len - head - tail);
	journal_line_end(&j->pending, from);
}

/* the path is worked out anew only when it may be another one: nothing is allocated for a key */
static bool typed_there(const struct journal *j, const struct report *r, struct spot s)
{
	return j->typed_path && j->typed_spot.field == s.field && j->typed_spot.row == s.row &&
	       j->typed_revision == report_revision(r);
}

/* true when typing goes on where it was */
static bool typing_goes_on(struct journal *j, const struct report *r, struct spot s, const char *text, size_t len)
{
	struct strbuf path;
	bool same;

	if (typed_there(j, r, s))
		return true;
	strbuf_init(&path, 4096);
	journal_put_path(j, r, s.field, s.row, &path);
	same = j->typed_path && strcmp(j->typed_path, path.text) == 0;
	if (!same) {
		memory_free(j->typed_path);
		j->typed_path = strbuf_ok(&path) ? path_beside(path.text, "", "") : NULL;
		j->pending.failed |= !j->typed_path;
		put_typing(j, path.text, text, len);
	}
	j->typed_spot = s;
	j->typed_revision = report_revision(r);
	strbuf_release(&path);
	return same;
}

void journal_typing(struct journal *j, const struct report *r, struct spot s, const char *text, size_t len)
{
	if (!j || !s.field)
		return;
	if (typing_goes_on(j, r, s, text, len) && (j->typed.len != len || memcmp(j->typed.text, text, len) != 0))
		put_typed(j, text, len);
	strbuf_clear(&j->typed);
	strbuf_add(&j->typed, text, len);
	j->pending.failed |= !strbuf_ok(&j->typed); /* what follows would be told against it */
	journal_flush_typed(j);
}

void journal_untyped(struct journal *j)
{
	if (!j || !j->typed_path)
		return;
	memory_free(j->typed_path);
	j->typed_path = NULL;
	strbuf_clear(&j->typed);
	journal_put_word(j, "untyped");
	journal_flush(j);
}
