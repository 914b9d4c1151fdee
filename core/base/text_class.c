/*
 * Characters about whose width terminals differ, in classes that one terminal treats alike: by what they are, as terminals
 * that go by their font (the consoles of Windows) have wide quotes and narrow lines.
 */
#include "base/text_private.h"

#include <unictype.h>
#include <uniwidth.h>

bool text_classes_usual = true;

/* the columns that nearly all terminals give them, and what is drawn in their place where one disagrees with itself */
static const struct {
	uint8_t columns;
	char stand_in; /* 0: they are left out */
} usual[TEXT_CLASS_COUNT] = {
	[TEXT_QUOTES] = { 1, '"' },   [TEXT_DASHES] = { 1, '-' },   [TEXT_DOTS] = { 1, '.' },    [TEXT_PUNCTUATION] = { 1, '?' },
	[TEXT_SIGNS] = { 1, '?' },    [TEXT_LATIN] = { 1, '?' },    [TEXT_GREEK] = { 1, '?' },   [TEXT_CYRILLIC] = { 1, '?' },
	[TEXT_LETTERLIKE] = { 1, '?' }, [TEXT_ROMAN] = { 1, '?' },  [TEXT_ARROWS] = { 1, '>' },  [TEXT_MATHS] = { 1, '?' },
	[TEXT_NUMBERED] = { 1, '?' }, [TEXT_LINES] = { 1, '+' },    [TEXT_BLOCKS] = { 1, '#' },  [TEXT_SHAPES] = { 1, '*' },
	[TEXT_DINGBATS] = { 1, '*' }, [TEXT_EMOJI] = { 2, '?' },    [TEXT_EMOJI_LATER] = { 2, '?' }, [TEXT_EMOJI_NEW] = { 2, '?' },
	[TEXT_MARKS] = { 0, 0 },      [TEXT_SPACING_MARKS] = { 1, 0 },
};

/* what was found out about this terminal, as a difference from the usual */
static int8_t differs[TEXT_CLASS_COUNT];
static bool unsure[TEXT_CLASS_COUNT];
static unsigned changes;

