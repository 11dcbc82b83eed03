"""The sheet an image is drawn on, measured in pixels of its layout from the top left corner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from dashboard.takeaways.drawing.colours import GRID
from dashboard.takeaways.drawing.lettering import letters, shown

PIXELS_PER_INCH = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its size, colour, the height it takes, and whether it is bold."""

    text: str
    size: float
    shade: str
    height: float
    is_bold: bool = False


class Sheet:
    """A Matplotlib figure whose measures are pixels; `edge` is left free on both sides."""

    def __init__(self, width: float, height: float, edge: float) -> None:
        self.width, self.height, self.edge = width, height, edge
        size = (width / PIXELS_PER_INCH, height / PIXELS_PER_INCH)
        self.figure = Figure(figsize=size, dpi=PIXELS_PER_INCH, facecolor="white")

    @property
    def right(self) -> float:
        return self.width - self.edge

    def axes(self, left: float, top: float, right: float, bottom: float) -> Axes:
        return self.figure.add_axes(self.box(left, top, right, bottom))

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Corner and sides as Matplotlib counts them: shares, from the bottom up."""
        across, down = max(right - left, 1) / self.width, max(bottom - top, 1) / self.height
        return left / self.width, 1 - max(bottom, top + 1) / self.height, across, down

    def write(self, text: str, left: float, top: float, size: float, shade: Any, **more: Any) -> None:
        """A text at a point; by default its upper left corner is there."""
        style = {"ha": "left", "va": "top", "color": shade, "fontproperties": letters(size), **more}
        self.figure.text(left / self.width, 1 - top / self.height, shown(text), **style)

    def write_lines(self, lines: Sequence[Line], top: float) -> None:
        for line in lines:
            # The font has one weight: a stroke makes it bold.
            effects = [withStroke(linewidth=0.9, foreground=line.shade)] if line.is_bold else []
            self.write(line.text, self.edge, top, line.size, line.shade, path_effects=effects)
            top += line.height

    def rule(self, top: float) -> None:
        self.stroke((self.edge, self.right), top, color=GRID, linewidth=1.2)

    def stroke(self, xs: Sequence[float], top: float, **style: Any) -> None:
        """A level line through points at these places."""
        down = 1 - top / self.height
        self.figure.add_artist(Line2D([x / self.width for x in xs], [down] * len(xs), **style))

    def block(self, left: float, top: float, width: float, height: float, **style: Any) -> None:
        box = self.box(left, top, left + width, top + height)
        self.figure.add_artist(Rectangle(box[:2], box[2], box[3], linewidth=0, **style))
