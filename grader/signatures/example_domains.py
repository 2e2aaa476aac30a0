"""A domain to begin with, as it is pasted: what is refused without one is told with it."""

from collections.abc import Mapping

from grader.signatures.specs import Kind, Spec

SINGLE: Mapping[Kind, str] = {
    Kind.TEXT: "pick.one_of(['', 'a', 'two words'])",
    Kind.INT: "pick.choose(0, 9)",
    Kind.FLOAT: "pick.choose(-9, 9) / 2",
    Kind.COMPLEX: "complex(pick.choose(-3, 3), pick.choose(-3, 3))",
    Kind.BOOL: "bool(pick.choose(0, 1))",
    Kind.ANY: "0",
}
SOME = "for _ in range(pick.choose(0, 4))"


def example_domain(read: Spec) -> str:
    """Return a domain for what an annotation says: "lambda pick: [...]"; "domain" where none is known."""
    picked = _picked(read)
    return f"lambda pick: {picked}" if picked else "domain"


def _picked(read: Spec) -> str:
    """Return an expression over ``pick`` for one value; "" where there is none."""
    if read.kind in SINGLE:
        return SINGLE[read.kind]
    parts = [_picked(each) for each in read.items]
    if not parts or not all(parts):
        return ""
    match read.kind:
        case Kind.LIST:
            return f"[{parts[0]} {SOME}]"
        case Kind.SET:
            return f"{{{parts[0]} {SOME}}}"
        case Kind.DICT:
            return f"{{{parts[0]}: {parts[1]} {SOME}}}"
        case Kind.TUPLE:
            return f"({', '.join(parts)},)" if len(parts) == 1 else f"({', '.join(parts)})"
        case Kind.RECORD:
            pairs = (f"{key!r}: {part}" for key, part in zip(read.keys, parts, strict=True))
            return f"{{{', '.join(pairs)}}}"
    return ""