/* class A of UAX #11, Unicode 14, without combining marks and private use */
static const struct range {
	uint32_t first, last;
} ambiguous[] = {
	{ 0x00A1, 0x00A1 }, { 0x00A4, 0x00A4 }, { 0x00A7, 0x00A8 }, { 0x00AA, 0x00AA }, { 0x00AE, 0x00AE },
	{ 0x00B0, 0x00B4 }, { 0x00B6, 0x00BA }, { 0x00BC, 0x00BF }, { 0x00C6, 0x00C6 }, { 0x00D0, 0x00D0 },
	{ 0x00D7, 0x00D8 }, { 0x00DE, 0x00E1 }, { 0x00E6, 0x00E6 }, { 0x00E8, 0x00EA }, { 0x00EC, 0x00ED },
	{ 0x00F0, 0x00F0 }, { 0x00F2, 0x00F3 }, { 0x00F7, 0x00FA }, { 0x00FC, 0x00FC }, { 0x00FE, 0x00FE },
	{ 0x0101, 0x0101 }, { 0x0111, 0x0111 }, { 0x0113, 0x0113 }, { 0x011B, 0x011B }, { 0x0126, 0x0127 },
	{ 0x012B, 0x012B }, { 0x0131, 0x0133 }, { 0x0138, 0x0138 }, { 0x013F, 0x0142 }, { 0x0144, 0x0144 },
	{ 0x0148, 0x014B }, { 0x014D, 0x014D }, { 0x0152, 0x0153 }, { 0x0166, 0x0167 }, { 0x016B, 0x016B },
	{ 0x01CE, 0x01CE }, { 0x01D0, 0x01D0 }, { 0x01D2, 0x01D2 }, { 0x01D4, 0x01D4 }, { 0x01D6, 0x01D6 },
	{ 0x01D8, 0x01D8 }, { 0x01DA, 0x01DA }, { 0x01DC, 0x01DC }, { 0x0251, 0x0251 }, { 0x0261, 0x0261 },
	{ 0x02C4, 0x02C4 }, { 0x02C7, 0x02C7 }, { 0x02C9, 0x02CB }, { 0x02CD, 0x02CD }, { 0x02D0, 0x02D0 },
	{ 0x02D8, 0x02DB }, { 0x02DD, 0x02DD }, { 0x02DF, 0x02DF }, { 0x0391, 0x03A1 }, { 0x03A3, 0x03A9 },
	{ 0x03B1, 0x03C1 }, { 0x03C3, 0x03C9 }, { 0x0401, 0x0401 }, { 0x0410, 0x044F }, { 0x0451, 0x0451 },
	{ 0x2010, 0x2010 }, { 0x2013, 0x2016 }, { 0x2018, 0x2019 }, { 0x201C, 0x201D }, { 0x2020, 0x2022 },
	{ 0x2024, 0x2027 }, { 0x2030, 0x2030 }, { 0x2032, 0x2033 }, { 0x2035, 0x2035 }, { 0x203B, 0x203B },
	{ 0x203E, 0x203E }, { 0x2074, 0x2074 }, { 0x207F, 0x207F }, { 0x2081, 0x2084 }, { 0x20AC, 0x20AC },
	{ 0x2103, 0x2103 }, { 0x2105, 0x2105 }, { 0x2109, 0x2109 }, { 0x2113, 0x2113 }, { 0x2116, 0x2116 },
	{ 0x2121, 0x2122 }, { 0x2126, 0x2126 }, { 0x212B, 0x212B }, { 0x2153, 0x2154 }, { 0x215B, 0x215E },
	{ 0x2160, 0x216B }, { 0x2170, 0x2179 }, { 0x2189, 0x2189 }, { 0x2190, 0x2199 }, { 0x21B8, 0x21B9 },
	{ 0x21D2, 0x21D2 }, { 0x21D4, 0x21D4 }, { 0x21E7, 0x21E7 }, { 0x2200, 0x2200 }, { 0x2202, 0x2203 },
	{ 0x2207, 0x2208 }, { 0x220B, 0x220B }, { 0x220F, 0x220F }, { 0x2211, 0x2211 }, { 0x2215, 0x2215 },
	{ 0x221A, 0x221A }, { 0x221D, 0x2220 }, { 0x2223, 0x2223 }, { 0x2225, 0x2225 }, { 0x2227, 0x222C },
	{ 0x222E, 0x222E }, { 0x2234, 0x2237 }, { 0x223C, 0x223D }, { 0x2248, 0x2248 }, { 0x224C, 0x224C },
	{ 0x2252, 0x2252 }, { 0x2260, 0x2261 }, { 0x2264, 0x2267 }, { 0x226A, 0x226B }, { 0x226E, 0x226F },
	{ 0x2282, 0x2283 }, { 0x2286, 0x2287 }, { 0x2295, 0x2295 }, { 0x2299, 0x2299 }, { 0x22A5, 0x22A5 },
	{ 0x22BF, 0x22BF }, { 0x2312, 0x2312 }, { 0x2460, 0x24E9 }, { 0x24EB, 0x254B }, { 0x2550, 0x2573 },
	{ 0x2580, 0x258F }, { 0x2592, 0x2595 }, { 0x25A0, 0x25A1 }, { 0x25A3, 0x25A9 }, { 0x25B2, 0x25B3 },
	{ 0x25B6, 0x25B7 }, { 0x25BC, 0x25BD }, { 0x25C0, 0x25C1 }, { 0x25C6, 0x25C8 }, { 0x25CB, 0x25CB },
	{ 0x25CE, 0x25D1 }, { 0x25E2, 0x25E5 }, { 0x25EF, 0x25EF }, { 0x2605, 0x2606 }, { 0x2609, 0x2609 },
	{ 0x260E, 0x260F }, { 0x261C, 0x261C }, { 0x261E, 0x261E }, { 0x2640, 0x2640 }, { 0x2642, 0x2642 },
	{ 0x2660, 0x2661 }, { 0x2663, 0x2665 }, { 0x2667, 0x266A }, { 0x266C, 0x266D }, { 0x266F, 0x266F },
	{ 0x269E, 0x269F }, { 0x26BF, 0x26BF }, { 0x26C6, 0x26CD }, { 0x26CF, 0x26D3 }, { 0x26D5, 0x26E1 },
	{ 0x26E3, 0x26E3 }, { 0x26E8, 0x26E9 }, { 0x26EB, 0x26F1 }, { 0x26F4, 0x26F4 }, { 0x26F6, 0x26F9 },
	{ 0x26FB, 0x26FC }, { 0x26FE, 0x26FF }, { 0x273D, 0x273D }, { 0x2776, 0x277F }, { 0x2B56, 0x2B59 },
	{ 0x3248, 0x324F }, { 0xFFFD, 0xFFFD }, { 0x1F100, 0x1F10A }, { 0x1F110, 0x1F12D }, { 0x1F130, 0x1F169 },
	{ 0x1F170, 0x1F18D }, { 0x1F18F, 0x1F190 }, { 0x1F19B, 0x1F1AC },
};

