"""Runs in the judges' own virtual environment: one case a line on standard input, what is wrong as JSON on its output."""

import base64
import json
import logging
import sys
import tempfile
import zipfile
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import yaml


def croissant(document):
    """mlcroissant, errors and nothing else: what it calls optional is told in its warnings."""
    import mlcroissant

    try:
        mlcroissant.Dataset(jsonld=json.loads(document))
    except mlcroissant.ValidationError as error:
        return [str(error)]
    return []


def ro_crate(document):
    """The library reads the crate and finds the root, its name and every part."""
    from rocrate.rocrate import ROCrate

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "ro-crate-metadata.json").write_text(document)
        return _of_crate(ROCrate(folder), json.loads(document))


def ro_crate_zip(packed):
    """The library opens the package, finds the same in its root, and the payload that is said to lie beside it."""
    from rocrate.rocrate import ROCrate

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "crate.zip")
        path.write_bytes(base64.b64decode(packed))
        crate = ROCrate(path)
        said = json.loads(zipfile.ZipFile(path).read("ro-crate-metadata.json"))
        written = Path(folder, "written")
        crate.write(written)
        there = {file.relative_to(written).as_posix() for file in written.rglob("*") if file.is_file()}
        is_payload = {file.id for file in crate.data_entities if "://" not in file.id}
    wanted = {"ro-crate-metadata.json", "ro-crate-preview.html", *is_payload}
    problems = [] if there == wanted and is_payload else [f"there is {sorted(there)}, not {sorted(wanted)}"]
    return problems + _of_crate(crate, said)


def _of_crate(crate, said):
    [descriptor] = [e for e in said["@graph"] if e["@id"] == "ro-crate-metadata.json"]
    root = next(e for e in said["@graph"] if e["@id"] == descriptor["about"]["@id"])
    problems = (
        [] if crate.root_dataset.id.rstrip("/") == root["@id"].rstrip("/") else [f"root is {crate.root_dataset.id}"]
    )
    problems += [] if crate.root_dataset.get("name") == root.get("name") else ["another name"]
    known = {e["@id"] for e in said["@graph"]}
    mentioned = {v["@id"] for e in said["@graph"] if e is not descriptor for v in _things(e)}
    problems += [f"mentioned and not there: {name}" for name in sorted(mentioned - known)]
    return problems + [f"not flat: {e['@id']}" for e in said["@graph"] for v in _things(e) if set(v) != {"@id"}]


def _things(entity):
    for value in entity.values():
        yield from (v for v in (value if isinstance(value, list) else [value]) if isinstance(v, dict))


def data_package(document):
    """frictionless reads the package and checks it with its own rules for data packages."""
    from frictionless import Package

    said = json.loads(document)
    package = Package.from_descriptor(said)
    problems = [error.message for error in Package.metadata_validate(said)]
    return problems + ([] if len(package.resources) == len(said["resources"]) else ["resources are lost"])


def cff(document):
    schema = json.loads((_place("cffconvert") / "schemas/1.2.0/schema.json").read_text())
    said = yaml.safe_load(document)
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
    return _problems(jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()), said)


def datacite(document):
    """The schema of 4.5, the newest that is published as JSON, with what 4.6 and 4.7 added and we use."""
    schema = json.loads((_place("datacite") / "schemas/datacite-v4.5.json").read_text())
    schema["definitions"]["dateType"]["enum"].append("Coverage")
    del schema["definitions"]["date"]["anyOf"]  # formats of its own, which the library registers
    said = json.loads(document)
    said.pop("id", None)  # the REST API's
    return _problems(jsonschema.Draft201909Validator(schema), said)


def _place(package):
    """Where a package lies, without importing it: its own dependencies are not here."""
    return Path(next(iter(find_spec(package).submodule_search_locations)))


def _problems(validator, said):
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(said)]


JUDGES = {judge.__name__: judge for judge in (croissant, ro_crate, ro_crate_zip, data_package, cff, datacite)}


def main():
    logging.disable(logging.CRITICAL)
    found = {}
    for line in sys.stdin:
        judge, name, document = json.loads(line)
        try:
            found[name] = JUDGES[judge](document)
        except Exception as error:
            found[name] = [f"{type(error).__name__}: {error}"]
    print(json.dumps(found))


main()
