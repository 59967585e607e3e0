import pytest

from engines import glossary_words
from engines.glossary import Glossary
from tests.unit.data_instructions import ENGLISH

GLOSSARY = Glossary()


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("빨간 자동차", "red car"),
        ("모자 쓴 고양이", "cat wearing a hat"),
        ("파란 모자를 쓴 작은 강아지", "small puppy wearing a blue hat"),
        ("안경 쓴 남자", "man wearing glasses"),
        ("눈 내리는 겨울 밤거리", "snowy winter night street"),
        ("강아지와 고양이", "puppy and cat"),
        ("나무 의자", "wooden chair"),
        ("책상 위 컵", "cup on a desk"),
        ("하늘을 나는 고래", "whale flying through a sky"),
        ("뒤에 있는 사람", "person in the background"),
        ("고양이를", "cat"),
        ("사과만", "apple"),
        ("고흐 스타일", "Van Gogh style"),
        ("컵을 꽃병으로 바꿔줘", "change cup to vase"),
        ("고양이를 지워 주세요", "remove cat"),
        ("이걸 빨간 자동차로 바꿔줘", "change this to red car"),
        ("이거 지워줘", "remove this"),
    ],
)
def test_korean_becomes_english(korean, english):
    translation = GLOSSARY.translate(korean)
    assert (translation.text, translation.source, translation.unknown) == (english, "ko", ())


def test_unknown_words_stay_and_are_listed():
    translation = GLOSSARY.translate("쀍뿛 쓴 고양이")
    assert translation.text == "cat wearing 쀍뿛"
    assert translation.unknown == ("쀍뿛",)


def test_quotes_numbers_and_latin_words_are_kept_verbatim():
    assert GLOSSARY.translate("'안녕 Kim' 글자").text == "'안녕 Kim' text"
    assert GLOSSARY.translate("iPhone 15 Pro를 든 여자").text == "woman holding an iPhone 15 Pro"


def test_english_comes_back_unchanged():
    for block in ENGLISH.values():
        for line in block.strip().splitlines():
            translation = GLOSSARY.translate(line)
            assert (translation.text, translation.source) == (line, "en")
            assert translation.unknown == ()


def test_other_languages_come_back_unchanged_with_every_word_unknown():
    translation = GLOSSARY.translate("Mach das Bild heller")
    assert (translation.text, translation.source) == ("Mach das Bild heller", "und")
    assert translation.unknown == ("Mach", "das", "Bild", "heller")


def test_a_target_goes_into_english():
    assert GLOSSARY.to_english("빨간 자동차") == "red car"
    assert GLOSSARY.to_english("red car") == "red car"
    assert GLOSSARY.to_english("") == ""


def test_the_glossary_holds_what_photos_show():
    tables = (glossary_words.NOUNS, glossary_words.MODIFIERS, glossary_words.STYLES,
              glossary_words.VERBS, glossary_words.RELATIONS, glossary_words.MATERIALS)  # fmt: skip
    assert sum(len(table) for table in tables) >= 400
    assert all(english.strip() for table in tables for english in table.values())
