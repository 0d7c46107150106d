"""Pictures for pages: inline SVG beside the figures that it shows."""
