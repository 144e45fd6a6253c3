import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from tiny_folder import TINY

from tacitus.errors import ModelError
from tacitus.neural import Model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "model"))


def rewrite(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def put(folder: Path, name: str, data: bytes) -> None:
    """Put other bytes in a file, and their digest in the manifest."""
    (folder / name).write_bytes(data)
    rewrite(folder, lambda held: held["files"].update({name: sha256(data).hexdigest()}))  # type: ignore[attr-defined]


def test_a_changed_file_names_the_digest_expected_and_got(folder: Path) -> None:
    expected = sha256((folder / "encoder.onnx").read_bytes()).hexdigest()
    data = bytearray((folder / "encoder.onnx").read_bytes())
    data[1000] ^= 1
    (folder / "encoder.onnx").write_bytes(data)
    with pytest.raises(ModelError) as caught:
        Model.load(folder)
    assert caught.value.where == str(folder / "encoder.onnx")
    assert sha256(data).hexdigest() in caught.value.got
    assert expected in caught.value.expected


def test_a_file_cut_short(folder: Path) -> None:
    path = folder / "tokenizer.json"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ModelError, match="SHA-256"):
        Model.load(folder)


def test_a_missing_file(folder: Path) -> None:
    (folder / "anchors.onnx").unlink()
    with pytest.raises(ModelError, match=r"anchors\.onnx"):
        Model.load(folder)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json: got No such file"):
        Model.load(tmp_path / "nothing")


def test_another_version(folder: Path) -> None:
    rewrite(folder, lambda held: held.update(format=99))
    with pytest.raises(ModelError, match="got model format 99; expected model format 2"):
        Model.load(folder)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b'{"name": "x"}', b"7"])
def test_no_manifest(folder: Path, data: bytes) -> None:
    (folder / "manifest.json").write_bytes(data)
    with pytest.raises(ModelError, match="expected the manifest of a model"):
        Model.load(folder)


def test_a_manifest_without_a_field(folder: Path) -> None:
    rewrite(folder, lambda held: held.pop("scales"))
    with pytest.raises(ModelError, match="KeyError: 'scales'"):
        Model.load(folder)


@pytest.mark.parametrize("name", ["encoder.onnx", "anchors.onnx", "tokenizer.json", "transitions.npz"])
def test_a_file_of_another_kind(folder: Path, name: str) -> None:
    put(folder, name, b"no such thing")
    with pytest.raises(ModelError) as caught:
        Model.load(folder)
    assert caught.value.where == str(folder / name)
