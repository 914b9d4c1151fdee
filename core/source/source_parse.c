/*
 * From libyaml's events to nodes. Marks count characters; one cursor that only goes forward turns them into bytes.
 * Nothing is allocated for a node: nodes, decoded texts and decoded keys stand in three growing arrays.
 */
#include "source/source_private.h"

#include "base/arena.h"
#include "base/i18n.h"

#include <limits.h>
#include <yaml.h>

#define FEW_KEYS 16 /* up to here every key is compared with those before it */

struct frame {
	node_id node;
	node_id last;       /* its last child so far */
	uint32_t children;
	bool mapping, block;
	bool has_key;       /* a key was read, its value comes next */
	uint32_t key, key_end, key_aside;
	uint8_t key_flags;
	uint32_t marks[FEW_KEYS]; /* of its first keys: equal keys have equal ones */
};

struct builder {
	struct source *s;
	struct error *reterr;
	yaml_parser_t parser;
	uint32_t at;        /* the cursor: a byte and the number of characters before it */
	size_t characters;
	unsigned depth;     /* open collections */
	node_id last_scalar;
	bool ended;
	struct frame frames[SOURCE_MAX_DEPTH];
};

static uint32_t offset_of(struct builder *b, const yaml_mark_t *mark)
{
	struct source *s = b->s;

	if (mark->index < b->characters) { /* marks of errors may lie behind */
		b->at = s->begin;
		b->characters = 0;
	}
	b->at += (uint32_t)source_characters_bytes(s->text + b->at, s->size - b->at, mark->index - b->characters);
	b->characters = mark->index;
	return b->at;
}

static bool refuse(struct builder *b, uint32_t at, const char *text)
{
	return error_set(b->reterr, ERR_SYNTAX, source_place(b->s, at), "%s", text);
}

/* bytes of a piece: decoded texts are shorter than twice the file */
static uint32_t aside_room(const struct source *s)
{
	return s->size < ASIDE_PIECE / 4 ? s->size * 2 + 64 : ASIDE_PIECE;
}

static bool add_aside_piece(struct builder *b)
{
	struct source *s = b->s;
	char **grown = memory_grow(s->aside, &s->aside_capacity, s->aside_pieces + 1, sizeof(*grown));

	if (!grown)
		return error_memory(b->reterr);
	s->aside = grown;
	grown[s->aside_pieces] = memory_alloc(aside_room(s), 1);
	if (!grown[s->aside_pieces])
		return error_memory(b->reterr);
	s->aside_pieces++;
	s->aside_used = 0;
	return true;
}

static bool put_aside(struct builder *b, const char *text, size_t len, uint32_t *ret_at)
{
	struct source *s = b->s;
	uint32_t length = (uint32_t)len, need = length + (uint32_t)sizeof(length);
	char *to;

	if ((!s->aside_pieces || aside_room(s) - s->aside_used < need) && !add_aside_piece(b))
		return false;
	to = s->aside[s->aside_pieces - 1] + s->aside_used;
	memcpy(to, &length, sizeof(length));
	memcpy(to + sizeof(length), text, len);
	*ret_at = (s->aside_pieces - 1) * ASIDE_PIECE + s->aside_used;
	s->aside_used += need;
	return true;
}

/* where a scalar ends; one that stands in place as it is needs no counting of characters */
static uint32_t scalar_end(struct builder *b, uint32_t start, const yaml_event_t *e)
{
	size_t len = e->data.scalar.length;

	if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && len <= b->s->size - start &&
	    !memcmp(b->s->text + start, e->data.scalar.value, len)) {
		b->at = start + (uint32_t)len;
		b->characters = e->end_mark.index;
		return b->at;
	}
	return offset_of(b, &e->end_mark);
}

/* where the text of the scalar in [start, end) is: as flags TEXT_…; *ret_at when it had to be put aside */
static bool place_text(struct builder *b, uint32_t start, uint32_t end, const char *text, size_t len, uint8_t *ret_flags,
		       uint32_t *ret_at)
{
	const char *bytes = b->s->text + start;

	*ret_flags = 0;
	if (len == end - start && (len == 0 || !memcmp(bytes, text, len)))
		return true;
	if (end - start == len + 2 && (bytes[0] == '"' || bytes[0] == '\'') && !memcmp(bytes + 1, text, len)) {
		*ret_flags = TEXT_INNER;
		return true;
	}
	*ret_flags = TEXT_ASIDE;
	return put_aside(b, text, len, ret_at);
}

