"""Values that hold others, as they cross."""

import msgspec

from grader.values.exceptions import StepRaised
from grader.values.figures import Drawing
from grader.values.frames import Frame
from grader.values.leaves import Array, Complex, Large, Other, Seed
from grader.values.printed import PrintedText
from grader.values.tensors import PackedTensor

DEPTH_LIMIT = 16
ITEM_LIMIT = 100_000


class Items(msgspec.Struct, tag="items", frozen=True):
    """A list or a tuple."""

    is_tuple: bool
    items: "list[Value]"


class Pairs(msgspec.Struct, tag="dict", frozen=True):
    """A dict, in its order."""

    keys: "list[Value]"
    items: "list[Value]"


class Members(msgspec.Struct, tag="set", frozen=True):
    """A set, in the order of its members."""

    items: "list[Value]"


Plain = None | bool | int | float | str | Array | Items | Pairs | Members | Large | Complex
Value = Plain | Other | Seed | PackedTensor | PrintedText | Frame | Drawing | StepRaised
HOLDERS = (Items, Pairs, Members)  # that hold other values
