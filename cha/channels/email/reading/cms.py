"""The mail inside an opaque S/MIME signature (RFC 8551, 3.5.2): CMS SignedData (RFC 5652, 5.1), as BER or DER.

Only unwrapped, so that it can be read: whether the signature holds is another question.
"""

_SEQUENCE, _OCTETS, _PIECES, _EXPLICIT = 0x30, 0x04, 0x24, 0xA0
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DEEPEST = 20
Element = tuple[int, int, int, int]  # tag, where the content begins and ends, where the next one begins


def signed_content(data: bytes) -> bytes | None:
    """What SignedData wraps; None where it is no such thing, or wraps nothing."""
    try:
        kind, content = _below(data, _element(data, 0, 0), _SEQUENCE)[:2]
        if data[kind[1] : kind[2]] != _SIGNED_DATA:
            return None
        signed = _below(data, _below(data, content, _EXPLICIT)[0], _SEQUENCE)
        wrapped = _below(data, signed[2], _SEQUENCE)
        octets = _below(data, wrapped[1], _EXPLICIT)[0]
        return _put_together(data, octets) or None
    except (IndexError, ValueError, RecursionError):
        return None


def _put_together(data: bytes, octets: Element) -> bytes:
    """An octet string, which long ones are written of in pieces."""
    if octets[0] == _OCTETS:
        return data[octets[1] : octets[2]]
    return b"".join(_put_together(data, piece) for piece in _below(data, octets, _PIECES))


def _below(data: bytes, parent: Element, tag: int) -> list[Element]:
    """The elements in one of a tag. Raises ValueError when it has another tag."""
    if parent[0] != tag:
        raise ValueError(f"another element than {tag:#x}")
    found: list[Element] = []
    at = parent[1]
    while at < parent[2]:
        found.append(_element(data, at, 0))
        at = found[-1][3]
    return found


def _element(data: bytes, at: int, depth: int) -> Element:
    tag, size = data[at], data[at + 1]
    begin = at + 2
    if size == 0x80:
        end = begin
        while data[end : end + 2] != b"\0\0":
            if depth > _DEEPEST or end >= len(data):
                raise ValueError("an element without an end")
            end = _element(data, end, depth + 1)[3]
        return tag, begin, end, end + 2
    if size & 0x80:
        length = size & 0x7F
        size, begin = int.from_bytes(data[begin : begin + length]), begin + length
    if begin + size > len(data):
        raise ValueError("an element that is cut off")
    return tag, begin, begin + size, begin + size
