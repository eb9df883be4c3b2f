// Moments and spans as people say them, the same words as contact_center/words/speech.py.

frappe.provide("contact_center.speech");

Object.assign(contact_center.speech, {
	// Days from which hours are no longer said.
	DAYS_WITH_HOURS: 2,

	// Site time, as a Datetime field holds it, to a moment in the city's zone: exact across clock changes (R4.7).
	aware(value) {
		return moment.tz(value, frappe.boot.time_zone.system);
	},

	moment(value) {
		return value ? frappe.datetime.str_to_user(value).replace(/(\d:\d\d):\d\d$/, "$1") : "";
	},

	// +380564401520 as it is said: +380 56 440 15 20; others as they are.
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
