/*
 * Writers: a document in the formats that people read. Each writes the whole of it, piece by piece, and is false only when
 * the sink refuses (or memory is out).
 */
#ifndef ZIPING_PUBLISH_WRITERS_H
#define ZIPING_PUBLISH_WRITERS_H

#include "publish/document.h"
#include "source/splice.h"

bool write_markdown(const struct document *d, struct sink to) MUST_CHECK; /* CommonMark with tables */
bool write_plain(const struct document *d, struct sink to) MUST_CHECK;    /* UTF-8 text, a line a paragraph */

#endif
