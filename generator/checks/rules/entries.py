"""The rules between entries: what refers to what, in which order, and how often."""

from generator.checks.rules.rule import Rule


class DanglingReference(Rule):
    """A reference leads to an entry that exists.

    A reader who follows a link under pressure must arrive.

    Cure: name the entry as the hint has it, or add its file.

    Wrong:
        codes/451/delayed.yml
            settings: [smtp/delays]

    Right:
        codes/451/delayed.yml
            settings: [smtp/delay]
    """


class MissingCode(Rule):
    """The folder of a reply describes its code.

    The page of a reply shows what the standard says of the code, and the list of codes leads to it.

    Cure: add `code.yml` to the folder, after that of another code, or move the reply to the folder of its code.

    Wrong:
        codes/451/code.yml is missing

    Right:
        codes/451/code.yml
            name: Local error
    """


class DuplicateId(Rule):
    """An alias is the former id of one reply, and the present id of none.

    An old address can lead to one page only.

    Cure: remove the alias from one of the two files. A reply's own id is no alias.

    Wrong:
        codes/451/delayed.yml
            aliases: [451/busy]

    Right:
        codes/451/delayed.yml
            aliases: [451/late]
    """


class RepeatedValue(Rule):
    """A list names each thing once.

    A page that says the same twice looks as if a difference was meant.

    Cure: remove one of the two.

    Wrong:
        codes/451/delayed.yml
            settings: [smtp/delay, smtp/delay]

    Right:
        codes/451/delayed.yml
            settings: [smtp/delay]
    """


class HarmlessFirst(Rule):
    """Steps that do no harm come before those that weaken protection.

    A reader under pressure takes the first step, and often no other.

    Cure: move the step with a `risk` down, below the last step without one.

    Wrong:
        codes/451/delayed.yml
            steps:
              - do: Switch the delay off.
                risk: More spam comes in.
                source: vendor
              - procedure: wait

    Right:
        codes/451/delayed.yml
            steps:
              - procedure: wait
              - do: Switch the delay off.
                risk: More spam comes in.
                source: vendor
    """


class UnusedEntry(Rule):
    """A setting, a section of the manual or a procedure is named somewhere.

    A page that no reply leads to is found by nobody, and grows old.

    Cure: name it where it helps, or remove its file.

    Wrong:
        codes/procedures/call-the-vendor.yml the whole file
            title: Call the vendor
            summary: When nothing else helps.
            steps:
              - do: Call.
                source: inferred

    Right:
        codes/procedures/call-the-vendor.yml the whole file
            title: Call the vendor
            summary: When nothing else helps.
            steps:
              - do: Call.
                source: inferred
        codes/451/delayed.yml
            steps:
              - procedure: wait
              - procedure: call-the-vendor
    """
