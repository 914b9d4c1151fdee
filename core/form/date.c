/*
 * Days of the Gregorian calendar, counted from 1970-01-01, years 1 to 9999. Years are taken from March on, so that the
 * leap day is the last of its year; 146,097 days are 400 years.
 */
#include "form/formula.h"

#define DAYS_TO_1970 719468 /* from 0000-03-01 */

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t date_days(int year, int month, int day)
{
	static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int era, of_era, of_year;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return INT32_MIN;
	if (day > lengths[month - 1] + (month == 2 && is_leap(year)))
		return INT32_MIN;
	if (month <= 2)
		year--;
	era = year / 400;
	of_era = year % 400;
	of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970;
}

void date_from_days(int32_t days, int *year, int *month, int *day)
{
	int64_t shifted = (int64_t)days + DAYS_TO_1970;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int of_era = (int)(shifted - era * 146097);
	int years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * years + years / 4 - years / 100);
	int shifted_month = (5 * of_year + 2) / 153;

	*day = of_year - (153 * shifted_month + 2) / 5 + 1;
	*month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
	*year = years + (int)(era * 400) + (*month <= 2);
}