static bool check_few_keys(struct builder *b, struct frame *f, node_id added)
{
	const struct source *s = b->s;
	uint32_t place = f->children - 1, mark;
	size_t len;
	const char *key = source_key(s, added, &len);

	mark = source_mark_key(key, len);
	f->marks[place] = mark;
	for (uint32_t i = 0; i < place; i++) {
		node_id n = source_at(s, f->node)->child;

		if (f->marks[i] != mark)
			continue;
		for (uint32_t skip = i; skip; skip--)
			n = source_at(s, n)->next;
		if (source_same_key(s, n, added))
			return source_refuse_duplicate(s, n, added, b->reterr);
	}
	return true;
}

/* nodes */

/*
 * An empty value stands right after the colon of its key. In blocks libyaml's mark is there; in flow collections it is
 * at what comes next. A key without any colon (`? a`, `{a}`) has libyaml's blessing, not ours.
 */
static bool find_colon(struct builder *b, const struct frame *f, uint32_t mark, uint32_t *ret_at)
{
	const struct source *s = b->s;
	uint32_t at = source_skip(s, f->key_end);

	if (at >= s->size || s->text[at] != ':' || (f->block && at + 1 != mark))
		return error_set(b->reterr, ERR_SYNTAX, source_place(s, f->key),
				 _("the key '%.*s' has no colon: put ': ' and its value after it"),
				 (int)(f->key_end - f->key > 200 ? 200 : f->key_end - f->key), s->text + f->key);
	*ret_at = at + 1;
	return true;
}

static uint32_t find_dash(const struct builder *b, const struct frame *f)
{
	const struct source *s = b->s;

	return source_skip(s, f->last ? source_at(s, f->last)->end : source_at(s, f->node)->start);
}

static bool note_key_aside(struct builder *b, node_id n, uint32_t at)
{
	struct source *s = b->s;
	struct key_aside *grown = memory_grow(s->keys, &s->key_capacity, s->key_count + 1, sizeof(*grown));

	if (!grown)
		return error_memory(b->reterr);
	s->keys = grown;
	s->keys[s->key_count++] = (struct key_aside){ n, at };
	return true;
}

/* the next node, all zero, to be filled in place; it counts once it is hung into the tree. NULL: out of memory */
static struct node *next_node(struct builder *b)
{
	struct source *s = b->s;
	node_id id = s->count + 1;
	struct node **grown;

	if (id < s->node_pieces * NODE_PIECE)
		return source_at(s, id);
	grown = memory_grow(s->nodes, &s->node_capacity, s->node_pieces + 1, sizeof(*grown));
	if (grown) {
		s->nodes = grown;
		grown[s->node_pieces] = memory_alloc(NODE_PIECE, sizeof(**grown));
	}
	if (!grown || !grown[s->node_pieces]) {
		(void)error_memory(b->reterr);
		return NULL;
	}
	s->node_pieces++;
	return source_at(s, id);
}

/* hangs it below the open collection; its key was read before */
static bool hang_node(struct builder *b, struct node *node)
{
	struct source *s = b->s;
	struct frame *f = b->depth ? &b->frames[b->depth - 1] : NULL;
	node_id id = ++s->count;

	node->depth = (uint8_t)b->depth;
	if (!f)
		return true;
	node->parent = f->node;
	if (f->last)
		source_at(s, f->last)->next = id;
	else
		source_at(s, f->node)->child = id;
	f->last = id;
	f->children++;
	if (!f->mapping)
		return true;
	node->key = f->key;
	node->key_end = f->key_end;
	node->flags |= f->key_flags;
	f->has_key = false;
	if ((f->key_flags & KEY_ASIDE) && !note_key_aside(b, id, f->key_aside))
		return false;
	return f->children > FEW_KEYS || check_few_keys(b, f, id);
}

