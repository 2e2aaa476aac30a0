"""What has to be installed so that a package can be imported: ``sklearn`` comes with scikit-learn."""

from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, packages_distributions, version


def distributions(packages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield for each package the name under which it is installed, and its version; "" if it is not here."""
    known = packages_distributions() if packages else {}
    for package in packages:
        name = known.get(package, [package])[0]
        try:
            yield name, version(name).partition("+")[0]  # a local build ("+cpu") by its public version
        except PackageNotFoundError:
            yield name, ""
