"""The rules about the keys of a file: which there are, which there must be, and what they hold."""

from generator.checks.rules.rule import Rule


class UnknownKey(Rule):
    """A key is one of those that the entry has.

    What stands under a misspelt key is shown nowhere.

    Cure: write the key as the hint has it, or move it to the group that it belongs to.

    Wrong:
        codes/451/delayed.yml
            serach: [late mail]

    Right:
        codes/451/delayed.yml
            search: [late mail]
    """


class MissingKey(Rule):
    """An entry has every key that its page cannot do without.

    Every page answers the same questions, and says of each statement where it comes from.

    Cure: add the key that the message names; the hint says what it is for.

    Wrong:
        codes/451/delayed.yml
            why:
              - text: The setting [[setting:smtp/delay]] is on.

    Right:
        codes/451/delayed.yml
            why:
              - text: The setting [[setting:smtp/delay]] is on.
                source: vendor
    """


class UnknownValue(Rule):
    """A word is one of the list that its key knows.

    Lists and drawings on the pages are made from these words.

    Cure: choose one of the words in the hint, spelt as it is there.

    Wrong:
        codes/451/delayed.yml
            heals: by itself

    Right:
        codes/451/delayed.yml
            heals: itself
    """


class WrongType(Rule):
    """A key holds what it is made for: a text, a list, or a group of keys.

    A list is one line for each item, with a hyphen and a blank before it. A group is one line for each key, two blanks
    further in.

    Cure: write the value in the form that the hint shows.

    Wrong:
        codes/451/delayed.yml
            settings: smtp/delay

    Right:
        codes/451/delayed.yml
            settings:
              - smtp/delay
    """


class WrongForm(Rule):
    """A text has the form that its place asks for.

    An id, a web address, a section of a standard, a placeholder and a mark within a sentence each have a form of
    their own. What differs from it could not be linked, matched or shown.

    Cure: compare with what the hint expects.

    Wrong:
        codes/451/busy.yml
            wordings:
              - text: Too busy for {IP}
                source: log

    Right:
        codes/451/busy.yml
            wordings:
              - text: Too busy for {ip}
                source: log
    """


class Empty(Rule):
    """A key that is there holds something.

    An empty key leaves a hole in the page. What is not known is left out, key and all.

    Cure: fill the key in, or remove its line.

    Wrong:
        codes/451/delayed.yml
            tell:

    Right:
        codes/451/delayed.yml
            tell: Your message comes a little later.
    """


class TooLong(Rule):
    """A text is short enough for its place.

    A title of several sentences is read by nobody, and fits into no list. Lines that repeat the words of many
    wordings take too long to look for.

    Cure: shorten it, or move the rest to `notes`.

    Wrong:
        codes/451/delayed.yml
            title: The message is delayed <<61 20 x 300>>

    Right:
        codes/451/delayed.yml
            title: The message is delayed
    """
