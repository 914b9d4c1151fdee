/*
 * floor_curses [total]: the least that a curses program does for a key, to measure others against. A screen full of text, a box
 * in the middle of it; a character that comes is put into the box. With an argument a line below sums something up, as any
 * form does. ^Q ends it.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <locale.h>
#include <wchar.h>

#define QUIT 0x11
#define BOX_ROWS 7

static void fill_screen(void)
{
	for (int row = 0; row + 1 < LINES; row++)
		mvprintw(row, 0, "%2d  乡村道路养护 line %d  1,204.50  ------------------------------------", row + 1, row);
}

static void draw_total(long count)
{
	long long sum = count, planned = 0;

	for (long i = 0; i < 14; i++) {
		sum += i * 7919;
		planned += i * 9001 + 50000;
	}
	mvprintw(LINES - 1, 0, "sum %lld.%02lld  %.2f%%  ", sum / 100, sum % 100, 100.0 * (double)sum / (double)planned);
	wnoutrefresh(stdscr);
}

int main(int argc, char **argv)
{
	int row = 1, column = 2, width;
	long count = 0;
	WINDOW *box_window;
	wint_t c;

	(void)argv;
	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	nonl();
	fill_screen();
	refresh();
	width = COLS - 24;
	box_window = newwin(BOX_ROWS, width, 4, 12);
	box(box_window, 0, 0);
	wrefresh(box_window);
	while (wmove(box_window, row, column) != ERR && wget_wch(box_window, &c) != ERR && c != QUIT) {
		const wchar_t text[2] = { (wchar_t)c, L'\0' };
		int columns = wcwidth((wchar_t)c);

		if (columns < 1)
			continue;
		if (column + columns > width - 2) {
			column = 2;
			row = row % (BOX_ROWS - 2) + 1;
		}
		mvwaddwstr(box_window, row, column, text);
		column += columns;
		count++;
		if (argc > 1)
			draw_total(count);
		wnoutrefresh(box_window);
		doupdate();
	}
	endwin();
	return 0;
}
