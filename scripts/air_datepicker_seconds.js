// Behind npm's air-datepicker 2.2.3, which knows hours and minutes only. Frappe takes a copy that knows seconds too and,
// where the site shows none, hides the parts that they are chosen by. Here they are written, and are chosen by nothing.
(function ({ Constructor, Timepicker }) {
	const { formatDate } = Constructor.prototype;
	const { _buildHTML } = Timepicker.prototype;

	Constructor.prototype.formatDate = function (format, date) {
		return formatDate.call(this, format, date).replace(/:ss$/, `:${Constructor.getLeadingZeroNum(date.getSeconds())}`);
	};

	Timepicker.prototype._buildHTML = function () {
		_buildHTML.call(this);
		this.$seconds = this.$secondsText = jQuery();
	};
})(jQuery.fn.datepicker);
