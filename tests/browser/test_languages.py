"""Korean and English: by the browser's language, by the switch, and never mixed."""

import re

import pytest
from playwright.sync_api import expect

from editor.words import LANGUAGES

KO, EN = LANGUAGES["ko"], LANGUAGES["en"]
SEEN = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const inside = walk.currentNode.parentElement;
    if (!inside.closest("script, style, noscript, .th")) texts.push(walk.currentNode.data);
  }
  for (const element of document.querySelectorAll(":not(.th *)")) { // titles are people's own
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      if (element.hasAttribute(name)) texts.push(element.getAttribute(name));
    }
  }
  return [...texts.map((text) => text.trim()), document.title];
}"""
SHOWS_ITSELF = {"switch_language", "language_badge"}
"""What is written in the other language on purpose."""


COMMAND = re.compile(r"make |\.venv/bin/|[A-Z_]+=")
"""How a command begins that adds an engine; it is the same in every language."""
HOLE = re.compile(r"\{\w+\}")


def own(words, other):
    """The whole strings of a language that the other does not have, as patterns."""
    found = {}
    for key, text in words.items():
        letters = re.search(r"[^\W\d_]{3}|[가-힣]", HOLE.sub("", text))
        if letters and text != other[key] and key not in SHOWS_ITSELF:
            found[key] = re.compile(".+".join(map(re.escape, HOLE.split(text))))
    return found


def foreign(page, wrong, right):
    """What the page says in the wrong language: {key: text}."""
    seen = set(page.evaluate(SEEN)) - set(right.values())
    patterns = own(wrong, right)
    return {key: t for t in seen for key, pattern in patterns.items() if pattern.fullmatch(t)}


def walk(person, words):
    """Go through the page's parts, and yield the name of each when it is seen."""
    yield "first visit"
    person.choose_sample(words["sample_coffee"])
    person.has_versions(1)
    person.click_at(120, 300)
    person.mask()
    yield "mask"
    person.say(words["say_remove"])
    person.has_versions(2)
    person.stands_on(1)
    yield "edited"
    person.button(words["difference"], within="header").click()
    expect(person.page.locator(".viewbar")).to_contain_text("%")
    yield "difference"
    person.button(words["end_view"], within=".viewbar").click()
    for name in ("download", "settings"):
        person.button(words[name], within="header").click()
        person.page.locator(".leaf").wait_for()
        expect(person.page.locator(".leaf [aria-busy=true]")).to_have_count(0)
        yield name
        person.page.keyboard.press("Escape")
        expect(person.page.locator(".leaf")).to_have_count(0)
    person.page.keyboard.press("Escape")
    person.no_mask()
    person.say(words["say_replace"])
    expect(person.page.locator(".turn .card, .card.ask").last).to_be_visible()
    yield "a problem or a question"


@pytest.mark.parametrize(
    ("locale", "mine", "other"), [("ko-KR", KO, EN), ("en-GB", EN, KO)], ids=["ko", "en"]
)
def test_a_page_is_wholly_in_its_language(visit, locale, mine, other):
    person = visit(locale=locale)
    mixed = {part: foreign(person.page, other, mine) for part in walk(person, mine)}
    assert {part: found for part, found in mixed.items() if found} == {}


def test_every_word_on_the_korean_page_that_is_latin_is_a_name(visit):
    person = visit(locale="ko-KR")
    names = re.compile(
        r"Pentimento|Pentiment|EN|KO|English|PNG|JPEG|WebP|GPS|px|Ctrl|Shift|Alt|Esc|Tab|Enter"
    )
    for part in walk(person, KO):
        if part == "settings":  # full of engines, which have names of their own
            continue
        texts = [text for text in person.page.evaluate(SEEN) if re.search(r"[A-Za-z]{4}", text)]
        said = [text for text in texts if not COMMAND.match(text)]
        plain = [text for text in said if not re.search(r"[가-힣]", names.sub("", text))]
        sentences = [text for text in plain if len(re.findall(r"[a-z]{3,}", text)) > 3]
        assert sentences == [], part


@pytest.mark.parametrize(("locale", "language"), [("ko", "ko"), ("de-DE", "en"), ("en-US", "en")])
def test_the_browser_s_language_decides_at_first(visit, locale, language):
    person = visit(locale=locale)
    expect(person.page.locator(".welcome h1")).to_have_text(LANGUAGES[language]["welcome"])
    assert person.page.evaluate("document.documentElement.lang") == language


def test_the_switch_stays_switched_and_leads_back(visit):
    person = visit(locale="en-GB")
    person.choose_sample("Coffee")
    person.has_versions(1)
    with person.page.expect_event("load"):
        person.button(EN["switch_language"], within="header").click()
    heading = person.page.locator(".strip")
    expect(heading).to_have_attribute("aria-label", KO["versions"])
    person.has_versions(1)
    person.open("/")
    expect(person.page.locator(".welcome h1")).to_have_text(KO["welcome"])
    with person.page.expect_event("load"):
        person.button(KO["switch_language"], within="header").click()
    expect(person.page.locator(".welcome h1")).to_have_text(EN["welcome"])


def test_replies_are_in_the_page_s_language(visit):
    person = visit(locale="ko-KR")
    person.choose_sample(KO["sample_coffee"])
    person.has_versions(1)
    person.reads(re.compile("[가-힣]"))
    person.say("흑백으로 바꿔줘")
    person.has_versions(2)
    last = person.page.locator(".chat .turn .it p").last
    expect(last).to_contain_text(re.compile("[가-힣]"))
