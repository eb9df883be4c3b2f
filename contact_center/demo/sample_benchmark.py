"""How long a draw takes of many closed requests: `bench --site SITE execute contact_center.demo.sample_benchmark.run`."""

from time import perf_counter

import frappe
from frappe.utils import add_days, cint, nowdate

from contact_center.control import samples
from contact_center.regulation import samples as rules

EXECUTORS = 130


def run(count: int = 200_000, size: int = 200) -> None:
	"""Insert bare rows of closed requests, draw from them, print milliseconds and plan, and remove the rows.

	They are committed meanwhile: of rows that are not, the database looks up each one's versions.
	"""
	try:
		_fill(cint(count))
		frappe.db.commit()
		for by_executor in (0, 1):
			period = {"from_date": add_days(nowdate(), -400), "to_date": nowdate()}
			sample = frappe._dict(period, seed="0123456789abcdef", size=cint(size), by_executor=by_executor)
			_measure(sample)
	finally:
		frappe.db.rollback()
		frappe.db.delete("Request", {"name": ("like", "bench%")})
		frappe.db.commit()


def _fill(count: int) -> None:
	columns = "name, creation, modified, docstatus, stage, closed_at, lead_executor"
	values = "concat('bench', seq), now(), now(), 0, 'Closed', now() - interval (seq % 390) day"
	rows = f"select {values}, concat('E', seq % {EXECUTORS}) from seq_1_to_{count}"
	frappe.db.sql(f"insert into `tabRequest` ({columns}) {rows}")


def _measure(sample) -> None:
	for _turn in range(3):
		begun = perf_counter()
		sizes = samples.population(sample)
		drawn = samples._draw(sample, sizes)
		taken = (perf_counter() - begun) * 1000
	strata = " of each executor" if sample.by_executor else ""
	assert len(drawn) == rules.size_of(sum(sizes.values()), sample.size, 0)
	print(f"{len(drawn)} of {sum(sizes.values())}{strata}: {taken:.0f} ms")
	where, values = samples._where(sample)
	plan = frappe.db.sql(
		f"explain select name, lead_executor from `tabRequest` where {where}", values, as_dict=True
	)
	print(f"  {plan[0].key}: {plan[0].Extra}")
