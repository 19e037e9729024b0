"""Nasty values, each as the JSON text that goes into a body, with the kind of trouble it is."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    text: str
    # "" for plain values, else one of the names that departures.py knows.
    trouble: str = ""


def _strings() -> list[str]:
    lengths = (0, 1, 4, 5, 7, 8, 16, 32, 33, 40, 41, 64, 65, 255, 256, 257, 320, 321, 512, 513, 10_000, 10_001)
    texts = ["x" * length for length in lengths]
    # Lengths count scalars: neither bytes nor what a reader sees as one character.
    texts += [character * length for character in ("é", "e\u0301", "😀") for length in (32, 64, 128, 255, 256)]
    texts += ["a" + "\u0301" * 1000, "👩‍👩‍👧‍👦" * 9, "👩‍👩‍👧‍👦" * 37]
    texts += [" ", "  x  ", "\t", "\n", "x\n", "\u00a0", "\u200b", "\u202eabc", "\ufeffx", "\uffff", "\x7f", "\x01"]
    texts += ["'", '"', "\\", "--", "; drop table users", "$$", "E'\\x41'", "%", "_", "{}", "[]", "null", "é", "שלום"]
    texts += ["en", "fr", "he", "EN", "en ", " en", "de", "secretary", "Secretary", "sdr", "attach", "purchase"]
    texts += ["google", "none", "None", "hubspot", "free", "pro", "business", "business\n", "ops@acme", "@", "a@b.co"]
    return texts


PHONE_NUMBERS = [
    "+14155550199", "+1 (415) 555-0199", "+1.415.555.0199", "14155550199", "+0123456", "+1", "+12", "++12", "+1x",
    "+123456789012345", "+1234567890123456", "(415) 555-0199", "+1\u00a0415", "+１２３", "+1[415]555-0199", "+1--2",
    "+1 415 555 0199\n", "+1/415/5550199", "tel:+14155550199",
]
VISIBLE_ASCII = ["!", "~", "sk-1234567890", "1234567", "12345678", "AC" + "0" * 32, "a b", "a\tb", "caf\u00e9", "a\x7f"]
BOOLEANS = [
    "true", "True", "TRUE", "tRuE", " true", "true ", "false", "FALSE", "yes", "YES", "no", "on", "off", "On", "y", "n",
    "t", "f", "T", "F", "1", "0", "01", "1.0", "2", "-1", "+1", "enabled", "oui", "ＴＲＵＥ", "ﬀ",
]
INTEGERS = [
    "1", "2", " 2 ", "+2", "-2", "2.0", "2.00", "2.", ".0", "2.5", "2.0.0", "1e2", "1E2", "0x10", "0b1", "1_000", "1__0",
    "_1", "1_", "1_0.0", "007", "-0", "+0", "+-1", "- 1", "--1", "\t3\n", "\u00a03", "３", "٣", "1000", "1001",
    "99999999999999999999", "-99999999999999999999", "1,000", "1 000", "½", "Ⅷ", "inf", "nan", "1.0e0", "1000.0",
    "1001.0", "1000.5",
]
NUMBERS = [
    "0", "1", "-1", "2", "5", "999", "1000", "1001", "-0", "0.0", "-0.0", "1.0", "2.0", "1000.0", "1001.0", "1.5", "0.5",
    "1e0", "1e2", "1E+2", "1e3", "100e-2", "1e-1", "2147483647", "2147483648", "9007199254740993",
    "9223372036854775807", "1e15", "1e18",
]
HUGE = ["9223372036854775808", "-9223372036854775809", "1" + "0" * 30, "1" + "0" * 400, "1e19", "1e30", "1e308"]
OUT_OF_RANGE = ["1e309", "1e999", "-1e999"]
PYTHON_ONLY = ["NaN", "Infinity", "-Infinity"]
CONTAINERS = [
    "[]", "{}", "[null]", "[[]]", "[{}]", '[""]', '["x"]', '["en"]', '["en", "fr", "he"]', '["de"]', '["en", "de", 1]',
    "[1]", "[true]", "[1.5]", '["en", null]', '["EN"]', '["en "]', '{"en": true}', '{"0": "en"}', '[["en"]]',
    '{"a": {"b": [1, {"c": null}]}}', json.dumps(["x" * 64]), json.dumps(["x" * 65]), json.dumps(["y"] * 50),
    json.dumps(["y"] * 51), json.dumps(["y"] * 60 + [1]), json.dumps([1] + ["y"] * 60), json.dumps([1, "z" * 65, None]),
    '["slack", "slack"]',
]
REPEATED_LANGUAGES = ['["en", "en"]', '["fr", "he", "fr"]', '["en", "en", "en"]']
NUL = [r'"\u0000"', r'"a\u0000b"', r'["\u0000"]', r'["en\u0000"]']
SURROGATES = [r'"\ud800"', r'"\udc00"', r'"\udc00\ud800"', r'"a\ud83dz"', r'["\ud800"]']
ESCAPES = [r'"\u0041"', r'"\ud83d\ude00"', r'"\/"', r'"\b\f\n\r\t"', r'"\u00e9"', r'"\u007f"', r'"e\u0301"']


def all_values() -> list[Value]:
    texts = _strings() + PHONE_NUMBERS + VISIBLE_ASCII + BOOLEANS + INTEGERS
    plain = [json.dumps(text, ensure_ascii=False) for text in dict.fromkeys(texts)]
    plain += ["null", "true", "false"] + NUMBERS + CONTAINERS + ESCAPES
    values = [Value(text) for text in dict.fromkeys(plain)]
    for trouble, texts in (
        ("huge", HUGE), ("out of range", OUT_OF_RANGE), ("python only", PYTHON_ONLY), ("nul", NUL),
        ("surrogate", SURROGATES), ("repeat", REPEATED_LANGUAGES),
    ):
        values += [Value(text, trouble) for text in texts]
    return values
