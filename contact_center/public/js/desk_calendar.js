// Ukrainian names of days and months for the framework's date picker, which has none of its own.

if ($.fn.datepicker && contact_center.is_ours()) {
	const capital = (name) => name[0].toUpperCase() + name.slice(1);
	// CLDR writes the Ukrainian apostrophe as U+02BC, our texts as U+2019.
	const typeset = (name) => capital(name).replace("\u02bc", "’");

	// The names of `count` successive days from a Sunday on, or of months from January on.
	const names = (count, date_of, options) => {
		const format = new Intl.DateTimeFormat("uk", { ...options, timeZone: "UTC" });
		return Array.from({ length: count }, (_, place) => typeset(format.format(date_of(place))));
	};
	const days = (weekday) => names(7, (place) => Date.UTC(2023, 0, 1 + place), { weekday });
	const months = (month) => names(12, (place) => Date.UTC(2023, place, 1), { month });

	$.fn.datepicker.language["uk"] = {
		days: days("long"),
		daysShort: days("short"),
		daysMin: days("short"),
		months: months("long"),
		monthsShort: months("short"),
		today: __("Today"),
		clear: __("Clear"),
		dateFormat: "dd.mm.yyyy",
		timeFormat: "hh:ii",
		firstDay: 1,
	};
}
