// The fields that an entry may require: the shipped ones, and those that the city added to the request.

frappe.ui.form.on("Classifier", {
	setup(frm) {
		const choices = frappe.boot.contact_center.required_fields;
		const grid = frm.fields_dict.required_fields.grid;
		grid.update_docfield_property("field", "options", [{ value: "", label: "" }, ...choices]);
		grid.update_docfield_property("field", "formatter", (value) =>
			frappe.utils.escape_html((choices.find((each) => each.value === value) || { label: value || "" }).label)
		);
	},
});
