import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from editor.words import LANGUAGES
from editor.words.en import EN
from editor.words.ko import KO

EDITOR = Path(__file__).parents[2] / "editor"
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
NEUTRAL = {
    "language_badge", "switch_language", "format_jpeg", "format_png", "format_webp", "gigabytes",
    "size_px", "language_en",
}  # fmt: skip
"""Keys of KO without Hangul: codes, units, names, and what an English reader has to find."""


def fields(text):
    """The names that `str.format` fills, sorted, with their conversions and formats."""
    return sorted(part[1:] for part in Formatter().parse(text) if part[1] is not None)


def sources():
    """The modules of the editor that are not words."""
    return [path for path in EDITOR.rglob("*.py") if path.parent.name != "words"]


def keys_of(module):
    """The keys as they are written, twice where one is written twice."""
    (table,) = (
        node.value
        for node in ast.walk(ast.parse((EDITOR / "words" / module).read_text("utf-8")))
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict)
    )
    return [key.value for key in table.keys if isinstance(key, ast.Constant)]


def strings(path):
    """The string constants of a module, and the fixed beginnings of its f-strings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    told = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value not in told:
                yield node.value, False
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield str(node.values[0].value), True


def used():
    """Return every string in the editor, and every beginning that an f-string completes."""
    found = [each for path in sources() for each in strings(path)]
    exact = {text for text, begins in found if not begins}
    begins = {text for text, begins in found if begins and re.fullmatch(r"[a-z]+_", text)}
    scripts = "\n".join(path.read_text("utf-8") for path in EDITOR.glob("*.js"))
    return exact | set(re.findall(r"words\.(\w+)", scripts)), begins


def test_both_languages_have_the_same_keys():
    assert set(EN) ^ set(KO) == set()


@pytest.mark.parametrize("module", ["en.py", "ko.py"])
def test_no_key_is_written_twice(module):
    keys = keys_of(module)
    assert len(keys) > 100
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_both_languages_fill_the_same_fields():
    assert {key for key in EN if fields(EN[key]) != fields(KO[key])} == set()


def test_no_string_is_empty_or_has_blanks_around_it_by_accident():
    for words in LANGUAGES.values():
        for key, text in words.items():
            assert text.strip(), key
            assert text.strip() == text or key.endswith("_said"), key


def test_english_has_no_hangul_but_for_the_switch_to_korean():
    assert {key for key, text in EN.items() if HANGUL.search(text)} == {
        "switch_language",
        "language_ko",
    }


def test_korean_has_hangul_but_for_what_no_language_owns():
    assert {key for key, text in KO.items() if not HANGUL.search(text)} == NEUTRAL


def test_every_key_is_used_by_the_editor():
    exact, begins = used()
    unused = {key for key in EN if key not in exact and not key.startswith(tuple(begins))}
    assert unused == set()


def test_every_key_that_is_looked_up_by_name_exists():
    looked_up = re.compile(r"\bwords\[\s*\"(\w+)\"")
    wanted = {key for path in sources() for key in looked_up.findall(path.read_text("utf-8"))}
    assert len(wanted) > 50
    assert wanted - set(EN) == set()


def test_nothing_korean_is_written_outside_the_words():
    written = {
        (path.name, text) for path in sources() for text, _ in strings(path) if HANGUL.search(text)
    }
    assert written == set()


def test_every_field_is_a_plain_name():
    for words in LANGUAGES.values():
        for key, text in words.items():
            for name, spec, conversion in fields(text):
                assert name.isidentifier(), key
                assert (spec, conversion) == ("", None), key
