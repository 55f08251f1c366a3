"""Terms lowered to SQL against the same terms on fractions: equal, or within the stated bounds, or marked as doubtful."""

from dataclasses import replace
from fractions import Fraction

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlglot import exp

from core.properties.bounded import examples
from kaogong.core.engine.exact import Lowerer, column, evaluate, holds
from kaogong.core.engine.exact import integers as ints
from kaogong.core.engine.exact.printing import printed
from kaogong.core.methods import terms as t
from kaogong.core.problem import Refused

ROWS = 5
LONGEST = 6000
FACTS = {
    "small": (Fraction(1), (0, 1, 2, 3, -1, -2, 7, 9)),
    "money": (Fraction(1, 100), (0, 1, 50, 100, 8995, 9000, 10000, -100, -8995, 33)),
    "fine": (Fraction(1, 10**6), (0, 1, 333333, 333334, 10**6, -(10**6), 6 * 10**6, 5 * 10**8)),
    "third": (Fraction(1, 3), (0, 1, 2, 3, -1, -4, 300)),
    "huge": (Fraction(1, 100), (0, 1, 10**17, -(10**17), 10**17 + 1, 3 * 10**17 - 1)),
}
NUMBERS = ("0", "1", "-1", "2", "3", "1/3", "-2/3", "1/6", "7", "0.5", "0.005", "100", "1/7", "89.995", "1000000000000")
MODES = ("half_up", "half_even", "down", "up", "floor", "ceiling")
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
LEAVES = st.one_of(
    st.sampled_from([t.Fact(name) for name in FACTS]),
    st.sampled_from([t.num(one) for one in NUMBERS]),
    st.just(t.Null()),
)


def some(inner, least=1, most=3):
    return st.lists(inner, min_size=least, max_size=most).map(tuple)


def conditions(inner, depth=2):
    plain = st.one_of(
        st.builds(t.Compare, st.sampled_from(OPERATORS), inner, inner),
        st.builds(t.Known, inner),
    )
    if not depth:
        return plain
    within = conditions(inner, depth - 1)
    return st.one_of(
        plain,
        st.builds(t.All, some(within, 0)),
        st.builds(t.AnyOf, some(within, 0)),
        st.builds(t.Not, within),
    )


def grown(inner):
    branches = some(st.builds(t.Branch, conditions(inner, 1), inner), 1, 2)
    return st.one_of(
        st.builds(t.Add, some(inner, 2)),
        st.builds(t.Sub, inner, inner),
        st.builds(t.Mul, some(inner, 2, 2)),
        st.builds(t.Div, inner, inner),
        st.builds(t.Div, inner, inner, inner),
        st.builds(t.Min, some(inner)),
        st.builds(t.Max, some(inner)),
        st.builds(t.Round, inner, st.integers(-2, 4), st.sampled_from(MODES)),
        st.builds(t.Root, inner, inner, st.integers(0, 4)),
        st.builds(t.Case, branches),
        st.builds(t.Case, branches, inner),
    )


TERMS = st.recursive(LEAVES, grown, max_leaves=6)


@st.composite
def tables(draw):
    """A table of facts: name → one integer, or None, per row."""
    return {
        name: [draw(st.one_of(st.sampled_from(values), st.none())) for _ in range(ROWS)]
        for name, (_, values) in FACTS.items()
    }


def columns(table):
    """What is known of the columns, as the engine measures it."""
    found = {}
    for name, (unit, _) in FACTS.items():
        there = [v for v in table[name] if v is not None] or [0]
        low, high = min(there) * unit, max(there) * unit
        found[t.Fact(name)] = column(name, unit, low, high, nullable=None in table[name])
    return found


def reader(table, row):
    """The lookup of one row."""

    def value(leaf):
        stored = table[leaf.name][row]
        return None if stored is None else stored * FACTS[leaf.name][0]

    return value


@pytest.fixture(scope="module")
def duck():
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    yield connection
    connection.close()


def source(table):
    """The table as SQL."""
    rows = ", ".join(
        "(" + ", ".join([str(row), *("NULL" if table[n][row] is None else str(table[n][row]) for n in FACTS)]) + ")"
        for row in range(len(table["small"]))
    )
    typed = ", ".join(f"CAST({name} AS BIGINT) AS {name}" for name in FACTS)
    return f"(SELECT row, {typed} FROM (VALUES {rows}) AS v(row, {', '.join(FACTS)}))"


def asked(duck, query):
    """The rows of a query; what has grown too long to be quick is left out."""
    assume(len(query) < LONGEST)
    return duck.sql(query).fetchall()


