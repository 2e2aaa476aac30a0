"""What a function returns for another to take as it is: a cache, which nobody looks into."""

from collections.abc import Collection, Mapping

from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature


def opaque_parts(signatures: Mapping[str, Signature], name: str) -> Collection[int | None]:
    """Return which parts of a function's result another function takes; None is the whole."""
    return {
        part
        for signature in signatures.values()
        if isinstance(signature, ProgramSignature) and name in signature.uses
        for call in signature.programs.calls
        if call.call == name
        for part in call.makes
    }
