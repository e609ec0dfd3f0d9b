"""`croissant.json`: Croissant 1.1 with the responsible-AI vocabulary. Only flat columns are described.

Specification: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html and croissant-rai-spec.html; the
context is that of mlcroissant 1.1 (`core/rdf.py`).
"""

from typing import Any

import pyarrow as pa

from tuning.formats.base import Format
from tuning.formats.lineage import LINEAGE_SCHEMA

_ENCODINGS = {"jsonl": "application/jsonlines", "parquet": "application/x-parquet", "md": "text/markdown"}
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def _data_type(type_: pa.DataType) -> str | None:
    if pa.types.is_string(type_):
        return "sc:Text"
    if pa.types.is_boolean(type_):
        return "sc:Boolean"
    if pa.types.is_integer(type_):
        return "sc:Integer"
    return "sc:Float" if pa.types.is_floating(type_) else None


def _record_set(name: str, file: str, schema: pa.Schema) -> dict[str, Any] | None:
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"{name}/{field.name}",
            "name": field.name,
            "dataType": _data_type(field.type),
            "source": {"fileObject": {"@id": file}, "extract": {"column": field.name}},
        }
        for field in schema
        if _data_type(field.type)
    ]
    return {"@type": "cr:RecordSet", "@id": name, "name": name, "field": fields} if fields else None


def render_croissant(manifest: dict[str, Any], format_: Format) -> dict[str, Any]:
    """The Croissant description of an export, as plain JSON values."""
    meta = manifest["meta"]
    # An empty file has no records to describe, and its sha256 is known from the manifest.
    described = [file for file in manifest["files"] if file["rows"]]
    record_sets = []
    for file in described:
        if "split" in file:
            stem = file["path"].rsplit("/", 1)[-1].rsplit(".", 1)[0]
            record_sets.append(_record_set(stem, file["path"], format_.schema))
        elif file["path"].endswith(".parquet"):
            record_sets.append(_record_set("lineage", file["path"], LINEAGE_SCHEMA))
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": meta["dataset"],
        "description": meta["description"] or meta["title"],
        "license": f"https://spdx.org/licenses/{meta['licence']}.html",
        "url": meta["url"] or f"urn:huiliu:{meta['dataset']}:{meta['version']}",
        "version": f"{meta['version']}.0.0",
        "datePublished": meta["created_at"],
        "creator": {"@type": "sc:Organization", "name": meta["publisher"], "url": meta["url"] or None},
        "citeAs": f"@misc{{{meta['dataset']}, title={{{meta['title']}}}, version={{{meta['version']}}}}}",
        "inLanguage": sorted(manifest["counts"]["lang"]),
        **_responsible(meta),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file["path"],
                "name": file["path"],
                "contentUrl": file["path"],
                "contentSize": f"{file['bytes']} B",
                "encodingFormat": _ENCODINGS[file["path"].rsplit(".", 1)[-1]],
                "sha256": file["sha256"],
            }
            for file in described
        ],
        "recordSet": [record_set for record_set in record_sets if record_set],
    }


def _responsible(meta: dict[str, Any]) -> dict[str, Any]:
    return {
        "rai:dataCollection": meta["collection"],
        "rai:dataCollectionType": ["User feedback", "Human annotation"],
        "rai:dataAnnotationProtocol": meta["annotation_protocol"],
        "rai:annotationsPerItem": meta["annotations_per_item"],
        "rai:personalSensitiveInformation": meta["personal_data"],
        "rai:dataReleaseMaintenancePlan": meta["maintenance"],
        "rai:dataLimitations": meta["limitations"],
        "rai:dataUseCases": meta["use_cases"],
    }
