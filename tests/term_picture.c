#include "tests/term_picture.h"

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

void term_picture(struct canvas *c, unsigned seed)
{
	static const char *const pieces[] = {
		"农村环境专项", "绩效", "，。（）《》", "total 12.50%", "x", "e\u0301a\u0308o\u0302\u0323", "👩‍👧‍👦家", "🇨🇳", "👍🏽好", "±①“引”…", "한글", "ｱﾞ",
		"\033[31m", "│", "████", "中\ufe00文", "a\u200bb", "𠮷野家", "✓≈!○", "        ", "　　",
	};
	unsigned s = seed;
	unsigned count = seed % 3 ? next_random(&s) % 4 : next_random(&s) % 200;

	for (unsigned i = 0; i < count; i++) {
		const char *piece = pieces[next_random(&s) % ARRAY_SIZE(pieces)];
		int row = (int)(next_random(&s) % (unsigned)c->rows);
		int column = (int)(next_random(&s) % (unsigned)(c->columns + 6)) - 3;
		enum style style = (enum style)(next_random(&s) % STYLE_COUNT);
		struct rect r = { row, column, 3, (int)(next_random(&s) % 30) };

		switch (next_random(&s) % 12) {
		case 0: canvas_fill(c, r, style); break;
		case 1: canvas_restyle(c, r, style); break;
		case 2: canvas_frame(c, r, style); break;
		case 3: canvas_cell(c, row, column, r.columns, style, piece, strlen(piece), seed & 1); break;
		default: canvas_puts(c, row, column, style, piece);
		}
	}
	if (seed % 50 == 49)
		canvas_clear(c);
	canvas_printf(c, 0, 0, STYLE_NORMAL, "#%u ", seed);
	if (seed % 7)
		canvas_caret(c, (int)(next_random(&s) % (unsigned)c->rows), (int)(next_random(&s) % (unsigned)c->columns));
	else
		c->caret_row = c->caret_column = -1;
}
