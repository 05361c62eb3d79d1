"""Draws a bar for each contender of a case, with the ends of its rounds, as SVG; run by `bench.report`."""

# /// script
# dependencies = ["matplotlib==3.11.2"]
# ///
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

OURS, FLOOR, PEER = "#2563eb", "#d1d5db", "#6b7280"
FAR = 10
"""Times the second longest bar from which the longest would hide all others: the axis is logarithmic then."""
mpl.rcParams["svg.hashsalt"] = "workqueue"  # the same figures make the same file
mpl.rcParams["svg.fonttype"] = "none"  # text stays text: a tenth of the size, and it can be searched
mpl.rcParams["font.size"] = 9


def main() -> None:
    """Read cases from the input, draw each into the folder named."""
    folder = Path(sys.argv[1])
    for case in json.load(sys.stdin):
        _drawn(case).savefig(folder / f"{case['name']}.svg", metadata={"Date": None}, bbox_inches="tight")


def _drawn(case: dict[str, Any]) -> Figure:
    names, medians, lowest, highest = zip(*reversed(case["rows"]), strict=True)
    figure = Figure(figsize=(7.5, 0.32 * len(names) + 0.9), layout="constrained")
    axes = figure.subplots()
    below = [median - low for median, low in zip(medians, lowest, strict=True)]
    above = [high - median for median, high in zip(medians, highest, strict=True)]
    bars = axes.barh(
        names, medians, color=[_color(name) for name in names], xerr=(below, above), ecolor="#111827"
    )
    axes.bar_label(
        bars, [f"{median:,.3g}" if median < 1000 else f"{median:,.0f}" for median in medians], padding=6
    )
    axes.set_title(case["title"], loc="left")
    *_, second, first = sorted([0.0, *medians])
    if first > FAR * second > 0:
        axes.set_xscale("log")
    axes.set_xlabel(case["label"] + (", logarithmic" if axes.get_xscale() == "log" else ""))
    axes.margins(x=0.14)
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_formatter("{x:,g}")
    return figure


def _color(name: str) -> str:
    if name.startswith("Workqueue"):
        return OURS
    return FLOOR if name.startswith(("raw", "bare")) else PEER


if __name__ == "__main__":
    main()
