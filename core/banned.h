/*
 * Names that no file of ours uses, with what to use instead. Included before everything else by the build; it includes the
 * system's headers first, so that their own declarations are left alone.
 */
#ifndef ZIPING_BANNED_H
#define ZIPING_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(name) use_of_##name##_is_banned

#undef strcpy
#define strcpy(a, b) BANNED(strcpy)         /* strbuf, arena_strdup */
#undef strcat
#define strcat(a, b) BANNED(strcat)
#undef strncpy
#define strncpy(a, b, n) BANNED(strncpy)
#undef sprintf
#define sprintf(...) BANNED(sprintf)        /* snprintf, strbuf_printf */
#undef gets
#define gets(a) BANNED(gets)
#undef strtod
#define strtod(a, b) BANNED(strtod)         /* decimal_parse: no binary floating point */
#undef atof
#define atof(a) BANNED(atof)
#undef atoi
#define atoi(a) BANNED(atoi)                /* strtol with its end checked */
#undef strtok
#define strtok(a, b) BANNED(strtok)
#undef localtime
#define localtime(a) BANNED(localtime)      /* localtime_r */
#undef gmtime
#define gmtime(a) BANNED(gmtime)

#endif
