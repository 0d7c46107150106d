"""The pages about articles in words.

Knows: plain English for editors.
Must not know: SQL, HTML.
"""

from __future__ import annotations

COLUMNS = {
    "title": ("Article", ""),
    "failed": ("Failed", "Tried and did not do: a customer said No to it, contradicted a Yes, or wrote a ticket after opening it."),
    "offered": ("Offered", "It stood among the suggestions."),
    "opened": ("Opened", "It was read, here or by a link in an e-mail that was answered."),
    "accepted": ("Solved", "A customer said that it solved the question, and nobody contradicted since."),
    "confirmed": ("Confirmed", "Solved, and old enough to be believed."),
    "rejected": ("No", "A customer said that it did not help; the reasons stand on the article’s page."),
    "ticketed": ("Then ticket", "It was opened, and a ticket was written afterwards."),
    "linked": ("Linked", "An agent sent it to the customer."),
    "satisfaction": ("Satisfaction", "The mean of what customers gave, from 1 to 5, where it had solved the question."),
    "resolves": ("Solved of opened", "With the 95 % interval; sorted by its lower end."),
}  # fmt: skip
"""The columns by what they are sorted by: head and definition. All count enquiries that began in
the period, each once however often something happened in it."""
