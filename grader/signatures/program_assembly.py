"""What a program does with a whole and its parts: it puts members into a club, changes them, gets them back.

Drawn step by step it would hardly ever hold two members that are alike, or the same one twice.
"""

from collections.abc import Sequence

from grader.signatures.pick import Mood
from grader.signatures.program_calls import EACH, ProgramCall
from grader.signatures.program_making import LOOKED, ProgramInMaking
from grader.values.programs import Ref

MANY = 5  # parts of each sort that are put in where much is asked, besides the first
EMPTY = 3  # of so many and one times a whole is asked for a part before it has any


class Assembly:
    """A program in the making of a class, or a function, that takes objects of others."""

    def __init__(self, made: ProgramInMaking, judged: str = "") -> None:
        self.made, self.calls, self.judged = made, made.programs.calls, judged
        self.parts = [each.call for each in made.programs.parts]

    def fill(self) -> None:
        """Put parts in, some of them alike, and change some after that."""
        made = self.made
        for maker in self.calls[: made.programs.forced]:
            if any(maker.call == each.owner and maker.call in each.objects.values() for each in self.calls):
                made.step(maker)  # of what is put together with its like there are two
        if self._giving and not made.choose(0, EMPTY):  # what is still empty
            self._get(self._giving[made.choose(0, len(self._giving) - 1)], 1)
        for sort in self.parts:
            for each in made.objects.get(sort, ())[:1]:
                self._put(sort, each)
        for maker in (*made.programs.parts,) * (MANY if made.pick.mood is Mood.LONG else 2):
            if made.step(maker) and not made.raised:
                self._put(maker.call, Ref(len(made.steps) - 1))
        for sort in self.parts:
            if (there := made.objects.get(sort)) and not made.choose(0, EMPTY):  # the same one twice
                self._put(sort, there[-1 - made.choose(0, len(there) - 1)])
        self._use()
        if made.choose(0, 1):
            self._join()
        for call in self._giving:
            self._get(call, made.choose(0, 1) if call.owner in self.parts else 1)

    def _use(self) -> None:
        """Give parts to the methods that take one but do not put them in: who has it, who takes it out."""
        made = self.made
        for each in self._taking:
            for sort in {*each.objects.values()} & {*self.parts}:
                there = made.objects.get(sort, ())
                for _ in range(made.choose(0, 2) if there and each not in self._putting else 0):
                    made.step(each, given=there[-1 - made.choose(0, len(there) - 1)])

    @property
    def _taking(self) -> Sequence[ProgramCall]:
        """The methods of a whole that take parts."""
        return [
            each
            for each in self.calls
            if each.owner and {*each.objects.values()} & {*self.parts} - {each.owner}
        ]

    @property
    def _putting(self) -> Sequence[ProgramCall]:
        """The first of them for each sort of parts: it puts them in."""
        first = (next((e for e in self._taking if sort in e.objects.values()), None) for sort in self.parts)
        return [each for each in first if each is not None]

    def _put(self, sort: str, part: Ref) -> None:
        """Put a part where the first method puts one, and do something to it half of the time."""
        for each in self._putting:
            if each.owner != sort and sort in each.objects.values():
                self.made.step(each, given=part)
                break
        if self.made.choose(0, 1):
            self._ask(part, self._methods(sort))

    def look(self, call: ProgramCall) -> None:
        """Ask the part that the last step returned something: that it is a wrong one shows nowhere else.

        Or do something to it, and ask the one that it should be.
        """
        made, place = self.made, len(self.made.steps) - 1
        sort = call.makes.get(None) or call.makes.get(EACH, "")
        if sort not in self.parts or call.call in self.parts:
            made.look(call)
            return
        came = [ref for ref, _ in call.objects_in(place, made.table[place])] if not made.raised else []
        came = [ref for ref in came if made.result(ref) is not None]
        first = made.choose(0, len(came) - 1) if len(came) > LOOKED else 0
        there = made.objects.get(sort, ())
        for ref in (came[first:] + came[:first])[:LOOKED]:
            self._ask(ref, self._methods(sort))
            due = next((each for each in there if made.result(each) is made.result(ref)), None)
            if due is not None:
                self._ask(due, [each for each in self._methods(sort) if not each.keep])

    def empty(self) -> None:
        """End with one call that returns parts, again and again, and a look at all that there is."""
        self._use()
        self._join()
        if giving := self._giving:
            self._get(giving[self.made.choose(0, len(giving) - 1)], self.made.choose(1, 3))
        for sort in (*self.parts, *(sort for sort in self.made.objects if sort not in self.parts)):
            for ref in self.made.objects.get(sort, ())[-3:]:
                self._ask(ref, [each for each in self._methods(sort) if not each.keep])
        for ref in self.made.objects.get(self.made.programs.name, ())[-1:]:
            for each in self._methods(self.made.programs.name):
                if not each.keep and not each.makes:
                    self.made.step(each, about=ref)

    def _join(self) -> None:
        """Make a whole of two."""
        for each in self.calls:
            if (
                each.owner not in ("", *self.parts)
                and each.owner == each.makes.get(None) in each.objects.values()
            ):
                self.made.step(each)

    @property
    def _giving(self) -> Sequence[ProgramCall]:
        """What returns a part, or a list of them; of what is not judged nobody asks which."""
        return [
            each
            for each in self.calls
            if each.call not in self.parts
            and {each.makes.get(None), each.makes.get(EACH)} & {*self.parts}
            and self.judged in ("", each.call)
        ]

    def _get(self, call: ProgramCall, times: int) -> None:
        """Make a call so many times, of the last whole, and once of the one before; look at what comes."""
        wholes: list[Ref | None] = [*self.made.objects.get(call.owner, ())][-2:]
        if call.objects or not wholes:
            wholes = [None]
        for whole in (*wholes[-1:] * times, *wholes[:-1]):
            if self.made.step(call, about=whole):
                self.look(call)

    def _methods(self, sort: str) -> Sequence[ProgramCall]:
        """Return what can be asked of an object without another one."""
        return [each for each in self.calls if each.owner == sort and not each.objects]

    def _ask(self, part: Ref, methods: Sequence[ProgramCall]) -> None:
        """Ask an object one of some methods."""
        if methods:
            self.made.step(methods[self.made.choose(0, len(methods) - 1)], about=part)
