/* A document as plain text: a line a paragraph, tables in columns. */
#include "publish/typeset.h"
#include "publish/writers.h"

bool write_plain(const struct document *d, struct sink to)
{
	const struct typeset_style style = { .blank = "" };
	struct typeset lines;
	bool ok = true;

	if (!typeset_document(d, &style, &lines))
		return false;
	for (size_t i = 0; i < lines.count && ok; i++)
		ok = (lines.lines[i].len == 0 || to.write(to.to, lines.lines[i].text, lines.lines[i].len)) && to.write(to.to, "\n", 1);
	typeset_release(&lines);
	return ok;
}
