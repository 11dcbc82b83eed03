"""Light HTML pages without scripts: the frame they share."""

from collections.abc import Iterable, Mapping
from html import escape

from dashboard.languages import _, spoken
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import PROJECT

# Nothing from elsewhere, no script; pictures from this server.
POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#10161f, #e6e9ee); --quiet: light-dark(#5b6470, #a3abb6);
  --line: light-dark(#dfe3e8, #333b47); --link: light-dark(#1f5fa8, #6fa8dc); --warn: light-dark(#b3261e, #f2b8b5); }
* { box-sizing: border-box; }
body { max-width: 992px; margin: 0 auto; padding: 0.8rem 1rem 2.5rem; color: var(--ink); background: light-dark(#fff, #12161c);
  font: 15px/1.55 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif;
  overflow-wrap: anywhere; word-break: keep-all; }
a { color: var(--link); } h1 { font-size: 1.35rem; line-height: 1.35; margin: 0.5rem 0 0.2rem; }
h2 { font-size: 1.05rem; margin: 1.8rem 0 0.4rem; } p { margin: 0.2rem 0; }
.quiet { color: var(--quiet); font-size: 0.85rem; }
.sample { border: 2px solid var(--warn); color: var(--warn); padding: 0.3rem 0.6rem; font-weight: 700; }
figure { margin: 0.7rem 0 0.4rem; background: #fff; border: 1px solid var(--line); border-radius: 4px; padding: 4px; }
figure img { display: block; width: 100%; height: auto; }
nav { display: flex; flex-wrap: wrap; gap: 0 1rem; } nav a { padding: 0.3rem 0; }
@media (pointer: coarse) { nav a { min-height: 44px; display: inline-flex; align-items: center; } }
.wide { overflow: auto; max-height: 34rem; } table { border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 0.3rem 0.8rem; border-bottom: 1px solid var(--line); text-align: left; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { white-space: pre-wrap; border: 1px solid var(--line); border-radius: 4px; padding: 0.6rem; font-size: 0.82rem; user-select: all; }
@media print { nav { display: none; } .wide { max-height: none; overflow: visible; } }
"""


def text(words: str) -> str:
    """Text of any origin between tags or within an attribute."""
    return escape(one_line(words))


def document(title: str, body: Iterable[str], previews: Mapping[str, str] | None = None) -> bytes:
    """A whole page in the language spoken; `previews` is what links to it show: description, image, url."""
    head = (
        f'<!doctype html>\n<html lang="{spoken()}"><head><meta charset="utf-8"><title>{text(title)}</title>'
        f'<meta name="viewport" content="width=device-width">{preview_tags(title, previews) if previews else ""}'
        f"<style>{STYLE}</style></head><body>"
    )
    return f"{head}\n{chr(10).join(body)}\n</body></html>\n".encode()


def preview_tags(title: str, previews: Mapping[str, str]) -> str:
    """What previews of links show."""
    said = {"title": title, "site_name": _(PROJECT), "type": "website", **previews}
    tags = [f'<meta property="og:{name}" content="{text(value)}">' for name, value in said.items()]
    tags.append(f'<meta name="description" content="{text(previews["description"])}">')
    tags.append('<meta name="twitter:card" content="summary_large_image">')
    return "".join(tags)


def links(label: str, addresses: Iterable[tuple[str, str]]) -> str:
    """Links one after another: (address, text)."""
    made = (f'<a href="{escape(address)}">{text(words)}</a>' for address, words in addresses)
    return f'<nav aria-label="{text(label)}">{"".join(made)}</nav>'
