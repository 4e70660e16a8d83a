"""Minifying removes indentation from pages, and comments from scripts and styles, and nothing else."""

import pytest

from generator.plugin.documents import minify, minify_html


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("<p>\n\n    one\n  two  three\n  </p>", "<p>\none\ntwo  three\n</p>"),
        ("<b>a</b> <i>b</i>", "<b>a</b> <i>b</i>"),
        ("  <pre>a\n\n  b</pre>\n  c", "  <pre>a\n\n  b</pre>\nc"),
        ("<pre class='x'><code>a\n  b</code></pre>", "<pre class='x'><code>a\n  b</code></pre>"),
        ("<textarea>\n\n  a</textarea>", "<textarea>\n\n  a</textarea>"),
        ("<script>\n  one()\n</script>", "<script>\n  one()\n</script>"),
        ('<a title="one\n   two">x</a>', '<a title="one\n   two">x</a>'),
        ("<p>a \t\n \n\t b </p>", "<p>a\nb </p>"),
        ("a <b\n>c</b>  \n  d ", "a <b\n>c</b>\nd "),
        ("<pre>a\n  </script>\n  b</pre>", "<pre>a\n  </script>\n  b</pre>"),
        ("<pretend>\n  a</pretend>", "<pretend>\na</pretend>"),
    ],
)
def test_line_breaks_lose_the_whitespace_around_them(document: str, expected: str) -> None:
    assert minify_html(document) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/*\n * What it is.\n */\n(() => {\n  one(); // why\n})();\n", "(()=>{one();})();\n"),
        ('const a = "https://x"; b("/* no comment */");\n', 'const a="https://x";b("/* no comment */");\n'),
        ("const c = / \\/\\/ [a]/;\n", "const c=/ \\/\\/ [a]/;\n"),
        ("const d = `one  // ${two  } three`;\n", "const d=`one  // ${two  } three`;\n"),
        ("one\n[two].three()\n", "one\n[two].three()\n"),
    ],
)
def test_scripts_lose_comments_and_whitespace(source: str, expected: str) -> None:
    assert minify(".js", source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("  /* one */\n  a { b: c }\n", "a{b:c}\n"),
        ("a:is(.b, .c) > d {\n  e: calc(1px + 2px);\n}\n", "a:is(.b,.c)>d{e:calc(1px + 2px)}\n"),
        ('a::before { content: "x  /* y */"; }\n', 'a::before{content:"x  /* y */"}\n'),
    ],
)
def test_style_sheets_lose_comments_and_whitespace(source: str, expected: str) -> None:
    assert minify(".css", source) == expected
