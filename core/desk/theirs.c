/* The file as another program left it, while the report was open here. */
#include "desk/session_private.h"

#include "base/i18n.h"
#include "desk/save_private.h"

#include <string.h>

static const char *form_named(const struct source *s, size_t *ret_len)
{
	node_id n = source_find(s, NODE_ROOT, "form");
	const char *text = n && source_node(s, n)->kind == NODE_SCALAR ? source_text(s, n, ret_len) : NULL;
	const char *at;

	if (!text)
		return NULL;
	at = memchr(text, '@', *ret_len); /* another version is still the same form */
	if (at)
		*ret_len = (size_t)(at - text);
	return text;
}

static bool same_form(const struct session *s, const struct source *theirs, struct error *reterr)
{
	size_t ours_len = 0, theirs_len = 0;
	const char *a = form_named(report_source(s->report), &ours_len), *b = form_named(theirs, &theirs_len);

	if (a && b && ours_len == theirs_len && memcmp(a, b, ours_len) == 0)
		return true;
	return error_set(reterr, ERR_FORM, NOWHERE, _("'%s' names another form now"), s->path);
}

bool session_theirs(struct session *s, struct report **ret, struct error *reterr)
{
	struct file_stamp stamp;
	struct source *source;
	const char *bytes;
	size_t size;

	if (!file_stamp(s->path, &stamp, reterr) || !source_load(s->path, &source, reterr))
		return false;
	if (!same_form(s, source, reterr)) {
		source_free(source);
		return false;
	}
	bytes = source_bytes(source, &size);
	stamp.size = size;
	stamp.digest = file_digest(bytes, size);
	if (!report_new(s->form, source, ret, reterr))
		return false;
	s->theirs = stamp;
	return true;
}

bool session_base(struct session *s, struct report **ret, struct error *reterr)
{
	const char *bytes = s->base.text;
	size_t size = s->base.len;
	struct source *source;
	char *copy;

	if (!size)
		bytes = source_bytes(report_source(s->report), &size);
	copy = memory_alloc(size + 1, 1);
	if (!copy)
		return error_memory(reterr);
	memcpy(copy, bytes, size);
	return source_parse(s->path, copy, size, &source, reterr) && report_new(s->form, source, ret, reterr);
}

bool session_take_theirs(struct session *s, struct error *reterr)
{
	return session_begin_anew(s, reterr);
}

bool session_save_merged(struct session *s, struct error *reterr)
{
	const struct file_stamp before = s->stamp;
	const bool backed_up = s->backed_up;

	s->stamp = s->theirs;
	s->backed_up = false; /* what is no value (their comments) stays in FILE~ */
	if (session_save(s, false, reterr))
		return true;
	if (reterr->kind != ERR_UNSURE) {
		s->stamp = before;
		s->backed_up = backed_up;
	}
	return false;
}
