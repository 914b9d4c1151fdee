/* The inside of two reports side by side, for sides.c and sides_show.c. */
#ifndef ZIPING_REVIEW_SIDES_PRIVATE_H
#define ZIPING_REVIEW_SIDES_PRIVATE_H

#include "review/sides.h"

struct sides {
	struct report *here, *there;
	struct sides_line *lines;
	size_t count, capacity;
	uint32_t *only;       /* numbers of the lines that differ */
	size_t only_count;
	size_t differences;
	bool failed;          /* memory, while it is made */
};

#endif
