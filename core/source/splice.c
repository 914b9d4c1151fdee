#include "source/splice.h"

#include "source/source_private.h"

#include <limits.h>
#include <string.h>

struct splice {
	uint32_t start, end;
	size_t text, len;  /* where its text is in splices.texts */
	size_t number;     /* as it was added */
};

struct splices {
	const struct source *source;
	struct splice *items;
	size_t count, capacity;
	char *texts;
	size_t used, room;
	bool sorted;
};

struct splices *splices_new(const struct source *s)
{
	struct splices *p = memory_alloc(1, sizeof(*p));

	if (p)
		p->source = s;
	return p;
}

void splices_free(struct splices *p)
{
	if (!p)
		return;
	memory_free(p->items);
	memory_free(p->texts);
	memory_free(p);
}

bool splices_add(struct splices *p, uint32_t start, uint32_t end, const char *text, size_t len)
{
	struct splice *items;
	char *texts;
	size_t size;

	source_bytes(p->source, &size);
	if (start > end || end > size || len > SIZE_MAX / 4 - p->used)
		return false;
	items = memory_grow(p->items, &p->capacity, p->count + 1, sizeof(*items));
	if (!items)
		return false;
	p->items = items;
	texts = memory_grow(p->texts, &p->room, p->used + len + 1, 1);
	if (!texts)
		return false;
	p->texts = texts;
	if (len)
		memcpy(texts + p->used, text, len);
	items[p->count] = (struct splice){ start, end, p->used, len, p->count };
	p->count++;
	p->used += len;
	p->sorted = false;
	return true;
}

const struct source *splices_source(const struct splices *p)
{
	return p->source;
}

size_t splices_count(const struct splices *p)
{
	return p->count;
}

static int compare(const void *a, const void *b)
{
	const struct splice *x = a, *y = b;
	bool x_replaces = x->end > x->start, y_replaces = y->end > y->start;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x_replaces != y_replaces)
		return x_replaces ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

bool splices_sort(struct splices *p)
{
	if (p->count)
		qsort(p->items, p->count, sizeof(*p->items), compare);
	p->sorted = true;
	for (size_t i = 1; i < p->count; i++)
		if (p->items[i].start < p->items[i - 1].end)
			p->sorted = false;
	return p->sorted;
}

static size_t first_from(const struct splices *p, uint32_t from)
{
	size_t low = 0, high = p->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->items[middle].start < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool put(struct sink sink, const char *text, size_t len)
{
	return !len || sink.write(sink.to, text, len);
}

bool splices_write(const struct splices *p, uint32_t from, uint32_t to, struct sink sink)
{
	size_t size, i;
	const char *bytes = source_bytes(p->source, &size);

	if ((p->count && !p->sorted) || from > to || to > size)
		return false;
	i = first_from(p, from);
	if (i && p->items[i - 1].end > from)
		return false;
	for (; i < p->count; i++) {
		const struct splice *x = &p->items[i];

		/* what is inserted at the end of a range belongs to the next one, unless there is none */
		if (x->start > to || (x->start == to && to < size))
			break;
		if (x->end > to || !put(sink, bytes + from, x->start - from) || !put(sink, p->texts + x->text, x->len))
			return false;
		from = x->end;
	}
	return put(sink, bytes + from, to - from);
}

bool splices_write_inserted(const struct splices *p, uint32_t at, struct sink sink)
{
	if (p->count && !p->sorted)
		return false;
	for (size_t i = first_from(p, at); i < p->count && p->items[i].start == at && p->items[i].end == at; i++) {
		if (!put(sink, p->texts + p->items[i].text, p->items[i].len))
			return false;
	}
	return true;
}
