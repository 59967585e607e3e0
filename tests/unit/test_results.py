import pytest
from nicegui.client import Client
from nicegui.page import page

from editor.results import REL, show_links, site_of, without_lists
from editor.words import LANGUAGES

OAK = {"title": "Oak tables", "url": "https://tables.example/oak?size=2"}
CUPS = {"title": "Cups (from $5)", "url": "http://cups.example/"}


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://tables.example/oak?a=1&b=2#c", "tables.example"),
        ("http://www.example.org", "example.org"),
        ("https://example.org:8443/", "example.org"),
        ("https://한국.example/책상", "xn--3e0b707e.example"),
        ("HTTPS://EXAMPLE.ORG/", "example.org"),
    ],
)
def test_a_web_address_leads_to_its_site(url, site):
    assert site_of(url) == site


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://example.org",
        "java\nscript:alert(1)",
        "https://example.org/\u202egpj",
        "data:text/html,<script>alert(1)</script>",
        "//example.org",
        "/t/mine",
        "ftp://example.org/a",
        "https://bank.example@evil.example/",
        "https://user:secret@example.org/",
        "https:\\\\evil.example",
        "https://",
        "https://example.org:port/x y",
        "https://[::1",
        "https://" + "a" * 70 + ".example/",
        "",
    ],
)
def test_what_is_no_plain_web_address_leads_nowhere(url):
    assert site_of(url) is None


def test_the_lines_of_links_are_not_shown_twice():
    text = (
        "An oak table.\n\nOak tables - https://tables.example/oak?size=2\n"
        "Cups (from $5) - http://cups.example/"
    )
    assert without_lists(text, [OAK, CUPS]) == "An oak table."


def test_only_whole_lines_of_the_message_s_own_links_are_taken_out():
    text = (
        "See Oak tables - https://tables.example/oak?size=2 first.\n"
        "Oak tables - https://tables.example/oak?size=20\n"
        "Chairs - https://chairs.example/"
    )
    assert without_lists(text, [OAK, CUPS]) == text


def test_what_follows_a_link_on_its_line_stays():
    text = "A table.\n\nOak tables - https://tables.example/oak?size=2 Options not used: seed."
    assert without_lists(text, [OAK]) == "A table.\n\nOptions not used: seed."


def test_a_text_without_lists_stays_as_it_is():
    text = "Three\n\n\n\nempty lines  "
    assert without_lists(text, []) == text


def test_the_lines_of_pictures_are_not_shown_twice_and_other_numbers_stay():
    found = [
        {"image_id": "a" * 32, "score": 0.834, "caption": "", "source": "catalogue",
         "name": "red.jpg"},
        {"image_id": "b" * 32, "score": 0.5, "caption": "", "source": "versions",
         "thread_id": "t1", "version_id": "v2"},
        {"image_id": "c" * 32, "score": 0.25, "caption": "", "source": "catalogue"},
    ]  # fmt: skip
    text = (
        "I found:\n1. red.jpg - 0.83\n2. t1, v2 - 0.50\n"
        "3. cccccccc - 0.25 2 are left.\n4. end - 0.83"
    )
    assert without_lists(text, [], found) == "I found:\n2 are left.\n4. end - 0.83"


async def test_what_is_no_web_address_is_shown_and_is_no_link():
    hostile = {"title": "<b>Free</b>", "url": "javascript:alert(1)"}
    with Client(page("/links")) as client:
        show_links([OAK, hostile], LANGUAGES["en"])
    drawn = list(client.elements.values())
    (link,) = (element for element in drawn if element.tag == "a")
    assert (link.props["href"], link.props["rel"]) == (OAK["url"], REL)
    assert link.props["target"] == "_blank"
    texts = [getattr(element, "text", "") for element in drawn]
    assert {"Oak tables", "<b>Free</b>", "tables.example"} <= set(texts)
    assert "javascript" not in repr([element.props for element in drawn])
