from pathlib import Path

import pytest

from tacitus.config import Settings, load_settings
from tacitus.errors import UsageError


def test_nothing_given_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(folder=tmp_path, environment={}) == Settings()


def test_flags_outrank_the_environment_which_outranks_the_file(tmp_path: Path) -> None:
    (tmp_path / "tacitus.toml").write_text('record = "a.db"\nmax_redirects = 1\nfetch_timeout = 3\n')
    environment = {"TACITUS_MAX_REDIRECTS": "2", "TACITUS_FETCH_TIMEOUT": "4.5", "TACITUS_ALLOW_PRIVATE": "yes"}
    settings = load_settings(folder=tmp_path, environment=environment, fetch_timeout=6.0, published=None)
    assert (settings.record, settings.max_redirects, settings.fetch_timeout) == ("a.db", 2, 6.0)
    assert settings.allow_private


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("colour = 3", "the setting 'colour'"),
        ("max_bytes = 'many'", "a number"),
        ("allow_private = 'perhaps'", "true or false"),
        ("record = 3", "expected str"),
        ("record = ", "a TOML file"),
    ],
)
def test_a_wrong_setting_says_where_it_stands(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "tacitus.toml").write_text(content)
    with pytest.raises(UsageError, match=message) as caught:
        load_settings(folder=tmp_path, environment={})
    assert "tacitus.toml" in str(caught.value)


def test_a_variable_of_another_program_is_left_alone(tmp_path: Path) -> None:
    assert load_settings(folder=tmp_path, environment={"TACITUS_HOME": "/x"}) == Settings()
