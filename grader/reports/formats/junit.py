"""JUnit XML, which most CI systems show.

A suite is a submission, a case a check.  The format knows no points; they stand in properties, which few
readers look at.  There are no times: checks share their calls, so none has one of its own, and what a
student's code takes on hidden inputs tells of them.
"""

from xml.etree import ElementTree

from grader.reports.cases import Case, cases, points
from grader.reports.results import Results, adjustments
from grader.text.safe import safe


def render(results: Results) -> str:
    """Return the results as JUnit ElementTree."""
    root = ElementTree.Element("testsuites", name=safe(results.assignment))
    for submission, found in cases(results):
        states = [case.state for case in found]
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=safe(submission.id),
            tests=str(len(found)),
            failures=str(states.count("failed")),
            errors=str(states.count("error")),
            skipped=str(states.count("pending") + states.count("skipped")),
        )
        partial = {"partial": "true"} if results.partial else {}  # then no score is whole
        told = {"score": points(submission.score), "max_score": points(submission.max_score)}
        told |= {"pending": points(submission.pending), "isolation": submission.isolation}
        if changes := adjustments(submission):
            told["adjusted"] = "; ".join(
                f"{points(each.points)} {each.why}" if each.points else each.why for each in changes
            )
        _properties(suite, told | partial)
        for case in found:
            _case(suite, case)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, case: Case) -> None:
    element = ElementTree.SubElement(suite, "testcase", classname=safe(case.submission.id), name=case.name)
    _properties(element, {"points": points(case.check.points), "earned": points(case.check.earned)})
    kind = {"failed": "failure", "error": "error", "pending": "skipped", "skipped": "skipped"}.get(case.state)
    if kind is not None:
        ElementTree.SubElement(element, kind, message=case.words, type=case.check.verdict)


def _properties(element: ElementTree.Element, values: dict[str, str]) -> None:
    properties = ElementTree.SubElement(element, "properties")
    for name, value in values.items():
        ElementTree.SubElement(properties, "property", name=name, value=safe(value))