static bool check_properties(struct builder *b, uint32_t at, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		return refuse(b, at, _("anchors such as '&x' are not supported: where text is meant, put it in quotes"));
	if (tag)
		return refuse(b, at, _("tags such as '!x' are not supported: where text is meant, put it in quotes"));
	return true;
}

/* `'x'#` is no comment: it needs a blank before it, other readers refuse it */
static bool check_behind(struct builder *b, uint32_t end)
{
	if (end < b->s->size && b->s->text[end] == '#')
		return refuse(b, end, _("more text after the end of a value: put the whole value in quotes"));
	return true;
}

static bool read_key(struct builder *b, struct frame *f, const yaml_event_t *e, uint32_t start)
{
	uint32_t end = scalar_end(b, start, e);
	yaml_scalar_style_t style = e->data.scalar.style;
	uint8_t flags;

	if (start == end)
		return refuse(b, start, _("a colon without a key: put the key before it, or the text in quotes"));
	if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
		return refuse(b, start, _("a block of text cannot be a key: put the key in one line"));
	f->key = start;
	f->key_end = end;
	f->has_key = true;
	if (!place_text(b, start, end, (const char *)e->data.scalar.value, e->data.scalar.length, &flags, &f->key_aside))
		return false;
	if (!check_behind(b, end))
		return false;
	if (style == YAML_PLAIN_SCALAR_STYLE && e->data.scalar.length == 2 && !memcmp(e->data.scalar.value, "<<", 2))
		return refuse(b, start, _("a merge key '<<' is not supported: write the values themselves here"));
	f->key_flags = (uint8_t)(flags == TEXT_INNER ? KEY_INNER : flags == TEXT_ASIDE ? KEY_ASIDE : 0);
	return true;
}

static uint8_t style_of(const yaml_event_t *e)
{
	switch (e->data.scalar.style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return STYLE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return STYLE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return STYLE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return STYLE_FOLDED;
	default:
		return STYLE_PLAIN;
	}
}

/* `>5` is a folded block with an indentation of 5 and no text to libyaml; a block's sign may stand left of its key */
static bool check_block(struct builder *b, const struct frame *f, const struct node *node, size_t len)
{
	const struct source *s = b->s;
	uint32_t at, before = f->mapping ? f->key_end : node->key;
	bool digit = false;

	for (at = node->start + 1; at < s->size && strchr("+-0123456789", s->text[at]) && s->text[at]; at++)
		digit |= s->text[at] >= '0' && s->text[at] <= '9';
	if ((digit && len == 0) || (at < s->size && s->text[at] == '#'))
		return error_set(b->reterr, ERR_SYNTAX, source_place(s, node->start),
				 _("'%.*s' starts a block of text: where the words themselves are meant, put them in quotes"),
				 (int)(at - node->start), s->text + node->start);
	if (f->block && memchr(s->text + before, '\n', node->start - before) &&
	    source_column(s, node->start) <= source_column(s, source_at(s, f->node)->start))
		return refuse(b, node->start, _("wrong indentation: a value must stand further right than its key"));
	return true;
}

/* libyaml takes blanks and tabs of the next line for the end of a plain text, though it refuses them behind any other */
static bool tab_follows(const struct source *s, uint32_t at, uint32_t *ret_at)
{
	while (at < s->size && (s->text[at] == ' ' || s->text[at] == '\t' || s->text[at] == '\r'))
		at++;
	while (at < s->size && (s->text[at] == '\n' || s->text[at] == '\r' || s->text[at] == ' '))
		at++;
	*ret_at = at;
	return at < s->size && s->text[at] == '\t';
}

/*
 * What libyaml takes as text although something else was meant, as a line `unit：x` below its key.
 */
static bool check_meant(struct builder *b, const struct frame *f, const struct node *node, size_t len)
{
	const struct source *s = b->s;
	const char *next;
	uint32_t line, at;

	if (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED)
		return check_block(b, f, node, len);
	if (node->style != STYLE_PLAIN)
		return check_behind(b, node->end);
	if (s->tab_indents && f->block && tab_follows(s, node->end, &at))
		return refuse(b, at, _("a tab as indentation is not allowed: put blanks in its place"));
	if (f->mapping && memchr(s->text + f->key_end, '\n', node->start - f->key_end)) {
		line = source_line_start(s, node->start);
		if (f->key_end < line && source_wide_colon(s, line, b->depth > 1, &at))
			return source_refuse_wide_colon(s, at, b->reterr);
	}
	line = node->start;
	while ((next = memchr(s->text + line, '\n', node->end - line))) {
		line = (uint32_t)(next - s->text) + 1;
		if (source_wide_colon(s, line, true, &at))
			return source_refuse_wide_colon(s, at, b->reterr);
	}
	return true;
}

