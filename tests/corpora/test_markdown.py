"""Markdown, and what site generators add to it."""

from __future__ import annotations

import time

import pytest

from corpora.article import Code, Heading, Image, Link, ListBlock, Paragraph, Table, block_text
from corpora.dialects import plain_markdown
from corpora.markdown import blocks_from_markdown


def texts(text: str, **page: object) -> list[str]:
    return [block_text(block) for block in blocks_from_markdown(text, page)]


def test_all_kinds_of_blocks() -> None:
    text = """# Title

Some *words* and a [link](https://x.example) ~~not~~.
Same paragraph.

1. one

   ```cpp
   int a;
   ```

2. two
   * nested

| a | b |
|---|---|
| 1 | <b>2</b> |

![A picture of it](x.png)

> quoted
"""
    kinds = [type(block) for block in blocks_from_markdown(text)]
    assert kinds == [
        Heading, Paragraph, ListBlock, Code, ListBlock, Table, Image, Paragraph,
    ]  # fmt: skip


def test_embedded_html_takes_the_same_path() -> None:
    text = "<p onclick=x>a <script>b</script>[c](javascript:x) <a href='java&#9;script:y'>d</a>"
    (block,) = blocks_from_markdown(text)
    assert isinstance(block, Paragraph)
    assert block.links == ()
    assert "script" not in block.text.replace("[c](javascript:x)", "")


def test_html_that_goes_on_indented_is_no_code() -> None:
    text = "<div>\n  <p>a</p>\n\n    <ul>\n      <li>b</li>\n    </ul>\n</div>\n"
    assert texts(text) == ["a", "b"]


def test_indented_code_is_code() -> None:
    assert blocks_from_markdown("text\n\n    <b>code</b>\n")[1] == Code(text="<b>code</b>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{: .number-list}\n\n1. a", ["a"]),
        ('See [x](/y){:class="external"}.', ["See x."]),
        ("See [x](/y) {.link}.", ["See x."]),
        ("{:.lead}\nWords", ["Words"]),
        ("* TOC\n{:toc}\n\nWords", ["Words"]),
        ("a {% include b.html c='d' %} e", ["a e"]),
        ("a {{ site.baseurl }}b", ["a b"]),
        ("{%\n  include a\n  b='c'\n%}\nWords", ["Words"]),
        ("{% capture x %}\nKept words\n{% endcapture %}", ["Kept words"]),
        ("open {% never closed", ["open {% never closed"]),
        ("`{{ kept }}` and `{% kept %}`", ["{{ kept }} and {% kept %}"]),
        ("```\n{{ kept }}\n{: .kept}\n```", ["{{ kept }}\n{: .kept}"]),
        ("> [!NOTE]\n> Mind this.", ["Mind this."]),
        ("> [!warning] Mind this.", ["Mind this."]),
        ("a [!INCLUDE [name](../includes/x.md)] b", ["a b"]),
        ("> [!VIDEO https://x.example/v]\n\nWords", ["Words"]),
        ('a\n\n:::image type="content" source="x.png" alt-text="The menu":::', ["a", "The menu"]),
        (":::row:::\n:::column span='2':::\nWords\n:::column-end:::\n:::row-end:::", ["Words"]),
        (":::tip Good to know\nWords\n:::", ["Good to know", "Words"]),
        ("/home/{username}/x and ${y} {z}", ["/home/{username}/x and ${y} {z}"]),
    ],
)
def test_generators_marks_are_taken_out_and_words_stay(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_list_that_the_page_includes_is_written_out() -> None:
    text = "We accept:\n\n{% include icons.html items=page.do_list %}\n"
    assert texts(text, do_list=["**A** card", "A [passport](/p)"]) == [
        "We accept:",
        "A card\nA passport",
    ]


def test_a_heading_names_its_own_anchor() -> None:
    blocks = blocks_from_markdown('## Über {#about-us}\n\n# <a name="top"></a>Anfang')
    assert blocks == (
        Heading(level=2, text="Über", anchor="about-us"),
        Heading(level=1, text="Anfang", anchor="top"),
    )


def test_offsets_count_code_points() -> None:
    (block,) = blocks_from_markdown("👩‍🚒 &amp; **é** [日本](/ja)")
    assert block == Paragraph(text="👩‍🚒 & é 日本", links=(Link(start=8, end=10, href="/ja"),))


MARKS = [
    "[", "![", "[](", "*a_ ", "`", "``` ", "> ", "- ", "* ", "<a ", "<!-- ", "<?", "{%", "{{",
    "{:", "{: ", "[!INCLUDE[", "[!INCLUDE [a](", ":::image ", ":::", "\\", "&", "&#", "**a ",
    "~~a ", "a|", "* a\n", "# {#", "\n#", "<http://", "[a](<b", "_", " ", "\t", "1. ",
]  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_repeated_takes_linear_time(mark: str) -> None:
    started = time.process_time()
    blocks_from_markdown(mark * 30_000 + "a")
    assert time.process_time() - started < 10


@pytest.mark.parametrize("mark", MARKS)
def test_taking_marks_out_of_two_megabytes_takes_linear_time(mark: str) -> None:
    started = time.process_time()
    plain_markdown(mark * (2_000_000 // len(mark)))
    assert time.process_time() - started < 10
