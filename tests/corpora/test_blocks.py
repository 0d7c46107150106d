"""HTML as it is found becomes blocks: words in order, links over them, nothing else."""

from __future__ import annotations

import pytest

from corpora.article import (
    Block,
    Code,
    Heading,
    Image,
    Link,
    ListBlock,
    ListItem,
    Paragraph,
    Table,
    Text,
    block_text,
)
from corpora.blocks import blocks_from_html, content_from_html


def texts(html: str) -> list[str]:
    return [block_text(block) for block in blocks_from_html(html)]


def linked(block: Block) -> list[tuple[str, str]]:
    assert isinstance(block, Paragraph)
    return [(block.text[link.start : link.end], link.href) for link in block.links]


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n ",
        "<!-- words -->",
        "<script>alert('words')</script>",
        "<style>p { content: 'words' }</style>",
        "<template><p>words</p></template>",
        "<iframe src=x>words</iframe><object>words</object><embed>",
        "<svg><text>words</text><script>words</script></svg>",
        "<select><option>words</option></select><textarea>words</textarea><input value=words>",
        "<button>words</button>",
        "<p hidden>words</p><div hidden=''><p>words</p></div>",
        "<noscript>words</noscript><canvas>words</canvas><video>words</video>",
        "<nav><a href=/>words</a></nav>",
        "<head><title>words</title></head>",
        "<img src=x onerror=alert(1)>",
        "\x00\x01\u202e",
    ],
)
def test_what_is_not_content_leaves_nothing(html: str) -> None:
    assert blocks_from_html(html) == ()


def test_handlers_and_styles_leave_only_words() -> None:
    html = "<p onclick=alert(1) style='background:url(javascript:x)'>a <b onmouseover=x>b</b></p>"
    assert blocks_from_html(html) == (Paragraph(text="a b"),)


def test_unclosed_tags_are_closed_where_browsers_close_them() -> None:
    assert texts("<p>a<p>b <b>c<p>d<ul><li>e<li>f") == ["a", "b c", "d", "e\nf"]


def test_text_without_any_tags_is_a_paragraph() -> None:
    assert texts("just words &amp; an &lt;entity&gt;") == ["just words & an <entity>"]


def test_headings_get_unique_anchors() -> None:
    blocks = blocks_from_html("<h2>Résumé &amp; more</h2><h3>Résumé, more!</h3><h2 id=own>x</h2>")
    assert blocks == (
        Heading(level=2, text="Résumé & more", anchor="résumé-more"),
        Heading(level=3, text="Résumé, more!", anchor="résumé-more-2"),
        Heading(level=2, text="x", anchor="own"),
    )


@pytest.mark.parametrize(
    ("html", "anchor"),
    [
        ("<h2>パスワードを忘れた場合</h2>", "パスワードを忘れた場合"),
        ("<h2>पासवर्ड भूल गए</h2>", "पासवर्ड-भूल-गए"),
        ("<h2>كلمة المرور</h2>", "كلمة-المرور"),
        ("<h2>???</h2>", "section"),
        ("<h2 id='a b&quot;'>Words</h2>", "words"),
        ("<h2 id='x.y:z-1'>Words</h2>", "x.y:z-1"),
        ("<h2><a name='old-slug'></a>Neue Wörter</h2>", "old-slug"),
    ],
)
def test_an_anchor_is_named_after_any_script(html: str, anchor: str) -> None:
    (heading,) = blocks_from_html(html)
    assert isinstance(heading, Heading)
    assert heading.anchor == anchor


def test_a_taken_anchor_never_comes_twice() -> None:
    blocks = blocks_from_html("<h2>a</h2><h2 id=a-2>x</h2><h2>a</h2><h2>a</h2><h2>a 2</h2>")
    anchors = [block.anchor for block in blocks if isinstance(block, Heading)]
    assert len(set(anchors)) == 5


def test_link_offsets_are_code_points_of_the_final_text() -> None:
    (block,) = blocks_from_html("<p>  😀👍🏽  é  <a href='/x'>  lien 🇫🇷 </a> . <a href=y>z</a>")
    assert isinstance(block, Paragraph)
    assert block.text == "😀👍🏽 é lien 🇫🇷 . z"
    assert linked(block) == [("lien 🇫🇷", "/x"), ("z", "y")]
    assert block.links[0] == Link(start=6, end=13, href="/x")


def test_right_to_left_text_keeps_its_order_and_loses_its_marks() -> None:
    (block,) = blocks_from_html("<p dir=rtl>\u200fשלום <a href='/x'>עולם</a>\u202c 2</p>")
    assert isinstance(block, Paragraph)
    assert block.text == "שלום עולם 2"
    assert linked(block) == [("עולם", "/x")]


def test_a_link_around_blocks_links_the_words_of_each() -> None:
    heading, one, two = blocks_from_html("<a href=/x><h2>h</h2><p>one</p><p>two</p></a>")
    assert isinstance(heading, Heading)
    assert linked(one) == [("one", "/x")]
    assert linked(two) == [("two", "/x")]


def test_a_line_break_is_kept_and_two_end_the_paragraph() -> None:
    assert texts("a<br>b <br/> <br>c<br><br><br>d") == ["a\nb", "c", "d"]


def test_blanks_are_one_blank() -> None:
    assert texts("<p>a&nbsp;&nbsp; b\n\t c\u3000d</p>") == ["a b c d"]


def test_nested_lists_are_flat_with_depth() -> None:
    html = "<ol><li>a<ul><li>b<ol><li>c</ol></ul><li><p>d</p><p>e</p></ol>"
    items = (("a", 0), ("b", 1), ("c", 2), ("d\ne", 0))
    assert blocks_from_html(html) == (
        ListBlock(ordered=True, items=tuple(ListItem(text=t, depth=d) for t, d in items)),
    )


