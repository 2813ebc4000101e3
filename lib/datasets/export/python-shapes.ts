/** Functions of scripts that make other rows and columns, or figures of several rows, in Python. */
export const pythonShapes = `def text_of(value, is_date=False):
    """A value as pages show it: a whole number without a point."""
    if is_date:
        return f_date_text(value)
    if isinstance(value, float) and value == math.trunc(value) and abs(value) < 1e15:
        return str(int(value))
    return f_key(value)


def texts(values):
    is_date = values.dtype.kind == "M"
    return [None if v is None else text_of(v, is_date) for v in cells(values)]


def total_of(values):
    """The sum, from the first to the last."""
    total = 0.0
    for value in values:
        total += float(value)
    return total


def deviation_of(values):
    """The standard deviation in one pass, where two numbers or more have one."""
    count, mean, squares = 0, 0.0, 0.0
    for value in values:
        value = float(value)
        if abs(value) < 1e150:
            count += 1
            difference = value - mean
            mean += difference / count
            squares += difference * (value - mean)
    return math.sqrt(squares / (count - 1)) if count > 1 else None


def median_of(values):
    ordered = sorted(map(float, values))
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else ordered[half - 1] * 0.5 + ordered[half] * 0.5


FIGURES = {"sum": total_of, "mean": lambda values: total_of(values) / len(values), "median": median_of,
           "sd": deviation_of, "min": min, "max": max, "first": lambda values: values[0],
           "last": lambda values: values[-1]}


def figure(values, how):
    """A figure of cells, the missing ones left out."""
    known = [value for value in values if value is not None]
    if how in ("count", "distinct"):
        return len(known if how == "count" else set(known))
    return FIGURES[how](known) if known else None


def group_rows(df, by, figures):
    """A row for each group, in the order in which they appear, with figures: name, column, how, kind."""
    groups = places_by(*(df[name] for name, _ in by))
    rows = range(len(groups))
    made = {name: column([key[i] for key in groups], kind, rows) for i, (name, kind) in enumerate(by)}
    made["rows"] = column([len(places) for places in groups.values()], "integer", rows)
    for name, of, how, kind in figures:
        values = cells(df[of])
        found = [figure([values[place] for place in places], how) for places in groups.values()]
        made[name] = column(found, kind, rows)
    return pd.DataFrame(made)


def pivot_rows(df, by, name, value, how, kind, columns):
    """A row for each group, and a column of figures for each of some values."""
    groups = places_by(*(df[name] for name, _ in by))
    rows = range(len(groups))
    made = {one: column([key[i] for key in groups], of, rows) for i, (one, of) in enumerate(by)}
    values, labels = cells(df[value]), texts(df[name])
    for one in columns:
        found = [figure([values[place] for place in places if labels[place] == one], how)
                 for places in groups.values()]
        made[one] = column(found, kind, rows)
    return pd.DataFrame(made)


def unpivot_rows(df, kept, columns, name, value, kind):
    """A row for each cell of some columns, with the name of its column."""
    rows = range(len(df) * len(columns))
    made = {one: column([v for v in cells(df[one]) for _ in columns], of, rows) for one, of in kept}
    made[name] = column([one for _ in range(len(df)) for one in columns], "text", rows)
    parts = [texts(df[one]) if kind == "text" else list(cells(df[one])) for one in columns]
    made[value] = column([v for row in zip(*parts) for v in row], kind, rows)
    return pd.DataFrame(made)


def rows_before(df, name, how, count, by):
    """A figure of the rows before each row, in each group."""
    values, made = cells(df[name]), [None] * len(df)
    for places in ({(): range(len(df))} if by is None else places_by(df[by])).values():
        for at, place in enumerate(places):
            if how in ("lag", "difference"):
                before = values[places[at - count]] if at >= count else None
                if how == "lag":
                    made[place] = before
                elif before is not None and values[place] is not None:
                    made[place] = float(values[place]) - float(before)
            elif at + 1 >= count:
                last = [values[one] for one in places[at + 1 - count:at + 1]]
                made[place] = None if None in last else float(figure(last, how))
    return made
`;
