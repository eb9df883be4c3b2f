"""Test that `make mail` prints a letter readably, with the link that a sign-up needs."""

import mailbox
from email.message import EmailMessage

LINK = "http://localhost:8000/update-password?key=Kvitka"


def letter(subject: str, html: str) -> EmailMessage:
	message = EmailMessage()
	message["From"], message["To"], message["Subject"] = "1520@example.com", "olena@example.com", subject
	message.set_content("-")
	message.add_alternative(html, subtype="html")
	return message


def test_newest_letter_is_decoded_with_its_link(call, folder):
	(folder / "bench" / "services").mkdir(parents=True)
	sink = mailbox.Maildir(folder / "bench" / "services" / "mail")
	sink.add(
		letter(
			"Вітаємо в «Контакт-центрі 1520»",
			f'<p>Вітаємо, Олено!</p><a href="{LINK}">Завершити реєстрацію</a>',
		)
	)
	answer = call("make", "mail")
	assert answer.code == 0, answer.complaint
	assert "Subject: Вітаємо в «Контакт-центрі 1520»" in answer.out
	assert "Вітаємо, Олено!" in answer.out and f"Завершити реєстрацію <{LINK}>" in answer.out


def test_without_letters_it_says_what_to_do(call):
	assert "make run" in call("make", "mail").complaint
