/*
 * What somebody types or pastes into a field of each type: no crash; what is refused is refused with a reason and in plain
 * characters; what is understood is what the field stores, and means the same when it is read again and when it is typed
 * again. The first byte of an input chooses the field.
 */
#include "base/arena.h"
#include "base/text.h"
#include "folder.h"
#include "report/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char sample_form[] =
	"form: entry-fuzz\n"
	"version: '1'\n"
	"title: 测试\n"
	"sections:\n"
	"  - id: s\n"
	"    title: 第一节\n"
	"    fields:\n"
	"      - {id: text, label: 文字, type: text}\n"
	"      - {id: long, label: 说明, type: longtext}\n"
	"      - {id: whole, label: 人数, type: integer, unit: 人, na: true}\n"
	"      - {id: amount, label: 金额, type: decimal, unit: 万元, decimals: 2, none: 无, na: true}\n"
	"      - {id: yuan, label: 元, type: decimal, unit: 元, decimals: typed}\n"
	"      - {id: yi, label: 亿, type: decimal, unit: 亿元, decimals: 4}\n"
	"      - {id: share, label: 占比, type: decimal, unit: '%', decimals: 2}\n"
	"      - {id: day, label: 日期, type: date}\n"
	"      - {id: year, label: 年度, type: year}\n"
	"      - {id: level, label: 级次, type: choice, choices: [省级, 市级, {value: x, label: 县级, label_en: county}], na: true}\n"
	"      - {id: funds, label: 来源, type: choices, choices: [财政拨款, 事业收入, 其他]}\n"
	"      - {id: done, label: 是否, type: boolean}\n"
	"      - {id: target, label: 指标, type: measure}\n";

static void check_plain(const char *text)
{
	uint32_t c;

	for (size_t at = 0, len = strlen(text); at < len;) {
		at += text_decode(text + at, len - at, &c);
		check(text_is_harmless(c));
	}
}

/* the field's own type takes what is stored */
static void check_stored(const struct field *f, const struct strbuf *stored)
{
	struct reading r;

	entry_read(f, stored->text, stored->len, &r);
	if (!stored->len)
		check(r.fit == FIT_BLANK);
	else
		check(r.fit == FIT_GOOD || r.fit == FIT_NA || (r.fit == FIT_BLANK && (f->type == TYPE_TEXT || f->type == TYPE_LONGTEXT)));
}

/* what is stored, typed again, is stored again; a text in the look of a sum is the one thing that it is not */
static void check_again(const struct form *form, const struct field *f, const struct strbuf *stored)
{
	struct understanding u = { .changed = false };
	struct error why = { 0 };

	strbuf_init(&u.stored, 0);
	check(entry_understand(form, f, stored->text, stored->len, &u, &why));
	check(u.stored.len == stored->len && memcmp(u.stored.text, stored->text, stored->len) == 0);
	strbuf_release(&u.stored);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct form *form;
	struct understanding u = { .changed = false };
	struct error why = { 0 };
	const struct field *f;

	if (!form)
		check(form_parse("/nonexistent/entry.yaml", sample_form, strlen(sample_form), &form, &why));
	if (!size)
		return 0;
	f = form->sections[0]->fields[data[0] % form->sections[0]->field_count];
	strbuf_init(&u.stored, 0);
	if (entry_understand(form, f, (const char *)data + 1, size - 1, &u, &why)) {
		check(strbuf_ok(&u.stored));
		check_stored(f, &u.stored);
		check_again(form, f, &u.stored);
	} else {
		check(why.kind == ERR_VALUE && why.text[0]);
		check_plain(why.text);
	}
	strbuf_release(&u.stored);
	return 0;
}
