"""Names in a zip whose alphabet nothing tells: older Windows tools write them in the code page of their country.

All unmarked names of one archive are in one code page. Each is tried, and the one whose letters look most like
names is taken: common characters and family names of East Asia, else letters whose case and script agree.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence

_FAMILY_NAMES = {
    "cp932": "佐鈴高田渡伊山中小林加吉木松井清斎山森池橋阿石前藤後岡長近村遠青坂三福西太上中原野内金宮大十"
    "本安谷川島崎和酒新土竹岩水",
    "gbk": "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔向汤欧温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟",
    "big5": "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯"
    "翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬阮董唐溫藍蔣石古紀姚連馮歐程湯田康姜白汪鄒尤巫鐘黎涂龔嚴韓袁"
    "金童陸夏",
    "cp949": "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구나민진지엄채원천"
    "방공현함변염여추도소석선설마길",
}
"""Characters that family names begin with, by code page of two bytes a character."""
_COMMON_BYTES = {"cp932": (0x88, 0x97), "gbk": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "cp949": (0xB0, 0xC8)}
"""First bytes of the characters in daily use; in Japan also kana."""
_EUROPEAN_CODE_PAGES = ("cp437", "cp850", "cp1252", "cp852", "cp1250", "cp866", "cp1251", "cp737", "cp1253")
_MIN_COMMON = 0.7
"""Share of characters in daily use from which two bytes are read as one character."""


def decode_names(raw: Sequence[bytes]) -> list[str]:
    """Decode the names of one archive, all in one code page; a name in UTF-8 is read as that."""
    try:
        return [name.decode("utf-8") for name in raw]
    except UnicodeDecodeError:
        pass
    odd = [name for name in raw if not name.isascii()]
    alphabet = _find_asian_code_page(odd) or _choose_european_code_page(odd)
    return [_decode_name(name, alphabet) for name in raw]


def _decode_name(name: bytes, alphabet: str) -> str:
    """Decode one name; what a tool wrote in UTF-8 among others is read as UTF-8."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode(alphabet, "replace")


def _find_asian_code_page(names: Sequence[bytes]) -> str | None:
    """Find the code page of two bytes a character that fits best; None where none does."""
    scores = {}
    for alphabet, families in _FAMILY_NAMES.items():
        try:
            texts = [name.decode(alphabet) for name in names]
        except UnicodeDecodeError:
            continue
        wide = [letter for text in texts for letter in text if not letter.isascii()]
        common = sum(_is_common(letter, alphabet) for letter in wide) - sum(map(_count_glued, texts))
        if wide and common >= _MIN_COMMON * len(wide):
            known = sum(part[:1] in families for text in texts for part in text.replace("\\", "/").split("/"))
            kana = sum("\u3040" <= letter <= "\u30ff" for letter in wide)
            scores[alphabet] = common / len(wide) + known / len(texts) + kana / len(wide)
    return max(scores, key=lambda alphabet: scores[alphabet]) if scores else None


def _count_glued(text: str) -> int:
    """Count the wide characters that stand right beside a Latin letter, as halves of European words do."""
    pairs = itertools.pairwise(text)
    return sum(left.isascii() != right.isascii() and (left + right).isalpha() for left, right in pairs)


def _is_common(letter: str, alphabet: str) -> bool:
    if alphabet == "cp932" and "\u3040" <= letter <= "\u30ff":
        return True
    code = letter.encode(alphabet)
    low, high = _COMMON_BYTES[alphabet]
    return len(code) == 2 and low <= code[0] <= high


def _choose_european_code_page(names: Sequence[bytes]) -> str:
    """Choose the code page of one byte a letter whose letters agree best."""
    return max(
        _EUROPEAN_CODE_PAGES,
        key=lambda alphabet: sum(_rate_letters(name.decode(alphabet, "replace")) for name in names),
    )


def _rate_letters(text: str) -> float:
    """Rate how much letters beyond ASCII look like a name: of one script, capitals at the beginning; more is better."""
    rating = 0.0
    for index, letter in enumerate(text):
        if letter.isascii():
            continue
        if not letter.isalpha() or unicodedata.category(letter) == "Lm":
            rating -= 2
            continue
        before = text[index - 1 : index]
        beside = before + text[index + 1 : index + 2]
        crowded = not before.isascii() and _find_script(letter) == "LATIN"
        mixed = any(other.isalpha() and _find_script(other) != _find_script(letter) for other in beside)
        shouting = letter.isupper() and before.islower()
        rating += 1 - 2 * mixed - 2 * shouting - 2 * crowded - 0.1 * (letter in "ÞþÐðªº")
    return rating


def _find_script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]
