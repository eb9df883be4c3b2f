// The fields that an entry may require: the shipped ones, and those that the city added to the request.

frappe.ui.form.on("Classifier", {
	setup() {
		// The rows copy it from here: what is not being edited shows the label too.
		const choices = frappe.boot.contact_center.required_fields;
		frappe.meta.get_docfield("Classifier Required Field", "field").formatter = (value) =>
			frappe.utils.escape_html((choices.find((each) => each.value === value) || { label: value || "" }).label);
	},
	refresh(frm) {
		const choices = [{ value: "", label: "" }, ...frappe.boot.contact_center.required_fields];
		frm.fields_dict.required_fields.grid.update_docfield_property("field", "options", choices);
	},
});
