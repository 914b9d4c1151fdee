/* Actions: the table, and looking a key up in it. */
#include "tui/action.h"

#include "tui/app_private.h"
#include "tui/words.h"

#define ACTION_AS_INFO(id_, function_, keys_, twin_, modes_, rank_, group_, name_, help_) \
	[ACTION_##id_] = { .id = #id_, .keys = keys_, .twin = twin_, .modes = modes_, .rank = rank_, \
			   .group = GROUP_##group_, .name = name_, .help = help_, .act = act_##function_ },
const struct action_info action_table[ACTION_COUNT] = { ACTIONS(ACTION_AS_INFO) };
#undef ACTION_AS_INFO

bool action_key(const struct action_info *a, size_t n, struct key *ret)
{
	const char *from = a->keys;
	char name[24];

	for (;;) {
		from += strspn(from, " ");
		size_t len = strcspn(from, " ");

		if (len == 0)
			break;
		if (n-- == 0) {
			snprintf(name, sizeof(name), "%.*s", (int)len, from);
			return key_parse(name, ret);
		}
		from += len;
	}
	return n == 0 && a->twin[0] && key_parse(a->twin, ret);
}

static bool same_key(const struct key *a, const struct key *b)
{
	if (a->code != b->code)
		return false;
	switch (a->code) {
	case KEYCODE_CONTROL:
	case KEYCODE_ALT:
		return a->letter == b->letter;
	case KEYCODE_FUNCTION:
		return a->number == b->number && a->shift == b->shift;
	case KEYCODE_BACKTAB: /* is Shift already */
		return true;
	default:
		return a->shift == b->shift && a->alt == b->alt && a->control == b->control;
	}
}

enum action action_find(const struct key *k, unsigned mode)
{
	struct key one;

	for (unsigned i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = &action_table[i];

		if (!(a->modes & mode))
			continue;
		for (size_t n = 0; action_key(a, n, &one); n++) {
			if (same_key(k, &one))
				return (enum action)i;
		}
	}
	return ACTION_NONE;
}

void action_key_name(const struct action_info *a, struct strbuf *out)
{
	struct key k;

	if (action_key(a, 0, &k))
		key_word(&k, out);
}

void action_key_names(const struct action_info *a, struct strbuf *out)
{
	struct key k;
	size_t n;

	for (n = 0; action_key(a, n, &k); n++) {
		if (n > 0)
			strbuf_putc(out, ' ');
		key_word(&k, out);
	}
}

const char *action_group_name(enum action_group group)
{
	static const char *const names[GROUP_COUNT] = {
		[GROUP_FILE] = N_("File"),
		[GROUP_MOVING] = N_("Moving about"),
		[GROUP_EDITING] = N_("Editing"),
		[GROUP_ROWS] = N_("Rows of a table"),
		[GROUP_LOOKING] = N_("Looking things up"),
		[GROUP_REVIEW] = N_("Review"),
		[GROUP_LISTS] = N_("In lists and questions"),
	};

	return _(names[group]);
}
