"""Every method, engine against oracle, to the last digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.properties.books import one_method
from core.properties.bounded import examples
from core.properties.leaves import LEAVES
from core.properties.support import agree
from kaogong.core.methods import METHODS


def test_every_method_is_here() -> None:
    assert set(LEAVES) | {"linked"} == set(METHODS)


@pytest.mark.parametrize("method", LEAVES)
@examples(10)
@given(data=st.data())
def test_method(method: str, data: st.DataObject) -> None:
    agree(*data.draw(one_method(method)))
