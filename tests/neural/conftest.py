import pytest
from tiny_folder import TINY

from tacitus.neural import Model
from tacitus.neural.folder import MANIFEST, SHIPPED


@pytest.fixture(scope="session")
def tiny() -> Model:
    return Model.load(TINY)


@pytest.fixture(scope="session")
def shipped() -> Model:
    if not (SHIPPED / MANIFEST).exists():
        pytest.skip("the package holds no model")
    return Model.load()
