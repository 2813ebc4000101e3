/** Functions of scripts that read a second table, in Python. */
export const pythonTables = `def join_tables(df, other, how, keys, here, there):
    """Rows of two tables whose keys agree; here and there are columns with their names after it and kinds."""
    left = list(zip(*[cells(df[name]) for name, _ in keys]))
    right = list(zip(*[cells(other[name]) for _, name in keys]))
    places = {}
    for place, key in enumerate(right):
        if None not in key:
            places.setdefault(key, []).append(place)
    matches = [[] if None in key else places.get(key, []) for key in left]
    if how in ("semi", "anti"):
        return df[[bool(found) == (how == "semi") for found in matches]].copy()
    alone = [] if how == "inner" else [None]
    pairs = [(row, place) for row, found in enumerate(matches) for place in found or alone]
    if how == "full":
        met = {place for _, place in pairs}
        pairs += [(None, place) for place in range(len(other)) if place not in met]
    made = {}
    for side, frame, columns in ((0, df, here), (1, other, there)):
        for name, after, kind in columns:
            values = list(cells(frame[name]))
            made[after] = [None if pair[side] is None else values[pair[side]] for pair in pairs], kind
    after = {name: then for name, then, _ in here}
    for number, (name, _) in enumerate(keys):
        values, _ = made[after[name]]
        for at, (row, place) in enumerate(pairs):
            if row is None:
                values[at] = right[place][number]
    rows = range(len(pairs))
    return pd.DataFrame({name: column(values, kind, rows) for name, (values, kind) in made.items()})


def union_tables(df, other, columns, source):
    """The rows of a second table behind those of the first; columns of both with their names and kinds."""
    rows = range(len(df) + len(other))
    def of(frame, name):
        return [None] * len(frame) if name is None else list(cells(frame[name]))
    made = {after: (of(df, here) + of(other, there), kind) for here, there, after, kind in columns}
    if source is not None:
        name, first, second = source
        values = [first if value is None else value for value in made[name][0][:len(df)]]
        made[name] = values + [second] * len(other), "text"
    return pd.DataFrame({name: column(values, kind, rows) for name, (values, kind) in made.items()})
`;
