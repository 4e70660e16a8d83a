"""Search entries of hand-written pages, one for each section."""

from generator.site.search_index import MAX_NOTE_LENGTH, guide_entries

BODY = """<!-- from Markdown -->
<h1>Logs<a class="headerlink" href="#logs">#</a></h1>
<p>Three logs &lt;tell&gt;.</p>
<h2 id="side">Which <em>side</em><a class="headerlink" href="#side">#</a></h2>
<p>The second   column.</p><!-- a remark --><ul><li>decides</li></ul>
"""


def test_a_page_and_its_sections_are_entries() -> None:
    page, section = guide_entries("Logs &amp; rows", "logs/", BODY)
    assert page == {
        "kind": "guide",
        "id": "logs",
        "url": "logs/",
        "title": "Logs & rows",
        "note": "Three logs <tell>.",
        "names": ["Logs & rows"],
        "body": "Three logs <tell>.",
    }
    assert section == {
        "kind": "guide",
        "id": "logs/#side",
        "url": "logs/#side",
        "title": "Which side",
        "note": "Logs & rows. The second column. decides",
        "names": ["Which side"],
        "body": "The second column. decides",
    }


def test_a_long_section_is_searched_in_full_and_shown_in_part() -> None:
    [entry] = guide_entries("Logs", "logs/", f"<p>{'word ' * 500}end</p>")
    assert str(entry["body"]).endswith("end")
    assert len(str(entry["note"])) == MAX_NOTE_LENGTH