def test_code_in_an_item_is_a_block_and_numbering_goes_on() -> None:
    html = "<ol start=3><li>a<pre><code class='language-sh'>x\n  y</code></pre>then<li>b</ol>"
    assert blocks_from_html(html) == (
        ListBlock(ordered=True, start=3, items=(ListItem(text="a"),)),
        Code(text="x\n  y", language="sh"),
        Paragraph(text="then"),
        ListBlock(ordered=True, start=4, items=(ListItem(text="b"),)),
    )


def test_an_item_that_holds_only_a_picture_counts() -> None:
    _, image, last = blocks_from_html("<ol><li>a<li><img alt='The menu'><li>c</ol>")
    assert image == Image(alt="The menu")
    assert last == ListBlock(ordered=True, start=3, items=(ListItem(text="c"),))


def test_an_item_without_a_list_is_a_list() -> None:
    assert blocks_from_html("<li>a") == (ListBlock(items=(ListItem(text="a"),)),)


def test_code_keeps_its_lines_and_no_other_control_characters() -> None:
    (code,) = blocks_from_html("<pre>\n\ta &lt;b&gt;\x1b\u202e<br>  c  \n\n</pre>")
    assert code == Code(text="    a <b>\n  c")


def test_a_table_with_header_spans_and_links() -> None:
    html = """<table><thead><tr><td>Plan<td>Price</thead>
    <tr><td rowspan=2>Pro<td><a href=/eu>10</a> EUR<tr><td>12 USD
    <tr><td colspan=2>All</table>"""
    link = Link(start=0, end=2, href="/eu")
    rows = (
        (Text(text="Plan"), Text(text="Price")),
        (Text(text="Pro"), Text(text="10 EUR", links=(link,))),
        (Text(text=""), Text(text="12 USD")),
        (Text(text="All"), Text(text="")),
    )
    assert blocks_from_html(html) == (Table(header=True, rows=rows),)


def test_a_table_without_header() -> None:
    (table,) = blocks_from_html("<table><tr><td>a<td>b<tr><td>c<td>d</table>")
    assert isinstance(table, Table)
    assert not table.header


def test_a_layout_table_is_no_table() -> None:
    html = "<table><tr><td><h2>a</h2><p>b</p><table><tr><td>c<td>d</table></td></tr></table>"
    assert [block.kind for block in blocks_from_html(html)] == ["heading", "paragraph", "table"]


def test_blocks_in_a_cell_are_lines() -> None:
    html = "<table><tr><td><p>a</p><ul><li>b<li>c</ul><td>d<table><tr><td>e<td>f</table></table>"
    (table,) = blocks_from_html(html)
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0]] == ["a\nb\nc", "d\ne\nf"]


def test_pictures_count_where_they_stand_alone_and_say_something() -> None:
    html = """<p>Click <img alt="the gear"> now</p><p><img alt="The settings page"></p>
    <p><img alt="-"></p><p><img alt="IMG_1.png"></p><p><img alt=""></p>
    <figure><img alt="設定"><figcaption>Caption</figcaption></figure>"""
    assert blocks_from_html(html) == (
        Paragraph(text="Click now"),
        Image(alt="The settings page"),
        Image(alt="設定"),
        Paragraph(text="Caption"),
    )


def test_a_cell_that_holds_only_a_picture_says_what_it_shows() -> None:
    (table,) = blocks_from_html("<table><tr><td>Pro<td><img alt=Included></table>")
    assert isinstance(table, Table)
    assert table.rows[0][1].text == "Included"


def test_collapsible_sections_keep_their_titles() -> None:
    html = """<h2>Help</h2><details><summary>Why?</summary>Because.</details>
    <h3><button aria-expanded=false>How?</button></h3><div hidden=until-found>So.</div>"""
    assert blocks_from_html(html)[1:] == (
        Heading(level=3, text="Why?", anchor="why"),
        Paragraph(text="Because."),
        Heading(level=3, text="How?", anchor="how"),
        Paragraph(text="So."),
    )


def test_a_long_article_is_whole() -> None:
    html = "".join(f"<h2>Part {n}</h2><p>{'word ' * 400}</p>" for n in range(20))
    content = content_from_html(html)
    assert (len(content.blocks), content.truncated) == (40, False)


def test_too_many_blocks_are_cut() -> None:
    content = content_from_html("<p>a</p>" * 6_000)
    assert (len(content.blocks), content.truncated) == (5_000, True)


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{'word ' * 100_000}</p><p>end</p>",
        "<ul>" + f"<li>{'word ' * 100}" * 1_000 + "</ul><p>end</p>",
        "<table>" + f"<tr><td>a<td>{'word ' * 100}" * 1_000 + "</table><p>end</p>",
        f"<pre>{'word ' * 100_000}</pre><p>end</p>",
        f"<p>{'word ' * 1_000}</p>" * 100,
    ],
)
def test_too_much_text_is_cut_and_its_beginning_stays(html: str) -> None:
    content = content_from_html(html)
    size = sum(len(block_text(block)) for block in content.blocks)
    assert content.truncated
    assert 390_000 < size <= 400_000
    assert block_text(content.blocks[-1]) != "end"


def test_links_are_inside_a_paragraph_that_was_cut() -> None:
    content = content_from_html(f"<p>{'<a href=/x>word</a> ' * 100_000}</p>")
    (block,) = content.blocks
    assert isinstance(block, Paragraph)
    assert block.links
    assert block.links[-1].end <= len(block.text)
