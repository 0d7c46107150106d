"""What is wrong with a help center's own articles, whoever asks."""
