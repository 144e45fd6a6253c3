from hypothesis import given
from hypothesis import strategies as st

from tacitus.ids import hash_bytes, hash_parts

PARTS = st.lists(st.one_of(st.none(), st.text(), st.integers()), max_size=4)


def as_written(parts: list[str | int | None]) -> list[str | None]:
    return [None if part is None else str(part) for part in parts]


@given(PARTS, PARTS)
def test_two_contents_share_an_id_only_where_they_are_equal(a: list[str | int | None], b: list[str | int | None]) -> None:
    assert (hash_parts(*a) == hash_parts(*b)) is (as_written(a) == as_written(b))


def test_joining_makes_no_collision() -> None:
    assert hash_parts("ab", "c") != hash_parts("a", "bc")
    assert hash_parts(None) != hash_parts("")


def test_bytes_are_addressed_by_sha256() -> None:
    assert hash_bytes(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
