"""A value as something to look at: a type and its content, bounded, with a sentence where it is cut."""

import base64
import io
import json
import reprlib
import sys

from .plain import NotPlain
from .tables import library_of, size_of, to_columns

TEXT = 20_000
HTML = 1_000_000
IMAGE = 4_000_000
ROWS, COLUMNS = 1_000, 200
TABLE = 2_000_000


def part_of(value):
    """{mime, data, note}: `note` says what is not shown; None where everything is."""
    if library_of(value):
        try:
            return _table(value)
        except NotPlain:
            pass
    figure = _figure(value)
    if figure:
        return figure
    for method, mime, limit in (
        ("_repr_svg_", "image/svg+xml", IMAGE),
        ("_repr_png_", "image/png", IMAGE),
        ("_repr_html_", "text/html", HTML),
    ):
        content = _asked(value, method)
        if content is None:
            continue
        if len(content) <= limit:
            data = base64.b64encode(content).decode() if isinstance(content, bytes) else content
            return {"mime": mime, "data": data, "note": None}
        return _text(value, f"its own picture is {len(content):,} characters, more than {limit:,}")
    return _text(value, None)


def note_of(value):
    """A value's kind and size in a few words."""
    if library_of(value):
        rows, columns = size_of(value)
        return {"kind": "table", "note": f"{rows:,} × {columns:,}"}
    if isinstance(value, (bool, int, float)):
        return {"kind": type(value).__name__, "note": _brief.repr(value)[:40]}
    if isinstance(value, str):
        return {"kind": "text", "note": value if len(value) <= 18 else f"{value[:17]}…"}
    if isinstance(value, (list, tuple, dict, set)):
        return {"kind": type(value).__name__, "note": f"{len(value):,}"}
    return {"kind": type(value).__name__[:40], "note": ""}


_brief = reprlib.Repr()


def _asked(value, method):
    ask = None if isinstance(value, type) else getattr(type(value), method, None)
    if ask is None:
        return None
    try:
        content = ask(value)
    except Exception:
        return None
    return content if isinstance(content, (str, bytes)) else None


def _table(value):
    rows, columns = size_of(value)
    library = library_of(value)
    shown = ROWS
    while True:
        if library == "pandas":
            head = value.iloc[:shown, :COLUMNS]
        elif library == "polars":
            head = value[:shown, :COLUMNS]
        else:
            head = value.slice(0, shown).select(list(range(min(columns, COLUMNS))))
        data = to_columns(head, _cell)
        if shown <= 10 or len(json.dumps(data)) <= TABLE:
            break
        shown //= 4
    cut = []
    if rows > shown:
        cut.append(f"the first {shown:,} of {rows:,} rows")
    if columns > COLUMNS:
        cut.append(f"the first {COLUMNS:,} of {columns:,} columns")
    note = f"Shown: {', '.join(cut)}" if cut else None
    return {"mime": "table", "data": data, "note": note}


def _cell(value):
    text = str(value)
    return text if len(text) <= 1_000 else f"{text[:1_000]} … and {len(text) - 1_000:,} characters more"


def _figure(value):
    module = sys.modules.get("matplotlib.figure")
    if module is None:
        return None
    figure = value if isinstance(value, module.Figure) else None
    if figure is None:
        return None
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=144, bbox_inches="tight")
    _close(figure)
    content = out.getvalue()
    if len(content) > IMAGE:
        return _text(value, f"the figure is {len(content):,} bytes, more than {IMAGE:,}")
    return {"mime": "image/png", "data": base64.b64encode(content).decode(), "note": None}


def open_figures():
    """Figures of pyplot that nobody has shown yet."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return [] if pyplot is None else [pyplot.figure(number) for number in pyplot.get_fignums()]


def _close(figure):
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)


def _text(value, why):
    try:
        text = repr(value)
    except Exception as error:
        text = f"(cannot be shown: {type(error).__name__} in its own repr)"
    notes = [f"Shown as text: {why}"] if why else []
    if len(text) > TEXT:
        notes.append(f"… and {len(text) - TEXT:,} characters more")
    return {"mime": "text/plain", "data": text[:TEXT], "note": ". ".join(notes) or None}