static bool refuse_scalar_root(struct builder *b, uint32_t start)
{
	uint32_t at;

	if (source_wide_colon(b->s, source_line_start(b->s, start), false, &at))
		return source_refuse_wide_colon(b->s, at, b->reterr);
	if (start >= b->s->size)
		return refuse(b, b->s->begin, _("the file is empty: it must hold lines such as 'key: value'"));
	return refuse(b, start, _("the file is not a mapping: it must hold lines such as 'key: value'"));
}

/* where an empty value stands: libyaml's mark in flow collections is not behind the colon */
static bool place_empty(struct builder *b, const struct frame *f, struct node *node)
{
	node->style = STYLE_EMPTY;
	if (!f->mapping)
		node->start = node->key + 1;
	else if (!find_colon(b, f, node->start, &node->start))
		return false;
	node->end = node->start;
	return true;
}

static bool read_value(struct builder *b, const struct frame *f, const yaml_event_t *e, uint32_t start)
{
	const char *text = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	struct node *node = next_node(b);

	if (!node)
		return false;
	node->kind = NODE_SCALAR;
	node->start = start;
	if (!f->mapping)
		node->key = node->key_end = f->block ? find_dash(b, f) : start;
	if (e->start_mark.index == e->end_mark.index) {
		if (!place_empty(b, f, node))
			return false;
	} else {
		node->style = style_of(e);
		node->end = scalar_end(b, start, e);
		if (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED)
			node->end = source_block_end(b->s, start, node->end, text, len);
		if (!check_meant(b, f, node, len) || !place_text(b, start, node->end, text, len, &node->flags, &node->child))
			return false;
	}
	b->last_scalar = b->s->count + 1;
	return hang_node(b, node);
}

static bool read_scalar(struct builder *b, const yaml_event_t *e)
{
	struct frame *f = b->depth ? &b->frames[b->depth - 1] : NULL;
	uint32_t start = offset_of(b, &e->start_mark);

	if (!check_properties(b, start, e->data.scalar.anchor, e->data.scalar.tag))
		return false;
	if (!f)
		return refuse_scalar_root(b, start);
	if (e->data.scalar.length > SOURCE_MAX_SCALAR)
		return error_set(b->reterr, ERR_LIMIT, source_place(b->s, start), _("a text longer than 1 MiB: shorten it"));
	return f->mapping && !f->has_key ? read_key(b, f, e, start) : read_value(b, f, e, start);
}

/* the marks of its keys are left as they are: only those that were set are read */
static void push_frame(struct builder *b, bool mapping, bool block)
{
	struct frame *f = &b->frames[b->depth++];

	f->node = b->s->count;
	f->last = NODE_NONE;
	f->children = 0;
	f->mapping = mapping;
	f->block = block;
	f->has_key = false;
}

static bool open_collection(struct builder *b, const yaml_event_t *e)
{
	struct frame *f = b->depth ? &b->frames[b->depth - 1] : NULL;
	bool mapping = e->type == YAML_MAPPING_START_EVENT, block;
	struct node *node;
	uint32_t start = offset_of(b, &e->start_mark);

	block = mapping ? e->data.mapping_start.style != YAML_FLOW_MAPPING_STYLE :
			  e->data.sequence_start.style != YAML_FLOW_SEQUENCE_STYLE;
	if (!check_properties(b, start, mapping ? e->data.mapping_start.anchor : e->data.sequence_start.anchor,
			      mapping ? e->data.mapping_start.tag : e->data.sequence_start.tag))
		return false;
	if (!f && !mapping)
		return refuse(b, start, _("the file is a list, not a mapping: it must hold lines such as 'key: value'"));
	if (f && f->mapping && !f->has_key)
		return refuse(b, start, _("a list or mapping cannot be a key: where text is meant, put it in quotes"));
	if (b->depth == SOURCE_MAX_DEPTH)
		return error_set(b->reterr, ERR_LIMIT, source_place(b->s, start), _("more than %d levels inside of each other"),
				 SOURCE_MAX_DEPTH);
	node = next_node(b);
	if (!node)
		return false;
	node->kind = mapping ? NODE_MAPPING : NODE_SEQUENCE;
	node->style = block ? STYLE_BLOCK : STYLE_FLOW;
	node->start = node->end = start;
	if (f && !f->mapping)
		node->key = node->key_end = f->block ? find_dash(b, f) : start;
	if (!hang_node(b, node))
		return false;
	push_frame(b, mapping, block);
	return true;
}

