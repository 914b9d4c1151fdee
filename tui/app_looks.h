/*
 * Looks: what is looked at and not changed: the finished document (F5), a chart (F6). Made when their panel opens, gone when
 * it closes; the focus stays where it was.
 */
#ifndef ZIPING_TUI_APP_LOOKS_H
#define ZIPING_TUI_APP_LOOKS_H

#include "publish/chart.h"
#include "publish/typeset.h"
#include "tui/app.h"

struct looks {
	struct document document;
	struct typeset lines;
	size_t top;            /* the first line seen */
	int columns;           /* typeset for this width */
	bool ascii;

	struct chart chart;
	size_t series;         /* which of what can be charted of the grid */
	int rows;              /* charted for a screen of so many lines */
};

enum look { LOOK_UP, LOOK_DOWN, LOOK_PAGE_UP, LOOK_PAGE_DOWN, LOOK_LEFT, LOOK_RIGHT, LOOK_FIRST, LOOK_LAST };

void app_looks_open(struct app *app, enum panel panel); /* PANEL_PREVIEW, PANEL_CHART; says why not */
void app_looks_close(struct app *app);                  /* when nothing is open, too */
void app_looks_settle(struct app *app);                 /* the screen has another size */
bool app_looks_go(struct app *app, enum look look);     /* false: nothing of the kind is open */
bool app_looks_take(struct app *app);                   /* Enter: to the section that is seen */

#endif
