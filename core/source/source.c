/*
 * Reading a file, and what callers ask about its nodes.
 */
#include "source/source.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "source/source_private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_READ 65536u
#define STREAM_MAX_BYTES (64u << 20)

static bool refuse_size(const char *name, struct error *reterr)
{
	return error_set(reterr, ERR_LIMIT, (struct place){ .file = name },
			 _("the file is larger than %u MiB, which is the limit"), SOURCE_MAX_BYTES >> 20);
}

static bool refuse_stream(const char *name, struct error *reterr)
{
	return error_set(reterr, ERR_LIMIT, (struct place){ .file = name },
			 _("what comes in is larger than %u MiB, which is the limit for a pipe; write it into a file first"),
			 STREAM_MAX_BYTES >> 20);
}

bool source_parse(const char *name, char *text, size_t size, struct source **ret, struct error *reterr)
{
	struct source *s = memory_alloc(1, sizeof(*s));
	size_t length = strlen(name);

	if (!s) {
		memory_free(text);
		return error_memory(reterr);
	}
	s->text = text;
	if (size > SOURCE_MAX_BYTES) {
		source_free(s);
		return refuse_size(name, reterr);
	}
	s->size = (uint32_t)size;
	s->name = memory_alloc(length + 1, 1);
	if (!s->name) {
		source_free(s);
		return error_memory(reterr);
	}
	memcpy(s->name, name, length);
	if (!source_check_text(s, reterr) || !source_parse_nodes(s, reterr)) {
		source_free(s);
		return false;
	}
	*ret = s;
	return true;
}

static bool refuse_errno(const char *path, struct error *reterr)
{
	return error_set(reterr, ERR_IO, (struct place){ .file = path }, _("cannot read '%s': %s"), path, error_cause(errno));
}

/* devices never end, and reading some of them does something; standard input may also be a terminal or a socket */
static bool check_kind(const char *path, const struct stat *st, bool standard_input, struct error *reterr)
{
	struct place at = { .file = path };

	if (S_ISDIR(st->st_mode))
		return error_set(reterr, ERR_IO, at, _("cannot read '%s': it is a folder, not a file"), path);
	if (S_ISREG(st->st_mode))
		return true;
	/* a pipe of the shell's, <(…); one that lies in a folder would be waited for without end */
	if (S_ISFIFO(st->st_mode) && (standard_input || strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0))
		return true;
	if (S_ISFIFO(st->st_mode))
		return error_set(reterr, ERR_IO, at, _("cannot read '%s': it is a pipe, not a file"), path);
	if (standard_input && (S_ISSOCK(st->st_mode) || isatty(STDIN_FILENO)))
		return true;
	return error_set(reterr, ERR_IO, at, _("cannot read '%s': it is a device, not a file"), path);
}

/* `stream`: nobody knows how long it is, nor whether it ends: what no report can hold (`yaml`) is not read on to the limit */
static bool read_all(int fd, const char *path, size_t expected, bool stream, bool yaml, char **ret_text, size_t *ret_size, struct error *reterr)
{
	size_t capacity = expected ? expected + 1 : FIRST_READ, size = 0;
	char *text = memory_alloc(capacity, 1);
	bool ok = text != NULL;

	if (!ok)
		return error_memory(reterr);
	while (ok) {
		size_t room = capacity - size;
		char *grown;
		ssize_t n;

		if (!room) {
			grown = memory_grow(text, &capacity, capacity + FIRST_READ, 1);
			if (!grown) {
				ok = error_memory(reterr);
				break;
			}
			text = grown;
			room = capacity - size;
		}
		n = read(fd, text + size, room > 1u << 30 ? 1u << 30 : room);
		if (n == 0)
			break;
		if (n < 0 && errno != EINTR)
			ok = refuse_errno(path, reterr);
		if (n > 0)
			size += (size_t)n;
		if (stream && yaml && n > 0 && memchr(text + size - n, '\0', (size_t)n))
			break; /* refused at its place, or as UTF-16 */
		if (stream && size >= STREAM_MAX_BYTES)
			ok = refuse_stream(path, reterr);
		else if (size > SOURCE_MAX_BYTES)
			ok = refuse_size(path, reterr);
	}
	if (!ok) {
		memory_free(text);
		return false;
	}
	*ret_text = text;
	*ret_size = size;
	return true;
}

