// Words moments and spans for people, the same as contact_center/words/speech.py.

frappe.provide("contact_center.speech");

Object.assign(contact_center.speech, {
	// Up to this many days a span also names its hours.
	DAYS_WITH_HOURS: 2,

	// Turns site time, as a Datetime field holds it, into a moment of the city's zone, exact across clock changes (R4.7).
	aware(value) {
		return moment.tz(value, frappe.boot.time_zone.system);
	},

	// 22.11.2026, 14:30: the day as the user's settings write it, the time without seconds.
	moment(value) {
		return value ? frappe.datetime.str_to_user(value).replace(/ (\d+:\d\d)(:\d\d)?$/, ", $1") : "";
	},

	// Spaces out a Ukrainian number, +380564401520 to +380 56 440 15 20; leaves any other as it is.
	phone(value) {
		return (value || "").replace(/^(\+380)(\d\d)(\d{3})(\d\d)(\d\d)$/, "$1 $2 $3 $4 $5");
	},

	is_past(value) {
		return Boolean(value) && this.aware(value).isBefore(moment());
	},

	time_left(deadline) {
		if (!deadline) return __("no fixed term");
		const seconds = Math.trunc(this.aware(deadline).diff(moment(), "seconds", true));
		if (seconds < 0) return __("overdue by {0}", [this.span(-seconds, false)]);
		const days = Math.floor(seconds / 86400);
		if (days && this.plural_form(days) === "one") {
			return __("{0} left", [this.span(seconds)], "one day");
		}
		return __("{0} left", [this.span(seconds)]);
	},

	span(seconds, exact = true) {
		const days = Math.floor(seconds / 86400);
		const hours = Math.floor((seconds % 86400) / 3600);
		const minutes = Math.floor((seconds % 3600) / 60);
		if (days > this.DAYS_WITH_HOURS || (days && !(exact && hours))) return this.days(days);
		if (days) return `${this.days(days)} ${__("{0} h", [hours])}`;
		const parts = [];
		if (hours) parts.push(__("{0} h", [hours]));
		if (minutes) parts.push(__("{0} min", [minutes]));
		return parts.join(" ") || __("under a minute");
	},

	// 1 день, 2 дні, 5 днів
	days(count) {
		const form = this.plural_form(count);
		if (form === "one") return __("{0} day", [count]);
		if (form === "few") return __("{0} days", [count], "few");
		return __("{0} days", [count]);
	},

	plural_form(count) {
		try {
			return new Intl.PluralRules(frappe.boot.lang || "en").select(count);
		} catch {
			return new Intl.PluralRules("en").select(count);
		}
	},
});
