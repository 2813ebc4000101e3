/** Functions of scripts that put rows in order, draw or mark them by others, in Python. */
export const pythonRows = `def places_by(*columns):
    """The places of the rows of each group, in the order in which groups first appear."""
    groups = {}
    for place, key in enumerate(zip(*map(cells, columns))):
        groups.setdefault(key, []).append(place)
    return groups


def is_training(df):
    """Whether each row is for training; every row is where nothing was split."""
    is_split = "split" in df and df["split"].dtype.kind == "O"
    return [part == "train" for part in cells(df["split"])] if is_split else [True] * len(df)


def sort_rows(df, keys):
    """The rows by columns, the first of them first; missing cells come last, equal rows stay in order."""
    order = list(range(len(df)))
    for name, descending in reversed(keys):
        values = cells(df[name])
        known = [place for place in order if values[place] is not None]
        known.sort(key=values.__getitem__, reverse=descending)
        order = known + [place for place in order if values[place] is None]
    return df.iloc[order].reset_index(drop=True)


def sample_rows(df, seed, share, by):
    """In each stratum, the rows first by MD5, as many as the share says."""
    strata = {(): range(len(df))} if by is None else places_by(by)
    kept = []
    for places in strata.values():
        count = int((len(places) * Decimal(share)).quantize(Decimal(1), ROUND_HALF_UP))
        kept += sorted(places, key=lambda place: (f_draw(seed, df.index[place]), df.index[place]))[:count]
    return df.iloc[sorted(kept)]


def balance_rows(df, label, how, seed):
    """As many training rows of each class, by leaving some out or repeating some, first by MD5."""
    classes = [None if value is None or not training else (value,)
               for value, training in zip(cells(label), is_training(df))]
    groups = {}
    for place, one in enumerate(classes):
        groups.setdefault(one, []).append(place)
    others = groups.pop(None, [])
    sizes = [len(places) for places in groups.values()]
    copies = dict.fromkeys(others, 1)
    for places in groups.values():
        drawn = sorted(places, key=lambda place: (f_draw(seed, df.index[place]), df.index[place]))
        for number, place in enumerate(drawn):
            copies[place] = int(number < min(sizes)) if how == "fewer" else (
                max(sizes) // len(places) + (number < max(sizes) % len(places)))
    chosen = [place for place in range(len(df)) for _ in range(copies[place])]
    return df.iloc[chosen] if how == "fewer" else df.iloc[chosen].reset_index(drop=True)


def draw_folds(df, k, seed, group, strata):
    """A fold for each training row, by MD5; rows of one group have one fold."""
    names = [str(row) for row in df.index] if group is None else [
        f"r{row}" if key is None else f"g{key}" for key, row in zip(keys(group), df.index)]
    strata = [None] * len(df) if strata is None or group is not None else cells(strata)
    drawn, made = {}, [None] * len(df)
    training = is_training(df)
    for name, stratum, counts in zip(names, strata, training):
        if counts:
            drawn.setdefault(stratum, set()).add((f_draw(seed, name), name))
    ranks = {stratum: {name: rank for rank, (_, name) in enumerate(sorted(all_of))}
             for stratum, all_of in drawn.items()}
    for place, (name, stratum, counts) in enumerate(zip(names, strata, training)):
        if counts:
            made[place] = ranks[stratum][name] % k + 1
    return column(made, "integer", df.index)


def split_time(df, times, share):
    """The latest rows are the test, those of one time together; a row without a time is for training."""
    values = cells(times)
    known = sorted(value for value in values if value is not None)
    # How many rows may come after the cut, in whole rows.
    after = math.floor(len(known) - len(known) * Decimal(share))
    cut = known[max(1, len(known) - after) - 1] if known else None
    parts = ["test" if value is not None and value > cut else "train" for value in values]
    return column(parts, "text", df.index)


def fill_forward(df, name, by):
    """Missing cells by the one before them, in each group."""
    values = cells(df[name])
    for places in ([range(len(df))] if by is None else places_by(df[by]).values()):
        last = None
        for place in places:
            last = values[place] if values[place] is not None else last
            values[place] = last
    return values


def label_conflicts(df, label, names):
    """Whether rows that agree in some columns have several labels."""
    values, made = cells(df[label]), [False] * len(df)
    for places in places_by(*(df[name] for name in names)).values():
        several = len({values[place] for place in places} - {None}) > 1
        for place in places:
            made[place] = several
    return made


def most_frequent_labels(df, label, names):
    """The most frequent label of rows that agree; of two as frequent, the smaller one."""
    values = cells(df[label])
    for places in places_by(*(df[name] for name in names)).values():
        counts = {}
        for place in places:
            if values[place] is not None:
                counts[values[place]] = counts.get(values[place], 0) + 1
        for place in places:
            if values[place] is not None:
                values[place] = min(counts, key=lambda value: (-counts[value], value))
    return values


def target_means(df, name, target, means, all_of, smoothing, folds, seed):
    """A category as the mean of the target: of the other folds in training rows, of all of them elsewhere."""
    seen = cells(look_up(df[name] if df[name].dtype != "Int64" else number(df[name]), means,
                         column(all_of, "number", df.index), "number"))
    targets = [None if y is None else float(y) for y in cells(df[target])]
    draws = [int(f_draw(seed, row)[:8], 16) % folds for row in df.index]
    training, groups = is_training(df), {}
    rows = list(zip(cells(df[name]), training, draws, targets))
    for category, counts, fold, y in rows:
        for key in ((category, counts), (category, counts, fold)):
            total = groups.setdefault(key, [0.0, 0])
            if y is not None:
                total[0] += y
                total[1] += 1
    made = []
    for (category, counts, fold, _), value in zip(rows, seen):
        (whole, n), (own, m) = groups[category, counts], groups[category, counts, fold]
        count = n - m + smoothing
        if counts:
            apart = (whole - own + smoothing * all_of) / count if count != 0 else None
            value = all_of if apart is None or not math.isfinite(apart) else apart
        made.append(value)
    return column(made, "number", df.index)
`;