static bool close_collection(struct builder *b, const yaml_event_t *e)
{
	struct frame *f = &b->frames[b->depth - 1];
	struct node *node = source_at(b->s, f->node);
	char c = b->s->text[node->start];

	/* a block's mark lies behind the comments that follow; `[a: b]` has a mapping without brackets */
	if (!f->block && (c == '[' || c == '{'))
		node->end = offset_of(b, &e->end_mark);
	else if (f->last)
		node->end = source_at(b->s, f->last)->end;
	if (!f->block && !check_behind(b, node->end))
		return false;
	if (f->mapping && f->children > FEW_KEYS && !source_check_keys(b->s, f->node, f->children, b->reterr))
		return false;
	b->depth--;
	return true;
}

static bool take_event(struct builder *b, const yaml_event_t *e)
{
	uint32_t at;

	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return read_scalar(b, e);
	case YAML_MAPPING_START_EVENT:
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(b, e);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		return close_collection(b, e);
	case YAML_ALIAS_EVENT:
		at = offset_of(b, &e->start_mark);
		return refuse(b, at, _("aliases such as '*x' are not supported: where text is meant, put it in quotes"));
	case YAML_DOCUMENT_START_EVENT:
		at = offset_of(b, &e->start_mark);
		if (b->s->count)
			return refuse(b, at, _("a second document begins with '---': a file holds one, take the line out"));
		if (e->data.document_start.tag_directives.start != e->data.document_start.tag_directives.end)
			return refuse(b, at, _("a '%TAG' directive is not supported: take the line out"));
		return true;
	case YAML_DOCUMENT_END_EVENT:
		b->ended = !e->data.document_end.implicit;
		return true;
	default:
		return true;
	}
}

static bool fail_parse(struct builder *b)
{
	yaml_parser_t *p = &b->parser;
	struct complaint c = { .problem = p->problem ? p->problem : "", .context = p->context ? p->context : "" };

	if (p->error == YAML_MEMORY_ERROR)
		return error_memory(b->reterr);
	c.at = offset_of(b, &p->problem_mark);
	c.context_at = p->context ? offset_of(b, &p->context_mark) : c.at;
	c.before = b->last_scalar;
	c.ended = b->ended;
	return source_refuse(b->s, &c, b->reterr);
}

static bool run(struct builder *b)
{
	struct source *s = b->s;
	yaml_event_t event;
	bool ok = true, more = true;

	yaml_parser_set_encoding(&b->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&b->parser, (const unsigned char *)s->text + s->begin, s->size - s->begin);
	while (ok && more) {
		if (!yaml_parser_parse(&b->parser, &event))
			return fail_parse(b);
		more = event.type != YAML_STREAM_END_EVENT;
		ok = take_event(b, &event);
		yaml_event_delete(&event);
	}
	if (ok && !s->count)
		return refuse(b, s->begin, _("the file is empty: it must hold lines such as 'key: value'"));
	return ok;
}

bool source_parse_nodes(struct source *s, struct error *reterr)
{
	struct builder *b = memory_alloc(1, sizeof(*b));
	bool ok;

	if (!b)
		return error_memory(reterr);
	b->s = s;
	b->reterr = reterr;
	b->at = s->begin;
	if (!yaml_parser_initialize(&b->parser)) {
		memory_free(b);
		return error_memory(reterr);
	}
	ok = run(b);
	yaml_parser_delete(&b->parser);
	memory_free(b);
	return ok;
}
