// Text modules: a small button beside a field of words, which puts a ready text into it, filled in as far as is known.

frappe.provide("contact_center.modules");

Object.assign(contact_center.modules, {
	TYPED: ["classifier", "street", "building", "flat"],

	// Puts the button beside a field of a form, or of a dialog that is about a form's document.
	// `nameless`: executors read it, who may not learn the applicant's name from it.
	offer(frm, field, purpose, nameless = false) {
		const label = field?.$wrapper?.find(".clearfix").first();
		if (!label?.length || label.find(".contact-center-module").length) return;
		$(`<button type="button" class="btn btn-xs btn-default contact-center-module"></button>`)
			.text(__("Text Module…"))
			.on("click", () => this.choose(frm, field, purpose, nameless))
			.appendTo(label);
	},

	offer_in_form(frm, fieldname, purpose) {
		const field = frm.fields_dict[fieldname];
		field?.$wrapper.find(".contact-center-module").toggle(field.disp_status === "Write");
		if (field?.disp_status === "Write") this.offer(frm, field, purpose);
	},

	async choose(frm, field, purpose, nameless) {
		const args = { purpose, nameless: Number(nameless), doctype: frm.doctype, name: frm.is_new() ? "" : frm.docname };
		for (const name of this.TYPED) if (frm.fields_dict[name]) args[name] = frm.doc[name] || "";
		const method = "contact_center.desk.text_modules.modules";
		const { message: found } = await frappe.call({ method, args, type: "GET" });
		const dialog = new frappe.ui.Dialog({
			title: __("Text Module"),
			fields: [
				{ fieldname: "wanted", fieldtype: "Data", label: __("Shortcut or word") },
				{ fieldname: "list", fieldtype: "HTML" },
			],
		});
		const take = (module) => {
			dialog.hide();
			this.put(field, module.text);
		};
		const show = () => this.show(dialog, found, take);
		dialog.get_field("wanted").$input.on("input", show).on("keydown", (event) => {
			const [first] = this.fitting(dialog, found);
			if (event.key !== "Enter" || !first) return;
			event.preventDefault();
			event.stopPropagation();
			take(first);
		});
		dialog.show();
		show();
	},

	fitting(dialog, found) {
		const wanted = (dialog.get_field("wanted").$input.val() || "").trim().toLowerCase();
		const has = (text) => (text || "").toLowerCase().includes(wanted);
		const exact = ({ shortcut }) => (shortcut || "").toLowerCase() === wanted;
		return found.filter((each) => has(each.shortcut) || has(each.title)).sort((one, other) => exact(other) - exact(one));
	},

	show(dialog, found, take) {
		const fitting = this.fitting(dialog, found);
		const list = dialog.get_field("list").$wrapper.empty();
		if (!fitting.length) {
			const words = found.length ? __("No text module has such words.") : __("There is no text module for this yet: a supervisor writes them in “Text Module”.");
			return $(`<p class="text-muted"></p>`).text(words).appendTo(list);
		}
		for (const module of fitting) {
			const button = $(`<button type="button" class="contact-center-module-row"></button>`).on("click", () => take(module));
			$("<b></b>").text(module.title).appendTo(button);
			if (module.shortcut) $(`<span class="text-muted"></span>`).text(` ${module.shortcut}`).appendTo(button);
			$("<span></span>").text(module.text).appendTo(button);
			button.appendTo(list);
		}
	},

	// What was typed stays: the text is added to it.
	put(field, text) {
		const before = (field.get_value() || "").trim();
		field.set_value(before ? `${before}\n${text}` : text);
		field.$input?.trigger("focus");
	},
});
