"""What customers ask for and no article answers: found, named, kept from week to week."""
