"""What keeps a file from being read by others than its owner means: told from its first bytes. Pure.

Nothing is opened by force: a locked file gets its name, and its text stays where it is.
"""

import struct

from data_loader.documents.document import Status

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HWP_SIGNATURE = b"HWP Document File"
# Hancom, "한글 문서 파일 형식 5.0" (2013), table 2: the FileHeader stream, properties at 36.
_PROPERTIES_AT = 36
_PASSWORD = 1 << 1 | 1 << 8  # a password; a certificate
_DISTRIBUTION = 1 << 2
_DRM = 1 << 4 | 1 << 10  # DRM; DRM by a certificate
# Wrappers of DRM products stand before everything else: Fasoo, SoftCamp, NASCA, MarkAny.
_WRAPPERS = (b"\x9b\x20DRMONE", b"SCDSA", b"<## NASCA DRM", b"<DOCUMENT SAFER", b"MarkAny", b"\x9b DRM")
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_RIGHTS_MANAGED = "DRMEncryptedTransform".encode("utf-16-le")


def wrapped_by_drm(head: bytes) -> bool:
    """Whether a DRM product has put the whole file into its own wrapper."""
    return head.startswith(_WRAPPERS)


def lock_of_hwp(content: bytes) -> Status | None:
    """What the FileHeader of a HWP 5 file says it is locked by; None for nothing, or where there is none.

    `content` is that stream, or a file that is too damaged to find it by its directory: it is found by its signature,
    padded with zeroes to 32 bytes. It is small enough to stand in sectors of 64 bytes, of which the first holds all.
    """
    at = content.find(HWP_SIGNATURE.ljust(32, b"\0"))
    if at < 0 or len(content) < at + _PROPERTIES_AT + 4:
        return None
    (properties,) = struct.unpack_from("<I", content, at + _PROPERTIES_AT)
    if properties & _PASSWORD:
        return "password"
    if properties & _DRM:
        return "drm"
    return "distribution" if properties & _DISTRIBUTION else None


def lock_of_office(content: bytes) -> Status | None:
    """How a DOCX or XLSX inside an OLE file is encrypted; None for any other file."""
    if not content.startswith(OLE) or _ENCRYPTED_OFFICE not in content:
        return None
    return "drm" if _RIGHTS_MANAGED in content else "password"
