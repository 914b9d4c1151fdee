/* Word files: what is in the archive, and its XML. Nothing is fetched, no entity is expanded, and every part has a limit. */
#include "publish/manuscript_word.h"

#include "base/i18n.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <libxml/xmlreader.h>
#include <string.h>

#define ENTRIES_MOST 10000 /* files in the archive */

/* ---- the libraries ---- */

static struct {
	struct archive *(*archive_read_new)(void);
	int (*archive_read_free)(struct archive *);
	int (*archive_read_support_format_zip)(struct archive *);
	int (*archive_read_open_memory)(struct archive *, const void *, size_t);
	int (*archive_read_next_header)(struct archive *, struct archive_entry **);
	const char *(*archive_entry_pathname)(struct archive_entry *);
	la_ssize_t (*archive_read_data)(struct archive *, void *, size_t);
	xmlTextReaderPtr (*xmlReaderForMemory)(const char *, int, const char *, const char *, int);
	void (*xmlFreeTextReader)(xmlTextReaderPtr);
	int (*xmlTextReaderRead)(xmlTextReaderPtr);
	int (*xmlTextReaderNodeType)(xmlTextReaderPtr);
	int (*xmlTextReaderIsEmptyElement)(xmlTextReaderPtr);
	const xmlChar *(*xmlTextReaderConstLocalName)(xmlTextReaderPtr);
	const xmlChar *(*xmlTextReaderConstValue)(xmlTextReaderPtr);
	int (*xmlTextReaderMoveToFirstAttribute)(xmlTextReaderPtr);
	int (*xmlTextReaderMoveToNextAttribute)(xmlTextReaderPtr);
	int (*xmlTextReaderMoveToElement)(xmlTextReaderPtr);
	bool loaded;
} library;

static const struct symbol {
	const char *name;
	void *at;
} archive_symbols[] = {
	{ "archive_read_new", &library.archive_read_new },
	{ "archive_read_free", &library.archive_read_free },
	{ "archive_read_support_format_zip", &library.archive_read_support_format_zip },
	{ "archive_read_open_memory", &library.archive_read_open_memory },
	{ "archive_read_next_header", &library.archive_read_next_header },
	{ "archive_entry_pathname", &library.archive_entry_pathname },
	{ "archive_read_data", &library.archive_read_data },
	{ NULL, NULL },
}, xml_symbols[] = {
	{ "xmlReaderForMemory", &library.xmlReaderForMemory },
	{ "xmlFreeTextReader", &library.xmlFreeTextReader },
	{ "xmlTextReaderRead", &library.xmlTextReaderRead },
	{ "xmlTextReaderNodeType", &library.xmlTextReaderNodeType },
	{ "xmlTextReaderIsEmptyElement", &library.xmlTextReaderIsEmptyElement },
	{ "xmlTextReaderConstLocalName", &library.xmlTextReaderConstLocalName },
	{ "xmlTextReaderConstValue", &library.xmlTextReaderConstValue },
	{ "xmlTextReaderMoveToFirstAttribute", &library.xmlTextReaderMoveToFirstAttribute },
	{ "xmlTextReaderMoveToNextAttribute", &library.xmlTextReaderMoveToNextAttribute },
	{ "xmlTextReaderMoveToElement", &library.xmlTextReaderMoveToElement },
	{ NULL, NULL },
};

/* the library stays until the end of the program; `names` are its versions, "" behind the last */
static bool load(const char *const *names, const struct symbol *symbols)
{
	void *handle = NULL;

	for (; **names && !handle; names++)
		handle = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
	for (; handle && symbols->name; symbols++) {
		void *found = dlsym(handle, symbols->name);

		if (!found)
			return false;
		memcpy(symbols->at, &found, sizeof(found));
	}
	return handle != NULL;
}

static bool load_libraries(const char *name, struct error *reterr)
{
	static const char *const archive[] = { "libarchive.so.13", "libarchive.so", "" };
	static const char *const xml[] = { "libxml2.so.2", "libxml2.so.16", "libxml2.so", "" };

	if (!library.loaded)
		library.loaded = load(archive, archive_symbols) && load(xml, xml_symbols);
	return library.loaded ||
	       error_set(reterr, ERR_IO, (struct place){ .file = name },
			 _("reading '%s' takes the libraries libarchive and libxml2, which are not there; install them, or save the file as text"), name);
}

/* ---- the parts ---- */

struct part {
	const char *name;
	struct strbuf text;
	bool there;
};

static bool read_part(struct archive *a, struct part *p)
{
	char room[1 << 16];
	la_ssize_t n;

	p->there = true;
	while ((n = library.archive_read_data(a, room, sizeof(room))) > 0 && strbuf_ok(&p->text))
		strbuf_add(&p->text, room, (size_t)n);
	return n >= 0;
}

/* false: the archive is broken */
static bool read_parts(const char *bytes, size_t len, struct part *parts, size_t count)
{
	struct archive *a = library.archive_read_new();
	struct archive_entry *entry;
	bool ok = a && library.archive_read_support_format_zip(a) == ARCHIVE_OK && library.archive_read_open_memory(a, bytes, len) == ARCHIVE_OK;

	for (unsigned n = 0; ok && n < ENTRIES_MOST && library.archive_read_next_header(a, &entry) == ARCHIVE_OK; n++) {
		const char *path = library.archive_entry_pathname(entry);

		for (size_t i = 0; path && i < count; i++) {
			if (strcmp(path, parts[i].name) == 0 && !parts[i].there)
				ok = ok && read_part(a, &parts[i]);
		}
	}
	if (a)
		library.archive_read_free(a);
	return ok;
}

