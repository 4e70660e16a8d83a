"""The rules about how a file is written, before anybody asks what it says: YAML, and little of it."""

from generator.checks.rules.rule import Rule


class Syntax(Rule):
    """A file can be read as YAML.

    YAML goes by signs and by how far a line is indented. A sentence with a colon and a blank behind it looks like a
    key, and one that begins with a quote, a bracket or a star looks like something else than a text.

    Cure: do what the hint says. Quotes round the whole text are right in most cases, or `>` behind the key and
    the text on the next line, two blanks further in.

    Wrong:
        codes/451/delayed.yml
            summary: Temporary: the sender tries again.

    Right:
        codes/451/delayed.yml
            summary: >
              Temporary: the sender tries again.
    """


class YamlFeature(Rule):
    """A file uses nothing of YAML but keys, lists and texts.

    Anchors, aliases, tags and several documents in a file make a file that a reader cannot follow, and a small
    one that becomes a huge one.

    Cure: write the value out. Put a text that begins with `&`, `!` or a star in quotes.

    Wrong:
        codes/451/delayed.yml
            summary: &wait The sender tries again.

    Right:
        codes/451/delayed.yml
            summary: The sender tries again.
    """


class DuplicateKey(Rule):
    """A key stands once in its group.

    Of two keys with one name only one would be shown, and the other text would be lost.

    Cure: keep one of the two, or join their texts.

    Wrong:
        codes/451/delayed.yml
            summary: The sender tries again.
            summary: Wait.

    Right:
        codes/451/delayed.yml
            summary: The sender tries again. Wait.
    """


class CutText(Rule):
    """A text is not cut short by a sign that means something else.

    YAML takes `#` behind a blank, and all that follows, for a remark. MkDocs takes a first line with a colon on a
    hand-written page for metadata. In both cases words would be missing from the page, and nobody would notice.

    Cure: put the text in quotes, or the remark on a line of its own. Put a heading on top of a page.

    Wrong:
        codes/451/delayed.yml
            summary: The sender breaks rule #5.

    Right:
        codes/451/delayed.yml
            summary: "The sender breaks rule #5."
    """
