/*
 * Random pictures, the same for the program that shows them and for the test that knows what must be seen.
 */
#ifndef ZIPING_TESTS_TERM_PICTURE_H
#define ZIPING_TESTS_TERM_PICTURE_H

#include "tui/canvas.h"

/* draws over what is there: little or much, as the seed says; "#seed " stands at the top left */
void term_picture(struct canvas *c, unsigned seed);

#endif
