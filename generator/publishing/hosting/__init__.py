"""What a host is to do beside each page, as the files in which the usual hosts look for it."""

from generator.publishing.hosting.answers import FOREVER, HASHED, Answers, answers
from generator.publishing.hosting.files import host_files

__all__ = ["FOREVER", "HASHED", "Answers", "answers", "host_files"]
