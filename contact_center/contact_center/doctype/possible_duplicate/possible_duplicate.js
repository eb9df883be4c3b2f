// Two applicants who may be one person, beside each other: a person decides (R5.2).

frappe.ui.form.on("Possible Duplicate", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		contact_center.forms.skip_arrows(frm.wrapper);
		$(frm.wrapper).addClass("contact-center-form");
		frm.disable_form();
		const { people, why } = contact_center.brought(frm);
		if (people?.length !== 2) return;
		frm.toggle_display(["applicant", "other", "reasons"], false);
		frm.page.set_title(people.map((each) => each.full_name).join(" – "));
		frm.fields_dict.people_html.$wrapper.html(contact_center.applicant.compared(people));
		show_decision(frm, why);
		add_decisions(frm);
	},
});

function show_decision(frm, why) {
	const [words, color] = {
		Proposed: [__("May be one person: {0}.", [why]), "orange"],
		"Different People": [__("These are different people: they are not proposed again."), "gray"],
		Merged: [__("Both were merged into one applicant."), "green"],
	}[frm.doc.status];
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(frappe.utils.escape_html(words), color);
}

function add_decisions(frm) {
	const { status } = frm.doc;
	if (status === "Proposed") {
		if (frappe.boot.contact_center.user.is_supervisor) {
			const merge = () => contact_center.applicant.ask_merging(frm.doc.applicant, frm.doc.other);
			frm.add_custom_button(__("Merge…"), merge).addClass("btn-primary").removeClass("btn-default");
		}
		frm.add_custom_button(__("Different People"), () =>
			frappe.confirm(__("Are these different people? They will not be proposed again."), () =>
				decide(frm, "dismiss", __("It is on record that these are different people."))
			)
		);
	}
	if (status === "Different People") {
		frm.add_custom_button(__("Propose Again"), () => decide(frm, "propose_again", __("The pair is proposed again.")));
	}
}

async function decide(frm, method, done) {
	const call = frappe.xcall(`contact_center.desk.duplicates.${method}`, { duplicate: frm.docname });
	if (!(await call.then(() => true, () => false))) return;
	frappe.show_alert({ message: done, indicator: "green" });
	frm.reload_doc();
}
