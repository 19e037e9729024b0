"""Whole bodies that are not what a route hopes for, and media types."""

from .values import Value

DOCUMENTS = [
    "", " ", "\n\t", "null", " null ", "[]", "[{}]", "1", "1.5", "true", '"x"', '"{}"', "{}", " {} ", "\r\n{}\r\n",
    '{"unknown": 1}', '{"is_admin": true, "id": 1, "user_id": 2, "email": "x@example.com", "created_at": null}',
    '{"": 1}', '{"FULL_NAME": "x"}', '{"full_name ": "x"}', r'{"full\u005fname": "escaped key"}',
    r'{"vapi\u005fapi_key": "sk-escaped"}',
]
MALFORMED = [
    "{", "}", "[", "]", '{"a"', '{"a"}', '{"a":', '{"a":}', '{"a":1', '{"a":1,', '{"a":1,}', "[1,]", "[,1]", "{,}",
    '{"a" 1}', '{"a":1 "b":2}', "{'a':1}", "{a:1}", '{"a":1}{"b":2}', '{"a":1} x', "{} {}", "{}]", '{"a":"x',
    '{"a":"\x01"}', '{"a":"\n"}', '{"a":"\t"}', '{"a":"\\x"}', '{"a":"\\u12"}', '{"a":"\\u12g4"}', '{"a":"\\', '{"a":01}',
    '{"a":1.}', '{"a":.5}', '{"a":+1}', '{"a":1e}', '{"a":1e+}', '{"a":0x1}', '{"a":--1}', '{"a":-}', '{"a":tru}',
    '{"a":True}', '{"a":None}', '{"a":undefined}', '{"a":nul}', "/* c */ {}", "{} // c", "{/*c*/}", "# c\n{}", "nope",
    '{"é":"é" x}', '{\n  "a": 1,\n  "b": oops\n}', '{"😀": }', "\u00a0{}", "\x00", "{}\x00",
]
DUPLICATES = [
    '{"full_name": "first", "full_name": "second"}', '{"seats": 2, "seats": 3}', '{"seats": "x", "seats": 3}',
    '{"seats": 3, "seats": "x"}', '{"unknown": 1, "unknown": 2}',
    '{"onboarding_vapi_skipped": true, "onboarding_vapi_skipped": false}',
]
PYTHON_ONLY = ['{"unknown": NaN}', '{"unknown": Infinity}', '{"unknown": -Infinity}']


def nested(depth: int) -> str:
    return '{"unknown": ' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


def all_documents() -> list[tuple[bytes, str]]:
    """The bytes and the kind of trouble."""
    found = [(text.encode(), "") for text in DOCUMENTS]
    found += [(text.encode(), "malformed") for text in MALFORMED]
    found += [(text.encode(), "duplicate keys") for text in DUPLICATES]
    found += [(text.encode(), "python only") for text in PYTHON_ONLY]
    found += [(nested(depth).encode(), "") for depth in (2, 16, 31)]
    found += [(nested(depth).encode(), "nesting") for depth in (33, 64, 500, 5000)]
    found += [
        ("{}".encode("utf-16"), "encoding"), ("{}".encode("utf-16-le"), "encoding"), ("{}".encode("utf-32"), "encoding"),
        (b"\xef\xbb\xbf{}", "encoding"), (b"\xef\xbb\xbf", "encoding"),
        (b'{"full_name": "\xff"}', "encoding"), (b'{"full_name": "\xc0\x80"}', "encoding"),
        (b'{"full_name": "\xed\xa0\x80"}', "encoding"), (b'{"full_name": "\xf4\x90\x80\x80"}', "encoding"),
        (b'{"full_name": "\xe9"}', "encoding"), (b"\xff", "encoding"), (b"{}\xff", "encoding"),
    ]
    return found


JSON_TYPES = [
    "application/json", "application/json;charset=utf-8", "application/json; charset=UTF-8", "APPLICATION/JSON",
    "application/vnd.api+json", "application/merge-patch+json",
]
OTHER_TYPES = [
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x",
    "application/jsonx", "application/json-patch", "text/json", "application/octet-stream", "json", "*/*",
    "application/json; charset=utf-16",
]


def with_value(base: dict[str, str], field: str, value: Value) -> bytes:
    members = base | {field: value.text}
    return ("{" + ", ".join(f'"{name}": {text}' for name, text in members.items()) + "}").encode()
