/*
 * A program that holds a terminal, for test_term.c: shows canvases made from what it is sent, and names the keys that it reads.
 *
 *   term_probe keys     each key's name in the next row; ^Q ends, ^L draws everything again, ^T suspends, ^E lends the screen,
 *                       ^B aborts, ^O copies, ^R toggles the mouse, ^P shows plain text, ^A tells the theme
 *   term_probe frames   each number typed is the next frame: a random picture of that seed, drawn over the one before;
 *                       ^L draws everything again
 *   term_probe type     an editor with a total that changes with each key, to be measured
 */
#include "base/error.h"
#include "base/text.h"
#include "tests/term_picture.h"
#include "tui/lineedit.h"
#include "tui/locale.h"
#include "tui/term.h"

#include <unistd.h>

struct probe {
	struct term *term;
	struct canvas canvas;
	const char *mode;
	int row;
	long typed;
	struct lineedit editor;
};

static void make_canvas(struct probe *p)
{
	int rows, columns;

	canvas_release(&p->canvas);
	term_size(p->term, &rows, &columns);
	if (!canvas_init(&p->canvas, rows, columns))
		abort();
	p->canvas.ascii = term_ascii(p->term);
	canvas_frame(&p->canvas, (struct rect){ 0, 0, rows, columns }, STYLE_RULE);
	canvas_printf(&p->canvas, 0, 2, STYLE_TITLE, " ready %dx%d “%d” ", rows, columns, text_class_columns(TEXT_QUOTES));
	if (term_taken_for(p->term))
		canvas_printf(&p->canvas, 0, 30, STYLE_TITLE, " as %s ", term_taken_for(p->term));
	p->row = 1;
}

static void name_key(struct probe *p, const struct key *k)
{
	struct strbuf name;

	if (p->row >= p->canvas.rows - 1)
		make_canvas(p);
	strbuf_init(&name, 0);
	if (k->code == KEYCODE_CONTROL && k->letter == 'a')
		strbuf_puts(&name, term_is_light(p->term) ? "light" : "dark");
	else
		key_print(k, &name);
	if (name.len > 60) {
		strbuf_clear(&name);
		strbuf_printf(&name, "%s of %zu bytes", k->code == KEYCODE_PASTE ? "paste" : "text", k->len);
	}
	canvas_text(&p->canvas, p->row, 2, STYLE_VALUE, name.text, name.len);
	canvas_caret(&p->canvas, p->row, 2 + text_columns(name.text, name.len));
	p->row++;
	strbuf_release(&name);
}

static void lend(struct probe *p)
{
	char byte = 0;

	term_leave(p->term);
	if (write(STDOUT_FILENO, "lent\r\n", 6) != 6 || read(STDIN_FILENO, &byte, 1) != 1)
		abort();
	if (!term_enter(p->term))
		abort();
}

static void act(struct probe *p, const struct key *k)
{
	static bool mouse;

	switch (k->code == KEYCODE_CONTROL ? k->letter : 0) {
	case 'l': term_redraw(p->term); break;
	case 't': term_suspend(p->term); break;
	case 'e': lend(p); break;
	case 'b': abort();
	case 'o': term_copy(p->term, "农村\t1", 8); break;
	case 'p': term_plain(p->term, "plain 农村\n", strlen("plain 农村\n")); break;
	case 'r': mouse = !mouse; term_mouse(p->term, mouse); break;
	default: break;
	}
	if (k->code == KEYCODE_RESIZE || k->code == KEYCODE_SUSPENDED)
		make_canvas(p);
	name_key(p, k);
}

static void frame(struct probe *p, const struct key *k)
{
	if (k->code == KEYCODE_TEXT)
		term_picture(&p->canvas, (unsigned)strtoul(k->text, NULL, 10));
	if (k->code != KEYCODE_CONTROL)
		return;
	term_redraw(p->term);
	canvas_puts(&p->canvas, 0, 0, STYLE_NORMAL, "again ");
}

static void type(struct probe *p, const struct key *k)
{
	struct rect box = { 5, 10, p->canvas.rows - 12, p->canvas.columns - 20 };

	if (!p->typed++) {
		for (int row = 0; row < p->canvas.rows - 1; row++)
			canvas_printf(&p->canvas, row, 0, STYLE_LABEL, "%3d 农村环境专项 row %d 361.32 .......................", row, row);
	}
	(void)lineedit_key(&p->editor, k, box.columns, box.rows);
	lineedit_draw(&p->editor, &p->canvas, box, STYLE_EDIT);
	canvas_printf(&p->canvas, p->canvas.rows - 1, 0, STYLE_STATUS, "total %ld.%02ld  ratio %ld.%02ld%%  ", p->typed / 100, p->typed % 100,
		      p->typed / 700, p->typed / 7 % 100);
}

static void run(struct probe *p)
{
	struct key k;

	term_show(p->term, &p->canvas);
	while (term_key(p->term, -1, &k)) {
		if (k.code == KEYCODE_HANGUP || (k.code == KEYCODE_CONTROL && k.letter == 'q'))
			break;
		if (p->mode[0] == 'k')
			act(p, &k);
		else if (p->mode[0] == 'f')
			frame(p, &k);
		else
			type(p, &k);
		if (!term_more(p->term))
			term_show(p->term, &p->canvas);
	}
}

int main(int argc, char **argv)
{
	struct probe p = { .mode = argc > 1 ? argv[1] : "keys" };
	struct error error = { .kind = ERR_NONE };
	bool english;

	if (!locale_open("en", &english))
		return 3;
	if (!term_open(&(struct term_options){ .mouse = false }, &p.term, &error)) {
		fprintf(stderr, "%s\n", error.text);
		return 2;
	}
	lineedit_init(&p.editor, true);
	make_canvas(&p);
	run(&p);
	lineedit_release(&p.editor);
	canvas_release(&p.canvas);
	term_close(p.term);
	puts("ended");
	return 0;
}
