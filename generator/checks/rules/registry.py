"""Every rule that ``check`` knows, in the order in which a reader meets them."""

from generator.checks.rules.entries import (
    DanglingReference,
    DuplicateId,
    HarmlessFirst,
    MissingCode,
    RepeatedValue,
    UnusedEntry,
)
from generator.checks.rules.files import (
    DuplicateAddress,
    EmptyFile,
    Encoding,
    HiddenCharacter,
    LostReply,
    MissingFile,
    NotAFile,
    ReservedId,
    SchemaLine,
    StrayFile,
    TooLarge,
    TooManyFaults,
)
from generator.checks.rules.keys import Empty, MissingKey, TooLong, UnknownKey, UnknownValue, WrongForm, WrongType
from generator.checks.rules.prose import Arrow, EmptyLink, Layout, LongSentence, Misspelt, Tone
from generator.checks.rules.rule import Rule
from generator.checks.rules.wordings import (
    CodeInText,
    MissingSample,
    RepeatedWording,
    SampleOfAnother,
    SampleUnmatched,
    WrongCode,
)
from generator.checks.rules.writing import CutText, DuplicateKey, Syntax, YamlFeature

GROUPS: tuple[tuple[str, tuple[type[Rule], ...]], ...] = (
    (
        "How a file is written",
        (
            Syntax,
            CutText,
            DuplicateKey,
            HiddenCharacter,
            YamlFeature,
            Layout,
        ),
    ),
    (
        "Keys and what they hold",
        (
            UnknownKey,
            MissingKey,
            UnknownValue,
            WrongType,
            WrongForm,
            Empty,
            TooLong,
        ),
    ),
    (
        "Prose",
        (
            Misspelt,
            LongSentence,
            Tone,
            EmptyLink,
            Arrow,
        ),
    ),
    (
        "Replies, and what they refer to",
        (
            DanglingReference,
            RepeatedWording,
            CodeInText,
            WrongCode,
            MissingCode,
            MissingSample,
            SampleUnmatched,
            SampleOfAnother,
            DuplicateId,
            LostReply,
            RepeatedValue,
            HarmlessFirst,
            UnusedEntry,
        ),
    ),
    (
        "Files and their names",
        (
            StrayFile,
            ReservedId,
            Encoding,
            EmptyFile,
            MissingFile,
            NotAFile,
            TooLarge,
            TooManyFaults,
            SchemaLine,
            DuplicateAddress,
        ),
    ),
)
"""The rules under the headings of their list, one a line."""

RULES: tuple[type[Rule], ...] = tuple(rule for _, rules in GROUPS for rule in rules)
"""Every rule."""
