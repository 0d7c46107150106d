"""`python -m answerbot`: the command line.

Knows: where it begins.
Must not know: any command.
"""

from __future__ import annotations

from answerbot.cli import main

if __name__ == "__main__":
    main()
