/** Functions of scripts that drop nearly repeated rows, in Python. */
export const pythonNear = `def bare(text):
    """A text as it is compared: small letters without accents, and no spaces around."""
    letters = unicodedata.normalize("NFD", text)
    kept = "".join(c for c in letters if unicodedata.category(c) not in ("Mn", "Mc", "Me"))
    return f_lower(unicodedata.normalize("NFC", kept)).strip(" ")


def edits(a, b):
    """How many letters must be put in, taken out or changed to make one text of the other."""
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (letter != other))
    return row[-1]


def text_score(a, b, how):
    """How much two texts are alike, from 0 to 1."""
    if a is None or b is None:
        return 0
    if how == "distance":
        return 1 if a == b else 1 - edits(a, b) / max(len(a), len(b))
    a, b = ({x[i:i + 2] for i in range(len(x) - 1)} or {x} for x in (a, b))
    return 2 * len(a & b) / (len(a) + len(b))


def key_of(values):
    """What a row is remembered by: its texts as JSON, or a hash of that where it is long."""
    key = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    key = re.sub(r"\\\\(u00..|.)", lambda found: found[0][:2] + found[0][2:].upper(), key)
    return key if len(key) <= 300 else hashlib.md5(key.encode()).hexdigest()


def drop_near_rows(df, columns, how, tolerances, within, share, key, apart):
    """Drops a row where an earlier one is near to it, unless somebody said that both are kept."""
    text = [[None if v is None else bare(v) for v in cells(df[name])] for name in columns]
    numbers = [(list(cells(number(df[name]))), most) for name, most in tolerances]
    keys_of = list(map(list, zip(*(texts(df[name]) for name in key)))) if apart else []
    groups, gone = {}, set()
    for place, agree in enumerate(zip(*(cells(df[name]) for name in within)) if within else [()] * len(df)):
        if None not in agree:
            groups.setdefault(agree, []).append(place)
    for places in groups.values():
        for first, second in itertools.combinations(places, 2):
            score = 0
            for values in text:
                score += text_score(values[first], values[second], how)
            for values, most in numbers:
                a, b = values[first], values[second]
                score += int(a is not None and b is not None and abs(a - b) <= most)
            if score / (len(text) + len(numbers)) < share:
                continue
            if not apart or (key_of(keys_of[first]), key_of(keys_of[second])) not in apart:
                gone.add(second)
    return df.iloc[[place for place in range(len(df)) if place not in gone]]
`;
