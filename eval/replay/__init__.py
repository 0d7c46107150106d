"""Past tickets through the bot, as if it had been live; one noun a file.

Knows: that they exist. Must not know: anything else.
"""
