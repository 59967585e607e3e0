"""The page's own strings: one module per language, the same keys in each."""

from collections.abc import Mapping
from typing import Literal

from editor.words.en import EN
from editor.words.ko import KO

Language = Literal["ko", "en"]
Words = Mapping[str, str]
LANGUAGES: Mapping[Language, Words] = {"ko": KO, "en": EN}
"""What `Words` hold is filled by `str.format`: both languages name the same fields."""
