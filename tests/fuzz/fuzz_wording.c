/*
 * Any text as a wording, in the scope of the tests' fixture: no crash, a tree that keeps wording.h's promises, and mistakes
 * that stand in the text.
 */
#include "../form_fixture.h"
#include "form/wording.h"
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_mistake(void *to, const struct error *e)
{
	const unsigned *lines = to;

	check((e->kind == ERR_FORM || e->kind == ERR_LIMIT) && e->text[0] && e->line >= 7 && e->line <= 7 + *lines && e->column >= 11);
}

static void check_tree(const struct wording *w, const struct field *each, unsigned depth)
{
	check(depth <= WORDING_DEPTH + 1);
	for (; w; w = w->next) {
		check(w->at.line >= 7 && w->at.column >= 11);
		switch (w->kind) {
		case WORDING_TEXT:
			check(w->text != NULL && strlen(w->text) <= w->len); /* a NUL may stand in it */
			break;
		case WORDING_VALUE:
			check(w->expr != NULL && w->field == w->expr->field && field_is_scalar(w->field));
			check(!w->field->table || w->expr->op == EXPR_ROW_FIELD || w->field->table == each);
			break;
		case WORDING_CELL:
			check(each != NULL && w->field == each && each->type == TYPE_MATRIX && w->column < each->column_count);
			break;
		case WORDING_LABEL:
			check(each != NULL && each->type == TYPE_MATRIX);
			break;
		case WORDING_INDEX: /* it may stand in an {each} that was refused */
			break;
		case WORDING_OPTIONAL:
			check_tree(w->first, each, depth + 1);
			break;
		case WORDING_EACH:
			check(!w->field || !field_is_scalar(w->field));
			check_tree(w->first, w->field ? w->field : each, depth + 1);
			break;
		case WORDING_TABLE:
			check(w->field != NULL && !field_is_scalar(w->field));
			break;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fixture *fx = fixture_new();
	char *text = memory_alloc(size + 1, 1);
	struct wording *w = NULL;
	unsigned lines = 0;

	check(fx != NULL && text != NULL);
	if (size)
		memcpy(text, data, size);
	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	check(wording_parse(&fx->scope, text, size, (struct place){ "form.yaml", 7, 11 }, (struct wording_teller){ check_mistake, &lines }, &w));
	check_tree(w, NULL, 0);
	wording_heading(text, size);
	fixture_free(fx);
	memory_free(text);
	return 0;
}
