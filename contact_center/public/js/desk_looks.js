// Who has looked at the applicant's name and phone (D2); it comes to supervisors alone.

frappe.provide("contact_center.looks");

Object.assign(contact_center.looks, {
	REPORT: "Looks at Personal Data",

	show(frm) {
		$(frm.wrapper).find(".contact-center-looks").closest(".form-dashboard-section").remove();
		const { looks } = contact_center.brought(frm);
		if (!looks?.length) return;
		const rows = looks.map((each) => this.row(each)).join("");
		const all = `<p><a href="#" class="contact-center-looks-all">${__("All looks, by person and day")}</a></p>`;
		// Closed until it is asked for: the form is opened for something else.
		const table = `<table class="contact-center-people"><tbody>${rows}</tbody></table>${all}`;
		const last = `<summary>${__("The last one: {0}", [this.last(looks[0])])}</summary>`;
		frm.dashboard.add_section(`<details class="contact-center-looks">${last}${table}</details>`, __("Who Has Looked"));
		frm.dashboard.show();
		$(frm.wrapper)
			.find(".contact-center-looks-all")
			.on("click", () => (frappe.set_route("query-report", this.REPORT), false));
	},

	last({ who, moment }) {
		return [frappe.utils.escape_html(who), contact_center.speech.moment(String(moment))].join(", ");
	},

	row({ who, what, executor, number, moment }) {
		const escape = frappe.utils.escape_html;
		const whose = executor && `<div class="text-muted">${escape(executor)}</div>`;
		const about = [escape(what), number && escape(number)].filter(Boolean).join(" · ");
		return `<tr><td>${escape(who)}${whose || ""}</td><td>${about}</td>
			<td class="text-muted">${contact_center.speech.moment(String(moment))}</td></tr>`;
	},
});
