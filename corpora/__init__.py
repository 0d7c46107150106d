"""Articles, and how they get in: untrusted sources to plain records."""
