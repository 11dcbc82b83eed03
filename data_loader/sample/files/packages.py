"""Blocks of text as HWPX, DOCX and XLSX files: ZIP packages of XML. Equal blocks give equal bytes."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from data_loader.sample.files.paper import Block, Table, lines_of

# A package's files bear no time of their own.
_TIME = (2026, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
_HANCOM = "http://www.hancom.co.kr/hwpml/2011"
_OPEN_XML = "http://schemas.openxmlformats.org"
_WORD = f'xmlns:w="{_OPEN_XML}/wordprocessingml/2006/main"'
_SHEET = f'xmlns="{_OPEN_XML}/spreadsheetml/2006/main"'
_RELATED = f"{_OPEN_XML}/officeDocument/2006/relationships"
# A4 and its margins, in hundredths of a point.
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 59528, 84188, 5669


def zipped(files: Mapping[str, bytes | str], stored: Sequence[str] = ()) -> bytes:
    """A ZIP of the files, in order; those in `stored` are not packed."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, _TIME), content, ZIP_STORED if name in stored else ZIP_DEFLATED)
    return packed.getvalue()


def as_hwpx(blocks: Sequence[Block]) -> bytes:
    """KS X 6101 (OWPML), as Hancom Office saves it, with one section."""
    namespaces = f'xmlns:hp="{_HANCOM}/paragraph" xmlns:hs="{_HANCOM}/section" xmlns:hc="{_HANCOM}/core"'
    body = "".join(_hwpx_block(block, number) for number, block in enumerate(blocks, 1))
    section = f"{_XML}<hs:sec {namespaces}>{_HWPX_FIRST}{body}</hs:sec>"
    return zipped(
        {
            "mimetype": "application/hwp+zip",
            "version.xml": f'{_XML}<hv:HCFVersion xmlns:hv="{_HANCOM}/version" tagetApplication="WORDPROCESSOR" '
            'major="5" minor="1" micro="1" buildNumber="0" os="1" xmlVersion="1.5"/>',
            "Contents/header.xml": _HWPX_HEADER,
            "Contents/section0.xml": section,
            "settings.xml": f'{_XML}<ha:HWPApplicationSetting xmlns:ha="{_HANCOM}/app"/>',
            "META-INF/container.xml": f'{_XML}<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<ocf:rootfiles><ocf:rootfile full-path="Contents/content.hpf" '
            'media-type="application/hwpml-package+xml"/></ocf:rootfiles></ocf:container>',
            "META-INF/manifest.xml": f'{_XML}<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "Contents/content.hpf": _HWPX_CONTENT,
        },
        stored=("mimetype", "version.xml"),
    )


def as_docx(blocks: Sequence[Block]) -> bytes:
    """ISO/IEC 29500 (WordprocessingML), with nothing but text and tables."""
    body = "".join(_docx_block(block) for block in blocks)
    return zipped(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_OPEN_XML}/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": _relationships("officeDocument", "word/document.xml"),
            "word/document.xml": f"{_XML}<w:document {_WORD}><w:body>{body}</w:body></w:document>",
        }
    )


