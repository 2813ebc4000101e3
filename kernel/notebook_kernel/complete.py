"""Names that may stand at a place of a cell's text, from what is there now."""

import keyword
import re
import sys

MOST = 200
_PATH = re.compile(r"((?:[^\W\d]\w*\.)*)([^\W\d]\w*)?$")


def at_code_point(text, utf16):
    """A place counted as browsers count, as Python counts."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * utf16].decode("utf-16-le", "ignore"))


def completions(source, utf16, names):
    """A list of {label, kind}; kinds are "keyword", "function", "class", "module" and "value"."""
    before = source[: at_code_point(source, utf16)]
    found = _by_jedi(source, before, names)
    return (found if found is not None else _by_looking(before, names))[:MOST]


def _by_jedi(source, before, names):
    try:
        import jedi
    except ImportError:
        return None
    try:
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n") - 1
        found = jedi.Interpreter(source, [names]).complete(line, column)
        kinds = {"function", "class", "module", "keyword"}
        return [{"label": one.name, "kind": one.type if one.type in kinds else "value"} for one in found[:MOST]]
    except Exception:
        return None


def _by_looking(before, names):
    path, begun = _PATH.search(before).groups()
    begun = begun or ""
    if not path:
        words = [{"label": word, "kind": "keyword"} for word in keyword.kwlist if word.startswith(begun)]
        return _sorted(names, begun, names.get) + (words if begun else [])
    first, *rest = path.rstrip(".").split(".")
    value = names.get(first, sys)
    if first not in names:
        return []
    for name in rest:
        # what would have to be computed is not: a property may do anything
        value = vars(value).get(name, _NOTHING) if hasattr(value, "__dict__") else _NOTHING
        if value is _NOTHING:
            return []
    try:
        return _sorted(dir(value), begun, lambda name: getattr(type(value), name, None) or vars(value).get(name))
    except Exception:
        return []


_NOTHING = object()


def _sorted(labels, begun, look):
    chosen = [label for label in labels if label.startswith(begun) and (begun or not label.startswith("_"))]
    return [{"label": label, "kind": _kind(look, label)} for label in sorted(chosen, key=lambda label: label.lower())]


def _kind(look, label):
    try:
        value = look(label)
    except Exception:
        return "value"
    if isinstance(value, type):
        return "class"
    if type(value).__name__ == "module":
        return "module"
    return "function" if callable(value) else "value"
