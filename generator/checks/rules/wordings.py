"""The rules about wordings and samples: which text is whose, and what proves it."""

from generator.checks.rules.rule import Rule


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
