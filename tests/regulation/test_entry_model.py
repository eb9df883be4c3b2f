"""What a history teaches about entries, and the file that keeps it (R5.11)."""

import csv
import json
import stat
import subprocess
import sys
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from contact_center.reading import entry_model_file
from contact_center.reading.entry_measuring import measure
from contact_center.reading.entry_model import LikelyEntry, blended
from contact_center.reading.entry_training import train
from contact_center.reading.text_grams import LONGEST, grams, grams_in_order

ROOT = Path(__file__).resolve().parents[2]
SAID = {
	"WTR-01": ["немає води", "вода зникла", "нет воды", "кран сухий", "відключили воду"],
	"LFT-01": ["не працює ліфт", "ліфт стоїть", "лифт сломался", "ліфт зупинився", "не їде ліфт"],
	"RDS-01": ["яма на дорозі", "вибоїни на дорозі", "разбитая дорога", "дорога розбита", "ями скрізь"],
}
WHEN = [
	"зранку",
	"другий день",
	"з вечора",
	"знову",
	"уже тиждень",
	"після ремонту",
	"третя доба",
	"сьогодні",
]


def history(times: int = 1):
	"""Yield 120 requests, the oldest first, in each of which somebody else lives elsewhere."""
	rows = [(said, code, when) for when in WHEN for code, texts in SAID.items() for said in texts]
	for day, (said, code, when) in enumerate(rows * times):
		yield f"вул. Вигадана, {day}. {when} {said}, мешканка {surname(day)}", code, len(rows) * times - day


def surname(day: int) -> str:
	return "".join("бгджзклмнп"[int(digit)] for digit in f"{day:04}") + "енко"


@pytest.fixture(scope="module")
def model():
	return train(history())


@pytest.mark.parametrize(
	("text", "code"),
	[("у нас вода зникла", "WTR-01"), ("Знову СТОЇТЬ ліфт!", "LFT-01"), ("дорогу розбито, ями", "RDS-01")],
)
def test_what_such_texts_went_to_is_proposed_first(model, text, code):
	found = model.propose(text)
	assert found[0].entry == code and found[0].share > 0.5
	assert sum(each.share for each in found) == pytest.approx(1, abs=0.01)


def test_only_allowed_entries_are_proposed(model):
	assert {each.entry for each in model.propose("ліфт", allowed=frozenset({"RDS-01"}))} == {"RDS-01"}
	assert model.propose("ліфт", allowed=frozenset()) == []


@pytest.mark.parametrize("text", ["", " ", "12 34", "ъъъ", "\x00\ud800", "🙂" * 50, "ы" * 100_000])
def test_a_text_that_says_nothing_known_proposes_nothing(model, text):
	assert model.propose(text) == []


def test_a_text_without_end_is_read_from_its_beginning(model):
	assert model.propose("немає води " * 50_000)[0].entry == "WTR-01"
	_numbers, ends = grams_in_order("вода " * 50_000)
	assert ends.max() <= LONGEST


def test_what_is_typed_first_comes_first():
	numbers, ends = grams_in_order("немає гарячої води")
	assert list(ends) == sorted(ends)
	assert set(numbers[ends <= 5]) == set(grams("немає"))


@pytest.mark.parametrize("place", ["вул. Соборності, 12", "просп. Миру 5", "бульвар Шевченка"])
def test_where_it_is_says_nothing(place):
	assert set(grams(f"немає води {place}")) == set(grams("немає води"))


def test_what_few_wrote_is_not_kept(model):
	"""D2: no name of a citizen is learned, not even as a number."""
	own = set(grams(surname(77))) - {
		number for day in range(120) if day != 77 for number in grams(surname(day))
	}
	assert len(own) > 3 and not own & set(model.numbers.tolist())


def test_nothing_rare_is_in_the_file(file):
	"""Not a number of a text and not an entry: whoever has the file learns nothing of what a few wrote."""
	rows = [*history(), *((f"рідкісна справа {day}", "RARE-01", day) for day in range(4))]
	entry_model_file.write(train(rows), file)
	kept = entry_model_file.read(file)
	requests = Counter(number for text, _entry, _day in rows for number in grams(text))
	assert len(kept.numbers) and min(requests[number] for number in kept.numbers.tolist()) >= 5
	assert "RARE-01" not in kept.codes and b"RARE" not in file.read_bytes()


def test_what_is_learned_names_no_text(model, tmp_path):
	entry_model_file.write(model, tmp_path / "entries.model")
	_about, _newline, packed = (tmp_path / "entries.model").read_bytes().partition(b"\n")
	unpacked = zlib.decompress(packed)
	assert all(word.encode() not in unpacked for word in ("вод", "ліфт", "прізвище"))


@pytest.mark.parametrize("few", [[], [("немає води", "WTR-01", 1)] * 50, [("яма", "A", 1), ("вода", "B", 1)]])
def test_too_few_requests_teach_nothing(few):
	assert train(few) is None
	assert measure(few, lambda text: []) is None