def told(node):
    found = printed(node)
    assert found == node.sql("duckdb", copy=False)
    return found


def doubt_of(lowerer):
    """The rows in doubt, as the engine asks for them."""
    return " OR ".join(f"COALESCE({told(d)}, FALSE)" for d in lowerer.doubts) or "FALSE"


def lowered(make):
    """What is made by lowering; numbers that pass 38 digits are refused, and there is nothing to compare."""
    try:
        return make()
    except Refused:
        assume(False)
        raise


def check(q, stored, cut, truth):
    """One row that is not in doubt."""
    if truth is None or stored is None:
        assert stored is None, f"stored {stored}, but missing"
        assert truth is None, f"missing, but {truth}"
        return
    value = stored * q.unit
    assert q.low <= value <= q.high, f"{value} outside {q.low}, {q.high}"
    assert value - q.below <= truth <= value + q.above, f"{value}, but {truth}: −{q.below} +{q.above}"
    if q.exact or not cut:
        assert value == truth, f"{value} is not cut, but {truth}"


F = {name: t.Fact(name) for name in FACTS}
FOUND = [
    # bounds of a cut quotient hold what is stored, not what was meant
    (t.Div(t.num(1), F["fine"]), {"fine": 333333}),
    # values brought to one unit may have to be cut for it: choices and comparisons know
    (t.Min((t.Div(t.num("1/3"), F["money"]), t.Add((F["huge"], F["third"])))), {"money": 50, "third": -4, "huge": 1}),
    (t.Case((t.Branch(t.Compare(">", F["money"], t.num(0)), t.Mul((F["huge"], F["money"], F["third"]))),), F["fine"]),
     {"money": 9000, "third": 1, "huge": 10**17 + 1, "fine": 1}),
    (t.Case((t.Branch(t.Compare("==", t.Mul((F["huge"], F["third"])), t.Div(F["small"], t.num(10**9))), t.num(1)),),
            t.num(0)), {"huge": 1, "third": 1, "small": 3}),
    # a denominator that is no longer zero once it is cut, or only then
    (t.Div(F["third"], t.Div(F["third"], F["huge"], F["small"])), {"third": 300, "huge": -(10**17)}),
    (t.Div(t.num(1), t.Sub(t.Add((t.Div(t.num(1), F["small"]), t.Div(t.num(1), F["fine"]))), t.num("0.5"))),
     {"small": 3, "fine": 6 * 10**6}),
    # √ beyond the digits of a double
    (t.Root(F["huge"], F["small"], 3), {"huge": -(10**17), "small": 9}),
]  # fmt: skip


@pytest.mark.parametrize(("term", "row"), FOUND)
def test_found(duck, term, row):
    """What random terms have found."""
    table = {name: [row.get(name)] * ROWS for name in FACTS} | {"huge": [row.get("huge"), *FACTS["huge"][1]][:ROWS]}
    known = columns(table)
    lowerer = Lowerer(known.__getitem__)
    q = ints.narrowed(ints.storable(lowerer.value(term)))
    cut = told(q.cut or exp.false())
    query = f"SELECT row, {doubt_of(lowerer)}, {told(q.sql)}, COALESCE({cut}, FALSE) FROM {source(table)} ORDER BY row"
    for index, doubt, stored, was_cut in duck.sql(query).fetchall():
        if not doubt:
            check(q, stored, was_cut, evaluate(term, reader(table, index)))


@examples(60)
@given(tables(), st.lists(TERMS, min_size=1, max_size=3))
def test_values(duck, table, terms):
    known = columns(table)
    lowerer = Lowerer(known.__getitem__)
    found = lowered(lambda: [ints.narrowed(ints.storable(lowerer.value(term))) for term in terms])
    picked = ", ".join(f"{told(q.sql)}, COALESCE({told(q.cut or exp.false())}, FALSE)" for q in found)
    query = f"SELECT row, {doubt_of(lowerer)}, {picked} FROM {source(table)} ORDER BY row"
    for row, doubt, *values in asked(duck, query):
        for n, (term, q) in enumerate(zip(terms, found, strict=True)):
            if not doubt:
                check(q, values[2 * n], values[2 * n + 1], evaluate(term, reader(table, row)))


