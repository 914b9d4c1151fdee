/*
 * An ordeal: something is done again and again, each time with another of its allocations failing, until none of them has
 * been left out. Each time it either is done, and then is as it ever was, or says that memory is out and has changed nothing;
 * then it is done with memory back. No block may be left behind.
 *
 * Short of ORDEAL=all in the environment an ordeal of many allocations leaves some out, others each day. A finding is printed
 * with what repeats just that and prints where the allocation was refused: ORDEAL='name:n', or ORDEAL='name:n once'.
 */
#ifndef ZIPING_TESTS_ORDEAL_H
#define ZIPING_TESTS_ORDEAL_H

#include "base/error.h"
#include "base/strbuf.h"

struct ordeal {
	const char *name;
	void (*begin)(void *world);                           /* undisturbed */
	bool (*run)(void *world, struct error *reterr);       /* under pressure; twice where the first time failed */
	void (*tell)(void *world, struct strbuf *out);        /* undisturbed: everything that the run may change */
	void (*end)(void *world);                             /* undisturbed: releases what began */
	bool makes_do;                                        /* may do with less than it wanted, and be content */
	unsigned few;                                         /* where it takes long: how many allocations fail when not all do */
};

void ordeal_undergo(const struct ordeal *o, void *world);

#endif
