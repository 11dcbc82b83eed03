"""Blocks of text as PDF files, with real letters or as pictures of pages. Equal blocks give equal bytes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from io import BytesIO
from typing import Any
from zlib import compress

from fontTools import subset
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_ko import sans_path

from data_loader.sample.files.paper import Block, Table

# A4 in points.
WIDTH, HEIGHT, MARGIN = 595, 842, 56
_SIZE, _LEADING, _PAD = 10, 16, 4
_LABEL_WIDTH = 90
# A scan: pixels an inch, and the quality of its JPEG.
_DPI, _QUALITY = 110, 55
# (left, top, text) of a line of letters; (left, top, right, bottom) of a frame; in points from the top left.
Line = tuple[float, float, str]
Frame = tuple[float, float, float, float]
Page = tuple[list[Line], list[Frame]]


def as_pdf(blocks: Sequence[Block]) -> bytes:
    """Letters of Noto Sans KR, of which only those used are inside; tables have frames."""
    pages = _laid_out(blocks)
    font = _Font("".join(sorted({letter for lines, _ in pages for *_, text in lines for letter in text})))
    streams = [_drawn(page, font) for page in pages]
    resources = b"<< /Font << /F1 3 0 R >> >>"
    return _file(font.objects(), [(resources, stream) for stream in streams])


def as_scan(blocks: Sequence[Block]) -> bytes:
    """Pages as pictures, one JPEG each, as an office's copier makes them."""
    pages = [_picture(page) for page in _laid_out(blocks)]
    images = [
        _stream(
            picture,
            f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
            "/BitsPerComponent 8 /Filter /DCTDecode",
        )
        for picture, width, height in pages
    ]
    shown = compress(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im Do Q".encode())
    return _file(
        images, [(f"<< /XObject << /Im {3 + number} 0 R >> >>".encode(), shown) for number in range(len(images))]
    )


class _Font:
    """Noto Sans KR with only some letters, as the objects 3 to 7 of a PDF."""

    def __init__(self, letters: str) -> None:
        options = subset.Options(layout_features=[], name_IDs=[], hinting=False, notdef_outline=True)
        with closing(subset.load_font(str(sans_path()), options)) as font:
            self._take(font, options, letters)

    def _take(self, font: Any, options: Any, letters: str) -> None:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=letters)
        subsetter.subset(font)
        names: dict[int, str] = font.getBestCmap()
        self._unit: int = font["head"].unitsPerEm
        # The font's glyphs are called by their number in the Korean collection: cid01234.
        self.codes = {chr(letter): int(name[3:]) for letter, name in names.items()}
        self._widths = {self.codes[chr(letter)]: font["hmtx"][name][0] for letter, name in names.items()}
        self._program: bytes = font["CFF "].compile(font)
        top = font["CFF "].cff.topDictIndex[0]
        self._order = f"/Registry ({top.ROS[0]}) /Ordering ({top.ROS[1]}) /Supplement {top.ROS[2]}"

    def shown(self, text: str) -> str:
        """A text's codes in hexadecimal; a letter the font lacks is left out."""
        return "".join(f"{self.codes[letter]:04X}" for letter in text if letter in self.codes)

    def objects(self) -> list[bytes]:
        usual = Counter(self._widths.values()).most_common(1)[0][0] if self._widths else self._unit
        others = sorted((code, width) for code, width in self._widths.items() if width != usual)
        widths = " ".join(f"{code} [{width * 1000 // self._unit}]" for code, width in others)
        return [
            b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+NotoSansKR /Encoding /Identity-H "
            b"/DescendantFonts [4 0 R] /ToUnicode 7 0 R >>",
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /AAAAAA+NotoSansKR /CIDSystemInfo << {self._order} >> "
            f"/FontDescriptor 5 0 R /DW {usual * 1000 // self._unit} /W [{widths}] >>".encode(),
            b"<< /Type /FontDescriptor /FontName /AAAAAA+NotoSansKR /Flags 4 /FontBBox [-1000 -300 3000 1200] "
            b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 733 /StemV 80 /FontFile3 6 0 R >>",
            _stream(compress(self._program), "/Subtype /CIDFontType0C /Filter /FlateDecode"),
            _stream(compress(self._to_unicode().encode()), "/Filter /FlateDecode"),
        ]

    def _to_unicode(self) -> str:
        pairs = [f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, code in self.codes.items()]
        parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        listed = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def "
            "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{listed}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        )


