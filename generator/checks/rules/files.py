"""The rules about files: what may stand in the sources, under which name, in which letters."""

from generator.checks.rules.rule import Rule


class NotAFile(Rule):
    """What stands in the sources is an ordinary file that can be read.

    A link may lead out of the project, a device may never end, and what cannot be read cannot be shown.

    Cure: put the file itself there, with the permission to read it, or remove what stands there.

    Wrong:
        codes/451/late.yml/late.yml the whole file
            title: A folder has the name that a file should have

    Right:
        codes/451/delayed.yml
            title: The message is delayed
    """


class StrayFile(Rule):
    """The name of a file says what it describes.

    The name is the address of the page, so it keeps to small letters without accents, digits and single hyphens, and
    ends in `.yml`. A file with another name would get no page, and nobody would notice.

    Cure: rename the file as the hint says. Notes and pictures do not belong in `codes/`.

    Wrong:
        codes/procedures/Wait a day.yaml the whole file
            title: Wait a day

    Right:
        codes/procedures/wait.yml
            title: Wait a day
    """


class ReservedId(Rule):
    """A name can be an address and a file's name on every system.

    Windows keeps `con`, `nul`, `com1` and their like for devices, web servers keep `index` for a folder's own
    page, and addresses have limits.

    Cure: rename the file after what happens, such as `451/connection-lost`.

    Wrong:
        codes/procedures/con.yml the whole file
            title: Wait

    Right:
        codes/procedures/wait.yml
            title: Wait
    """


class MissingFile(Rule):
    """The file that names the product is there.

    Every page names the product, and the addresses of its articles come from this file.

    Cure: bring back `codes/product.yml`, which has been deleted or renamed.

    Wrong:
        codes/product.yml is missing

    Right:
        codes/product.yml
            name: Postbox
    """


class EmptyFile(Rule):
    """A file holds an entry.

    An empty file is mostly one that was not saved.

    Cure: fill it in after a neighbouring file, or delete it.

    Wrong:
        codes/procedures/wait.yml the whole file
            # to be written

    Right:
        codes/procedures/wait.yml
            title: Wait for the next attempt
    """


class TooLarge(Rule):
    """A file is of a size that a person can read.

    A file holds one entry. One of more than 256 KiB, or with more than 20,000 values, has something else pasted
    into it, and would slow down every build.

    Cure: remove what does not belong there. A log belongs in an issue, and of it one line under `samples`.

    Wrong:
        codes/451/delayed.yml
            tell: <<78 x 270000>>

    Right:
        codes/451/delayed.yml
            tell: Wait.
    """


class TooManyFaults(Rule):
    """A file has so few faults that all of them can be shown.

    Of a file with very many faults the first hundred are told; the others mostly follow from them.

    Cure: mend those above, and check again.

    Wrong:
        codes/451/delayed.yml
            stage: [<<78 2C x 100>> x]

    Right:
        codes/451/delayed.yml
            stage: [rcpt]
    """


class Encoding(Rule):
    """A file is saved as UTF-8.

    Notepad and Excel offer other encodings, such as ANSI or Unicode (UTF-16). Letters with accents would come out as
    other signs. In this example `<<FC>>` stands for the byte by which ANSI writes a letter.

    Cure: save the file again and choose the encoding UTF-8, with or without a mark (BOM).

    Wrong:
        codes/451/delayed.yml
            tell: Ask M<<FC>>ller.

    Right:
        codes/451/delayed.yml
            tell: Ask Müller.
    """


class HiddenCharacter(Rule):
    """A text holds no character that a reader cannot see.

    Text copied from a web page or a mail brings such characters along. They make a text look right that is not
    found, or turn its direction round. In this example `<<E2 80 8B>>` stands for one, a blank without a width.

    Cure: delete the place that the line names and type it again.

    Wrong:
        codes/451/delayed.yml
            title: The message is<<E2 80 8B>> delayed

    Right:
        codes/451/delayed.yml
            title: The message is delayed
    """


class SchemaLine(Rule):
    """The first line of a file names the schema of its own kind.

    By this line an editor knows which keys and words to offer. In a file that began as a copy of one
    of another kind, it would offer the wrong ones, and mark the right ones as mistakes.

    Cure: write the line as the hint has it, or remove it.

    Wrong:
        codes/procedures/wait.yml the whole file
            # yaml-language-server: $schema=../.schema/reply.json
            title: Wait for the next attempt
            summary: The sender comes again.
            steps:
              - do: Wait.
                source: inferred

    Right:
        codes/procedures/wait.yml the whole file
            # yaml-language-server: $schema=../.schema/procedure.json
            title: Wait for the next attempt
            summary: The sender comes again.
            steps:
              - do: Wait.
                source: inferred
    """


class DuplicateAddress(Rule):
    """No two pages have one address.

    Of two pages with one address only one would be published. Small and capital letters count as the same, for some
    hosts do not tell them apart.

    Cure: rename one of the two files.

    Wrong:
        docs/page.md the whole file
            # A page
        docs/page/index.md the whole file
            # Another page

    Right:
        docs/page.md the whole file
            # A page
        docs/another-page.md the whole file
            # Another page
    """


class LostReply(Rule):
    """A reply that was published once keeps its address.

    Bounces, bookmarks and other sites link to it. The history of the repository knows which replies there were;
    what a branch adds and takes away again was never published, and is not told.

    Cure: add the old id under `aliases` of the reply that took its place. If the product does not give the reply
    any more, put the file back, and say why under `withdrawn`.

    Wrong:
        codes/451/busy.yml is missing

    Right:
        codes/451/busy.yml
            withdrawn:
              reason: The service does not limit connections any more.
              source: vendor
              version: "10.50"
    """
