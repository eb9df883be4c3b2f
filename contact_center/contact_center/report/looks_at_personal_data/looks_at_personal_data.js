frappe.query_reports["Looks at Personal Data"] = {
	filters: [
		{ fieldname: "from_date", label: __("From Date"), fieldtype: "Date", default: frappe.datetime.add_days(frappe.datetime.get_today(), -7), reqd: 1 },
		{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date", default: frappe.datetime.get_today(), reqd: 1 },
		{ fieldname: "user", label: __("User"), fieldtype: "Link", options: "User" },
		{ fieldname: "executor", label: __("Executor"), fieldtype: "Link", options: "Executor" },
		{
			fieldname: "show",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "Each Look", label: __("Each Look") },
				{ value: "Days of People", label: __("Days of People") },
			],
			default: "Each Look",
		},
		{ fieldname: "unusual", label: __("Unusual Days Only"), fieldtype: "Check" },
	],
	// The request's number leads to it; what is unusual is written, and not told by a colour alone.
	formatter(value, row, column, data, original) {
		const text = original(value, row, column, data);
		if (!data) return text;
		if (column.fieldname === "number" && data.request) {
			return `<a href="${frappe.utils.get_form_link("Request", data.request)}">${frappe.utils.escape_html(data.number || __("not registered"))}</a>`;
		}
		return column.fieldname === "unusual" && value ? `<b class="text-danger">${text}</b>` : text;
	},
};
