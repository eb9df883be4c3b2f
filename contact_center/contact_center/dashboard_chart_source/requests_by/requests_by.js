frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Requests By"] = {
	method: "contact_center.contact_center.dashboard_chart_source.requests_by.requests_by.get",
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "stage", label: __("Stage") },
				{ value: "request_type", label: __("Request Type") },
				{ value: "group", label: __("Classifier Group") },
			],
			default: "stage",
			reqd: 1,
		},
	],
};