def test_what_was_chosen_lately_goes_first_where_a_text_is_unclear():
	said = [("знову не працює", "LFT-01" if day % 3 else "WTR-01", day) for day in range(60)]
	model = train([*said, *history()])
	assert model.propose("не працює")[0].entry == "LFT-01"
	lately = {"WTR-01": 300, "LFT-01": 3, "RDS-01": 3}
	found = model.propose("не працює", recent=lately)
	assert found[0].entry == "WTR-01" and sum(each.share for each in found) == pytest.approx(1, abs=0.01)
	assert model.propose("ліфт стоїть", recent=lately)[0].entry == "LFT-01"


def test_a_few_choices_and_usual_ones_change_little(model):
	before = model.propose("не працює")[0]
	usual = dict(zip(model.codes, (1000 * model.usual).round().astype(int).tolist(), strict=True))
	for recent in ({}, {"WTR-01": 1}, usual, {"UNKNOWN": 1}):
		after = model.propose("не працює", recent=recent)[0]
		assert after.entry == before.entry and after.share == pytest.approx(before.share, abs=0.05)


def test_what_nobody_chose_lately_is_still_proposed(model):
	"""A rule of last month cannot take an entry away: heating is asked for again in autumn."""
	assert model.propose("ліфт зупинився", recent={"WTR-01": 10_000})[0].entry == "LFT-01"


def test_rare_entries_make_shares_honest():
	"""Where every other text went to an entry that is rare, the one that is known is not likelier than that."""
	rows = [("темно і страшно", "LGT-01" if day % 2 else f"ORD-{day}", day) for day in range(60)]
	[only] = train([*rows, *history()]).propose("темно і страшно", allowed=frozenset({"LGT-01", "ORD-2"}))
	assert only.entry == "LGT-01" and 0.3 < only.share < 0.7


def test_the_same_history_teaches_the_same():
	first, second = train(history()), train(history())
	assert np.array_equal(first.says, second.says) and first.sureness == second.sureness


def test_progress_goes_up_to_the_end():
	heard = []
	train(history(), heard.append)
	assert heard == sorted(heard) and heard[-1] == 1.0 and len(heard) > 3


@pytest.fixture
def file(model, tmp_path):
	path = tmp_path / "entries.model"
	entry_model_file.write(model, path)
	return path


def test_a_file_gives_back_what_was_learned(model, file):
	kept = entry_model_file.read(file)
	assert stat.S_IMODE(file.stat().st_mode) == 0o600
	assert [each.entry for each in kept.propose("ліфт")] == [each.entry for each in model.propose("ліфт")]
	assert kept.propose("ліфт")[0].share == pytest.approx(model.propose("ліфт")[0].share, abs=0.01)
	assert list(file.parent.iterdir()) == [file]


