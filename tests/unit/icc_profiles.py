"""Small ICC profiles written by hand (ICC.1:2001-04), since no machine has the same ones."""

import itertools
import struct

Matrix = tuple[tuple[float, float, float], ...]
P3: Matrix = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)
ADOBE: Matrix = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
_D50 = (0.9642, 1.0, 0.8249)


def rgb_profile(primaries: Matrix, gamma: float = 2.2) -> bytes:
    """A monitor profile of three primaries (XYZ, adapted to D50) and one gamma."""
    tags = {b"wtpt": _xyz(_D50)}
    for letter, primary in zip(b"rgb", primaries, strict=True):
        tags[bytes([letter]) + b"XYZ"] = _xyz(primary)
        tags[bytes([letter]) + b"TRC"] = _curve(gamma)
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def grey_profile(gamma: float) -> bytes:
    return _profile(b"mntr", b"GRAY", b"XYZ ", {b"wtpt": _xyz(_D50), b"kTRC": _curve(gamma)})


def cmyk_profile() -> bytes:
    """A printer whose cyan ink is orange, so that no formula gives its colours by chance."""
    corners = b""
    for c, m, y, k in itertools.product((0, 1), repeat=4):
        light = round(255 * (1 - 0.3 * c) * (1 - 0.5 * m) * (1 - 0.1 * y) * (1 - k))
        corners += bytes((light, min(255, 128 + 40 * c + 60 * m), 128 + 60 * c + 60 * y))
    ramp = bytes(range(256))
    identity = struct.pack(">9i", *(65536 * (i in (0, 4, 8)) for i in range(9)))
    lut = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + identity + ramp * 4 + corners + ramp * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"wtpt": _xyz(_D50), b"A2B0": lut})


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in values))


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)


def _profile(kind: bytes, space: bytes, pcs: bytes, tags: dict[bytes, bytes]) -> bytes:
    text = b"test\0"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text" + bytes(4) + text,
        **tags,
    }
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(
        ">I4sI4s4s4s12x4s", at + len(body), b"", 0x02400000, kind, space, pcs, b"acsp"
    )
    head += bytes(28) + struct.pack(">3i", *(round(v * 65536) for v in _D50))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
