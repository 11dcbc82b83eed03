"""Draws who imports whom, wing by wing, into docs/architecture.md.

python docs/draw_imports.py
"""

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
PACKAGES = ("pages", "dashboard", "data_loader")
# Everybody reads what stands on the ground floor; its arrows would hide the others.
GROUND = "ground floor"


def wing_of(module: str) -> str:
    """`dashboard.charts.flow` → `dashboard.charts`; a module of the root stands on its package's ground floor."""
    package, *rest = module.split(".")
    if package == "pages":
        return package
    is_wing = bool(rest) and (ROOT / package / rest[0]).is_dir()
    return f"{package}.{rest[0]}" if is_wing else f"{package} {GROUND}"


def arrows() -> Counter[tuple[str, str]]:
    """(importing wing, imported wing) → how many imports; those within a wing and of a ground floor left out."""
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        own = wing_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for module in _imported(path):
            if module.split(".")[0] in PACKAGES and wing_of(module) != own and not wing_of(module).endswith(GROUND):
                found[own, wing_of(module)] += 1
    return found


def _imported(path: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return plain + [
        f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    ]


def picture() -> str:
    """The arrows as a Mermaid flow chart, a box for each package."""
    drawn = arrows()
    wings = sorted({wing for arrow in drawn for wing in arrow})
    lines = ["```mermaid", "flowchart TD"]
    for package in PACKAGES:
        lines.append(f"  subgraph {package}")
        lines += [f'    {_id(wing)}["{wing.removeprefix(package).lstrip(". ") or package}"]'
                  for wing in wings if re.split(r"[. ]", wing)[0] == package]  # fmt: skip
        lines.append("  end")
    lines += [f"  {_id(own)} --> {_id(other)}" for own, other in sorted(drawn)]
    return "\n".join([*lines, "```"])


def _id(wing: str) -> str:
    return re.sub(r"\W", "_", wing)


def drawn_into(text: str) -> str:
    """The page with today's picture between its two marks."""
    return re.sub(
        r"(<!-- imports -->\n).*?(<!-- /imports -->)", lambda m: f"{m[1]}{picture()}\n{m[2]}", text, flags=re.DOTALL
    )


if __name__ == "__main__":
    PAGE.write_text(drawn_into(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
