"""Coalitions as nested trees: who is a member or a part of whom, with a numbered quote behind every branch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from tacitus.cli.plain import plain_claim
from tacitus.cli.render import clean, mark_review, style
from tacitus.cli.words import say_stance, shorten_id, shorten_quote
from tacitus.export.book import Book
from tacitus.model import ActorType, RelationType
from tacitus.record.nouns import RecordedClaim

DEEPEST = 40
"""Levels that are drawn."""
NOTE_WIDTH = 400
"""Characters of a quote under a tree; lists are long."""
BRANCH_WORDS = {RelationType.MEMBER_OF: "member", RelationType.PART_OF: "part"}


@dataclass(slots=True)
class Branch:
    """An actor in a tree; ``claims`` say why it hangs where it hangs, and are empty at a root.

    ``is_seen`` marks an actor whose own branches are not drawn again: it stands higher up, or the claims run in a circle.
    """

    entity: str
    claims: tuple[RecordedClaim, ...] = ()
    branches: list["Branch"] = field(default_factory=list)
    is_seen: bool = False


def grow_trees(nesting: Sequence[RecordedClaim]) -> list[Branch]:
    """Return the trees that membership claims make, roots in the order of the claims.

    A circle has no root; it is entered where the claims name it first.
    """
    children: dict[str, dict[str, list[RecordedClaim]]] = {}
    for recorded in nesting:
        for whole in recorded.claim.roles.object:
            for part in recorded.claim.roles.subject:
                if part != whole:
                    children.setdefault(whole, {}).setdefault(part, []).append(recorded)
    parts = {part for of_whole in children.values() for part in of_whole}
    drawn: set[str] = set()
    candidates = (*(w for w in children if w not in parts), *children)
    return [_grow(Branch(entity=whole), children, drawn) for whole in candidates if whole not in drawn]


def _grow(root: Branch, children: Mapping[str, Mapping[str, list[RecordedClaim]]], drawn: set[str]) -> Branch:
    """Hang every branch below the root, each actor's own branches once; a line longer than ``DEEPEST`` is cut there."""
    stack = [(root, 0)]
    while stack:
        branch, depth = stack.pop()
        if branch.entity in drawn or depth > DEEPEST:
            branch.is_seen = branch.entity in children
            continue
        drawn.add(branch.entity)
        for part, reasons in children.get(branch.entity, {}).items():
            branch.branches.append(Branch(entity=part, claims=tuple(reasons)))
        stack.extend((part, depth + 1) for part in reversed(branch.branches))
    return root


def keep_coalitions(trees: Iterable[Branch], book: Book) -> list[Branch]:
    """Return the trees that hold a coalition: an actor of that type, or one that has a member."""
    return [tree for tree in trees if _has_coalition(tree, book)]


def count_branches(branch: Branch) -> int:
    """Return how many branches the tree has in all."""
    return len(branch.branches) + sum(map(count_branches, branch.branches))


def _has_coalition(branch: Branch, book: Book) -> bool:
    actor = book.actors.get(branch.entity)
    if actor is not None and actor.type is ActorType.COALITION:
        return True
    is_member = any(r.claim.predicate == RelationType.MEMBER_OF for b in branch.branches for r in b.claims)
    return is_member or any(_has_coalition(b, book) for b in branch.branches)


@dataclass(slots=True)
class Footnotes:
    """Quotes numbered in the order in which branches rest on them.

    The claims of one list often quote it from its beginning to their own member: those share a number, and the longest
    quote, which holds the others, stands under it.
    """

    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    quotes: dict[int, RecordedClaim] = field(default_factory=dict)

    def number_of(self, recorded: RecordedClaim) -> int:
        """Return the number of the claim's quote."""
        evidence = recorded.claim.evidence[0]
        number = self.numbers.setdefault((recorded.report_id, evidence.span.start), len(self.numbers) + 1)
        longest = self.quotes.setdefault(number, recorded)
        if len(evidence.span) > len(longest.claim.evidence[0].span):
            self.quotes[number] = recorded
        return number


def print_trees(console: Console, trees: Iterable[Branch], book: Book) -> None:
    """Print trees, and under them the quotes that their branches rest on."""
    notes = Footnotes()
    for root in trees:
        console.print(Padding(_draw(root, book, notes), (0, 0, 0, 2)))
    for number, recorded in notes.quotes.items():
        row = book.reports.get(recorded.report_id)
        source = clean((row.publisher or row.title) if row else None)
        quote = clean(shorten_quote(recorded.claim.evidence[0].quote, NOTE_WIDTH))
        note = Text.assemble((f"[{number}] ", "bold"), (quote, "italic dim"), (f"  {source}" if source else "", "dim"))
        console.print(Padding(note, (0, 0, 0, 2)))


def _draw(branch: Branch, book: Book, notes: Footnotes) -> Tree:
    tree = Tree(_label(branch, book, notes), guide_style="dim")
    for part in branch.branches:
        tree.children.append(_draw(part, book, notes))
    return tree


def _label(branch: Branch, book: Book, notes: Footnotes) -> Text:
    label = Text.assemble(style(book.name_of(branch.entity), "bold"))
    if branch.is_seen:
        label.append(" (see above)", style="dim")
    for recorded in branch.claims:
        kind = BRANCH_WORDS[RelationType(recorded.claim.predicate)]
        label += Text.assemble(
            "  ",
            (f"{kind}, ", "dim"),
            style(say_stance(recorded, book), "said"),
            " · ",
            mark_review(recorded.review),
            " · ",
            style(shorten_id(recorded.claim.id), "id"),
            (f" [{notes.number_of(recorded)}]", "bold"),
        )
    return label


def plain_tree(branch: Branch, book: Book) -> dict[str, Any]:
    """Return a tree as nested JSON values."""
    return {
        "id": branch.entity,
        "name": book.name_of(branch.entity),
        "is_seen": branch.is_seen,
        "claims": [plain_claim(recorded, book) for recorded in branch.claims],
        "members": [plain_tree(part, book) for part in branch.branches],
    }
