"""Answers are packed for who can unpack them, and say so."""

import gzip

from cha.config.serve.packing import pack, repacked, wants

HTML = [(b"content-type", b"text/html; charset=utf-8"), (b"vary", b"Cookie"), (b"content-length", b"5000")]
BROWSER = [(b"accept-encoding", b"gzip, br")]
BODY = b"<p>white</p>" * 500


def test_text_is_packed_for_who_asks() -> None:
    assert wants(BROWSER, HTML, BODY)
    assert not wants([], HTML, BODY)
    assert not wants(BROWSER, [(b"content-type", b"image/png")], BODY)
    assert not wants(BROWSER, [*HTML, (b"content-encoding", b"gzip")], BODY)
    assert not wants(BROWSER, HTML, b"short")


def test_what_is_packed_comes_out_whole_and_is_said_so() -> None:
    packed = pack(BODY)
    assert gzip.decompress(packed) == BODY
    said = dict(repacked([*HTML, (b"etag", b'"1"')], packed))
    assert said[b"content-length"] == str(len(packed)).encode()
    assert said[b"vary"] == b"Cookie, Accept-Encoding"
    assert said[b"etag"] == b'W/"1"'


def test_the_size_does_not_tell_what_is_in_it() -> None:
    assert len({len(pack(BODY)) for _ in range(40)}) > 5