static bool read_file(const char *path, bool yaml, char **ret_text, size_t *ret_size, struct error *reterr)
{
	bool standard_input = !strcmp(path, "-"), ok;
	int fd = STDIN_FILENO;
	struct stat st;

	/* looked at before it is opened: opening some devices does something already */
	if (!standard_input) {
		if (stat(path, &st))
			return refuse_errno(path, reterr);
		if (!check_kind(path, &st, false, reterr))
			return false;
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (fd < 0)
			return refuse_errno(path, reterr);
	}
	if (fstat(fd, &st))
		ok = refuse_errno(path, reterr);
	else if (!check_kind(path, &st, standard_input, reterr))
		ok = false;
	else if (S_ISREG(st.st_mode) && st.st_size > (off_t)SOURCE_MAX_BYTES)
		ok = refuse_size(path, reterr);
	else
		ok = read_all(fd, path, S_ISREG(st.st_mode) ? (size_t)st.st_size : 0, !S_ISREG(st.st_mode), yaml, ret_text, ret_size, reterr);
	if (!standard_input)
		(void)close(fd);
	return ok;
}

bool source_read(const char *path, char **ret_bytes, size_t *ret_size, struct error *reterr)
{
	return read_file(path, false, ret_bytes, ret_size, reterr);
}

bool source_load(const char *path, struct source **ret, struct error *reterr)
{
	char *text = NULL;
	size_t size = 0;

	return read_file(path, true, &text, &size, reterr) && source_parse(path, text, size, ret, reterr);
}

void source_free(struct source *s)
{
	if (!s)
		return;
	memory_free(s->name);
	if (!s->frozen) {
		memory_free(s->text);
		for (uint32_t i = 0; i < s->node_pieces; i++)
			memory_free(s->nodes[i]);
		for (uint32_t i = 0; i < s->aside_pieces; i++)
			memory_free(s->aside[i]);
	}
	memory_free(s->nodes);
	memory_free(s->aside);
	memory_free(s->keys);
	memory_free(s->lines);
	memory_free(s);
}

const char *source_name(const struct source *s)
{
	return s->name;
}

const char *source_bytes(const struct source *s, size_t *ret_size)
{
	*ret_size = s->size;
	return s->text;
}

const char *source_newline(const struct source *s)
{
	return s->crlf ? "\r\n" : "\n";
}

uint32_t source_count(const struct source *s)
{
	return s->count;
}

const struct node *source_node(const struct source *s, node_id n)
{
	return source_at(s, n);
}

static const char *text_aside(const struct source *s, uint32_t at, size_t *ret_len)
{
	uint32_t length;

	const char *from = s->aside[at / ASIDE_PIECE] + at % ASIDE_PIECE;

	memcpy(&length, from, sizeof(length));
	*ret_len = length;
	return from + sizeof(length);
}

const char *source_text(const struct source *s, node_id n, size_t *ret_len)
{
	const struct node *node = source_at(s, n);

	if (node->kind != NODE_SCALAR) {
		*ret_len = 0;
		return "";
	}
	if (node->flags & TEXT_ASIDE)
		return text_aside(s, node->child, ret_len);
	if (node->flags & TEXT_INNER) {
		*ret_len = node->end - node->start - 2;
		return s->text + node->start + 1;
	}
	*ret_len = node->end - node->start;
	return s->text + node->start;
}

static const char *key_aside(const struct source *s, node_id n, size_t *ret_len)
{
	uint32_t low = 0, high = s->key_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (s->keys[middle].node <= n)
			low = middle;
		else
			high = middle;
	}
	return text_aside(s, s->keys[low].at, ret_len);
}

const char *source_key(const struct source *s, node_id n, size_t *ret_len)
{
	const struct node *node = source_at(s, n);

	if (node->flags & KEY_ASIDE)
		return key_aside(s, n, ret_len);
	if (node->flags & KEY_INNER) {
		*ret_len = node->key_end - node->key - 2;
		return s->text + node->key + 1;
	}
	*ret_len = node->key_end - node->key;
	return s->text + node->key;
}

bool source_key_is(const struct source *s, node_id n, const char *key)
{
	size_t len;
	const char *text = source_key(s, n, &len);

	return !strncmp(text, key, len) && !key[len];
}

bool source_is_blank(const struct source *s, node_id n)
{
	static const char *const nulls[] = { "~", "null", "Null", "NULL" };
	const struct node *node = source_at(s, n);
	size_t len;
	const char *text;

	if (node->kind != NODE_SCALAR)
		return false;
	text = source_text(s, n, &len);
	if (len == 0)
		return true;
	for (size_t i = 0; node->style == STYLE_PLAIN && i < ARRAY_SIZE(nulls); i++)
		if (len == strlen(nulls[i]) && !memcmp(text, nulls[i], len))
			return true;
	return false;
}

node_id source_find(const struct source *s, node_id mapping, const char *key)
{
	if (source_at(s, mapping)->kind != NODE_MAPPING)
		return NODE_NONE;
	for (node_id n = source_at(s, mapping)->child; n; n = source_at(s, n)->next)
		if (source_key_is(s, n, key))
			return n;
	return NODE_NONE;
}
