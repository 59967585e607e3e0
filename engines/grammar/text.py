"""The user's text, folded for matching; every folded character knows where it came from."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Language = Literal["ko", "en", "und"]

QUOTED = "\ue000"  # stands for one whole quoted passage
# A letter with what combines with it; decomposed Hangul is two or three jamo.
_CLUSTER = re.compile(
    r"[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|.[\u0300-\u036f\u3099\u309a]*", re.DOTALL
)
_QUOTE = re.compile(r"\"[^\"]*\"|(?<![^\W_])'[^']*'(?![a-z])")
_WIDE = re.compile(r"[\uff01-\uffef\u3000]")  # full-width and half-width forms
_SPACE = re.compile(r"\s+")
_SMART = str.maketrans("“”„«»「」『』‘’‚′", '"' * 9 + "'" * 4)
_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_WORD = re.compile(r"[^\W\d_]+")
# People mix: "resize 해줘 1080x1080" is Korean, "remove 고양이" is said in the English order.
_ASKS_IN_KOREAN = re.compile(r"(?:줘|주세요|주라|줄래|줄래요)\b(?!.*\b[a-z]{2,})")
_ENGLISH_VERB = re.compile(
    r"(?:remove|delete|erase|blur|crop|make|add|put|write|change|replace|turn|flip|rotate|draw|"
    r"generate|extract|cut|brighten|darken|sharpen)\b"
)
_KOREAN_ENDING = re.compile(r"(?:[줘요로게해도배장번]|시켜|처리|부탁|적용)(?!\w)")
_FOREIGN = re.compile(r"[぀-ヿ一-鿿Ѐ-ӿ؀-ۿ֐-׿฀-๿ऀ-ॿͰ-Ͽà-öø-ÿœş]")
# Words of other languages in Latin letters that no English instruction holds.
_NOT_ENGLISH = re.compile(
    r"\b(?:das|der|den|dem|und|bitte|mach|mache|entferne|bild|ist|nicht|le|les|la|une|du|des|est|"
    r"plaît|supprime|enlève|mets|rends|el|los|las|una|por|quita|elimina|haz|borra|foto|imagen|"
    r"il|gli|della|rimuovi|metti|o|os|um|uma|tire|het|een|maak|verwijder)\b"
)
_ENGLISH = re.compile(r"\b(?:the|it|this|that|a|an|of|in|on|is|to|and|my|with|make|what|you)\b")


@dataclass(frozen=True)
class Text:
    """Folded text over the raw one: `spans[i]` is where `low[i]` came from."""

    raw: str
    low: str
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, raw: str) -> "Text":
        """Fold width, case, composition, quotation marks and space; mask what is quoted."""
        low: list[str] = []
        spans: list[tuple[int, int]] = []
        for found in _CLUSTER.finditer(raw):
            form = "NFKC" if _WIDE.match(found[0]) else "NFC"
            folded = unicodedata.normalize(form, found[0]).lower().translate(_SMART)
            low += folded
            spans += [found.span()] * len(folded)
        text = cls(raw, "".join(low), tuple(spans))
        return text.replaced(_QUOTE, QUOTED).replaced(_SPACE, " ").trimmed()

    def replaced(self, pattern: re.Pattern[str], by: str) -> "Text":
        """Return it with each match replaced; the new characters stand for the whole match."""
        low: list[str] = []
        spans: list[tuple[int, int]] = []
        last = 0
        for found in pattern.finditer(self.low):
            start, end = found.span()
            if start == end:
                continue
            new = found.expand(by)
            low += [self.low[last:start], new]
            spans += self.spans[last:start]
            spans += [(self.spans[start][0], self.spans[end - 1][1])] * len(new)
            last = end
        low.append(self.low[last:])
        return Text(self.raw, "".join(low), (*spans, *self.spans[last:]))

    def cut(self, start: int, end: int | None = None) -> "Text":
        """Return the part from `start` to `end`, in folded characters, without outer space."""
        return Text(self.raw, self.low[start:end], self.spans[start:end]).trimmed()

    def trimmed(self) -> "Text":
        """Return it without the spaces and the punctuation around it."""
        kept = self.low.strip(" ,;.!~…:·")
        start = self.low.find(kept) if kept else 0
        return Text(self.raw, kept, self.spans[start : start + len(kept)])

    def said(self, start: int = 0, end: int | None = None) -> str:
        """Return the user's own characters for a part, unchanged."""
        part = self.spans[start:end]
        return self.raw[part[0][0] : part[-1][1]].strip() if part else ""


def language(text: Text) -> Language:
    """Return the language of what is not quoted: by words, for people mix them."""
    words = _WORD.findall(text.low.replace(QUOTED, " "))
    if _ASKS_IN_KOREAN.search(text.low):
        return "ko"
    korean = sum(bool(_HANGUL.search(word)) for word in words)
    if korean == 1 and _ENGLISH_VERB.match(text.low) and not _KOREAN_ENDING.search(text.low):
        return "en"
    if korean and korean * 2 >= len(words):
        return "ko"
    if _FOREIGN.search(text.low) or not re.search(r"[a-z]", text.low):
        return "und"
    if _NOT_ENGLISH.search(text.low) and not _ENGLISH.search(text.low):
        return "und"
    return "en"
