"""Tables from other languages and to them: Arrow where a library reads it, else columns of plain values."""

import importlib.util
import io
import sys

from .plain import NotPlain, decode, encode


def _has(name):
    return importlib.util.find_spec(name) is not None


def table_kind():
    """What a table of another language is in Python: "pandas", "polars" or "list" (of dicts)."""
    return "pandas" if _has("pandas") else "polars" if _has("polars") else "list"


def reads_arrow():
    kind = table_kind()
    return kind == "polars" or (kind == "pandas" and _has("pyarrow"))


def from_arrow(content):
    if table_kind() == "polars":
        import polars

        return polars.read_ipc_stream(io.BytesIO(content))
    import pyarrow

    table = pyarrow.ipc.open_stream(content).read_all()
    for i, field in enumerate(table.schema):
        if pyarrow.types.is_dictionary(field.type):
            table = table.set_column(i, field.name, table.column(i).cast(field.type.value_type))
    return table.to_pandas()


def from_columns(columns):
    """`columns` is {names, columns}, each column a list of plain values."""
    names = columns["names"]
    lists = [decode(column) for column in columns["columns"]]
    if table_kind() == "pandas":
        import pandas

        return pandas.DataFrame(dict(zip(names, lists)), columns=names)
    return [dict(zip(names, row)) for row in zip(*lists)]


def library_of(value):
    """Whose frame a value is: "pandas", "polars", "pyarrow"; None for anything else."""
    for library, kind in (("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "Table")):
        module = sys.modules.get(library)
        if module is not None and isinstance(value, getattr(module, kind, ())):
            return library
    return None


def size_of(value):
    return (value.num_rows, value.num_columns) if library_of(value) == "pyarrow" else tuple(value.shape)


def to_arrow(value):
    """A frame as an Arrow stream; None where nothing is there that writes one."""
    library = library_of(value)
    if library == "polars":
        import polars

        out = io.BytesIO()
        value.write_ipc_stream(out, compat_level=polars.CompatLevel.oldest())
        return out.getvalue()
    if not _has("pyarrow"):
        return None
    import pyarrow

    try:
        table = value if library == "pyarrow" else pyarrow.Table.from_pandas(_flat(value), preserve_index=False)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as error:
        raise NotPlain(f"its columns cannot be given to other languages ({error})") from None
    table = table.replace_schema_metadata(None)
    out = io.BytesIO()
    with pyarrow.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table)
    return out.getvalue()


def to_columns(value, fallback=None):
    """A frame as {names, columns}."""
    library = library_of(value)
    if library == "pandas":
        flat = _flat(value)
        lists = [flat.iloc[:, i].astype(object).tolist() for i in range(flat.shape[1])]
        lists = [[None if _is_missing(cell) else cell for cell in cells] for cells in lists]
        names = [str(name) for name in flat.columns]
    elif library == "polars":
        names, lists = value.columns, [column.to_list() for column in value.get_columns()]
    else:
        names, lists = value.column_names, [column.to_pylist() for column in value.columns]
    return {"names": list(names), "columns": [encode(cells, fallback) for cells in lists]}


def _is_missing(cell):
    return type(cell).__name__ in ("NAType", "NaTType")


def _flat(frame):
    """A pandas frame whose labels are texts, and whose index is columns unless it only counts rows."""
    import pandas

    index = frame.index
    counts = isinstance(index, pandas.RangeIndex) and index.start == 0 and index.step == 1 and not index.name
    flat = frame if counts else frame.reset_index()
    names = [" ".join(map(str, name)).strip() if isinstance(name, tuple) else str(name) for name in flat.columns]
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        raise NotPlain(f"two of its columns are called {double}. Rename one")
    return flat if names == list(flat.columns) else flat.set_axis(names, axis=1)