def as_xlsx(blocks: Sequence[Block]) -> bytes:
    """ISO/IEC 29500 (SpreadsheetML): one sheet, a line a row."""
    rows = "".join(f'<row r="{number}">{_cells(line, number)}</row>' for number, line in enumerate(lines_of(blocks), 1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_OPEN_XML}/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
            "_rels/.rels": _relationships("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'{_XML}<workbook {_SHEET} xmlns:r="{_RELATED}"><sheets>'
            '<sheet name="안내" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relationships("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f"{_XML}<worksheet {_SHEET}><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def _relationships(kind: str, target: str) -> str:
    return (
        f'{_XML}<Relationships xmlns="{_OPEN_XML}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATED}/{kind}" Target="{target}"/></Relationships>'
    )


def _cells(line: str, row: int) -> str:
    return "".join(
        f'<c r="{chr(65 + place)}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        for place, cell in enumerate(line.split("\t"))
    )


def _docx_block(block: Block) -> str:
    if isinstance(block, str):
        return f'<w:p><w:r><w:t xml:space="preserve">{escape(block)}</w:t></w:r></w:p>'
    side = '<w:{0} w:val="single" w:sz="4"/>'
    sides = "".join(side.format(name) for name in ("top", "left", "bottom", "right", "insideH", "insideV"))
    rows = "".join(f"<w:tr>{''.join(map(_docx_cell, row))}</w:tr>" for row in block)
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>{rows}</w:tbl>"


def _docx_cell(text: str) -> str:
    return f"<w:tc>{''.join(map(_docx_block, text.splitlines() or ['']))}</w:tc>"


def _hwpx_block(block: Block, number: int) -> str:
    inside = f"<hp:t>{escape(block)}</hp:t>" if isinstance(block, str) else _hwpx_table(block, number)
    return _hwpx_paragraph(inside)


def _hwpx_paragraph(inside: str) -> str:
    return (
        '<hp:p id="0" paraPrIDRef="0" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0">'
        f'<hp:run charPrIDRef="0">{inside}</hp:run></hp:p>'
    )


def _hwpx_table(table: Table, number: int) -> str:
    columns = len(table[0])
    width, height = (_PAGE_WIDTH - 2 * _MARGIN) // columns, 1800
    rows = "".join(
        "<hp:tr>"
        + "".join(_hwpx_cell(cell, row, column, width, height) for column, cell in enumerate(cells))
        + "</hp:tr>"
        for row, cells in enumerate(table)
    )
    return (
        f'<hp:tbl id="{number}" zOrder="0" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" lock="0" '
        f'dropcapstyle="None" pageBreak="CELL" repeatHeader="1" rowCnt="{len(table)}" colCnt="{columns}" cellSpacing="0" '
        f'borderFillIDRef="1" noAdjust="0"><hp:sz width="{width * columns}" widthRelTo="ABSOLUTE" '
        f'height="{height * len(table)}" heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="1" affectLSpacing="0" '
        'flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="PARA" vertAlign="TOP" '
        'horzAlign="LEFT" vertOffset="0" horzOffset="0"/><hp:outMargin left="0" right="0" top="0" bottom="0"/>'
        f'<hp:inMargin left="141" right="141" top="141" bottom="141"/>{rows}</hp:tbl>'
    )


def _hwpx_cell(text: str, row: int, column: int, width: int, height: int) -> str:
    inside = "".join(_hwpx_paragraph(f"<hp:t>{escape(line)}</hp:t>") for line in text.split("\n"))
    return (
        '<hp:tc name="" header="0" hasMargin="0" protect="0" editable="0" dirty="0" borderFillIDRef="1"><hp:subList id="" '
        'textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="CENTER" linkListIDRef="0" linkListNextIDRef="0" '
        f'textWidth="0" textHeight="0" hasTextRef="0" hasNumRef="0">{inside}</hp:subList><hp:cellAddr colAddr="{column}" '
        f'rowAddr="{row}"/><hp:cellSpan colSpan="1" rowSpan="1"/><hp:cellSz width="{width}" height="{height}"/>'
        '<hp:cellMargin left="141" right="141" top="141" bottom="141"/></hp:tc>'
    )


_HWPX_FIRST = _hwpx_paragraph(
    '<hp:secPr id="" textDirection="HORIZONTAL" spaceColumns="1134" tabStop="8000" outlineShapeIDRef="0" '
    f'memoShapeIDRef="0" masterPageCnt="0"><hp:pagePr landscape="WIDELY" width="{_PAGE_WIDTH}" height="{_PAGE_HEIGHT}" '
    f'gutterType="LEFT_ONLY"><hp:margin header="2835" footer="2835" gutter="0" left="{_MARGIN}" right="{_MARGIN}" '
    'top="4252" bottom="4252"/></hp:pagePr></hp:secPr>'
)
_LANGUAGES = ("HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER")
_EACH = {name: " ".join(f'{lang.lower()}="{value}"' for lang in _LANGUAGES) for name, value in
         (("fontRef", 0), ("ratio", 100), ("spacing", 0), ("relSz", 100), ("offset", 0))}  # fmt: skip
_HWPX_HEADER = (
    f'{_XML}<hh:head xmlns:hh="{_HANCOM}/head" xmlns:hc="{_HANCOM}/core" version="1.4" secCnt="1"><hh:beginNum page="1" '
    'footnote="1" endnote="1" pic="1" tbl="1" equation="1"/><hh:refList><hh:fontfaces itemCnt="7">'
    + "".join(
        f'<hh:fontface lang="{lang}" fontCnt="1"><hh:font id="0" face="함초롬바탕" type="TTF" isEmbedded="0"/></hh:fontface>'
        for lang in _LANGUAGES
    )
    + '</hh:fontfaces><hh:borderFills itemCnt="1"><hh:borderFill id="1" threeD="0" shadow="0" centerLine="NONE" '
    'breakCellSeparateLine="0">'
    + "".join(
        f'<hh:{side}Border type="SOLID" width="0.12 mm" color="#000000"/>'
        for side in ("left", "right", "top", "bottom")
    )
    + '</hh:borderFill></hh:borderFills><hh:charProperties itemCnt="1"><hh:charPr id="0" height="1000" textColor="#000000" '
    'shadeColor="none" useFontSpace="0" useKerning="0" symMark="NONE" borderFillIDRef="1">'
    + "".join(f"<hh:{name} {values}/>" for name, values in _EACH.items())
    + '</hh:charPr></hh:charProperties><hh:tabProperties itemCnt="1"><hh:tabPr id="0" autoTabLeft="0" autoTabRight="0"/>'
    '</hh:tabProperties><hh:paraProperties itemCnt="1"><hh:paraPr id="0" tabPrIDRef="0" condense="0" '
    'fontLineHeight="0" snapToGrid="1"><hh:align horizontal="JUSTIFY" vertical="BASELINE"/><hh:lineSpacing type="PERCENT" '
    'value="160" unit="HWPUNIT"/></hh:paraPr></hh:paraProperties><hh:styles itemCnt="1"><hh:style id="0" type="PARA" '
    'name="바탕글" engName="Normal" paraPrIDRef="0" charPrIDRef="0" nextStyleIDRef="0" langID="1042" lockForm="0"/>'
    "</hh:styles></hh:refList></hh:head>"
)
_HWPX_CONTENT = (
    f'{_XML}<opf:package xmlns:opf="http://www.idpf.org/2007/opf/" version="" unique-identifier="" id=""><opf:metadata>'
    "<opf:title/><opf:language>ko</opf:language></opf:metadata><opf:manifest>"
    '<opf:item id="header" href="Contents/header.xml" media-type="application/xml"/>'
    '<opf:item id="section0" href="Contents/section0.xml" media-type="application/xml"/>'
    '<opf:item id="settings" href="settings.xml" media-type="application/xml"/></opf:manifest>'
    '<opf:spine><opf:itemref idref="header" linear="yes"/><opf:itemref idref="section0" linear="yes"/></opf:spine>'
    "</opf:package>"
)
