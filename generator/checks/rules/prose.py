"""The rules about prose, as ``codes/style.yml`` asks for it; the hand-written pages keep them too."""

from generator.checks.rules.rule import Rule


class Misspelt(Rule):
    """A word is spelt as the dictionary has it.

    A misspelt word costs trust, and nobody who searches for the right one finds it. Wordings, samples and what
    stands in code marks are not looked at.

    Cure: mend the word. If it is right, a name or a term of the product, add it to `words` in `codes/style.yml`.

    Wrong:
        codes/style.yml the whole file
            words: [greylisting]
        codes/451/delayed.yml
            summary: The servr tries again.

    Right:
        codes/style.yml the whole file
            words: [greylisting]
        codes/451/delayed.yml
            summary: The server tries again, for greylisting is on.
    """


class LongSentence(Rule):
    """A sentence has at most 35 words.

    The reader has a server that refuses mail, and reads each sentence once. The longest sentence of the first
    hundred pages had 30 words.

    Cure: make two sentences of it, one thought each.

    Wrong:
        codes/style.yml the whole file
            words: [greylisting]
        codes/451/delayed.yml
            summary: >
              The server refuses the message because the sender, which is not known to it, has not tried again
              within the time that the administrator has set for senders which are new to the server and to the
              recipient.

    Right:
        codes/style.yml the whole file
            words: [greylisting]
        codes/451/delayed.yml
            summary: >
              The server does not know the sender. It accepts the message when the sender tries again.
    """


class Tone(Rule):
    """A phrase that the style avoids is not used.

    The reader wants the answer: no courtesies, no padding, no word that makes light of the work. The phrases
    stand under `avoid` in `codes/style.yml`.

    Cure: write what the hint says in its place, or leave the phrase out.

    Wrong:
        codes/style.yml the whole file
            avoid:
              - phrase: please
                instead: Leave it out, and begin with the verb.
        codes/451/delayed.yml
            summary: Please wait for the sender.

    Right:
        codes/style.yml the whole file
            avoid:
              - phrase: please
                instead: Leave it out, and begin with the verb.
        codes/451/delayed.yml
            summary: Wait for the sender.
    """


class EmptyLink(Rule):
    """The words of a link say where it leads.

    Screen readers read out the links of a page one after the other, and eyes jump from one to the next. There,
    "here" says nothing. The words in question stand under `links` in `codes/style.yml`.

    Cure: name what the reader finds behind the link.

    Wrong:
        codes/style.yml the whole file
            links: [here]
        codes/451/delayed.yml
            summary: The lists are [here](https://example.org/lists).

    Right:
        codes/style.yml the whole file
            links: [here]
        codes/451/delayed.yml
            summary: Ask one of [the known lists](https://example.org/lists).
    """


class Arrow(Rule):
    """A way through the console is no chain of arrows.

    A screen reader says "greater than", and nobody can tell a tab from a button. A setting holds the way to it as
    typed steps, which the reader can follow and copy.

    Cure: refer to the setting, or name the tab and the button in a sentence.

    Wrong:
        codes/style.yml the whole file
            words: [greylisting]
        codes/451/delayed.yml
            summary: Open Console > Delay.

    Right:
        codes/style.yml the whole file
            words: [greylisting]
        codes/451/delayed.yml
            summary: Open [[setting:smtp/delay]].
    """


class Layout(Rule):
    """A source is laid out as all others are.

    The keys stand in one order, prose is wrapped at one width, and one empty line parts the blocks. So a change
    shows what has changed, and no review speaks of blanks. Only `format --check` tells this; `check` does not.

    Cure: run `python3 run.py format`. Who can run nothing leaves it: a maintainer does it.

    Wrong:
        codes/procedures/wait.yml the whole file
            # yaml-language-server: $schema=../.schema/procedure.json
            steps:
            - do: Wait a day.
              source: inferred
            title: Wait
            summary: When it is late.

    Right:
        codes/procedures/wait.yml the whole file
            # yaml-language-server: $schema=../.schema/procedure.json
            title: Wait

            summary: >
              When it is late.

            steps:
              - do: Wait a day.
                source: inferred
    """
