"""Looking at a cluster as its keeper would: is the index there and as it was made, with copies, with room to write?"""

from collections.abc import Iterator, Mapping
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from search.engines.elastic_language import PLAIN, SHAPE
from search.engines.elastic_writing import Shelf, position_of
from search.engines.protocol import ANOTHER_VERSION, OTHER_FIELDS, Health

LEAST_FREE = 0.1  # of a node's disk: Elasticsearch itself stops writing at 5 %


def looked_at(shelf: Shelf, *, is_outdated: bool) -> Health:
    """The health of what the alias leads to. `is_outdated`: this process once had an index of its own fields."""
    client, indices = shelf.client, shelf.answering()
    stats = client.indices.stats(index=indices)["_all"]["primaries"] if indices else {}
    position = max((_position(client, name) for name in indices), default=0)
    documents = max(0, stats.get("docs", {}).get("count", 0) - (position > 0))
    size = stats.get("store", {}).get("size_in_bytes", 0)
    unfinished = shelf.unfinished()
    troubles = [*_of_cluster(client, indices), *_of_disks(client)]
    troubles += [sentence for name in indices for sentence in _of_index(client, name)] or _of_absence(shelf, indices)
    if indices and not shelf.of_now():
        troubles.append(ANOTHER_VERSION if is_outdated else OTHER_FIELDS)
    building = _position(client, unfinished) if unfinished else None
    return Health("Elasticsearch", documents, position, size, tuple(troubles), building)


def _position(client: Elasticsearch, name: str) -> int:
    """0 where it cannot be read: `_of_cluster` says why."""
    try:
        return position_of(client.options(request_timeout=2), name)
    except ApiError:
        return 0


def _of_absence(shelf: Shelf, indices: list[str]) -> list[str]:
    if indices:
        return []
    if shelf.client.indices.exists(index=shelf.alias):
        return [f"“{shelf.alias}” is an index that somebody else made, where an alias has to be. Delete or rename it."]
    return [f"There is no index “{shelf.alias}”. A server makes it within seconds, or “manage.py rebuild index” does."]


def _of_index(client: Elasticsearch, name: str) -> Iterator[str]:
    found = client.indices.get(index=name)[name]
    drifted = _drifted(found["mappings"].get("properties", {})) if found["mappings"] else []
    if drifted and f"-{SHAPE}-" in name:
        names = ", ".join(drifted)
        yield f"Fields of “{name}” are not as they were made: {names}. Run “manage.py rebuild index --afresh”."
    blocks = [
        key for key, value in found["settings"]["index"].get("blocks", {}).items() if str(value).lower() == "true"
    ]
    if blocks:
        yield (
            f"“{name}” takes in nothing ({', '.join(blocks)}): a disk is full, or somebody has blocked it. "
            "Make room, then run “manage.py rebuild index”, or set the block to null."
        )


def _drifted(found: Mapping[str, Any]) -> list[str]:
    """Fields that are missing, that nobody made, or that have another type."""
    wanted = PLAIN["mappings"]["properties"]
    other = [name for name in wanted.keys() & found.keys() if _type(wanted[name]) != _type(found[name])]
    return sorted([*(wanted.keys() ^ found.keys()), *other])


def _type(field: Mapping[str, Any]) -> str:
    return str(field.get("type", "object"))


def _of_cluster(client: Elasticsearch, indices: list[str]) -> Iterator[str]:
    health = client.cluster.health(index=indices or None)
    if health["status"] == "red":
        yield "A part of the index is not there: its nodes are away. Bring them back, or run “manage.py rebuild index”."
    elif health["unassigned_shards"] and health["number_of_data_nodes"] > 1:
        yield "Some data have no second copy at present. Bring all nodes back before another one goes."


def _of_disks(client: Elasticsearch) -> Iterator[str]:
    for node in client.nodes.stats(metric="fs")["nodes"].values():
        total, free = node["fs"]["total"]["total_in_bytes"], node["fs"]["total"]["available_in_bytes"]
        if total and free / total < LEAST_FREE:
            yield f"The disk of node {node['name']} is {100 - 100 * free / total:.0f} % full. Make room."
