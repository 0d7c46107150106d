"""Articles become a generation; a generation answers queries with ranked passages."""
