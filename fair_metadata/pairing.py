"""Which node of one description is which of another: by name, by content, then by what they have in common.

A blank node is named after what it says (`naming`), so one that changed has another name, and so has all that hangs
below it. Here it is found again.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from fair_metadata import naming
from fair_metadata.record import Nodes, Record
from fair_metadata.terms import Term, is_blank, is_iri, language, text

ALIKE = 0.3  # of what two nodes say, how much is the same when one is taken for the other
LIKE_TEXT = 60  # of 100: how alike two texts are when one is taken for an edit of the other
COMMON = 20  # a statement that more nodes make tells none of them apart
DEEP = 3  # levels below a node that it is known by
MOST_TEXTS = 2_500  # comparisons of texts for one property; beyond that only the same number of each is paired


class Pair(NamedTuple):
    """A node before and after; `above` is the place in the list of the pair that mentions it by `path`."""

    was: Term
    now: Term
    above: int
    path: Term


Sides = tuple[Term | None, Term | None]


def alone(record: Record) -> Record:
    """A description whose shared blank nodes are named after itself alone, as its digest counts them."""
    if naming.SHARED not in record.ntriples:
        return record
    names = naming.names_of(record.triples)
    named = ((names.get(s, s), p, names.get(o, o)) for s, p, o in record.triples)
    return Record(names.get(record.subject, record.subject), tuple(sorted(named)))


def pairs_of(was: Record, now: Record) -> list[Pair]:
    """The nodes that both describe: first the resource itself, each other one after that which mentions it.

    Every node is in at most one pair, and names that both have are paired.
    """
    old, new = _Said(was), _Said(now)
    match = {was.subject: now.subject} | {node: node for node in old.nodes if node in new.nodes}
    taken = set(match.values())
    found: list[Pair] = []
    seen: set[Term] = set()
    for start in [was.subject, *match]:  # what nothing mentions on both sides begins anew
        waiting = [] if start in seen else [Pair(start, match[start], 0 if found else -1, "")]
        while waiting:
            seen.update(pair.was for pair in waiting)
            found += waiting
            first = len(found) - len(waiting)
            below = [pair for n, each in enumerate(waiting, first) for pair in _below(each, n, old, new, match, taken)]
            waiting = list({pair.was: pair for pair in reversed(below) if pair.was not in seen}.values())[::-1]
    return found


def _below(
    above: Pair, place: int, old: "_Said", new: "_Said", match: dict[Term, Term], taken: set[Term]
) -> Iterator[Pair]:
    """The pairs that a pair mentions; nodes that have none yet are paired first."""
    mine, theirs = old.nodes.get(above.was, {}), new.nodes.get(above.now, {})
    for path in sorted(mine.keys() & theirs.keys()):
        mentioned = set(theirs[path])
        free = [n for n in mine[path] if old.is_free(n, match)], [n for n in theirs[path] if new.is_free(n, taken)]
        for one, other in _same_nodes(*free, old, new):
            match[one] = other
            taken.add(other)
        yield from (Pair(n, match[n], place, path) for n in mine[path] if n in match and match[n] in mentioned)


class _Said:
    """The nodes of a description, and what each says with all that hangs below it."""

    def __init__(self, record: Record) -> None:
        self.nodes: Nodes = record.nodes
        self.contents = naming.contents(record.triples)

    def is_free(self, node: Term, paired: Container[Term]) -> bool:
        return is_blank(node) and node in self.nodes and node not in paired

    def features(self, node: Term) -> set[tuple[Term, str]]:
        """What a node is known by: its statements, and those of the blank nodes below it."""
        found: set[tuple[Term, str]] = set()
        level = [node]
        for _ in range(DEEP):
            said = [(p, o) for each in level for p, values in self.nodes.get(each, {}).items() for o in values]
            found.update((p, self.contents.get(o, o)) for p, o in said)
            level = [o for _, o in said if is_blank(o)]
        return found


def _same_nodes(left: list[Term], right: list[Term], old: _Said, new: _Said) -> Iterator[tuple[Term, Term]]:
    """Of nodes that hang in the same place: those with the same content, then those most alike, then the last one."""
    if not left or not right:
        return
    by_content: dict[str, list[Term]] = defaultdict(list)
    for node in reversed(right):
        by_content[new.contents.get(node, node)].append(node)
    twins = [(node, by_content[key].pop()) for node in left if by_content[key := old.contents.get(node, "")]]
    yield from twins
    left, right = _without(left, (a for a, _ in twins)), _without(right, (b for _, b in twins))
    alike = _most_alike({n: old.features(n) for n in left}, {n: new.features(n) for n in right})
    yield from alike
    left, right = _without(left, (a for a, _ in alike)), _without(right, (b for _, b in alike))
    if len(left) == len(right) == 1 and old.nodes[left[0]].keys() & new.nodes[right[0]].keys():
        yield left[0], right[0]


def _without(nodes: Sequence[Term], gone: Iterable[Term]) -> list[Term]:
    away = set(gone)
    return [node for node in nodes if node not in away]


Features = Mapping[Term, set[tuple[Term, str]]]


def _most_alike(left: Features, right: Features) -> list[tuple[Term, Term]]:
    """Pairs with the most in common first; the cost grows with the number of nodes, not with that of pairs."""
    having: dict[tuple[Term, str], list[Term]] = defaultdict(list)
    for node, features in right.items():
        for feature in features:
            having[feature].append(node)
    scored = []
    for node, features in left.items():
        shares = Counter(other for f in features if len(having.get(f, ())) <= COMMON for other in having.get(f, ()))
        scored += [(2 * n / (len(features) + len(right[other])), node, other) for other, n in shares.items()]
    return _best_first((score, a, b) for score, a, b in scored if score >= ALIKE)


def _best_first(scored: Iterable[tuple[float, Term, Term]]) -> list[tuple[Term, Term]]:
    """Each at most once, the highest score first."""
    found: dict[Term, Term] = {}
    taken: set[Term] = set()
    for _, one, other in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return list(found.items())


def pair_values(removed: Sequence[Term], added: Sequence[Term]) -> list[Sides]:
    """Values of one property: an edited one is (before, after), what only went or came has None on its other side.

    An edit keeps the language, or the text. In what is not text, one that went and one that came are an edit.
    """
    left, right = list(removed), list(added)
    found: list[tuple[Term, Term]] = []
    for same in (_same_text, _edited_texts, _the_only_ones):
        pairs = same(left, right)
        found += pairs
        left, right = _without(left, (a for a, _ in pairs)), _without(right, (b for _, b in pairs))
    sides: list[Sides] = [*found, *((value, None) for value in left), *((None, value) for value in right)]
    return sorted(sides, key=lambda pair: pair[0] or pair[1] or "")


def _same_text(left: list[Term], right: list[Term]) -> list[tuple[Term, Term]]:
    """Another language, another datatype, or an address in place of a text."""
    waiting = {text(value): value for value in right if not is_blank(value)}
    return [(v, waiting.pop(text(v))) for v in left if not is_blank(v) and text(v) in waiting]


def _edited_texts(left: list[Term], right: list[Term]) -> list[tuple[Term, Term]]:
    found: list[tuple[Term, Term]] = []
    for tag in sorted({_kind(value) for value in left}):
        mine, theirs = ([v for v in values if _kind(v) == tag] for values in (left, right))
        if len(mine) == len(theirs) == 1:
            found.append((mine[0], theirs[0]))
        elif tag[0] == '"' and len(mine) * len(theirs) <= MOST_TEXTS:
            scored = ((ratio(text(a), text(b)), a, b) for a in mine for b in theirs)
            found += _best_first(item for item in scored if item[0] >= LIKE_TEXT)
    return found


def _kind(value: Term) -> str:
    return "<" if is_iri(value) else "_" if is_blank(value) else '"' + language(value)


def _the_only_ones(left: list[Term], right: list[Term]) -> list[tuple[Term, Term]]:
    """A text that became an address, an address that became a nested node: unless it is said in a language."""
    if len(left) != 1 or len(right) != 1 or language(left[0]) or language(right[0]):
        return []
    return [(left[0], right[0])]