@examples(60)
@given(tables(), conditions(st.recursive(LEAVES, grown, max_leaves=4)))
def test_conditions(duck, table, condition):
    known = columns(table)
    lowerer = Lowerer(known.__getitem__)
    met = lowered(lambda: lowerer.condition(condition))
    query = f"SELECT row, {doubt_of(lowerer)}, {told(met)} FROM {source(table)} ORDER BY row"
    for row, doubt, decided in asked(duck, query):
        assert doubt or decided == holds(condition, reader(table, row))


LOGIC = st.recursive(
    st.builds(t.Compare, st.just("=="), st.sampled_from([F["small"], F["third"]]), st.sampled_from([t.ONE, t.Null()])),
    lambda inner: st.one_of(
        st.builds(t.All, some(inner, 0)),
        st.builds(t.AnyOf, some(inner, 0)),
        st.builds(t.Not, inner),
    ),
    max_leaves=8,
)


@examples(60)
@given(LOGIC)
def test_three_valued_logic(duck, condition):
    """And, or, not of what is true, false or undecided: one side may decide, else the whole is undecided."""
    pairs = [(a, b) for a in (None, 0, 3) for b in (None, 0, 3)]
    table = {name: [None] * len(pairs) for name in FACTS}
    table["small"] = [a if a is None else a // 3 for a, _ in pairs]
    table["third"] = [b for _, b in pairs]
    met = Lowerer(columns(table).__getitem__).condition(condition)
    found = duck.sql(f"SELECT row, {told(met)} FROM {source(table)} ORDER BY row").fetchall()
    assert found == [(row, holds(condition, reader(table, row))) for row in range(len(pairs))]


def test_a_bound_beyond_38_digits(duck):
    """A value that may be off by more than can be written leaves every comparison in doubt."""
    far = Fraction(10**40)
    known = replace(column("small", Fraction(1), Fraction(0), Fraction(9)), below=far, above=far, cut=exp.true())
    lowerer = Lowerer({F["small"]: known}.__getitem__)
    lowerer.condition(t.Compare("<", F["small"], t.num("1/3")))
    table = {name: [1] * ROWS for name in FACTS}
    assert duck.sql(f"SELECT {doubt_of(lowerer)} FROM {source(table)}").fetchall() == [(True,)] * ROWS


def beside(look, x):
    """A lookup of facts, and of the one item there is."""
    return lambda leaf: x if isinstance(leaf, t.Node) else look(leaf)


@examples(40)
@given(tables(), TERMS, st.recursive(st.one_of(LEAVES, st.just(t.Node("s", "x"))), grown, max_leaves=6))
def test_stored_columns(duck, table, first, second):
    """An item that reads the stored, perhaps cut, value of another."""
    known = columns(table)
    lowerer = Lowerer(known.__getitem__)
    x = lowered(lambda: ints.narrowed(ints.storable(lowerer.value(first))))
    assume(not x.absent)
    cut = told(x.cut or exp.false())
    inner = (
        f"SELECT *, {told(x.sql)} AS x, COALESCE({cut}, FALSE) AS c_x, {doubt_of(lowerer)} AS d FROM {source(table)}"
    )
    column_of_x = exp.column("c_x", quoted=True) if x.cut is not None else None
    known[t.Node("s", "x")] = replace(x, sql=exp.column("x", quoted=True), cut=column_of_x, constant=None)
    outer = Lowerer(known.__getitem__)
    y = lowered(lambda: outer.value(second))
    cut = told(y.cut or exp.false())
    query = f"SELECT row, d OR {doubt_of(outer)}, {told(y.sql)}, COALESCE({cut}, FALSE) FROM ({inner}) ORDER BY row"
    for row, doubt, stored, was_cut in asked(duck, query):
        look = reader(table, row)
        true_x = evaluate(first, look)
        if not doubt:
            check(y, stored, was_cut, evaluate(second, beside(look, true_x)))


@examples(30)
@given(tables(), TERMS)
def test_order(duck, table, term):
    """Keys of rows that are neither in doubt nor cut stand in the order of the true values."""
    known = columns(table)
    lowerer = Lowerer(known.__getitem__)
    q = lowered(lambda: ints.narrowed(lowerer.order(term)))
    near = (q.below + q.above) / q.unit + 1
    rows = asked(duck, f"SELECT row, {told(q.sql)}, {doubt_of(lowerer)} FROM {source(table)} ORDER BY row")
    keyed = [(stored, evaluate(term, reader(table, row))) for row, stored, doubt in rows if not doubt]
    for key, value in keyed:
        assert (key is None) == (value is None)
        for other, against in keyed:
            if None in (key, other) or (q.cut is not None and abs(key - other) <= near):
                continue
            assert (key < other) == (value < against)
