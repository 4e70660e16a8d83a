"""The generator: YAML sources in, one page per SMTP reply out.

Data goes one way: ``source`` reads, ``entries`` parses, ``catalog`` links, ``checks`` finds problems,
``pages`` plans, ``render`` writes; ``plugin`` hands the pages to MkDocs and ``cli`` to a person.
"""