static bool is_ambiguous(uint32_t c)
{
	size_t low = 0, high = ARRAY_SIZE(ambiguous);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c > ambiguous[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < ARRAY_SIZE(ambiguous) && c >= ambiguous[low].first;
}

/* those of class A, by where they stand */
static enum text_class ambiguous_class(uint32_t c)
{
	static const struct {
		uint32_t last;
		enum text_class class;
	} blocks[] = {
		{ 0x00BF, TEXT_SIGNS },       { 0x00D6, TEXT_LATIN },       { 0x00D7, TEXT_SIGNS },  { 0x00F6, TEXT_LATIN },
		{ 0x00F7, TEXT_SIGNS },       { 0x036F, TEXT_LATIN },       { 0x03FF, TEXT_GREEK },  { 0x04FF, TEXT_CYRILLIC },
		{ 0x2016, TEXT_DASHES },      { 0x201D, TEXT_QUOTES },      { 0x2022, TEXT_PUNCTUATION }, { 0x2027, TEXT_DOTS },
		{ 0x206F, TEXT_PUNCTUATION }, { 0x214F, TEXT_LETTERLIKE },  { 0x218F, TEXT_ROMAN },  { 0x21FF, TEXT_ARROWS },
		{ 0x22FF, TEXT_MATHS },       { 0x245F, TEXT_SHAPES },      { 0x24FF, TEXT_NUMBERED }, { 0x257F, TEXT_LINES },
		{ 0x259F, TEXT_BLOCKS },      { 0x2775, TEXT_SHAPES },      { 0x2793, TEXT_NUMBERED }, { 0x2FFF, TEXT_SHAPES },
		{ 0xFFFC, TEXT_NUMBERED },    { 0xFFFF, TEXT_SHAPES },      { UINT32_MAX, TEXT_NUMBERED },
	};
	size_t i = 0;

	while (c > blocks[i].last)
		i++;
	return blocks[i].class;
}

/* emoji came in several editions of Unicode; an old terminal knows the first ones only */
static enum text_class wide_class(uint32_t c)
{
	if (c >= 0x1FA00 && c <= 0x1FAFF)
		return TEXT_EMOJI_NEW;
	if (c >= 0x1F900 && c <= 0x1F9FF)
		return TEXT_EMOJI_LATER;
	return (c >= 0x1F000 && c <= 0x1F8FF) || (c >= 0x2300 && c <= 0x2BFF) ? TEXT_EMOJI : TEXT_CLASS_NONE;
}

/* `columns` as our table has it */
static enum text_class class_of(uint32_t c, int columns)
{
	if (columns == 2)
		return wide_class(c);
	if (columns == 0)
		return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me) ? TEXT_MARKS : TEXT_CLASS_NONE;
	if (c < 0x80)
		return TEXT_CLASS_NONE;
	if (is_ambiguous(c))
		return ambiguous_class(c);
	if (c >= 0x25A0 && c <= 0x27BF)
		return TEXT_DINGBATS;
	return c >= 0x0903 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mc) ? TEXT_SPACING_MARKS : TEXT_CLASS_NONE;
}

int text_class_columns(enum text_class class)
{
	return unsure[class] ? TEXT_UNSURE : usual[class].columns + differs[class];
}

int text_class_usual_columns(enum text_class class)
{
	return usual[class].columns;
}

unsigned text_class_changes(void)
{
	return changes;
}

void text_class_set(enum text_class class, int columns)
{
	bool mark = class == TEXT_MARKS || class == TEXT_SPACING_MARKS;
	bool fits = mark ? columns >= 0 && columns <= usual[class].columns : columns == 1 || columns == 2;

	if (text_class_columns(class) == (fits ? columns : TEXT_UNSURE))
		return;
	unsure[class] = !fits;
	differs[class] = fits ? (int8_t)(columns - usual[class].columns) : 0;
	changes++;
	text_classes_usual = true;
	for (size_t i = 0; i < TEXT_CLASS_COUNT; i++)
		text_classes_usual = text_classes_usual && !unsure[i] && !differs[i];
}

void text_class_set_ambiguous(int columns)
{
	for (enum text_class class = TEXT_QUOTES; class <= TEXT_SHAPES; class++)
		text_class_set(class, columns);
}

int text_class_adjust(uint32_t c, int columns)
{
	enum text_class class = class_of(c, columns);

	return class == TEXT_CLASS_NONE || unsure[class] ? columns : columns + differs[class];
}

bool text_class_stand_in(uint32_t c, char *ret)
{
	enum text_class class = class_of(c, uc_width(c, "UTF-8"));

	if (class == TEXT_CLASS_NONE || !unsure[class])
		return false;
	*ret = usual[class].stand_in;
	return true;
}
