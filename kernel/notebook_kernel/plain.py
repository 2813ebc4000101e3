"""Plain values as JSON that loses nothing: what JSON cannot say is an object with the key `$`.

The same form is read and written in lib/notebooks/plain-values.ts.
"""

import datetime
import math

LARGEST = 2**53 - 1


class NotPlain(TypeError):
    """A value that no other language could read as it is."""


def encode(value, fallback=None):
    """`fallback` says what stands for a value that is not plain; without it, such a value is refused."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        number = int(value)
        return number if abs(number) <= LARGEST else {"$": "int", "v": str(number)}
    if isinstance(value, float):
        number = float(value)
        return number if math.isfinite(number) else {"$": "float", "v": repr(number)}
    if isinstance(value, dict):
        return _object(value, fallback)
    if isinstance(value, (list, tuple)):
        return [encode(part, fallback) for part in value]
    if isinstance(value, datetime.date):
        return _time(value, fallback)
    if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        plain = value.tolist()
        if type(plain) is not type(value):
            return encode(plain, fallback)
    if fallback is not None:
        return fallback(value)
    raise NotPlain(
        f"it is a {type(value).__name__}. Other languages can read tables, numbers, texts, dates, lists and dicts"
    )


def _object(value, fallback):
    if not all(isinstance(key, str) for key in value):
        if fallback is not None:
            return fallback(value)
        raise NotPlain("a dict has keys that are not texts. Other languages read only such")
    if "$" in value:
        return {"$": "dict", "v": [[key, encode(part, fallback)] for key, part in value.items()]}
    return {key: encode(part, fallback) for key, part in value.items()}


def _time(value, fallback):
    if not isinstance(value, datetime.datetime):
        return {"$": "time", "v": f"{value.isoformat()}T00:00:00.000Z"}
    if value != value:
        return None  # pandas' NaT
    if value.microsecond % 1_000 or getattr(value, "nanosecond", 0):
        if fallback is not None:
            return fallback(value)
        raise NotPlain("a time has more digits than milliseconds, which other languages would lose. Round it")
    if value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return {"$": "time", "v": f"{value.isoformat(timespec='milliseconds')}Z"}


def decode(value):
    if isinstance(value, list):
        return [decode(part) for part in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("$")
    if kind == "int":
        return int(value["v"])
    if kind == "float":
        return float(value["v"])
    if kind == "time":
        return datetime.datetime.fromisoformat(value["v"].replace("Z", "+00:00"))
    if kind == "dict":
        return {key: decode(part) for key, part in value["v"]}
    return {key: decode(part) for key, part in value.items()}
