"""The widget's files, a package so that the server finds them. There is no Python here."""
