"""What a message says: pure parsing of e-mail. No SQL, no HTTP."""
