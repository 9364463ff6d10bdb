"""Looking at a cluster as its keeper would: is the index there and as it was made, with copies, with room to write?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elastic_language import PLAIN
from search.engines.protocol import Health

LEAST_FREE = 0.1  # of a node's disk: Elasticsearch itself stops writing at 5 %


def looked_at(client: Elasticsearch, alias: str, indices: Sequence[str], position: int) -> Health:
    """The health of what the alias leads to."""
    stats = client.indices.stats(index=alias)["_all"]["primaries"] if indices else {}
    documents = max(0, stats["docs"]["count"] - (position > 0)) if stats else 0
    size = stats["store"]["size_in_bytes"] if stats else 0
    troubles = (*_of_index(client, alias, indices), *_of_cluster(client), *_of_disks(client))
    return Health("Elasticsearch", documents, position, size, troubles)


def _of_index(client: Elasticsearch, alias: str, indices: Sequence[str]) -> Iterator[str]:
    if not indices:
        yield f"There is no index “{alias}”. Run “manage.py rebuild index”, or wait until the server has made one."
        return
    [(name, found)] = client.indices.get(index=alias).items()
    drifted = _drifted(found["mappings"].get("properties", {}))
    if drifted:
        yield f"Fields of “{name}” are not as they were made: {', '.join(drifted)}. Run “manage.py rebuild index”."
    blocks = found["settings"]["index"].get("blocks", {})
    if any(str(value).lower() == "true" for value in blocks.values()):
        yield (
            f"“{name}” takes in nothing ({', '.join(blocks)}): a disk is full, or somebody has blocked it. "
            "Make room, then set the block to null."
        )


def _drifted(found: Mapping[str, Any]) -> list[str]:
    """Fields that are missing, that nobody made, or that have another type."""
    wanted = PLAIN["mappings"]["properties"]
    other = [name for name in wanted.keys() & found.keys() if _type(wanted[name]) != _type(found[name])]
    return sorted([*(wanted.keys() ^ found.keys()), *other])


def _type(field: Mapping[str, Any]) -> str:
    return str(field.get("type", "object"))


def _of_cluster(client: Elasticsearch) -> Iterator[str]:
    health = client.cluster.health()
    if health["status"] == "red":
        yield "A part of the cluster's data is not there. Bring its nodes back."
    elif health["unassigned_shards"] and health["number_of_data_nodes"] > 1:
        yield "Some data have no second copy at present. Bring all nodes back before another one goes."


def _of_disks(client: Elasticsearch) -> Iterator[str]:
    for node in client.nodes.stats(metric="fs")["nodes"].values():
        total, free = node["fs"]["total"]["total_in_bytes"], node["fs"]["total"]["available_in_bytes"]
        if total and free / total < LEAST_FREE:
            yield f"The disk of node {node['name']} is {100 - 100 * free / total:.0f} % full. Make room."
