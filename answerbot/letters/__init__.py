"""What we write: templates, their words, and the messages made of them."""
