"""Made-up customers and agents whose true behaviour is known: what the demo shows, and what the
tests hold the figures against. docs/DEMO.md says what they are like."""