def damaged(content: bytes):
	line, _newline, packed = content.partition(b"\n")
	about = json.loads(line)

	def with_(packed=packed, **changed):
		changed = {**about, "sum": sha256(packed).hexdigest(), **changed}
		return json.dumps(changed).encode() + b"\n" + packed

	lengths = about["lengths"]
	yield "empty", b""
	yield "no json", b"\x80\x04cos\nsystem\n(S'true'\ntR."
	yield "cut", content[:-10]
	yield "a byte changed", content[:-10] + bytes([content[-10] ^ 1]) + content[-9:]
	yield "another format", with_(format="contact-center-entries-0")
	yield "a list", b"[]\n" + packed
	yield "too few codes", with_(codes=["A"])
	yield "codes of nothing", with_(codes=None)
	yield "lengths beyond", with_(lengths={**lengths, "says": 10**12})
	yield "lengths below", with_(lengths={**lengths, "says": -1})
	yield "lengths apart", with_(lengths={**lengths, "says": 1})
	yield "not packed", with_(packed=b"abc")
	yield "too little", with_(packed=zlib.compress(b"abc"))
	yield "noise", with_(packed=zlib.compress(b"\xff" * len(zlib.decompress(packed))))
	yield "no sureness", with_(sureness=[])
	yield "no learning", with_(learned_from="x")
	yield "usual of others", with_(usual=[1.0])
	yield "usual of nothing", with_(usual=[0.0] * len(about["codes"]))
	yield "usual without end", with_(usual=[float("nan")] * len(about["codes"]))
	yield "usual of words", with_(usual="x" * len(about["codes"]))
	yield "nested without end", b"[" * 100_000
	yield "half written", content[: len(content) // 2]


def test_a_damaged_file_is_no_model(file):
	for name, content in damaged(file.read_bytes()):
		file.write_bytes(content)
		with pytest.raises(entry_model_file.NoModel):
			entry_model_file.read(file)
			pytest.fail(name)


def test_a_file_of_the_version_before_is_read(file):
	"""It has no usual shares, so that nothing moves what it proposes until the next training."""
	line, _newline, packed = file.read_bytes().partition(b"\n")
	about = json.loads(line)
	del about["usual"]
	file.write_bytes(json.dumps(about).encode() + b"\n" + packed)
	older = entry_model_file.read(file)
	assert older.propose("ліфт") == older.propose("ліфт", recent={"WTR-01": 10_000})


def test_who_reads_while_it_is_written_reads_the_one_or_the_other(model, file):
	other = replace(model, learned_from=7)

	def write(times: int) -> None:
		for each in range(times):
			entry_model_file.write((model, other)[each % 2], file)

	with ThreadPoolExecutor(3) as threads:
		writing = [threads.submit(write, 20) for _ in range(2)]
		while not all(each.done() for each in writing):
			assert entry_model_file.read(file).learned_from in {model.learned_from, 7}
	assert [each.result() for each in writing] == [None, None]
	assert list(file.parent.iterdir()) == [file]


def test_what_cannot_be_written_leaves_what_was_kept(model, file, monkeypatch):
	before = file.read_bytes()

	def full(*_paths):
		raise OSError(28, "No space left on device")

	monkeypatch.setattr("os.replace", full)
	with pytest.raises(OSError, match="No space"):
		entry_model_file.write(replace(model, learned_from=7), file)
	assert file.read_bytes() == before and list(file.parent.iterdir()) == [file]


def test_a_file_without_end_is_not_unpacked(file, monkeypatch):
	monkeypatch.setattr(entry_model_file, "LARGEST_UNPACKED", 1000)
	with pytest.raises(entry_model_file.NoModel):
		entry_model_file.read(file)
	monkeypatch.setattr(entry_model_file, "LARGEST", 1000)
	with pytest.raises(entry_model_file.NoModel):
		entry_model_file.read(file)


def test_no_file_is_no_model(tmp_path):
	with pytest.raises(entry_model_file.NoModel):
		entry_model_file.read(tmp_path / "entries.model")


def test_a_measure_compares_the_model_with_the_search_by_words():
	report = measure(history(2), lambda text: ["WTR-01"])
	both, _, whole, begun, still, _, words, _ = report.rows
	assert (report.learned_from, report.asked, report.entries) == (192, 48, 3)
	assert both.among[0] > 0.9 and both.surest_half == 1.0
	assert whole.among[0] > 0.9 and whole.among[2] == 1.0 and whole.surest_half == 1.0
	assert words.among[0] == pytest.approx(1 / 3, abs=0.1) and words.surest_half is None
	assert still.name == "model, no news, whole text" and still.among[0] > 0.9
	assert begun.name == "model, 60 letters" and 0 < begun.median <= begun.slow


def test_a_history_in_a_file_is_measured_without_a_site(tmp_path):
	rows = sorted(history(3), key=lambda row: -row[2])
	with (tmp_path / "history.csv").open("w", encoding="utf-8", newline="") as file:
		writer = csv.writer(file)
		writer.writerow(["date", "description", "entry", "unused"])
		writer.writerows((date(2015, 1, 1) - timedelta(day), text, code, "") for text, code, day in rows)
	script = [sys.executable, str(ROOT / "scripts" / "measure_entries.py"), str(tmp_path / "history.csv")]
	done = subprocess.run([*script, "--asked-from", "2014-12-02"], capture_output=True, text=True, check=True)
	assert "learned from 330: 3 entries" in done.stdout and "asked about 30" in done.stdout
	assert "model, 60 letters" in done.stdout


def test_a_measure_heeds_what_was_chosen_before_each_day_alone():
	"""What is unclear went to the lift in six of ten older requests, and in one of ten newer ones."""
	older = [("не працює", "LFT-01" if day % 10 < 6 else "WTR-01", day) for day in range(100, 500)]
	newer = [("не працює", "LFT-01" if day % 10 == 0 else "WTR-01", day) for day in range(100)]
	_both, _, whole, _, still, *_ = measure([*newer, *older], lambda text: []).rows
	assert still.among[0] == pytest.approx(0.1) and whole.among[0] > 0.5


def test_words_decide_where_the_model_knows_little():
	sure, unsure = LikelyEntry("A", 0.6), LikelyEntry("A", 0.08)
	assert blended(["B", "C"], [sure]) == ["A", "B", "C"]
	assert blended(["B", "A"], [unsure], 0.1) == ["A", "B"]
	assert blended(["B", "C"], [unsure], 0.1) == ["B", "A", "C"]
	assert blended(["B", "C"], [sure], 1.0) == ["B", "A", "C"]
	assert blended([], []) == []


def test_what_few_requests_were_about_is_left_to_the_words():
	"""Half of the history went to entries that are too rare to be learned."""
	rare = [(f"зовсім інша справа {day}", f"RARE-{day}", day) for day in range(120)]
	model = train([*rare, *history()])
	assert model.unlearned("зовсім інша справа") > 0.7 > 0.3 > model.unlearned("не працює ліфт")
	assert train(history()).unlearned("зовсім інша справа") == 0.0
	assert model.unlearned("") == model.unlearned("ъъъ") > 0.1
