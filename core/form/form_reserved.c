/*
 * The part of every form that belongs to the program: what stands at the top level of a report beside its sections. These are
 * tables and fields like any other, so that the one kind of edit serves them too. The only names of fields that C knows are
 * these (spec sections 2, 5 and 9). A list of texts is a field of choices without a list to choose from.
 */
#include "form/form_private.h"

struct reserved_column {
	const char *id, *label, *label_en;
	enum field_type type;
	const struct choice *choices;
	size_t choice_count;
};

struct reserved_field {
	const char *id, *label, *label_en;
	enum field_type type;
	const struct reserved_column *columns;
	size_t column_count;
};

/* clang-format off */

static const struct choice actions[] = {
	{ "submit", { "送审", "submit" } },   { "withdraw", { "撤回", "withdraw" } }, { "return", { "退回", "return" } },
	{ "approve", { "审核通过", "approve" } }, { "publish", { "公开", "publish" } },   { "reopen", { "重新打开", "reopen" } },
};

static const struct choice states[] = {
	{ "open", { "待处理", "open" } }, { "answered", { "已答复", "answered" } }, { "resolved", { "已解决", "resolved" } },
};

static const struct reserved_column reasons[] = {
	{ "check", "校验", "Check", TYPE_TEXT, NULL, 0 },
	{ "path", "位置", "Place", TYPE_TEXT, NULL, 0 },
	{ "text", "说明", "Reason", TYPE_LONGTEXT, NULL, 0 },
	{ "figures", "有关数字", "Figures", TYPE_TEXT, NULL, 0 },
};

static const struct reserved_column history[] = {
	{ "at", "时间", "Time", TYPE_TEXT, NULL, 0 },
	{ "by", "经办人", "By", TYPE_TEXT, NULL, 0 },
	{ "action", "办理", "Action", TYPE_CHOICE, actions, ARRAY_SIZE(actions) },
	{ "level", "审核层级", "Level", TYPE_TEXT, NULL, 0 },
	{ "note", "意见", "Note", TYPE_LONGTEXT, NULL, 0 },
	{ "digest", "摘要值", "Digest", TYPE_TEXT, NULL, 0 },
	{ "changed", "签后改动", "Changed since", TYPE_DATA, NULL, 0 },
};

static const struct reserved_column review[] = {
	{ "id", "编号", "Number", TYPE_TEXT, NULL, 0 },
	{ "path", "位置", "Place", TYPE_TEXT, NULL, 0 },
	{ "label", "原位置", "Former place", TYPE_TEXT, NULL, 0 },
	{ "by", "提出人", "By", TYPE_TEXT, NULL, 0 },
	{ "at", "时间", "Time", TYPE_TEXT, NULL, 0 },
	{ "text", "内容", "Comment", TYPE_LONGTEXT, NULL, 0 },
	{ "state", "状态", "State", TYPE_CHOICE, states, ARRAY_SIZE(states) },
	{ "replies", "答复", "Replies", TYPE_DATA, NULL, 0 },
};

static const struct reserved_column conflicts[] = {
	{ "path", "位置", "Place", TYPE_TEXT, NULL, 0 },
	{ "base", "原值", "Before", TYPE_DATA, NULL, 0 },
	{ "ours", "我方", "Ours", TYPE_DATA, NULL, 0 },
	{ "theirs", "对方", "Theirs", TYPE_DATA, NULL, 0 },
};

static const struct reserved_column unplaced[] = {
	{ "path", "原位置", "Former place", TYPE_TEXT, NULL, 0 },
	{ "label", "名称", "Label", TYPE_TEXT, NULL, 0 },
	{ "value", "内容", "Value", TYPE_DATA, NULL, 0 },
};

static const struct reserved_field reserved[] = {
	{ "annexes", "附属报告", "Annexes", TYPE_CHOICES, NULL, 0 },
	{ "carried", "上年结转待确认", "Carried over, to be confirmed", TYPE_CHOICES, NULL, 0 },
	{ "reasons", "差异说明", "Reasons", TYPE_TABLE, reasons, ARRAY_SIZE(reasons) },
	{ "history", "送审记录", "Sign-offs", TYPE_TABLE, history, ARRAY_SIZE(history) },
	{ "review", "审核意见", "Comments", TYPE_TABLE, review, ARRAY_SIZE(review) },
	{ "conflicts", "合并冲突", "Conflicts", TYPE_TABLE, conflicts, ARRAY_SIZE(conflicts) },
	{ "unplaced", "未归位内容", "Unplaced", TYPE_TABLE, unplaced, ARRAY_SIZE(unplaced) },
	{ "origins", "来源", "Origins", TYPE_DATA, NULL, 0 },
};

/* clang-format on */

static bool reserve_columns(struct loader *l, struct field *table, const struct reserved_field *from)
{
	struct field *columns = load_alloc(l, from->column_count, sizeof(*columns));

	table->columns = load_alloc(l, from->column_count, sizeof(struct field *));
	if (!columns || !table->columns)
		return false;
	for (size_t i = 0; i < from->column_count; i++) {
		const struct reserved_column *c = &from->columns[i];

		columns[i] = (struct field){
		    .id = c->id,
		    .label = {c->label, c->label_en},
		    .type = c->type,
		    .at = table->at,
		    .section = table->section,
		    .table = table,
		    .index = (uint32_t)i,
		    .column = (uint16_t)i,
		    .choices = c->choices,
		    .choice_count = c->choice_count,
		    .key = -1,
		    .builtin = true,
		};
		table->columns[i] = &columns[i];
	}
	table->column_count = from->column_count;
	return true;
}

void read_reserved(struct loader *l)
{
	struct section *s = load_alloc(l, 1, sizeof(*s));
	struct field *fields = load_alloc(l, ARRAY_SIZE(reserved), sizeof(*fields));
	struct place at = {.file = l->name};

	if (!s || !fields)
		return;
	*s = (struct section){
	    .id = "",
	    .title = {"办理情况", "Review"},
	    .builtin = true,
	    .index = (uint32_t)l->form->section_count,
	    .at = at,
	};
	s->fields = load_alloc(l, ARRAY_SIZE(reserved), sizeof(struct field *));
	if (!s->fields)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(reserved); i++) {
		fields[i] = (struct field){
		    .id = reserved[i].id,
		    .label = {reserved[i].label, reserved[i].label_en},
		    .type = reserved[i].type,
		    .at = at,
		    .section = s,
		    .key = -1,
		    .builtin = true,
		};
		if (reserved[i].columns && !reserve_columns(l, &fields[i], &reserved[i]))
			return;
		s->fields[s->field_count++] = &fields[i];
	}
	l->form->reserved = s;
}
