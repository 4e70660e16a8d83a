"""The rules between entries: what refers to what, and what belongs to which reply."""

from generator.rules.rule import Rule


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


class CodeInText(Rule):
    """A wording is the text without its code.

    The folder says the code. With the code in it the wording would fit no line of a log.

    Cure: remove the code from the beginning of the text.

    Wrong:
        codes/451/delayed.yml
            wordings:
              - text: 451 Delayed, try again
                source: vendor

    Right:
        codes/451/delayed.yml
            wordings:
              - text: Delayed, try again
                source: vendor
    """


class WrongCode(Rule):
    """A reply stands in the folder of its code.

    The code decides whether a sender tries again. A text under the wrong code tells the reader the opposite.

    Cure: move the file to the folder of the code, or mend the line if it belongs to another reply.

    Wrong:
        codes/451/delayed.yml
            samples:
              - kind: reply
                line: 450 Delayed, try again

    Right:
        codes/451/delayed.yml
            samples:
              - kind: reply
                line: 451 Delayed, try again
    """


class RepeatedWording(Rule):
    """A wording belongs to one reply of a code.

    A line of a log leads to one page. Two replies with one text would share it, and a reader would get
    either of them.

    Cure: keep the wording in one of the two files. If both describe the same reply, join them.

    Wrong:
        codes/451/delayed.yml
            wordings:
              - text: Delayed, try again
                source: vendor
              - text: Too busy for {ip}
                source: log
            samples:
              - kind: reply
                line: 451 Delayed, try again
              - kind: reply
                line: 451 Too busy for 203.0.113.9

    Right:
        codes/451/delayed.yml
            wordings:
              - text: Delayed, try again
                source: vendor
            samples:
              - kind: reply
                line: 451 Delayed, try again
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


class SampleUnmatched(Rule):
    """A sample fits a wording of its own reply.

    Samples are the tests of the catalogue: what is found for them is what a reader finds who pastes such a line.

    Cure: compare the sample with the wordings letter by letter. If the line is real, add its wording.

    Wrong:
        codes/451/delayed.yml
            samples:
              - kind: reply
                line: 451 Put off, come back

    Right:
        codes/451/delayed.yml
            samples:
              - kind: reply
                line: 451 Delayed, try again
    """


class SampleOfAnother(Rule):
    """A sample fits its own reply better than any other.

    A reader who pastes the line gets the reply that it fits best.

    Cure: move the sample to the reply that the message names, or write the wording more exactly.

    Wrong:
        codes/451/delayed.yml
            samples:
              - kind: reply
                line: 451 Delayed, try again
              - kind: reply
                line: 451 Too busy for 203.0.113.9

    Right:
        codes/451/delayed.yml
            samples:
              - kind: reply
                line: 451 Delayed, try again
    """


class MissingSample(Rule):
    """Every wording has a sample.

    Only a line proves that the wording is found.

    Cure: add a line that holds the wording under `samples`, as it was met in a log, a bounce or a mail program.

    Wrong:
        codes/451/delayed.yml
            wordings:
              - text: Delayed, try again
                source: vendor
              - text: Delayed, come back later
                source: log

    Right:
        codes/451/delayed.yml
            wordings:
              - text: Delayed, try again
                source: vendor
              - text: Delayed, come back later
                source: log
            samples:
              - kind: reply
                line: 451 Delayed, try again
              - kind: reply
                line: 451 Delayed, come back later
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