/* ---- XML ---- */

struct word_xml {
	xmlTextReaderPtr reader;
	bool close;        /* an element without content was opened: its end comes next */
	bool broken;       /* not the end of the part: something is wrong in it */
	bool declared;     /* it declares entities or the like, which Word never does */
};

enum word_node word_next(struct word_xml *x, const char **ret_name)
{
	if (x->close) {
		x->close = false;
		*ret_name = (const char *)library.xmlTextReaderConstLocalName(x->reader);
		return WORD_CLOSE;
	}
	for (;;) {
		int read = x->declared ? -1 : library.xmlTextReaderRead(x->reader);

		x->broken = read < 0;
		if (read != 1)
			return WORD_END;
		*ret_name = (const char *)library.xmlTextReaderConstLocalName(x->reader);
		switch (library.xmlTextReaderNodeType(x->reader)) {
		case XML_READER_TYPE_ELEMENT:
			x->close = library.xmlTextReaderIsEmptyElement(x->reader) == 1;
			return WORD_OPEN;
		case XML_READER_TYPE_END_ELEMENT:
			return WORD_CLOSE;
		case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_CDATA:
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
			return WORD_TEXT;
		case XML_READER_TYPE_DOCUMENT_TYPE:
		case XML_READER_TYPE_ENTITY_REFERENCE:
			x->declared = true;
			break;
		default:
			break;
		}
	}
}

const char *word_attribute(struct word_xml *x, const char *name)
{
	const char *value = NULL;

	for (int more = library.xmlTextReaderMoveToFirstAttribute(x->reader); more == 1 && !value;
	     more = library.xmlTextReaderMoveToNextAttribute(x->reader)) {
		if (strcmp((const char *)library.xmlTextReaderConstLocalName(x->reader), name) == 0)
			value = (const char *)library.xmlTextReaderConstValue(x->reader);
	}
	library.xmlTextReaderMoveToElement(x->reader);
	return value;
}

const char *word_text(struct word_xml *x)
{
	const xmlChar *text = library.xmlTextReaderConstValue(x->reader);

	return text ? (const char *)text : "";
}

static bool open_part(const struct part *p, struct word_xml *ret)
{
	*ret = (struct word_xml){ 0 };
	if (p->text.len == 0 || !strbuf_ok(&p->text))
		return false;
	ret->reader = library.xmlReaderForMemory(p->text.text, (int)p->text.len, NULL, NULL,
						 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	return ret->reader != NULL;
}

/* ---- all of it ---- */

static bool read_document(const char *name, struct manuscript *m, struct part *parts, struct error *reterr)
{
	const struct place at = { .file = name };
	struct word_numbers numbers = { 0 };
	struct word_xml x;
	bool ok = true;

	if (open_part(&parts[1], &x)) {
		word_read_styles(&numbers, &x);
		library.xmlFreeTextReader(x.reader);
	}
	if (open_part(&parts[2], &x)) {
		word_read_numbering(&numbers, &x);
		library.xmlFreeTextReader(x.reader);
	}
	if (!open_part(&parts[0], &x)) {
		ok = error_set(reterr, ERR_SYNTAX, at, _("the Word file '%s' is damaged: its text cannot be read"), name);
	} else {
		word_read_document(m, &numbers, &x);
		if ((x.broken || x.declared) && !m->too_large && !m->failed)
			ok = error_set(reterr, ERR_SYNTAX, at, _("the Word file '%s' is damaged: its text cannot be read"), name);
		library.xmlFreeTextReader(x.reader);
	}
	m->failed |= numbers.failed;
	word_numbers_release(&numbers);
	return ok;
}

bool manuscript_read_word(const char *name, const char *bytes, size_t len, struct manuscript *m, struct error *reterr)
{
	const struct place at = { .file = name };
	struct part parts[] = { { .name = "word/document.xml" }, { .name = "word/styles.xml" }, { .name = "word/numbering.xml" } };
	bool ok;

	if (!load_libraries(name, reterr))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		strbuf_init(&parts[i].text, WORD_MOST_BYTES);
	m->paragraphs = true;
	if (!read_parts(bytes, len, parts, ARRAY_SIZE(parts)))
		ok = error_set(reterr, ERR_SYNTAX, at, _("the Word file '%s' is damaged: it cannot be unpacked"), name);
	else if (!parts[0].there)
		ok = error_set(reterr, ERR_SYNTAX, at, _("'%s' is no Word file: there is no document in it"), name);
	else if (!strbuf_ok(&parts[0].text))
		ok = error_set(reterr, ERR_LIMIT, at, _("the text of '%s' takes more than %u MiB, which is the limit"), name, WORD_MOST_BYTES >> 20);
	else
		ok = read_document(name, m, parts, reterr);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		strbuf_release(&parts[i].text);
	return ok;
}