def _laid_out(blocks: Sequence[Block]) -> list[Page]:
    pages: list[Page] = [([], [])]
    top = float(MARGIN)
    for piece, height in _pieces(blocks):
        if top + height > HEIGHT - MARGIN:
            pages.append(([], []))
            top = float(MARGIN)
        lines, frames = pages[-1]
        lines += [(left, top + down, text) for left, down, text in piece[0]]
        frames += [(left, top + up, right, top + down) for left, up, right, down in piece[1]]
        top += height
    return pages


def _pieces(blocks: Sequence[Block]) -> Iterator[tuple[Page, float]]:
    """Lines and rows of tables, each at the top, with its height."""
    for block in blocks:
        if isinstance(block, str):
            for line in _wrapped(block, WIDTH - 2 * MARGIN):
                yield ([(MARGIN, _SIZE, line)], []), _LEADING
        else:
            yield from _rows(block)
            yield ([], []), _LEADING / 2


def _rows(table: Table) -> Iterator[tuple[Page, float]]:
    room = WIDTH - 2 * MARGIN
    columns = len(table[0])
    widths = [_LABEL_WIDTH, room - _LABEL_WIDTH] if columns == 2 else [room / columns] * columns
    for row in table:
        cells = [
            [line for part in cell.split("\n") for line in _wrapped(part, width - 2 * _PAD)]
            for cell, width in zip(row, widths, strict=True)
        ]
        height = max(map(len, cells)) * _LEADING + _PAD
        lines: list[Line] = []
        frames: list[Frame] = []
        left = float(MARGIN)
        for cell, width in zip(cells, widths, strict=True):
            lines += [(left + _PAD, _SIZE + _PAD / 2 + number * _LEADING, text) for number, text in enumerate(cell)]
            frames.append((left, 0, left + width, height))
            left += width
        yield (lines, frames), height


def _wrapped(text: str, room: float) -> Iterator[str]:
    """Lines that fit, Hangul being as wide as high and all else half of it."""
    line, used = "", 0.0
    for letter in text.expandtabs(4).replace("\x0b", " "):
        wide = _SIZE if ord(letter) > 0x2E7F else 0.6 * _SIZE
        if used + wide > room:
            yield line
            line, used = "", 0.0
        line, used = line + letter, used + wide
    yield line


def _drawn(page: Page, font: _Font) -> bytes:
    lines, frames = page
    parts = [f"{left} {HEIGHT - bottom} {right - left} {bottom - top} re S" for left, top, right, bottom in frames]
    parts.append(f"BT /F1 {_SIZE} Tf")
    parts += [f"1 0 0 1 {left} {HEIGHT - top} Tm <{font.shown(text)}> Tj" for left, top, text in lines if text.strip()]
    parts.append("ET")
    return compress(("0.5 w\n" + "\n".join(parts)).encode())


def _picture(page: Page) -> tuple[bytes, int, int]:
    scale = _DPI / 72
    size = round(WIDTH * scale), round(HEIGHT * scale)
    picture = Image.new("L", size, 246)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(sans_path()), _SIZE * scale)
    lines, frames = page
    for frame in frames:
        pen.rectangle([place * scale for place in frame], outline=60)
    for left, top, text in lines:
        pen.text((left * scale, (top - _SIZE) * scale), text, font=font, fill=40)
    packed = BytesIO()
    picture.save(packed, "JPEG", quality=_QUALITY)
    return packed.getvalue(), *size


def _stream(content: bytes, entries: str) -> bytes:
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def _file(shared: Sequence[bytes], pages: Sequence[tuple[bytes, bytes]]) -> bytes:
    """A PDF of pages (resources, packed content) with the shared objects from number 3 on."""
    first = 3 + len(shared)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects: list[Any] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        *shared,
    ]
    for number, (resources, content) in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {first + 2 * number + 1} 0 R "
            "/Resources ".encode()
            + resources
            + b" >>"
        )
        objects.append(_stream(content, "/Filter /FlateDecode"))
    file = BytesIO()
    file.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    # The catalogue comes last, so that a file that breaks off has none.
    for number in [*range(2, len(objects) + 1), 1]:
        places[number] = file.tell()
        file.write(f"{number} 0 obj\n".encode() + objects[number - 1] + b"\nendobj\n")
    start = file.tell()
    file.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    file.writelines(f"{places[number]:010} 00000 n \n".encode() for number in range(1, len(objects) + 1))
    file.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return file.getvalue()
